"""Walks JPEG, PNG and WebP from the first byte to the last: whole, and nothing else in the file.

Only lengths and checksums are read here, no pixel is decoded; that happens behind the fence.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable
from mmap import mmap

from jiheng.files.evidence_look import (
    BROKEN_OFF,
    MIXED,
    Opened,
    Seen,
    refuse_hidden_zip,
    refuse_markup,
    steps,
)
from jiheng.files.guard import refuse

Walk = Callable[[mmap], int]

PHOTO = Seen(pages=1)

_BLANK = re.compile(rb"[\0\s]*")
# The end of a JPEG's compressed stretch: FF and neither a stuffed zero, a restart mark nor filling.
_MARKER = re.compile(rb"\xff[^\0\xff\xd0-\xd7]")
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_SCAN, _END = 0xDA, 0xD9
# Boxes that the short film of a "live photo" is made of.
_FILM = frozenset({b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"uuid", b"meta", b"mpvd"})
_MOST_APPENDED = 50
_LABEL = 128  # bytes of plain text that some telephones write at the very end


def look_at_jpeg(opened: Opened) -> Seen:
    """A whole JPEG; behind it only what telephones append: pictures, a short film, their label."""
    data = opened.data
    if data[4:6] == b"/*":  # a length no program writes: the beginning of a comment in a script
        refuse(MIXED)
    _walked(_to_the_end, data)
    return _photo(data)


def look_at_png(opened: Opened) -> Seen:
    """A PNG whose chunks are all sound, from IHDR to IEND."""
    end = _walked(_png_end, opened.data)
    return _photo(opened.data, end)


def look_at_webp(opened: Opened) -> Seen:
    """A WebP whose chunks fill the file exactly."""
    end = _walked(_webp_end, opened.data)
    return _photo(opened.data, end)


def _photo(data: mmap, end: int | None = None) -> Seen:
    if end is not None and _after_blanks(data, end) != len(data):
        refuse(MIXED)
    refuse_hidden_zip(data)
    refuse_markup(data)
    return PHOTO


def _walked(walk: Walk, data: mmap) -> int:
    try:
        return walk(data)
    except (IndexError, struct.error):
        refuse("图片不完整：" + BROKEN_OFF.partition("：")[2])


def _after_blanks(data: mmap, at: int) -> int:
    found = _BLANK.match(data, at)
    return found.end() if found else at


def _to_the_end(data: mmap) -> int:
    """Step over the picture and every known thing appended to it; anything else is refused."""
    end = _jpeg_end(data, 0)
    for _ in range(_MOST_APPENDED):
        if _after_blanks(data, end) == len(data):
            return end
        end = _appended_end(data, end)
    return refuse(MIXED)


def _appended_end(data: mmap, end: int) -> int:
    at = _after_blanks(data, end)
    if data[at : at + 3] == b"\xff\xd8\xff":
        return _jpeg_end(data, at)
    if (film := data.find(b"ftyp", at, at + 8) - 4) >= end:  # its length may look like blanks
        return _film_end(data, film)
    if not _begins_trailer(data, end, at=at) and not _is_label(data[at : at + _LABEL + 1]):
        refuse(MIXED)
    return len(data)


def _jpeg_end(data: mmap, start: int) -> int:
    """Behind the end mark of the JPEG that begins at `start`; it has a frame and a scan."""
    at, seen = start + 2, set[int]()
    for _ in steps():
        if data[at] != 0xFF:
            refuse("图片已损坏：请重新拷贝一份，或截屏后交")
        marker = data[at + 1]
        at += 1 if marker == 0xFF else 2
        if marker == _END:
            break
        if marker in _ALONE or marker == 0xFF:
            continue
        seen.add(marker)
        at += _segment(data, at)
        if marker == _SCAN:
            at = _next_marker(data, at)
    if _SCAN not in seen or not seen & _FRAMES:
        refuse("图片里没有画面：请重新拷贝一份，或截屏后交")
    return at


def _segment(data: mmap, at: int) -> int:
    (length,) = struct.unpack(">H", data[at : at + 2])
    if length < 2 or at + length > len(data):
        raise IndexError
    return int(length)


def _next_marker(data: mmap, at: int) -> int:
    found = _MARKER.search(data, at)
    if not found:
        raise IndexError
    return found.start()


def _film_end(data: mmap, at: int) -> int:
    """Behind the boxes of a film; a box that reaches beyond the file is refused."""
    for _ in steps():
        if data[at + 4 : at + 8] not in _FILM:
            break
        (length,) = struct.unpack(">I", data[at : at + 4])
        if length == 1:
            (length,) = struct.unpack(">Q", data[at + 8 : at + 16])
        length = length or len(data) - at
        if length < 8 or at + length > len(data):
            raise IndexError
        at += length
    return at


def _begins_trailer(data: mmap, end: int, *, at: int) -> bool:
    """Whether Samsung's trailer (SEFH … SEFT) describes all from between `end` and `at` on."""
    if data[-4:] != b"SEFT":
        return False
    (length,) = struct.unpack("<I", data[-8:-4])
    head = len(data) - 8 - length
    if head < at or data[head : head + 4] != b"SEFH":
        return False
    (count,) = struct.unpack("<I", data[head + 8 : head + 12])
    if length != 12 + 12 * count:
        return False
    entries = struct.iter_unpack("<HHII", data[head + 12 : head + length])
    longest = max((back for _, _, back, _ in entries), default=0)
    return bool(end <= head - longest <= at)


def _is_label(rest: bytes) -> bool:
    return len(rest) <= _LABEL and rest.isascii() and rest.strip(b"\0").decode().isprintable() and (
        b"<" not in rest
    )  # fmt: skip


def _png_end(data: mmap) -> int:
    at, kinds = 8, list[bytes]()
    for _ in steps():
        if kinds[-1:] == [b"IEND"]:
            break
        (length,) = struct.unpack(">I", data[at : at + 4])
        body = data[at + 4 : at + 8 + length]
        (checksum,) = struct.unpack(">I", data[at + 8 + length : at + 12 + length])
        if zlib.crc32(body) != checksum or (not kinds and (body[:4], length) != (b"IHDR", 13)):
            refuse("图片已损坏：请重新拷贝一份，或截屏后交")
        kinds.append(body[:4])
        at += 12 + length
    if b"IDAT" not in kinds:
        refuse("图片里没有画面：请重新拷贝一份，或截屏后交")
    return at


def _webp_end(data: mmap) -> int:
    (length,) = struct.unpack("<I", data[4:8])
    end = 8 + length + length % 2
    at, first = 12, data[12:16]
    if end > len(data) + length % 2:
        raise IndexError
    for _ in steps():
        if at >= end:
            break
        (size,) = struct.unpack("<I", data[at + 4 : at + 8])
        at += 8 + size + size % 2
    if at != end or first not in {b"VP8 ", b"VP8L", b"VP8X"}:
        refuse("图片已损坏：请重新拷贝一份，或截屏后交")
    return int(min(end, len(data)))
