"""Workbooks spoilt in nine ways, and other code that says which words each of them still holds."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable
from xml.etree import ElementTree as ET
from zipfile import ZIP_DEFLATED, ZipFile

from tests.files.packages import Parts, packed

Mutate = Callable[[Parts, random.Random], bytes]

_CONTENT = ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/sharedStrings.xml")
_OPEN = re.compile(rb"<(row|c|v|is|t|si)\b[^>]*?(/?)>")
_ATTRIBUTE = re.compile(rb' (r|t|s|hidden|ref|min|max|spans|count)="([^"]*)"')
# Settings of a sheet that are kept as text, and readings printed over characters: no content.
_SETTINGS = {
    "formula1", "formula2", "formula", "rPh", "headerFooter", "extLst", "dataValidations",
    "conditionalFormatting",
}  # fmt: skip


def _pick(made: Parts, draw: random.Random) -> str:
    return draw.choice([name for name in _CONTENT if _OPEN.search(made.get(name, b""))])


def cut_off(made: Parts, draw: random.Random) -> bytes:
    whole = packed(made)
    return whole[: draw.randrange(len(whole))]


def flip_bytes(made: Parts, draw: random.Random) -> bytes:
    whole = bytearray(packed(made))
    for _ in range(draw.randint(1, 8)):
        whole[draw.randrange(len(whole))] = draw.randrange(256)
    return bytes(whole)


def flip_characters(made: Parts, draw: random.Random) -> bytes:
    name = _pick(made, draw)
    part = bytearray(made[name])
    for _ in range(draw.randint(1, 4)):
        part[draw.randrange(len(part))] = draw.choice(b"<>\"'/ ax019&;=\xe4\0")
    return packed(made | {name: bytes(part)})


def wrap_element(made: Parts, draw: random.Random) -> bytes:
    """Put an element that nobody knows around one that matters."""
    name = _pick(made, draw)
    start, end, _ = _element(made[name], draw)
    part = made[name]
    return packed(made | {name: part[:start] + b"<w>" + part[start:end] + b"</w>" + part[end:]})


def drop_element(made: Parts, draw: random.Random) -> bytes:
    name = _pick(made, draw)
    start, end, _ = _element(made[name], draw)
    return packed(made | {name: made[name][:start] + made[name][end:]})


def double_element(made: Parts, draw: random.Random) -> bytes:
    name = _pick(made, draw)
    start, end, _ = _element(made[name], draw)
    part = made[name]
    return packed(made | {name: part[:end] + part[start:end] + part[end:]})


def move_element(made: Parts, draw: random.Random) -> bytes:
    """Take an element out and put it before another one."""
    name = _pick(made, draw)
    start, end, _ = _element(made[name], draw)
    taken, rest = made[name][start:end], made[name][:start] + made[name][end:]
    at = draw.choice([match.start() for match in _OPEN.finditer(rest)] or [len(rest)])
    return packed(made | {name: rest[:at] + taken + rest[at:]})


def change_attribute(made: Parts, draw: random.Random) -> bytes:
    name = _pick(made, draw)
    found = list(_ATTRIBUTE.finditer(made[name]))
    if not found:
        return packed(made)
    match, part = draw.choice(found), made[name]
    new = draw.choice(
        [b"", b"B2", b"0", b"-1", b"99999999", b"s", b"str", b"inlineStr", b"e", b"x"]
    )
    kept = b"" if draw.random() < 0.3 else b' %s="%s"' % (match[1], new)
    return packed(made | {name: part[: match.start()] + kept + part[match.end() :]})


def drop_part(made: Parts, draw: random.Random) -> bytes:
    gone = draw.choice(sorted(made))
    return packed({name: part for name, part in made.items() if name != gone})


def put_text(made: Parts, draw: random.Random) -> bytes:
    """Text where none belongs."""
    name = _pick(made, draw)
    at = draw.choice([match.end() for match in _OPEN.finditer(made[name])])
    word = f"散字{draw.randrange(100)}".encode()
    return packed(made | {name: made[name][:at] + word + made[name][at:]})


OPERATORS: tuple[Mutate, ...] = (
    cut_off, flip_bytes, flip_characters, wrap_element, drop_element, double_element, move_element,
    change_attribute, drop_part, put_text,
)  # fmt: skip


def _element(part: bytes, draw: random.Random) -> tuple[int, int, bytes]:
    """Start, end and name of an element that matters."""
    match = draw.choice(list(_OPEN.finditer(part)))
    if match[2]:
        return match.start(), match.end(), match[1]
    closing = b"</" + match[1] + b">"
    at = part.find(closing, match.end())
    return match.start(), at + len(closing) if at >= 0 else match.end(), match[1]


def words_in(package: bytes) -> set[str]:
    """Every piece of text in sheets and shared strings, by another parser than the reader's."""
    found: set[str] = set()
    with ZipFile(io.BytesIO(package)) as archive:
        listed = {name for name in archive.namelist() if name in _CONTENT}
        for name in listed:
            _gather(ET.fromstring(archive.read(name)), found, in_cell="")
    return found


def _gather(element: ET.Element, found: set[str], *, in_cell: str) -> None:
    name = element.tag.rpartition("}")[2]
    if name in _SETTINGS:
        return
    kind = element.get("t", "n") if name == "c" else in_cell
    is_index = name == "v" and kind == "s"  # a number into the shared strings, no word itself
    for text in [None if is_index else element.text, *(child.tail for child in element)]:
        found |= {piece for piece in (text or "").split() if piece}
    for child in element:
        _gather(child, found, in_cell=kind)


def words_of(answer: list[dict[str, object]]) -> str:
    """Everything the reader gave back, in one string."""
    return repr(answer)


def repacked(package: bytes) -> Parts:
    """The parts of a file that some program wrote."""
    with ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


__all__ = ["OPERATORS", "ZIP_DEFLATED", "repacked", "words_in", "words_of"]
