"""Which face this machine really has for an official one: asked of fontconfig, never guessed."""

import os
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

FACES = Path(__file__).with_name("faces.conf")
"""What stands in for what; see there."""

_ASK = 10  # seconds


@dataclass(frozen=True, slots=True)
class Match:
    """A face asked for and the one that answers; `names` are its names inside a PDF."""

    asked: str
    got: str
    names: tuple[str, ...]
    exact: bool


class FontsUnknown(Exception):
    """Fontconfig is not installed or does not answer; `asked` is the face."""

    def __init__(self, asked: str) -> None:
        super().__init__(f"无法查询字体“{asked}”：请安装 fontconfig（apt-get install fontconfig）")
        self.asked = asked


def environment() -> dict[str, str]:
    """The process environment in which fontconfig answers with our stand-ins."""
    return {**os.environ, "FONTCONFIG_FILE": str(FACES), "LC_ALL": "C.UTF-8"}


def matches(faces: Iterable[str]) -> tuple[Match, ...]:
    """For each face what would be used; FontsUnknown when fontconfig cannot be asked."""
    return tuple(_match(face) for face in faces)


def _match(face: str) -> Match:
    plain, strong = _best(face, ""), _best(face, ":bold")
    exact = face.casefold() in (name.casefold() for name in plain.families)
    return Match(face, plain.full, tuple(sorted({plain.inside, strong.inside})), exact)


@dataclass(frozen=True, slots=True)
class _Answer:
    families: tuple[str, ...]
    full: str
    inside: str  # its name inside a PDF


def _best(face: str, style: str) -> _Answer:
    families, full, inside = _asked(
        face, style, form="%{family}\n%{fullname[0]}\n%{postscriptname}"
    )
    names = tuple(families.split(","))
    return _Answer(names, full or names[0], inside)


def file_of(face: str) -> tuple[str, int]:
    """The file of the face that answers and its number in it; FontsUnknown when nobody can be asked."""
    file, index = _asked(face, "", form="%{file}\n%{index}")
    return file, int(index)


def _asked(face: str, style: str, *, form: str) -> list[str]:
    # Fontconfig reads - : , \ in a pattern as its own signs.
    quoted = "".join(f"\\{char}" if char in "\\-:," else char for char in face)
    command = ["fc-match", "-f", form, quoted + style]
    try:
        done = subprocess.run(
            command, env=environment(), capture_output=True, text=True, timeout=_ASK, check=True
        )
    except (OSError, subprocess.SubprocessError) as why:
        raise FontsUnknown(face) from why
    return done.stdout.split("\n")
