"""Is this file what it claims to be, whole, and small enough to open? Every "no" is one clear line.

Only the standard library and `values.problems` are imported here, because the child process that
parses strangers' files (`fence_child`) starts with this module and has to stay lean. A refusal is
`Unreadable` with an empty place: whoever knows the file's name adds it.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath
from typing import IO, NoReturn
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from jiheng.values.problems import Problem, Unreadable

MEGABYTE = 1 << 20
LARGEST_FILE = 64 * MEGABYTE
LARGEST_UNPACKED = 200 * MEGABYTE
LARGEST_RATIO = 100
LARGE_MEMBER = 4 * MEGABYTE  # below it a high ratio is harmless: short parts of XML pack well
MOST_ENTRIES = 1000

SAVE_AS_XLSX = "请用 WPS 或 Excel 打开，“另存为”类型选“Excel 工作簿（*.xlsx）”，再交另存的文件"


@dataclass(frozen=True, slots=True)
class Speech:
    """How a refusal speaks of a package: what an ordinary one is called, and the way out."""

    ordinary: str
    cure: str


WORKBOOK = Speech("正常的表格", SAVE_AS_XLSX)

BROKEN = (
    BadZipFile, zlib.error, struct.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError,
)  # fmt: skip
"""What the zip reader raises on damaged or made-up archives."""

_ZIP = b"PK\x03\x04"
_ZIP_END = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BEGINNINGS = (
    (b"%PDF", "内容是 PDF 文档"),
    (b"\x89PNG", "内容是图片"),
    (b"\xff\xd8\xff", "内容是图片"),
    (b"GIF8", "内容是图片"),
    (b"{\\rtf", "内容是 RTF 文档"),
    (b"Rar!", "内容是 RAR 压缩包"),
    (b"7z\xbc\xaf", "内容是 7z 压缩包"),
    (b"\x1f\x8b", "内容是 gz 压缩包"),
    (b"MZ", "内容是程序"),
    (b"\x7fELF", "内容是程序"),
)
# In an OLE2 container the directory names its streams in UTF-16; the order decides.
_OLE_STREAMS = (
    (
        "EncryptedPackage",
        "文件加了密码，读不了：请去掉密码（文件—保护工作簿—用密码加密，清空密码）后另存",
    ),
    ("WordDocument", "内容是 Word 97-2003 文档（doc），不是表格：" + SAVE_AS_XLSX),
    ("Workbook", "内容是 Excel 97-2003 的旧格式（xls）：" + SAVE_AS_XLSX),
    ("Book", "内容是 Excel 95 的旧格式（xls）：" + SAVE_AS_XLSX),
)
_OTHER_PACKAGES = (
    ("word/document.xml", "内容是 Word 文档（docx），不是表格：" + SAVE_AS_XLSX),
    ("ppt/presentation.xml", "内容是演示文稿（pptx），不是表格：" + SAVE_AS_XLSX),
    ("xl/workbook.bin", "内容是二进制工作簿（xlsb）：" + SAVE_AS_XLSX),
    ("content.xml", "内容是 ODF 表格（ods）：" + SAVE_AS_XLSX),
    ("index/document.iwa", "内容是 Numbers 表格：" + SAVE_AS_XLSX),
)


def refuse(message: str) -> NoReturn:
    """Raise Unreadable with this one line and no place yet."""
    raise Unreadable(Problem("", message))


def refuse_unless_zip(stream: IO[bytes]) -> None:
    """Look at the first bytes and the size; a file that cannot be an .xlsx is named for what it is."""
    size = stream.seek(0, 2)
    stream.seek(0)
    head = stream.read(4096)
    if size == 0:
        refuse("文件是空的（0 字节）：请重新导出或拷贝")
    if size > LARGEST_FILE:
        refuse(
            f"文件有 {size // MEGABYTE} MB，超过 {LARGEST_FILE // MEGABYTE} MB：请删去图片和多余的表后再交"
        )
    if head.startswith(_OLE):
        refuse(_ole_message(stream))
    if not head.startswith(_ZIP):
        refuse(other_content(head) + "，不是 xlsx 表格：" + SAVE_AS_XLSX)
    stream.seek(0)


def _ole_message(stream: IO[bytes]) -> str:
    stream.seek(0)
    data = stream.read(LARGEST_FILE)
    for name, message in _OLE_STREAMS:
        if name.encode("utf-16-le") in data:
            return message
    return "内容是旧式 Office 文件，认不出是哪一种：" + SAVE_AS_XLSX


def other_content(head: bytes) -> str:
    """What a file that is no zip holds, by its first bytes, as the beginning of a sentence."""
    for beginning, name in _BEGINNINGS:
        if head.startswith(beginning):
            return name
    if head.startswith((_ZIP, _OLE)):
        return "内容是 Office 文件或压缩包"
    if not head.strip(b"\0"):
        return "内容全是空字节（拷贝或下载时坏了）"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:14].lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table")):
        return "内容是网页（有的系统把网页存成 xls）"
    if start.startswith(b"<?xml"):
        return "内容是 XML 文本"
    if b"\0" in head:
        return "内容认不出，含有空字节"
    return "内容是纯文本（或 CSV）"


def open_package(stream: IO[bytes], *, speech: Speech = WORKBOOK) -> ZipFile:
    """A zip that is whole and within limits; nothing is unpacked yet.

    Raises Unreadable for a truncated or damaged zip, too many or too large members, a packing ratio
    only a bomb has, members lying over each other, doubled or escaping names, encryption.
    """
    try:
        package = ZipFile(stream)
        members = package.infolist()
    except BROKEN:
        refuse(_damage(stream))
    refuse_sizes(members, speech)
    _refuse_names(members, speech)
    refuse_overlaps(package, members)
    return package


def _damage(stream: IO[bytes]) -> str:
    stream.seek(0)
    if _ZIP_END not in stream.read(LARGEST_FILE):
        return "文件不完整，后半截没有了（下载或拷贝中断）：请重新拷贝一份"
    return "文件已损坏：请用 WPS 或 Excel 打开修复并另存，或重新导出"


def refuse_sizes(members: list[ZipInfo], speech: Speech = WORKBOOK) -> None:
    """Refuse what is too many, too large, packed as only a bomb is, locked, or packed oddly."""
    if len(members) > MOST_ENTRIES:
        refuse(
            f"文件内有 {len(members)} 个部件，超过 {MOST_ENTRIES} 个，不像{speech.ordinary}："
            + speech.cure
        )
    unpacked = sum(member.file_size for member in members)
    if unpacked > LARGEST_UNPACKED:
        refuse(
            f"文件展开后有 {unpacked // MEGABYTE} MB，超过 {LARGEST_UNPACKED // MEGABYTE} MB："
            "请删去多余的行、表和图片后另存"
        )
    for member in members:
        ratio = member.file_size // max(member.compress_size, 1)
        if member.file_size > LARGE_MEMBER and ratio > LARGEST_RATIO:
            refuse(
                f"文件内“{member.filename}”压缩比为 {ratio} 倍，不像{speech.ordinary}：请删去大片空行后另存"
            )
        if member.flag_bits & 0x1:
            refuse("文件加了密码，读不了：请去掉密码后另存")
        if member.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            refuse("文件用了少见的压缩方式：" + speech.cure)


def _refuse_names(members: list[ZipInfo], speech: Speech) -> None:
    seen: set[str] = set()
    for member in members:
        name = part_name(member.filename)
        parts = PurePosixPath(name).parts
        if name.startswith("/") or ".." in parts or ":" in name or "\0" in member.orig_filename:
            refuse(f"文件内有可疑的部件名“{member.filename[:80]}”，不予读取：" + speech.cure)
        if name.casefold() in seen:
            refuse(f"文件内“{member.filename[:80]}”出现两次，无法判断以哪个为准：" + speech.cure)
        seen.add(name.casefold())


def refuse_overlaps(package: ZipFile, members: list[ZipInfo]) -> None:
    """Members that share bytes let a small file declare gigabytes (Python 3.11 reads them)."""
    starts = sorted((member.header_offset, member.compress_size) for member in members)
    for (start, packed), (following, _) in pairwise([*starts, (package.start_dir, 0)]):
        if start + 30 + packed > following:  # 30: the shortest local header
            refuse("文件内的部件互相重叠，是人为构造的压缩包，不予读取")


def part_name(name: str) -> str:
    """A member's name with forward slashes; some exporters write backward ones."""
    return name.replace("\\", "/")


def refuse_other_office(names: set[str]) -> None:
    """Name the kind of package when it is no .xlsx, and refuse macros; `names` are lower-case."""
    for part, message in _OTHER_PACKAGES:
        if part in names:
            refuse(message)
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        refuse("文件带有宏（xlsm），为安全起见不读取：" + SAVE_AS_XLSX)
    if not any(name.endswith("workbook.xml") for name in names):
        refuse("内容是压缩包，里面没有表格：请解压后交其中的 xlsx 文件")


class _RootReachedError(Exception):
    """The document's root element has begun, so no DOCTYPE can follow."""


def refuse_doctype(part: IO[bytes], name: str, *, speech: Speech = WORKBOOK) -> None:
    """Read one XML part up to its root element; any DOCTYPE before it refuses the file (EU-03).

    A real parser decides, not a search for bytes: the declaration may hide in UTF-16 or behind a
    long comment.
    """

    def found(*_: object) -> None:
        refuse(
            f"文件内“{name}”带有文档类型声明（DOCTYPE），{speech.ordinary}没有它，不予读取："
            + speech.cure
        )

    def reached(*_: object) -> None:
        raise _RootReachedError

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = found
    parser.StartElementHandler = reached
    try:
        while block := part.read(65536):
            parser.Parse(block)
        parser.Parse(b"", True)
    except _RootReachedError:
        return
    except (expat.ExpatError, LookupError):
        refuse(f"文件内“{name}”已损坏：请用 WPS 或 Excel 打开修复并另存")
    except BROKEN:
        refuse(f"文件内“{name}”读不出来（文件已损坏）：请重新拷贝一份")
