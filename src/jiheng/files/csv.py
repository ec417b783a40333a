"""CSV files to plain tables and back: encodings of Chinese offices, ragged rows, no live formulas."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from jiheng.files.guard import LARGEST_FILE, MEGABYTE, other_content
from jiheng.files.whole import write_whole
from jiheng.forms.workbook import Kind, ReadCell, ReadSheet
from jiheng.values.problems import Problem, Unreadable

_SAVE_AS_CSV = "请用 WPS 或 Excel 打开，“另存为”类型选“CSV UTF-8（逗号分隔）”，再交另存的文件"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LONGEST_FIELD = 131_072
_MOST_CELLS = 10_000_000

# Text that a spreadsheet would run when it opens the file, any quotes before it included, so that
# taking off the one quote that was put on always gives the text back.
_RUNS = re.compile(r"'*\s*[=+\-@＝＋－＠]|'*[\t\r\n]")
_QUOTED = re.compile(r"'+(\s*[=+\-@＝＋－＠]|[\t\r\n])")
_NEEDS_QUOTES = re.compile(r'[",;\t\r\n]|^\s|\s$')
_NEGATIVE = re.compile(r"-[0-9]+(\.[0-9]+)?%?")


def read_rows(path: Path) -> tuple[tuple[str, ...], ...]:
    """Every row of the file as text, also empty and ragged ones; for columns of a whole nation.

    UTF-8 (with or without mark), UTF-16 with mark and GB18030 (GBK, as Excel saves in Chinese) are
    told apart; comma, tab and semicolon too. Raises Unreadable for anything that is no such text.
    """
    text = _text_of(path)
    rows: list[tuple[str, ...]] = []
    cells = 0
    csv.field_size_limit(_LONGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for row in reader:
            cells += len(row)
            if cells > _MOST_CELLS:
                raise _unreadable(
                    path, f"有内容的格子超过 {_MOST_CELLS // 10000} 万个，请分几个文件交"
                )
            rows.append(tuple(_as_typed(field) for field in row))
    except csv.Error:
        line = reader.line_num
        raise _unreadable(path, f"第 {line} 行的引号不成对或一格太长：{_SAVE_AS_CSV}") from None
    return tuple(rows)


def read_csv(path: Path) -> ReadSheet:
    """The file as one sheet named after it; rows of another length than the first are in `unread`.

    A ragged row is read all the same: its cells are where the file has them, and the line in
    `unread` says that they may stand in the wrong column. Raises as `read_rows`.
    """
    rows = read_rows(path)
    cells = tuple(
        ReadCell(line, column, Kind.TEXT, text)
        for line, row in enumerate(rows, start=1)
        for column, text in enumerate(row, start=1)
        if text
    )
    ragged = tuple(_ragged(path.stem, rows))
    return ReadSheet(path.stem, cells, rows_in_file=len(rows), unread=ragged)


def write_csv(rows: Iterable[Sequence[str]], path: Path) -> None:
    """Write rows of text as UTF-8 with mark, so that Excel opens it right; text that would run as a
    formula gets a quote before it, which `read_rows` takes off again. Plain numbers stay as they are.

    Raises ValueError for text with a NUL, which no CSV can hold.
    """
    lines = []
    for row in rows:
        if any("\0" in text for text in row):
            raise ValueError("a CSV file cannot hold NUL characters")
        line = ",".join(_field(text) for text in row)
        lines.append((line or '""') + "\r\n")  # an empty line would be no row
    write_whole(path, "".join(lines).encode("utf-8-sig"))


def _field(text: str) -> str:
    """One field; in quotes also where it holds a tab or a semicolon, which `read_rows` looks for."""
    text = _harmless(text)
    return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text


def _harmless(text: str) -> str:
    return "'" + text if _RUNS.match(text) and not _NEGATIVE.fullmatch(text) else text


def _as_typed(text: str) -> str:
    return text[1:] if _QUOTED.match(text) else text


def _unreadable(path: Path, message: str) -> Unreadable:
    return Unreadable(Problem(path.name, message))


def _text_of(path: Path) -> str:
    content = _content(path)
    if not content.strip():
        raise _unreadable(path, "文件是空的：请重新导出或拷贝")
    text = _decoded(content)
    if text is None:
        what = other_content(content[:4096])
        is_text = what.startswith("内容是纯文本")
        why = "文字编码认不出来" if is_text else f"{what}，不是 CSV"
        raise _unreadable(path, f"{why}：{_SAVE_AS_CSV}")
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise _unreadable(path, f"第 {line} 行含有空字节，文件已损坏：{_SAVE_AS_CSV}")
    return text


def _content(path: Path) -> bytes:
    if not path.is_file():
        raise _unreadable(path, "没有这个文件，请核对文件名和所在的文件夹")
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            most = LARGEST_FILE // MEGABYTE
            raise _unreadable(path, f"文件有 {size // MEGABYTE} MB，超过 {most} MB：请分几个文件交")
        return path.read_bytes()
    except OSError:
        raise _unreadable(path, "打不开文件，请核对权限，或先关闭正在使用它的程序") from None


def _decoded(content: bytes) -> str | None:
    """The text in the first encoding that fits without a doubtful character; None if none does."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(content, encoding)
    if b"\0" in content:  # neither UTF-8 nor GB18030 text has any: UTF-16 without mark, or no text
        return (
            None if content.count(b"\0") > len(content) // 10 else content.decode("utf-8", "ignore")
        )
    text = _strictly(content, "utf-8")
    if text is not None:
        return text
    text = _strictly(content, "gb18030")
    return text if text is not None and _is_likely(text) else None


def _strictly(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_likely(text: str) -> bool:
    """Whether text is no accident: GB18030 turns nearly any bytes into rare or unassigned signs."""
    signs = [sign for sign in text if ord(sign) > 0x7F]
    odd = sum(unicodedata.category(sign) in {"Co", "Cn", "Cc"} for sign in signs)
    rare = sum(not _is_common(sign) for sign in signs)
    return odd == 0 and rare <= max(2, len(signs) // 10)


def _is_common(sign: str) -> bool:
    """Within GB 2312 (level one and signs), the characters that nearly all official text is made of."""
    try:
        lead = sign.encode("gb2312")[0]
    except UnicodeEncodeError:
        return False
    return lead <= 0xD7


def _delimiter(text: str) -> str:
    first = re.sub(r'"[^"]*"', "", text[:_LONGEST_FIELD]).lstrip("\r\n").partition("\n")[0]
    return max(",", "\t", ";", key=first.count)


def _ragged(name: str, rows: tuple[tuple[str, ...], ...]) -> Iterable[Problem]:
    width = len(rows[0]) if rows else 0
    for line, row in enumerate(rows, start=1):
        if row and len(row) != width:
            yield Problem(
                f"{name}, 第 {line} 行",
                f"有 {len(row)} 格，表头有 {width} 格：可能多写或少写了逗号，请核对这一行",
            )
