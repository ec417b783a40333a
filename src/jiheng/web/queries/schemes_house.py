"""The methods that lie in the house's own folder, to begin with; not every installation has it."""

from __future__ import annotations

from django.conf import settings


def house_schemes() -> list[tuple[str, str]]:
    """The name of each folder with the title of its method; none where the folder is not there."""
    found = sorted((settings.HOUSE / "schemes").glob("*/scheme.yaml"))
    return [(path.parent.name, _title(path.read_text("utf-8"))) for path in found]


def house_text(name: str) -> str | None:
    """The text of one of them, byte for byte; None for any other name."""
    if name not in dict(house_schemes()):
        return None
    return (settings.HOUSE / "schemes" / name / "scheme.yaml").read_bytes().decode()


def _title(text: str) -> str:
    """The title without reading the whole: a dozen methods would take a second."""
    lines = (line for line in text.splitlines() if line.startswith("title:"))
    return next(lines, "").removeprefix("title:").strip().strip('"')
