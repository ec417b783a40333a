"""What an upload is: honest files are taken, liars are refused with the way out, acting ones marked."""

from __future__ import annotations

import itertools
import shutil
import struct
import subprocess
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jiheng.files import (
    evidence_compound,
    evidence_kind,
    evidence_office,
    evidence_pdf,
    evidence_pictures,
    evidence_text,
)  # fmt: skip
from jiheng.files.evidence_kind import EvidenceKind, kind_of
from jiheng.values.problems import Unreadable
from tests.files import evidence_made as made
from tests.files.evidence_families import ACTING, HONEST, LIARS, Make

LIAR = dict(LIARS)


def _kind(folder: Path, name: str, make: Make) -> EvidenceKind:
    path = folder / "arriving"
    path.write_bytes(make())
    return kind_of(path, name)


def _refusal(folder: Path, name: str, make: Make) -> str:
    with pytest.raises(Unreadable) as refused:
        _kind(folder, name, make)
    assert refused.value.problem.place == name
    return refused.value.problem.message


def test_the_families_are_as_large_as_promised() -> None:
    assert (len(dict(HONEST)), len(LIAR), len({name for name, _, _ in ACTING})) == (44, 60, 26)


@pytest.mark.row("EU-05")
@pytest.mark.parametrize(("name", "make"), HONEST, ids=[name for name, _ in HONEST])
def test_an_honest_file_is_taken_without_a_mark(tmp_path: Path, name: str, make: Make) -> None:
    assert _kind(tmp_path, name, make).marks == ()


@pytest.mark.row("EU-05")
@pytest.mark.parametrize(("name", "make"), LIARS, ids=[name for name, _ in LIARS])
def test_a_liar_is_refused_with_the_way_out(tmp_path: Path, name: str, make: Make) -> None:
    message = _refusal(tmp_path, name, make)
    assert ("：请" in message or "，请" in message, "\n" in message) == (True, False)


@pytest.mark.row("EU-04")
@pytest.mark.parametrize(("name", "mark", "make"), ACTING, ids=[name for name, _, _ in ACTING])
def test_what_would_act_is_marked(tmp_path: Path, name: str, mark: str, make: Make) -> None:
    kind = _kind(tmp_path, name, make)
    assert (kind.marks, kind.has_active_content) == ((mark,), True)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("照片.jpg", ("image/jpeg", "jpg", "JPEG 图片", 1, False)),
        ("渐进.jpeg", ("image/jpeg", "jpg", "JPEG 图片", 1, False)),
        ("旧.wps", ("application/wps-office.wps", "wps", "WPS 文字", None, False)),
        ("文件.pdf", ("application/pdf", "pdf", "PDF 文档", None, False)),
        ("打包.zip", ("application/zip", "zip", "压缩包", None, True)),
    ],
)
def test_a_kind_says_what_the_page_needs(tmp_path: Path, name: str, told: tuple[Any, ...]) -> None:
    kind = _kind(tmp_path, name, dict(HONEST)[name])
    found = (kind.media_type, kind.extension, kind.label, kind.pages, kind.is_parcel)
    assert found == told


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("图.jpg", "后缀是 .jpg，内容却是 PNG 图片：如果文件没错，请把后缀改为 .png 再交"),
        ("程序.pdf", "后缀是 .pdf，内容却是程序：请核对是不是拿错了文件"),
        ("空.pdf", "文件是空的（0 字节）：请重新导出或拷贝"),
        ("断.pdf", "文件不完整，后半截没有了（下载或拷贝中断）：请重新拷贝或下载一份"),
    ],
)
def test_a_refusal_names_what_is_there(tmp_path: Path, name: str, message: str) -> None:
    assert _refusal(tmp_path, name, LIAR[name]) == message


def test_a_name_without_extension_is_told_what_it_lacks(tmp_path: Path) -> None:
    message = "文件名没有后缀，看不出是什么：请补上后缀（如 .pdf、.jpg、.docx）再交"
    assert _refusal(tmp_path, "扫描件", made.pdf) == message


@pytest.mark.parametrize(
    "name", ["a.heic", "a.mp4", "a.rar", "a.docm", "a.exe", "a.odt", "a.svg", "a.gif"]
)
def test_a_form_that_is_not_taken_has_its_way_out(tmp_path: Path, name: str) -> None:
    message = _refusal(tmp_path, name, made.pdf)
    assert ("不收" in message, "请" in message) == (True, True)


def _nothing(*_: object, **__: object) -> None:
    return None


# Each guard with the liar that it alone refuses; without it the liar is taken.
ALONE: tuple[tuple[Any, str, Callable[..., Any], str], ...] = (
    (evidence_kind, "_refuse_other_content", _nothing, "程序头.png"),
    (evidence_pictures, "_after_blanks", lambda data, at: len(data), "截图加网页.png"),
    (evidence_pictures, "refuse_hidden_zip", _nothing, "照片藏包.jpg"),
    (evidence_pictures, "refuse_markup", _nothing, "照片带脚本.jpg"),
    (evidence_pictures, "_is_label", lambda rest: True, "照片加程序.jpg"),
    (evidence_pdf, "_refuse_between_updates", _nothing, "文件夹网页.pdf"),
    (evidence_pdf, "refuse_hidden_zip", _nothing, "文件藏包.pdf"),
    (evidence_pdf, "refuse_markup", _nothing, "文件头网页.pdf"),
    (evidence_office, "_refuse_foreign", _nothing, "文档夹程序.docx"),
    (evidence_compound, "_refuse_other_stream", _nothing, "安装包.doc"),
    (evidence_compound, "_refuse_behind", _nothing, "断.doc"),
    (evidence_text, "refuse_markup", _nothing, "脚本.txt"),
)


@pytest.mark.row("EU-05")
@pytest.mark.parametrize("alone", ALONE, ids=[name for *_, name in ALONE])
def test_without_its_guard_the_liar_would_be_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, alone: tuple[Any, str, Any, str]
) -> None:
    room, guard, instead, name = alone
    _refusal(tmp_path, name, LIAR[name])
    if guard == "_after_blanks":  # the page is refused as a page too
        monkeypatch.setattr(room, "refuse_markup", _nothing)
    monkeypatch.setattr(room, guard, instead)
    _kind(tmp_path, name, LIAR[name])


@pytest.mark.parametrize("name", ["宏类型.docx", "无类型.docx"])
def test_without_its_list_of_types_a_document_is_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(evidence_office, "_main_type", lambda *_: made.WORD + ".main+xml")
    _kind(tmp_path, name, LIAR[name])


@pytest.mark.row("EU-04")
def test_without_the_search_nothing_is_marked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence_office, "_marks", lambda *_: ())
    monkeypatch.setattr(evidence_compound, "_ACTIVE", ())
    monkeypatch.setattr(evidence_pdf, "_WORDS", {})
    marked = [name for name, _, make in ACTING if _kind(tmp_path, name, make).marks]
    assert marked == ["旧对象.xls", "旧交换.doc", "公式.csv"]


def _little_pieces() -> dict[str, bytes]:
    """Files of endless pieces that are each in order: a walk would take minutes."""
    jpeg, png, webp = made.picture("JPEG"), made.picture("PNG"), made.picture("WEBP")
    chunk = b"\0\0\0\0teXt" + struct.pack(">I", zlib.crc32(b"teXt"))
    chunks = b"NOTE\0\0\0\0" * 200_000
    size = struct.pack("<I", len(webp) - 8 + len(chunks))
    return {
        "a.jpg": jpeg[:2] + b"\xff\xfe\0\x02" * 200_000 + jpeg[2:],
        "b.jpg": jpeg * 60,
        "a.png": png[:33] + chunk * 200_000 + png[33:],
        "a.webp": webp[:4] + size + webp[8:] + chunks,
        "a.pdf": made.pdf() + b"%%EOF\n" * 200_000,
        "b.pdf": made.pdf_with("<<>>stream\nendstream\n" * 200_000),
    }


def test_endless_little_pieces_are_refused_at_once(tmp_path: Path) -> None:
    for name, content in _little_pieces().items():
        begun = time.monotonic()
        _refusal(tmp_path, name, lambda content=content: content)
        assert time.monotonic() - begun < 2


def test_without_the_count_the_walk_would_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in (evidence_pictures, evidence_pdf):
        monkeypatch.setattr(room, "steps", itertools.count)
    monkeypatch.setattr(evidence_pictures, "_MOST_APPENDED", 100)
    for name, content in _little_pieces().items():
        assert _kind(tmp_path, name, lambda content=content: content).marks == ()


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "form"), [("a.docx", "doc"), ("a.docx", "pdf"), ("a.xlsx", "xls")]
)
def test_what_an_office_program_writes_is_taken(tmp_path: Path, source: str, form: str) -> None:
    (tmp_path / source).write_bytes(made.word() if source == "a.docx" else made.book())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    program = shutil.which("soffice")
    assert program
    command = [program, profile, "--headless", "--convert-to", form, "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / source)], check=True, timeout=120, capture_output=True)
    kind = kind_of(tmp_path / f"a.{form}", f"总结.{form}")
    assert (kind.extension, kind.marks) == (form, ())
