"""Other code that says which texts a file holds, and which of them a reading has lost (IM-02)."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from jiheng.forms.fill_in_reading import FillIn

_UNSEEN = re.compile("[\\s\u200b\u200c\u200d\u2060\ufeff]+")


def bare_text(text: str) -> str:
    """Text without blanks, full-width signs as ordinary ones, a number in its shortest form."""
    text = joined(text)
    try:
        return repr(float(text)) if len(text) < 25 and not text.isalpha() else text
    except ValueError:
        return text


def joined(text: str) -> str:
    """Text without blanks, full-width signs as ordinary ones."""
    half = "".join(chr(ord(sign) - 0xFEE0) if "！" <= sign <= "～" else sign for sign in text)
    return _UNSEEN.sub("", half)


def _local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _string(item: ET.Element) -> str:
    found: list[str] = []

    def walk(element: ET.Element) -> None:
        for child in element:
            if _local(child) == "t":
                found.append(child.text or "")
            elif _local(child) not in ("rPh", "phoneticPr"):
                walk(child)

    walk(item)
    return "".join(found)


def texts_in(path: Path) -> tuple[list[str], int]:
    """The text of every cell of every sheet, and how many rows have any; numbers and formulas' last
    values included."""
    with ZipFile(path) as archive:
        parts = {name.replace("\\", "/"): archive.read(name) for name in archive.namelist()}
    shared: list[str] = []
    if "xl/sharedStrings.xml" in parts:
        root = ET.fromstring(parts["xl/sharedStrings.xml"])
        shared = [_string(item) for item in root.iter() if _local(item) == "si"]
    texts: list[str] = []
    rows = 0
    for name, content in parts.items():
        if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
            for row in (one for one in ET.fromstring(content).iter() if _local(one) == "row"):
                found = [_cell(cell, shared) for cell in row.iter() if _local(cell) == "c"]
                texts += [text for text in found if text and text.strip()]
                rows += any(text is not None and (text.strip() or text == "") for text in found)
    return texts, rows


def _cell(cell: ET.Element, shared: list[str]) -> str | None:
    """The text of a cell; empty for a formula without a value, None for an empty cell."""
    parts = {_local(part): part for part in cell}
    kind = cell.get("t", "n")
    if "is" in parts:
        return _string(parts["is"]) or None
    text = "".join(parts["v"].itertext()) if "v" in parts else ""
    if not text:
        return "" if "f" in parts else None
    if kind == "s":
        return shared[int(text)] or None
    return {"0": "FALSE", "1": "TRUE"}.get(text, text) if kind == "b" else text


def lost_in(path: Path, found: FillIn, own: Iterable[str]) -> list[str]:
    """The texts of a workbook that were neither read nor listed, each as often as it was lost.

    `own` are the workbook's own words; a merged cell may be told more often than it stands there.
    """
    ours = {bare_text(text) for text in own}
    wanted = Counter(
        bare for text in texts_in(path)[0] if (bare := bare_text(text)) and bare not in ours
    )
    told = Counter(bare_text(text) for text in _told(found))
    said = [joined(one.message) for one in (*found.problems, *found.notes)]
    return [
        text
        for text, count in (wanted - told).items()
        if not any(text.removesuffix(".0") in message for message in said)
        and _otherwise_told(text, told) < wanted[text]
    ]


def _told(found: FillIn) -> Iterable[str]:
    yield from (cell.text for cell in found.cells)
    yield from (
        text for lines in found.tables.values() for line in lines for text in line.cells.values()
    )
    yield from found.evidence.values()
    yield from found.subjects
    yield from (one.message for one in found.unread)


def _otherwise_told(text: str, told: Counter[str]) -> int:
    """How often a text was told in other words: TRUE as 是, a number with the words of its format, a
    day number as a date."""
    if text in ("TRUE", "FALSE"):
        return told["是" if text == "TRUE" else "否"]
    if not re.fullmatch(r"[0-9]+\.[0-9]+", text):
        return told[text]
    number = text.removesuffix(".0")
    forms = [other for other in told if re.fullmatch(rf"{re.escape(number)}[^0-9.]+", other)]
    if number.isdigit() and 30_000 < int(number) < 60_000:
        forms.append((date(1899, 12, 30) + timedelta(days=int(number))).isoformat())
    return told[text] + sum(told[form] for form in forms)


def lines_in(path: Path) -> int:
    """How many lines of a CSV have anything in them, heads included."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = path.read_bytes().decode(encoding)
        except UnicodeDecodeError:
            continue
        rows = csv.reader(text.splitlines(), delimiter="\t" if "\t" in text else ",")
        return sum(any(cell.strip() for cell in row) for row in rows)
    raise AssertionError("neither UTF-8 nor GB18030")
