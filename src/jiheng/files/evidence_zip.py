"""Unpacks an uploaded ZIP: judged before anything is unpacked, counted while it is.

Names inside it only tell people what is what; files are written under names made here.
"""

from __future__ import annotations

import stat
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from zipfile import ZipFile, ZipInfo

from jiheng.files.evidence_look import Opened, Seen
from jiheng.files.evidence_names import extension_of, shown_parts
from jiheng.files.evidence_store import Received, receive
from jiheng.files.guard import (
    BROKEN,
    LARGE_MEMBER,
    LARGEST_RATIO,
    LARGEST_UNPACKED,
    MEGABYTE,
    MOST_ENTRIES,
    Speech,
    part_name,
    refuse,
    refuse_overlaps,
    refuse_sizes,
)  # fmt: skip

PARCEL = Speech("正常的压缩包", "请分成几个小的 ZIP，或解开后逐个交")
DAMAGED = "压缩包已损坏，读不出来：请重新打包或重新拷贝一份"

_NAMED_IN_UTF8 = 0x800
_UNICODE_NAME = 0x7075  # the extra field in which some packers repeat the name in UTF-8
_PACKED = frozenset({"zip", "rar", "7z", "gz", "tar", "tgz", "bz2", "xz", "cab", "iso", "jar"})
_PACKED_BEGINNINGS = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF")
_ZIP_INSIDE = frozenset(
    {"docx", "xlsx", "pptx", "ofd", "docm", "xlsm", "pptm", "odt", "ods", "odp"}
)
_LEFT_BY_SYSTEMS = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a ZIP: its cleaned name with folders (`2.3/名册.pdf`), unique in the listing."""

    name: str
    size: int
    number: int  # which entry of the archive it is


@dataclass(frozen=True, slots=True)
class Listing:
    """What a ZIP holds, what of it is left out and why, and names that occurred more than once."""

    members: tuple[Member, ...]
    left_out: tuple[tuple[str, str], ...] = ()
    doubled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A file from a ZIP: its name there, and where it lies now with its bytes and digest."""

    name: str
    path: Path
    size: int
    sha256: str

    @property
    def received(self) -> Received:
        """As the store wants it."""
        return Received(self.path, self.size, self.sha256)


def zip_members(path: Path) -> Listing:
    """What the ZIP holds; nothing is unpacked.

    Raises Unreadable (place empty) for a bomb in any shape, an archive within the archive, a
    locked or damaged one.
    """
    with path.open("rb") as stream:
        return _listing(_package(stream))


def look_at_parcel(opened: Opened) -> Seen:
    """A ZIP that may be unpacked, and is no Office document under another name."""
    package = _package(opened.stream)
    if "[content_types].xml" in {member.filename.lower() for member in package.infolist()}:
        refuse("内容是 Office 文档（docx、xlsx 或 pptx），不是压缩包：请把后缀改回来再交")
    _listing(package)
    return Seen()


def unpack(path: Path, *, into: Path) -> list[Unpacked]:
    """Every listed file of the ZIP, written to `into` under names made here, in the ZIP's order.

    Bytes are counted as they come, whatever the ZIP declares. All or nothing: on a refusal
    (Unreadable, place empty) or a full disk (OSError) no file is left behind.
    """
    done: list[Unpacked] = []
    try:
        with path.open("rb") as stream:
            package = _package(stream)
            for member in _listing(package).members:
                left = LARGEST_UNPACKED - sum(unpacked.size for unpacked in done)
                done.append(_unpacked(package, member, into=into, left=left))
    except BaseException:
        for unpacked in done:
            unpacked.path.unlink(missing_ok=True)
        raise
    return done


def _unpacked(package: ZipFile, member: Member, *, into: Path, left: int) -> Unpacked:
    entry = package.infolist()[member.number]
    with _opened(package, entry) as stream:
        received = receive(_Told(stream), limit=min(left, entry.file_size), into=into)
    return Unpacked(member.name, received.path, received.size, received.sha256)


class _Told:
    """A member's bytes; damage is told in one line rather than as whatever the unpacker raises."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def read(self, most: int, /) -> bytes:
        """The next bytes; Unreadable when there should be more and are not."""
        try:
            return self._stream.read(most)
        except BROKEN:
            refuse(DAMAGED)


def _opened(package: ZipFile, entry: ZipInfo) -> IO[bytes]:
    try:
        return package.open(entry)
    except BROKEN:
        refuse(DAMAGED)


def _package(stream: IO[bytes]) -> ZipFile:
    """The archive within all limits that can be read off its list of members."""
    try:
        package = ZipFile(stream)
        entries = package.infolist()
    except BROKEN:
        refuse(DAMAGED)
    if len(entries) > MOST_ENTRIES:
        refuse(f"压缩包里有 {len(entries)} 个文件，超过 {MOST_ENTRIES} 个：{PARCEL.cure}")
    _refuse_large(entries)
    refuse_sizes(entries, PARCEL)
    refuse_overlaps(package, entries)
    return package


def _refuse_large(entries: list[ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > LARGEST_UNPACKED:
        refuse(
            f"压缩包解开后有 {unpacked // MEGABYTE} MB，"
            f"超过 {LARGEST_UNPACKED // MEGABYTE} MB：{PARCEL.cure}"
        )
    if unpacked > LARGE_MEMBER and unpacked // max(packed, 1) > LARGEST_RATIO:
        refuse(f"压缩比超过 {LARGEST_RATIO} 倍，不像{PARCEL.ordinary}：{PARCEL.cure}")


def _listing(package: ZipFile) -> Listing:
    members: list[Member] = []
    left_out: list[tuple[str, str]] = []
    doubled: dict[str, None] = {}
    taken: set[str] = set()
    for number, entry in enumerate(package.infolist()):
        parts = shown_parts(_name(entry))
        name = "/".join(parts)
        if entry.is_dir() or not parts:
            continue
        if reason := _reason(entry, parts):
            left_out.append((name, reason))
            continue
        _refuse_archive(package, entry, name=name)
        if name.casefold() in taken:
            doubled[name] = None
            name = _another(name, taken)
        taken.add(name.casefold())
        members.append(Member(name, entry.file_size, number))
    return Listing(tuple(members), tuple(left_out), tuple(doubled))


def _reason(entry: ZipInfo, parts: tuple[str, ...]) -> str:
    """Why an entry is left out, or empty."""
    last = part_name(_name(entry)).rpartition("/")[2].lower()
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in {0, stat.S_IFREG}:
        return "是链接或设备，不是文件：请放入文件本身"
    system = last in _LEFT_BY_SYSTEMS or last.startswith(("~$", "._"))
    if system or "__MACOSX" in parts:
        return "是系统或办公软件的临时文件，不是材料"
    return ""


def _another(name: str, taken: set[str]) -> str:
    """The name with a number before its extension, as nobody has it yet."""
    stem, dot, extension = name.rpartition(".")
    if not dot or "/" in extension:
        stem, dot, extension = name, "", ""
    number = 2
    while f"{stem}（{number}）{dot}{extension}".casefold() in taken:
        number += 1
    return f"{stem}（{number}）{dot}{extension}"


def _refuse_archive(package: ZipFile, entry: ZipInfo, *, name: str) -> None:
    """An archive in the archive, by its name or its first bytes, refuses the whole."""
    extension = extension_of(name)
    with _opened(package, entry) as stream:
        head = _Told(stream).read(8)
    zipped = head.startswith(b"PK\x03\x04") and extension not in _ZIP_INSIDE
    if extension in _PACKED or zipped or head.startswith(_PACKED_BEGINNINGS):
        refuse(f"压缩包里还有压缩包“{name}”：请先解开里面的，再一起打包")


def _name(entry: ZipInfo) -> str:
    """The name as its writer saw it: UTF-8 where said, else what Chinese Windows writes."""
    if entry.flag_bits & _NAMED_IN_UTF8:
        return entry.orig_filename
    raw = entry.orig_filename.encode("cp437", "replace")
    if told := _unicode_name(entry.extra, raw):
        return told
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.orig_filename


def _unicode_name(extra: bytes, raw: bytes) -> str:
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack("<HH", extra[at : at + 4])
        body = extra[at + 4 : at + 4 + length]
        if kind == _UNICODE_NAME and body[1:5] == struct.pack("<I", zlib.crc32(raw)):
            return body[5:].decode("utf-8", "replace")
        at += 4 + length
    return ""
