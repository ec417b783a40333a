"""Walks a PDF's frame (beginning, updates, end) and marks what in it would act on its own.

Pages are counted by the preview, behind the fence; here no object is interpreted.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from mmap import mmap

from jiheng.files.evidence_look import (
    BROKEN_OFF,
    MIXED,
    SAVE_AGAIN,
    Opened,
    Seen,
    refuse_hidden_zip,
    refuse_markup,
    steps,
)
from jiheng.files.guard import MEGABYTE, refuse

MOST_UNPACKED = 64 * MEGABYTE  # of object streams, together

_BEGINNING = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,32}%PDF-[12]\.\d")
_END = re.compile(rb"%%EOF")
# After an end only an update may follow, or nothing; `endstream` where a PDF lies inside this one.
_BLANK = re.compile(rb"[\s\0\x1a]*")
_GOES_ON = re.compile(rb"\d{1,10}\s{1,32}\d{1,5}\s{1,32}obj\b|xref\b|startxref\b|endstream\b|%|\Z")
_OBJECT = re.compile(rb"\d\s{1,32}\d{1,5}\s{1,32}obj\b")
_ROOT = re.compile(rb"\btrailer\b|/XRef\b")
_STREAM = re.compile(rb">>\s{0,8}stream\r?\n")
_STREAM_END = b"endstream"
_DICTIONARY = 1024  # bytes before a stream in which its own dictionary is looked for


def _named(*names: str) -> str:
    """A pattern for PDF names; any letter may be written as # and its number."""
    spelt = (
        "".join(f"(?:{sign}|#{ord(sign):x}|#{ord(sign):X})" for sign in name) for name in names
    )
    return rf"/(?:{'|'.join(spelt)})(?![A-Za-z#])"


_WORDS = {
    "script": "脚本",
    "launch": "启动外部程序",
    "file": "内嵌文件",
    "media": "内嵌多媒体",
    "form": "动态表单",
    "send": "向外提交数据",
    "locked": "设了密码或权限，内容检查不全",
}
_ACTIVE = re.compile(
    "|".join(
        f"(?P<{kind}>{pattern})"
        for kind, pattern in (
            ("script", _named("JavaScript", "JS")),
            ("launch", _named("Launch")),
            ("file", _named("EmbeddedFile", "EmbeddedFiles")),
            ("media", _named("RichMedia", "Flash")),
            ("form", _named("XFA")),
            ("send", _named("SubmitForm", "ImportData")),
            ("locked", _named("Encrypt")),
        )
    ).encode()
)


def look_at_pdf(opened: Opened) -> Seen:
    """A PDF that begins and ends as one, with nothing between its updates or behind its end."""
    data = opened.data
    if not _BEGINNING.match(data):
        refuse("开头不是 PDF 的样子：" + SAVE_AGAIN)
    _refuse_between_updates(data)
    if not _OBJECT.search(data) or not _ROOT.search(data) or data.rfind(b"startxref") == -1:
        refuse("内容不是完整的 PDF：" + SAVE_AGAIN)
    refuse_hidden_zip(data)
    refuse_markup(data[:1024])
    return Seen(_marks(data))


def _refuse_between_updates(data: mmap) -> None:
    ends = 0
    for _, end in zip(steps(), _END.finditer(data), strict=False):
        ends += 1
        blank = _BLANK.match(data, end.end())
        if not _GOES_ON.match(data, blank.end() if blank else end.end()):
            refuse(MIXED)
    if not ends:
        refuse(BROKEN_OFF)


def _marks(data: mmap) -> tuple[str, ...]:
    kinds = {found.lastgroup or "" for text in _spoken(data) for found in _ACTIVE.finditer(text)}
    return tuple(words for kind, words in _WORDS.items() if kind in kinds)


def _spoken(data: mmap) -> Iterator[bytes]:
    """What a reader interprets: everything outside streams, and object streams unpacked."""
    at, left = 0, MOST_UNPACKED
    for _, stream in zip(steps(), _STREAM.finditer(data), strict=False):
        if stream.start() < at:
            continue
        yield data[at : stream.start() + 2]
        at = data.find(_STREAM_END, stream.end())
        at = at if at != -1 else len(data)
        if b"/ObjStm" in data[max(0, stream.start() - _DICTIONARY) : stream.start()]:
            unpacked = _inflated(data[stream.end() : at], left)
            left -= len(unpacked)
            yield unpacked
    yield data[at:]


def _inflated(packed: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, max(most, 1))
    except zlib.error:
        return b""
