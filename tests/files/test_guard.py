"""Files that are not what they claim, or built to harm: one clear line each, never a traceback."""

import io
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest

from jiheng.files import fence, guard
from jiheng.files.guard import SAVE_AS_XLSX
from jiheng.files.xlsx_read import read_workbook
from jiheng.values.problems import Unreadable
from tests.files.packages import Parts, packed, parts, saved, sheet

PLAIN = parts(sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
SOURCES = Path(guard.__file__).parents[2]
MEND = "请重新拷贝一份"


def _file(folder: Path, content: bytes) -> Path:
    path = folder / "facts.xlsx"
    path.write_bytes(content)
    return path


def _refusal(folder: Path, content: bytes) -> str:
    """The one line; it comes within the time a person waits, and leaves no file behind."""
    begun = time.monotonic()
    path = _file(folder, content)
    with pytest.raises(Unreadable) as refused:
        read_workbook(path)
    assert time.monotonic() - begun < 10
    assert list(folder.iterdir()) == [path]
    problem = refused.value.problem
    assert problem.place == "facts.xlsx"
    assert "\n" not in problem.message
    return problem.message


def test_the_plain_file_is_read(tmp_path: Path) -> None:
    (found,) = read_workbook(_file(tmp_path, packed(PLAIN)))
    assert [cell.text for cell in found.cells] == ["甲"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "文件是空的（0 字节）：请重新导出或拷贝"),
        (b"%PDF-1.7\n", f"内容是 PDF 文档，不是 xlsx 表格：{SAVE_AS_XLSX}"),
        (b"\x89PNG\r\n\x1a\n", f"内容是图片，不是 xlsx 表格：{SAVE_AS_XLSX}"),
        (b"\xff\xd8\xff\xe0", f"内容是图片，不是 xlsx 表格：{SAVE_AS_XLSX}"),
        (b"Rar!\x1a\x07", f"内容是 RAR 压缩包，不是 xlsx 表格：{SAVE_AS_XLSX}"),
        (b"MZ\x90\0", f"内容是程序，不是 xlsx 表格：{SAVE_AS_XLSX}"),
        (bytes(2000), f"内容全是空字节（拷贝或下载时坏了），不是 xlsx 表格：{SAVE_AS_XLSX}"),
        (
            "单位,次数\n平江县,3\n".encode("gbk"),
            f"内容是纯文本（或 CSV），不是 xlsx 表格：{SAVE_AS_XLSX}",
        ),
        (b"a,b\n1,\x002\n", f"内容认不出，含有空字节，不是 xlsx 表格：{SAVE_AS_XLSX}"),
        (
            b" <html><table>",
            f"内容是网页（有的系统把网页存成 xls），不是 xlsx 表格：{SAVE_AS_XLSX}",
        ),
        (b"<?xml version='1.0'?><Workbook/>", f"内容是 XML 文本，不是 xlsx 表格：{SAVE_AS_XLSX}"),
        (OLE, f"内容是旧式 Office 文件，认不出是哪一种：{SAVE_AS_XLSX}"),
        (
            OLE + "Workbook".encode("utf-16-le"),
            f"内容是 Excel 97-2003 的旧格式（xls）：{SAVE_AS_XLSX}",
        ),
        (
            OLE + "EncryptedPackage".encode("utf-16-le"),
            "文件加了密码，读不了：请去掉密码（文件—保护工作簿—用密码加密，清空密码）后另存",
        ),
        (
            OLE + "WordDocument".encode("utf-16-le"),
            f"内容是 Word 97-2003 文档（doc），不是表格：{SAVE_AS_XLSX}",
        ),
    ],
)
def test_what_is_no_workbook_is_named(tmp_path: Path, content: bytes, message: str) -> None:
    assert _refusal(tmp_path, content) == message


@pytest.mark.parametrize(
    ("part", "message"),
    [
        ("word/document.xml", f"内容是 Word 文档（docx），不是表格：{SAVE_AS_XLSX}"),
        ("ppt/presentation.xml", f"内容是演示文稿（pptx），不是表格：{SAVE_AS_XLSX}"),
        ("xl/workbook.bin", f"内容是二进制工作簿（xlsb）：{SAVE_AS_XLSX}"),
        ("content.xml", f"内容是 ODF 表格（ods）：{SAVE_AS_XLSX}"),
        ("证明材料.txt", "内容是压缩包，里面没有表格：请解压后交其中的 xlsx 文件"),
    ],
)
def test_other_packages_are_named(tmp_path: Path, part: str, message: str) -> None:
    assert _refusal(tmp_path, packed({part: b"<x/>"})) == message


@pytest.mark.parametrize(
    "part", ["xl/vbaProject.bin", "xl/VBAPROJECT.BIN", "xl/macrosheets/s1.xml"]
)
def test_macros_are_refused_with_the_way_out(tmp_path: Path, part: str) -> None:
    told = _refusal(tmp_path, packed(PLAIN | {part: b"<x/>"}))
    assert told == f"文件带有宏（xlsm），为安全起见不读取：{SAVE_AS_XLSX}"


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9, 0.99])
def test_a_truncated_file_is_called_incomplete(tmp_path: Path, kept: float) -> None:
    whole = packed(PLAIN)
    told = _refusal(tmp_path, whole[: int(len(whole) * kept)])
    assert told.startswith("文件不完整，后半截没有了（下载或拷贝中断）")


def test_damaged_bytes_are_noticed(tmp_path: Path) -> None:
    whole = bytearray(packed(PLAIN))
    at = whole.index(b"xl/worksheets/sheet1.xml") + 40
    whole[at : at + 20] = bytes(20)
    told = _refusal(tmp_path, bytes(whole))
    assert told == f"文件内“xl/worksheets/sheet1.xml”读不出来（文件已损坏）：{MEND}"


DOCTYPES = {
    "entity": '<!DOCTYPE w [<!ENTITY x "甲">]>',
    "outside": '<!DOCTYPE w SYSTEM "../outside.txt">',
    "network": '<!DOCTYPE w [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x">%x;]>',
    "laughs": '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;">]>',
    "bare": "<!DOCTYPE w>",
    "far": f"<!--{'x' * 200_000}--><!DOCTYPE w>",
}


@pytest.mark.row("EU-03")
@pytest.mark.parametrize("doctype", DOCTYPES.values(), ids=DOCTYPES.keys())
@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "_rels/.rels", "docProps/odd.dat"]
)
def test_a_doctype_in_any_part_refuses_the_file(tmp_path: Path, part: str, doctype: str) -> None:
    made = _with_doctype(PLAIN, part=part, doctype=doctype, encoding="utf-8")
    assert "带有文档类型声明（DOCTYPE）" in _refusal(tmp_path, packed(made))


def test_a_doctype_hidden_in_utf_16_is_found(tmp_path: Path) -> None:
    part = "xl/worksheets/sheet1.xml"
    made = _with_doctype(PLAIN, part=part, doctype=DOCTYPES["entity"], encoding="utf-16")
    assert "带有文档类型声明（DOCTYPE）" in _refusal(tmp_path, packed(made))


def _with_doctype(made: Parts, *, part: str, doctype: str, encoding: str) -> Parts:
    text = made.get(part, b"<w/>").decode()
    head, _, rest = text.rpartition("?>")
    declared = (head + "?>" if head else "<?xml version='1.0'?>").replace("UTF-8", encoding)
    return made | {part: (declared + doctype + rest).encode(encoding)}


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["../../etc/cron.d/x"], "可疑的部件名“../../etc/cron.d/x”"),
        (["xl/../../x"], "可疑的部件名“xl/../../x”"),
        (["/etc/passwd"], "可疑的部件名“/etc/passwd”"),
        (["..\\x"], "可疑的部件名“..\\x”"),
        (["C:/x"], "可疑的部件名“C:/x”"),
        (["xl/a.xml", "XL/A.xml"], "“XL/A.xml”出现两次"),
    ],
)
def test_escaping_and_doubled_names(tmp_path: Path, names: list[str], message: str) -> None:
    assert message in _refusal(tmp_path, packed(PLAIN | dict.fromkeys(names, b"<x/>")))


def test_too_many_entries(tmp_path: Path) -> None:
    many = {f"xl/media/{at}.png": b"" for at in range(1001)}
    assert "个部件，超过 1000 个" in _refusal(tmp_path, packed(PLAIN | many))


def test_a_bomb_of_one_large_part(tmp_path: Path) -> None:
    """Six megabytes of one letter: a ratio of a thousand."""
    bomb = packed(PLAIN | {"xl/media/a.bin": b"a" * (6 << 20)})
    assert "“xl/media/a.bin”压缩比为" in _refusal(tmp_path, bomb)


def test_a_bomb_of_many_parts_is_refused_unread(tmp_path: Path) -> None:
    stream = io.BytesIO(packed(PLAIN))
    with ZipFile(stream, "a", ZIP_DEFLATED) as archive:
        for at in range(60):
            archive.writestr(f"xl/media/{at}.bin", b"a" * (4 << 20))
    assert "展开后有 240 MB，超过 200 MB" in _refusal(tmp_path, stream.getvalue())


def test_overlapping_entries(tmp_path: Path) -> None:
    """T13: Python 3.11 reads members that all lie over the same bytes without complaint."""
    assert (
        _refusal(tmp_path, _overlapping(PLAIN))
        == "文件内的部件互相重叠，是人为构造的压缩包，不予读取"
    )


def _overlapping(made: Parts) -> bytes:
    """A zip whose directory lists one local entry under two names."""
    body = zlib.compress(b"<x/>" * 1000, 9)[2:-4]
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_STORED) as archive:
        for name, content in made.items():
            archive.writestr(name, content)
        archive.writestr(_entry("xl/a.xml"), body)
        again = _entry("xl/b.xml")
        archive.writestr(again, body)
        again.header_offset = archive.getinfo("xl/a.xml").header_offset
    return stream.getvalue()


def _entry(name: str) -> ZipInfo:
    return ZipInfo(name, (1980, 1, 1, 0, 0, 0))


def test_an_encrypted_member(tmp_path: Path) -> None:
    whole = bytearray(packed(PLAIN))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = whole.index(signature) + at
        whole[place : place + 2] = struct.pack("<H", 1)
    assert _refusal(tmp_path, bytes(whole)) == "文件加了密码，读不了：请去掉密码后另存"


def test_a_part_larger_than_it_declares_is_damaged(tmp_path: Path) -> None:
    """Sizes that lie are found while reading: no more than the declared size is ever unpacked."""
    whole = bytearray(packed(PLAIN))
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = whole.rindex(signature) + at
        whole[place : place + 4] = struct.pack("<I", 10)
    assert "已损坏" in _refusal(tmp_path, bytes(whole))


def test_missing_folder_and_forbidden_files(tmp_path: Path) -> None:
    for path in (tmp_path / "none.xlsx", tmp_path):
        with pytest.raises(Unreadable) as refused:
            read_workbook(path)
        assert refused.value.problem.place == path.name
        assert refused.value.problem.message.startswith("打不开文件：没有这个文件")


def test_a_file_too_large_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "facts.xlsx"
    with path.open("wb") as stream:
        stream.truncate(guard.LARGEST_FILE + (1 << 20))
    with pytest.raises(Unreadable) as refused:
        read_workbook(path)
    assert refused.value.problem.message.startswith("文件有 65 MB，超过 64 MB")


def test_repeated_long_text_is_stopped(tmp_path: Path) -> None:
    """One string of 30 000 characters shown 10 000 times would be 300 million in memory."""
    rows = "".join(
        f'<row r="{at}"><c r="A{at}" t="s"><v>0</v></c></row>' for at in range(1, 10_000)
    )
    made = parts(sheet(rows))
    made["xl/sharedStrings.xml"] = made["xl/sharedStrings.xml"].replace(
        "甲".encode(), b"a" * 30_000
    )
    assert _refusal(tmp_path, packed(made)) == "表里的文字超过 4000 万字：请只留要填的表再交"


@pytest.mark.parametrize(
    "rows",
    [
        "".join(f'<row r="{at}"><c r="XFD{at}"><v>1</v></c></row>' for at in range(1, 200)),
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1000000"><c r="CCC1000000"><v>1</v></c></row>',
    ],
)
def test_cells_scattered_to_the_far_corner_are_stopped(tmp_path: Path, rows: str) -> None:
    merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    assert "内容散得太开" in _refusal(tmp_path, packed(parts(sheet(rows, after=merged))))


# The fence itself


def _child(code: str) -> subprocess.CompletedProcess[str]:
    """Run `code` inside the fence's limits."""
    begin = (
        f"import sys; sys.path.insert(0, {str(SOURCES)!r});"
        "from jiheng.files import fence_child as f; f._raise_fence();"
    )
    return subprocess.run(
        [sys.executable, "-c", begin + code], capture_output=True, text=True, check=False
    )


def test_the_child_stays_lean(tmp_path: Path) -> None:
    code = (
        "from jiheng.files import xlsx_parts; heavy = {'numpy', 'pydantic', 'docx', 'xlsxwriter'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    assert _child(code).stdout == "[]\n"


def test_the_child_raises_the_fence_before_it_reads() -> None:
    code = (
        "import resource; from jiheng.files import fence_child, xlsx_parts;"
        "xlsx_parts.sheets_in = lambda _: [resource.getrlimit(what)[0] for what in"
        " (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE)];"
        "import sys; sys.argv = ['', 'xlsx']; sys.exit(fence_child.main())"
    )
    begin = f"import sys; sys.path.insert(0, {str(SOURCES)!r});"
    ended = subprocess.run(
        [sys.executable, "-c", begin + code], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout) == (0, '{"read":[536870912,10,0]}')


def test_the_child_cannot_take_all_memory_or_write_files(tmp_path: Path) -> None:
    assert "MemoryError" in _child("bytearray(600 << 20)").stderr
    spoilt = tmp_path / "x"
    assert "File too large" in _child(f"open({str(spoilt)!r}, 'wb', 0).write(b'x')").stderr


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("import os; os.abort()", "内容超出内存或时间的限度，已停下"),
        ("raise SystemExit(3)", "内容超出内存或时间的限度，已停下"),
        ("raise RuntimeError('x')", "内容出乎程序的意料，读不下去"),
        ("import time; time.sleep(60)", "读了 1 秒还没读完，已停下"),
    ],
)
def test_a_child_that_dies_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, message: str
) -> None:
    child = tmp_path / "child.py"
    child.write_text(code)
    monkeypatch.setattr(fence, "_CHILD", child)
    monkeypatch.setattr(fence, "_SECONDS", 1)
    with pytest.raises(Unreadable) as refused:
        read_workbook(saved(tmp_path, PLAIN))
    assert refused.value.problem.place == "facts.xlsx"
    assert refused.value.problem.message.startswith(message)
