"""Golden cases from their file, `cases.yaml` beside a scheme."""

from __future__ import annotations

from pathlib import Path

from jiheng.files.yaml import read_yaml
from jiheng.scheme.load import noun_of
from jiheng.score.cases import Case, Cases


def load_cases(path: str | Path) -> tuple[Case, ...]:
    """The cases of a file, or of `cases.yaml` in a scheme's folder; none where there is no file."""
    found = Path(path)
    if found.is_dir():
        found = found / "cases.yaml"
        if not found.exists():
            return ()
    return noun_of(Cases, read_yaml(found)).cases
