"""Archives built to burst: small to send, huge or endless to unpack."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Iterable
from functools import cache
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

MEGABYTE = 1 << 20


@cache
def bombs() -> dict[str, bytes]:
    """Each bomb under the name of its trick."""
    return {
        "flat": _archive({"a.txt": bytes(210 * MEGABYTE)}),
        "ratio": _archive({"a.txt": bytes(20 * MEGABYTE)}),
        "many": _archive({f"{at}.txt": b"" for at in range(1001)}),
        "very-many": _archive({f"{at}.txt": b"" for at in range(20_000)}),
        "many-small": _archive({f"{at}.txt": bytes(MEGABYTE // 4) for at in range(900)}),
        "small-ratio": _archive({f"{at}.txt": bytes(MEGABYTE) for at in range(100)}),
        "nested": _archive({"里.zip": _archive({"a.txt": bytes(MEGABYTE)})}),
        "nested-renamed": _archive({"里.jpg": _archive({"a.txt": bytes(MEGABYTE)})}),
        "nested-7z": _archive({"里.dat": b"7z\xbc\xaf\x27\x1c" + bytes(99)}),
        "nested-gz": _archive({"里.pdf": b"\x1f\x8b\x08" + bytes(99)}),
        "overlap-same": _overlapping(20),
        "overlap-quoted": _quoted(),
        "understated": _understated(),
        "overstated": _declared(1 << 31),
        "odd-method": _archive({"a.txt": bytes(MEGABYTE)}, method=ZIP_BZIP2),
        "locked": _locked(),
        "broken-off": _archive({"a.txt": b"abc"})[:-30],
        "no-list": b"PK\x03\x04" + bytes(100),
    }


def _archive(contents: dict[str, bytes], *, method: int = ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with ZipFile(stream, "w", method) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _by_hand(entries: Iterable[tuple[ZipInfo, int]], body: bytes) -> bytes:
    """A list of members over a body; each member says itself where it begins."""
    listed = b"".join(_line(entry, start) for entry, start in entries)
    count = listed.count(b"PK\x01\x02")
    return (
        body
        + listed
        + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(listed), len(body), 0)
    )


def _line(entry: ZipInfo, start: int) -> bytes:
    name = entry.filename.encode()
    return struct.pack(
        "<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, entry.compress_type, 0, 0, entry.CRC,
        entry.compress_size, entry.file_size, len(name), 0, 0, 0, 0, 0, start,
    ) + name  # fmt: skip


def _entry(name: str, content: bytes, packed: bytes, *, said: int | None = None) -> ZipInfo:
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED if packed != content else ZIP_STORED
    entry.CRC, entry.compress_size = zlib.crc32(content), len(packed)
    entry.file_size = len(content) if said is None else said
    return entry


def _local(entry: ZipInfo) -> bytes:
    name = entry.filename.encode()
    return struct.pack(
        "<4s5H3I2H", b"PK\x03\x04", 20, 0, entry.compress_type, 0, 0, entry.CRC,
        entry.compress_size, entry.file_size, len(name), 0,
    ) + name  # fmt: skip


def _deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(9, wbits=-15)
    return packer.compress(content) + packer.flush()


def _some() -> bytes:
    """Bytes that pack to about a half."""
    draw = random.Random(3)
    return bytes(draw.choices(range(16), k=100_000))


def _overlapping(count: int) -> bytes:
    """Many members, one and the same stretch of bytes."""
    content = _some()
    entry = _entry("a0.txt", content, _deflated(content))
    return _by_hand([(entry, 0)] * count, _local(entry) + _deflated(content))


def _quoted() -> bytes:
    """The first member's bytes contain the second member, header and all."""
    content = _some()
    second = _entry("b.txt", content, _deflated(content))
    inner = _local(second) + _deflated(content)
    first = _entry("a.txt", inner, inner)
    head = _local(first)
    return _by_hand([(first, 0), (second, len(head))], head + inner)


def _understated() -> bytes:
    """Says ten bytes and holds fifty million."""
    content = bytes(50 * MEGABYTE)
    entry = _entry("a.txt", content, _deflated(content), said=10)
    return _by_hand([(entry, 0)], _local(entry) + _deflated(content))


def _declared(size: int) -> bytes:
    """Says two gigabytes and holds three bytes."""
    entry = _entry("a.txt", b"abc", _deflated(b"abc"), said=size)
    return _by_hand([(entry, 0)], _local(entry) + _deflated(b"abc"))


def _locked() -> bytes:
    archive = bytearray(_archive({"a.txt": b"abc"}))
    archive[6] |= 1
    archive[archive.find(b"PK\x01\x02") + 8] |= 1
    return bytes(archive)
