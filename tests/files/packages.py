"""Workbooks built by hand, part by part, so that a test can make each of them odd in one way."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LISTED = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

Parts = dict[str, bytes]


def sheet(rows: str, *, before: str = "", after: str = "") -> str:
    """A worksheet part around its rows."""
    return (
        f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{REL}">{before}'
        f"<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def relations(*found: tuple[str, str, str]) -> str:
    """A listing of (id, kind, target)."""
    listed = "".join(
        f'<Relationship Id="{name}" Type="{REL}/{kind}" Target="{target}"/>'
        for name, kind, target in found
    )
    return f'{HEAD}<Relationships xmlns="{LISTED}">{listed}</Relationships>'


def workbook(names: Mapping[str, str], settings: str = "") -> str:
    """The workbook part with sheets {name: state}."""
    listed = "".join(
        f'<sheet name="{name}" sheetId="{at}" state="{state}" r:id="rId{at}"/>'
        for at, (name, state) in enumerate(names.items(), start=1)
    )
    return (
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{REL}">{settings}<sheets>{listed}</sheets>'
        "</workbook>"
    )


def shared(*items: str) -> str:
    """The shared strings; an item that begins with < is taken as XML."""
    listed = "".join(
        f"<si>{item if item.startswith('<') else f'<t>{item}</t>'}</si>" for item in items
    )
    return f'{HEAD}<sst xmlns="{MAIN}">{listed}</sst>'


def styles(*codes: str | int) -> str:
    """Styles 0, 1, …: a built-in number format's number, or a code of one's own."""
    own = "".join(
        f'<numFmt numFmtId="{200 + at}" formatCode="{code}"/>'
        for at, code in enumerate(codes)
        if isinstance(code, str)
    )
    used = "".join(
        f'<xf numFmtId="{200 + at if isinstance(code, str) else code}"/>'
        for at, code in enumerate(codes)
    )
    return (
        f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts>{own}</numFmts>'
        f'<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>{used}</cellXfs></styleSheet>'
    )


def parts(*sheets: str, strings: str = shared("甲", "乙"), look: str = styles(0)) -> Parts:
    """All parts of a plain workbook whose sheets are called 表1, 表2, …"""
    numbers = range(1, len(sheets) + 1)
    targets = [(f"rId{at}", "worksheet", f"worksheets/sheet{at}.xml") for at in numbers]
    beside = [("rIdS", "sharedStrings", "sharedStrings.xml"), ("rIdT", "styles", "styles.xml")]
    texts = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="urn:types"/>',
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": workbook({f"表{at}": "visible" for at in numbers}),
        "xl/_rels/workbook.xml.rels": relations(*targets, *beside),
        "xl/sharedStrings.xml": strings,
        "xl/styles.xml": look,
    } | {f"xl/worksheets/sheet{at}.xml": text for at, text in zip(numbers, sheets, strict=True)}
    return {name: text.encode() for name, text in texts.items()}


def packed(made: Mapping[str, bytes | str]) -> bytes:
    """The parts as a zip."""
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in made.items():
            archive.writestr(name, content)
    return stream.getvalue()


def saved(folder: Path, made: Mapping[str, bytes | str], name: str = "facts.xlsx") -> Path:
    """The parts as a file."""
    path = folder / name
    path.write_bytes(packed(made))
    return path
