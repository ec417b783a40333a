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
)
from jiheng.files.guard import MEGABYTE, refuse

MOST_UNPACKED = 64 * MEGABYTE  # of object streams, together

_BEGINNING = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,32}%PDF-[12]\.\d")
_END = re.compile(rb"%%EOF")
# After an end only an update may follow, or nothing; `endstream` where a PDF lies inside this one.
_GOES_ON = re.compile(rb"[\s\0\x1a]*(?:\d+\s+\d+\s+obj\b|xref\b|startxref\b|endstream\b|%|$)")
_OBJECT = re.compile(rb"\d\s+\d+\s+obj\b")
_ROOT = re.compile(rb"\btrailer\b|/XRef\b")
_STREAM = re.compile(rb">>\s{0,8}stream\r?\n")
_STREAM_END = b"endstream"
_DICTIONARY = 1024  # bytes before a stream in which its own dictionary is looked for
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTIVE = (
    (re.compile(rb"/(?:JavaScript|JS)\b"), "脚本"),
    (re.compile(rb"/Launch\b"), "启动外部程序"),
    (re.compile(rb"/EmbeddedFiles?\b"), "内嵌文件"),
    (re.compile(rb"/(?:RichMedia|Flash)\b"), "内嵌多媒体"),
    (re.compile(rb"/XFA\b"), "动态表单"),
    (re.compile(rb"/(?:SubmitForm|ImportData)\b"), "向外提交数据"),
    (re.compile(rb"/Encrypt\b"), "设了密码或权限，内容检查不全"),
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
    ends = list(_END.finditer(data))
    if not ends:
        refuse(BROKEN_OFF)
    if not all(_GOES_ON.match(data, end.end()) for end in ends):
        refuse(MIXED)


def _marks(data: mmap) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for text in _spoken(data):
        plain = _ESCAPE.sub(lambda escaped: bytes([int(escaped[1], 16)]), text)
        found |= {words: None for pattern, words in _ACTIVE if pattern.search(plain)}
    return tuple(found)


def _spoken(data: mmap) -> Iterator[bytes]:
    """What a reader interprets: everything outside streams, and object streams unpacked."""
    at, left = 0, MOST_UNPACKED
    for stream in _STREAM.finditer(data):
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
