"""Old Word and Excel files in place: through LibreOffice, which gets no network to do it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import docx
import openpyxl
import pytest

from jiheng.files import preview_office
from jiheng.files.pdf import NotRendered
from jiheng.files.preview import Cell, Paragraph, PreviewKind, Table
from jiheng.files.preview_office import DOC, XLS, old_preview_of
from jiheng.values.problems import Unreadable

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def _old(folder: Path, new: Path, suffix: str) -> Path:
    """The file as LibreOffice writes it in the old format."""
    profile = (folder / "profile").as_uri()
    office = shutil.which("soffice") or "soffice"
    command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", suffix]
    subprocess.run([*command, "--outdir", str(folder), str(new)], check=True, capture_output=True)
    return new.with_suffix(f".{suffix}")


@pytest.mark.office
@pytest.mark.slow
def test_an_old_word_document_is_shown(tmp_path: Path) -> None:
    new, made = tmp_path / "材料.docx", docx.Document()
    made.add_paragraph("关于报告")
    made.add_table(1, 2).rows[0].cells[1].text = "乙"
    made.add_paragraph("特此报告")
    made.save(str(new))
    shown = old_preview_of(_old(tmp_path, new, "doc"), DOC)
    assert shown.kind is PreviewKind.TEXT
    table = Table(((Cell(""), Cell("乙")),))
    assert shown.blocks == (Paragraph("关于报告"), table, Paragraph("特此报告"))


@pytest.mark.office
@pytest.mark.slow
def test_an_old_workbook_is_shown(tmp_path: Path) -> None:
    new, made = tmp_path / "材料.xlsx", openpyxl.Workbook()
    made.active["A1"], made.active.title = "甲", "表1"
    made.save(new)
    shown = old_preview_of(_old(tmp_path, new, "xls"), XLS)
    assert shown.blocks == (Table(((Cell("甲"),),), "表1"),)


@pytest.mark.parametrize(
    ("content", "media_type", "message"),
    [
        (b"PK\x03\x04", DOC, "内容不是 doc 文件：请用 Word 或 WPS 另存为 docx 再传"),
        (OLE, XLS, "内容不是 xls 文件：请用 Excel 或 WPS 另存为 xlsx 再传"),
        (
            OLE + "WordDocument\0EncryptedPackage".encode("utf-16-le"), DOC,
            "文件加了密码，读不了：请去掉密码后再传",
        ),
    ],
)  # fmt: skip
def test_what_is_no_old_document_never_reaches_the_program(
    tmp_path: Path, content: bytes, media_type: str, message: str
) -> None:
    path = tmp_path / "材料.doc"
    path.write_bytes(content)
    with pytest.raises(Unreadable) as refused:
        old_preview_of(path, media_type)
    assert str(refused.value) == f"材料.doc  {message}"


def test_without_the_program_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "材料.doc"
    path.write_bytes(OLE + "WordDocument".encode("utf-16-le"))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotRendered) as missing:
        old_preview_of(path, DOC)
    assert str(missing.value) == (
        "没有安装 LibreOffice，旧格式文件不能预览；请用 Word 或 WPS 另存为 docx 再传"
    )


_REACH = (
    "import socket\n"
    "for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX):\n"
    "    try: socket.socket(family).close(); print('open')\n"
    "    except PermissionError: print('shut')\n"
)


@pytest.mark.row("EU-04")
def test_a_program_started_without_a_network_has_none() -> None:
    """And with the starter removed it has one."""
    program = [sys.executable, "-c", _REACH]
    starter = [sys.executable, "-I", str(preview_office._STARTER)]
    told = [
        subprocess.run([*before, *program], capture_output=True, text=True, check=True).stdout
        for before in (starter, [])
    ]
    assert told == ["shut\nshut\nopen\n", "open\nopen\nopen\n"]
