"""ZIPs: bombs are refused before they burst, names lead nowhere, what is unpacked is what was packed."""

from __future__ import annotations

import hashlib
import io
import json
import struct
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any
from zipfile import ZipFile, ZipInfo

import pytest

from jiheng.files import evidence_zip, guard
from jiheng.files.evidence_kind import kind_of
from jiheng.files.evidence_zip import Listing, Member, unpack, zip_members
from jiheng.values.problems import Unreadable
from tests.files import evidence_made as made
from tests.files.evidence_bombs import MEGABYTE, bombs
from tests.files.packages import packed

SOURCES = Path(guard.__file__).parents[2]
# In the child: 512 MB of memory and 10 s, as those who parse strangers' files have.
TRY_ALL = """
import json, resource, sys, time
from pathlib import Path
from jiheng.files.evidence_zip import unpack
from jiheng.values.problems import Unreadable
for what, limit in ((resource.RLIMIT_AS, 512 << 20), (resource.RLIMIT_CPU, 10)):
    resource.setrlimit(what, (limit, limit))
found = {}
for path in sorted(Path(sys.argv[1]).iterdir()):
    begun = time.monotonic()
    try:
        unpack(path, into=Path(sys.argv[2]))
        words = "unpacked"
    except Unreadable as unreadable:
        words = str(unreadable)
    found[path.name] = [words, time.monotonic() - begun]
print(json.dumps(found))
"""
REFUSALS = {
    "broken-off": "压缩包已损坏",
    "flat": "压缩包解开后有 210 MB",
    "locked": "文件加了密码",
    "many": "压缩包里有 1001 个文件",
    "many-small": "压缩包解开后有 225 MB",
    "nested": "压缩包里还有压缩包“里.zip”",
    "nested-7z": "压缩包里还有压缩包“里.dat”",
    "nested-gz": "压缩包里还有压缩包“里.pdf”",
    "nested-renamed": "压缩包里还有压缩包“里.jpg”",
    "no-list": "压缩包已损坏",
    "odd-method": "文件用了少见的压缩方式",
    "overlap-quoted": "文件内的部件互相重叠",
    "overlap-same": "文件内的部件互相重叠",
    "overstated": "压缩包解开后有 2048 MB",
    "ratio": "压缩比超过 100 倍",
    "small-ratio": "压缩比超过 100 倍",
    "understated": "压缩包已损坏",
    "very-many": "压缩包里有 20000 个文件",
}


def _saved(folder: Path, content: bytes, name: str = "arriving.zip") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def _tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.row("EU-01")
def test_eighteen_bombs_are_refused_within_a_second_and_leave_nothing(tmp_path: Path) -> None:
    came, into = tmp_path / "came", tmp_path / "into"
    came.mkdir(), into.mkdir()
    for name, content in bombs().items():
        _saved(came, content, name)
    before = _tree(tmp_path)
    command = [sys.executable, "-c", TRY_ALL, str(came), str(into)]
    done = subprocess.run(
        command, capture_output=True, check=True, env={"PYTHONPATH": str(SOURCES)}
    )
    found: dict[str, list[Any]] = json.loads(done.stdout)
    said = {
        name: next(iter(words.replace("（", "：").replace("，", "：").split("：")), "")
        for name, (words, _) in found.items()
    }
    assert said == REFUSALS
    assert [name for name, (_, seconds) in found.items() if seconds >= 1] == []
    assert _tree(tmp_path) == before


@pytest.mark.row("EU-01")
def test_a_document_that_bursts_is_refused_too(tmp_path: Path) -> None:
    large = made.word_parts() | {"word/media/a.bin": bytes(201 * MEGABYTE)}
    many = made.word_parts() | {f"word/{at}.bin": b"" for at in range(1200)}
    for parts in (large, many):
        with pytest.raises(Unreadable):
            kind_of(_saved(tmp_path, packed(parts)), "总结.docx")


# Each guard with a bomb that it alone refuses.
ALONE: tuple[tuple[str, Any, str], ...] = (
    ("_refuse_large", lambda *_: None, "small-ratio"),
    ("refuse_overlaps", lambda *_: None, "overlap-same"),
    ("_refuse_archive", lambda *_, **__: None, "nested"),
    ("_refuse_archive", lambda *_, **__: None, "nested-renamed"),
)


@pytest.mark.row("EU-01")
@pytest.mark.parametrize(("name", "instead", "bomb"), ALONE)
def test_without_its_guard_the_bomb_would_be_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, instead: Any, bomb: str
) -> None:
    path = _saved(tmp_path, bombs()[bomb])
    monkeypatch.setattr(evidence_zip, name, instead)
    assert unpack(path, into=tmp_path / "into") != []


@pytest.mark.row("EU-01")
def test_without_its_limits_the_long_list_would_be_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence_zip, "MOST_ENTRIES", 2000)
    monkeypatch.setattr(guard, "MOST_ENTRIES", 2000)
    assert len(unpack(_saved(tmp_path, bombs()["many"]), into=tmp_path / "into")) == 1001


@pytest.mark.row("EU-01")
def test_more_than_was_declared_stops_the_unpacking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were the sums of the list not checked, the bytes that come still would be."""
    monkeypatch.setattr(evidence_zip, "_refuse_large", lambda *_: None)
    monkeypatch.setattr(evidence_zip, "refuse_sizes", lambda *_: None)
    monkeypatch.setattr(evidence_zip, "LARGEST_UNPACKED", 3 * MEGABYTE)
    with pytest.raises(Unreadable) as refused:
        unpack(_saved(tmp_path, bombs()["many-small"]), into=tmp_path / "into")
    assert refused.value.problem.message[:5] == "文件超过 "
    assert _tree(tmp_path / "into") == {}


def _named(names: list[str]) -> bytes:
    """A ZIP with these names exactly as they are, bad or not."""
    stream = io.BytesIO()
    with ZipFile(stream, "w") as archive:
        for at, name in enumerate(names):
            entry = ZipInfo("placeholder")
            entry.filename = name
            archive.writestr(entry, f"内容{at}")
    return stream.getvalue()


def _raw_named(raw: bytes, extra: bytes = b"") -> bytes:
    """A ZIP with one name in the bytes of an older packer."""
    stream = io.BytesIO()
    with ZipFile(stream, "w") as archive:
        entry = ZipInfo("x" * len(raw))
        entry.extra = extra
        archive.writestr(entry, "内容")
    return stream.getvalue().replace(b"x" * len(raw), raw)


_CLIMBS = ["../../etc/passwd", "..\\..\\a.txt", "/etc/cron.d/a", "\\\\host\\share\\a.txt", "C:\\Windows\\a.txt",
           "c:a.txt", "a/../../b.txt", "./a.txt", "....//a.txt", "//a.txt", "a//b.txt", "~/a.txt", "..", "/", ".\\.\\a.txt"]  # fmt: skip
_DEVICES = [
    f"{name}{end}"
    for name in ("CON", "prn", "AUX", "nul", "COM1", "LPT9", "COM¹", "CONIN$")
    for end in ("", ".txt")
]
_SIGNS = [
    f"报告{sign}fdp.exe"
    for sign in "\u202e\u202d\u2066\u2067\u2069\u200e\u200f\u061c\u200b\ufeff\u2028\x01\x1b\x7f\x85\n\r\t"
]
_ODD = ["a<b>.txt", 'a"b.txt', "a|b?.txt", "a*.txt", "a:b.txt", "名册.txt .", "   ", ".htaccess", "a" * 300 + ".pdf",
        "长" * 200 + ".docx", "=cmd.csv"]  # fmt: skip
SIXTY = [*_CLIMBS, *_DEVICES, *_SIGNS, *_ODD]


@pytest.mark.row("EU-02")
def test_sixty_names_lead_nowhere(tmp_path: Path) -> None:
    assert len(SIXTY) == 60
    (tmp_path / "outside").mkdir()
    _saved(tmp_path / "outside", b"mine", "passwd")
    before = _tree(tmp_path / "outside")
    path = _saved(tmp_path, _named(SIXTY))
    into = tmp_path / "store" / "arriving"
    unpacked = unpack(path, into=into)
    assert _tree(tmp_path / "outside") == before
    assert sorted(tmp_path.iterdir()) == [path, tmp_path / "outside", tmp_path / "store"]
    assert {one.path.parent for one in unpacked} == {into}
    assert sorted(one.path for one in unpacked) == sorted(into.iterdir())
    bad = set('<>:"|?*\\\0') | {chr(code) for code in range(32)}
    assert [
        one.name for one in unpacked if bad & set(one.name) or ".." in one.name.split("/")
    ] == []
    assert [one.name for one in unpacked if not one.name.replace("/", "").isprintable()] == []


@pytest.mark.parametrize(
    "raw",
    ["学会名册.txt".encode("gbk"), "学会名册.txt".encode(), "学会名册.txt".encode("gb18030")],
)
def test_names_of_chinese_windows_are_read(tmp_path: Path, raw: bytes) -> None:
    listing = zip_members(_saved(tmp_path, _raw_named(raw)))
    assert [member.name for member in listing.members] == ["学会名册.txt"]


def test_a_name_repeated_in_unicode_is_believed(tmp_path: Path) -> None:
    raw = b"?????.txt"
    body = b"\x01" + struct.pack("<I", zlib.crc32(raw)) + "岳阳县学会.txt".encode()
    extra = struct.pack("<HH", 0x7075, len(body)) + body
    listing = zip_members(_saved(tmp_path, _raw_named(raw, extra)))
    assert [member.name for member in listing.members] == ["岳阳县学会.txt"]


def test_doubled_names_are_told_and_told_apart(tmp_path: Path) -> None:
    names = ["2.3/名册.txt", "2.3\\名册.txt", "2.3/名册.TXT", "3.1/名册.txt"]
    listing = zip_members(_saved(tmp_path, _named(names)))
    assert [member.name for member in listing.members] == [
        "2.3/名册.txt", "2.3/名册（2）.txt", "2.3/名册（3）.TXT", "3.1/名册.txt",
    ]  # fmt: skip
    assert listing.doubled == ("2.3/名册.txt", "2.3/名册.TXT")


@pytest.mark.row("EU-02")
def test_links_and_what_systems_leave_are_left_out_with_the_reason(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with ZipFile(stream, "w") as archive:
        link = ZipInfo("链接.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("材料/", "")
        for name in (
            "材料/Thumbs.db",
            "__MACOSX/材料/._a.jpg",
            "材料/~$总结.docx",
            "材料/总结.txt",
        ):
            archive.writestr(name, "内容")
    listing = zip_members(_saved(tmp_path, stream.getvalue()))
    system = "是系统或办公软件的临时文件，不是材料"
    assert listing == Listing(
        members=(Member("材料/总结.txt", 6, 5),),
        left_out=(
            ("链接.txt", "是链接或设备，不是文件：请放入文件本身"),
            ("材料/Thumbs.db", system),
            ("__MACOSX/材料/_a.jpg", system),
            ("材料/~$总结.docx", system),
        ),
    )


def test_what_is_unpacked_is_what_was_packed(tmp_path: Path) -> None:
    contents = {"2.3 名册.jpg": made.picture("JPEG"), "总结/2.2.docx": made.word()}
    path = _saved(tmp_path, packed(contents))
    unpacked = unpack(path, into=tmp_path / "into")
    assert {one.name: one.path.read_bytes() for one in unpacked} == contents
    assert [one.sha256 for one in unpacked] == [
        hashlib.sha256(content).hexdigest() for content in contents.values()
    ]
    assert [kind_of(one.path, one.name).extension for one in unpacked] == ["jpg", "docx"]


def test_a_damaged_member_leaves_no_other_behind(tmp_path: Path) -> None:
    content = bytearray(packed({"a.txt": "甲" * 50, "b.jpg": made.picture("JPEG")}))
    content[content.find(b"b.jpg") + 300] ^= 0xFF
    with pytest.raises(Unreadable) as refused:
        unpack(_saved(tmp_path, bytes(content)), into=tmp_path / "into")
    assert refused.value.problem.message == evidence_zip.DAMAGED
    assert _tree(tmp_path / "into") == {}
