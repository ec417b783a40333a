"""The name of an uploaded file as people see it: cleaned, short, and never a path to anything.

Nothing is ever stored under such a name; `evidence_store` makes its own names.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 80  # characters; 255 bytes of UTF-8, which most file systems hold, are 85 Chinese signs
UNNAMED = "未命名"

_SEPARATOR = re.compile(r"[/\\]")
_DRIVE = re.compile(r"^[A-Za-z]:")
_SPACE = re.compile(r"\s+")
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}  # control, direction and joining marks, halves, private
# What Windows takes in no name has a full-width twin that reads the same.
_TWINS = str.maketrans('<>:"|?*', "＜＞：＂｜？＊")
_DEVICES = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"} | {
    f"{port}{number}" for port in ("COM", "LPT") for number in "0123456789¹²³"
}


def shown_name(text: str) -> str:
    """The last part of an uploaded file's name, safe to show, to download under and to compare."""
    parts = shown_parts(text)
    return parts[-1] if parts else UNNAMED


def shown_parts(text: str) -> tuple[str, ...]:
    """Folders and file of a path, each part cleaned; parts that only climb or are empty are gone."""
    pieces = (_clean(piece) for piece in _SEPARATOR.split(_DRIVE.sub("", _visible(text))))
    return tuple(piece for piece in pieces if piece)


def extension_of(name: str) -> str:
    """The letters after the last dot, in lower case, without the dot; empty where there is none."""
    stem, dot, extension = name.rpartition(".")
    return extension.lower() if dot and stem else ""


def _visible(text: str) -> str:
    spaced = "".join(" " if sign.isspace() else sign for sign in text)
    return "".join(sign for sign in spaced if unicodedata.category(sign) not in _UNSEEN)


def _clean(piece: str) -> str:
    name = unicodedata.normalize("NFC", piece).translate(_TWINS)
    name = _SPACE.sub(" ", name).strip(" .")
    if name.split(".", 1)[0].strip().upper() in _DEVICES:
        name = "_" + name
    return _shortened(name)


def _shortened(name: str) -> str:
    """At most LONGEST signs; the extension stays, because it says what opens the file."""
    if len(name) <= LONGEST:
        return name
    extension = extension_of(name)
    if not extension or len(extension) > 10:
        return name[:LONGEST].rstrip(" .")
    kept = name[: LONGEST - len(extension) - 2].rstrip(" .")
    return f"{kept}….{extension}"
