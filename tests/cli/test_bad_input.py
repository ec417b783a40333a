"""Bad input through the commands: one clear Chinese line and exit 2, or every problem and exit 1;
nothing half written, no traceback, and with `--format json` the problems as JSON."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from openpyxl import load_workbook

from jiheng.cli.app import exit_code_of
from tests.files.mangled import HOUSE, PROJECT, filled_copy

SCHEME = HOUSE / "schemes" / PROJECT
SUBJECT = "科普费（包括老科协工作经费15万元）"
SAVE_AS = "请用 WPS 或 Excel 打开，“另存为”类型选“Excel 工作簿（*.xlsx）”，再交另存的文件"
SAVE_AS_CSV = "请用 WPS 或 Excel 打开，“另存为”类型选“CSV UTF-8（逗号分隔）”，再交另存的文件"

Make = Callable[[Path], Path]
CASES: dict[str, tuple[Make, str]] = {}


def bad(line: str) -> Callable[[Make], Make]:
    """A file that cannot be read, and the one line that says so."""

    def put(make: Make) -> Make:
        CASES[make.__name__] = (make, line)
        return make

    return put


@bad("facts.xlsx 没有这个文件或文件夹")
def missing(folder: Path) -> Path:
    return folder / "facts.xlsx"


@bad("facts.xlsx 文件是空的（0 字节）：请重新导出或拷贝")
def empty(folder: Path) -> Path:
    return put(folder, b"")


@bad("facts.xlsx 文件不完整，后半截没有了（下载或拷贝中断）：请重新拷贝一份")
def truncated(folder: Path) -> Path:
    path = filled_copy(PROJECT, folder)
    return put(folder, path.read_bytes()[:3000])


@bad(f"facts.xlsx 内容是 Word 文档（docx），不是表格：{SAVE_AS}")
def word_document(folder: Path) -> Path:
    path = folder / "facts.xlsx"
    Document().save(str(path))
    return path


@bad(f"facts.xlsx 文件带有宏（xlsm），为安全起见不读取：{SAVE_AS}")
def macros(folder: Path) -> Path:
    path = filled_copy(PROJECT, folder)
    with ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    return path


@bad("facts.xlsx 1 个格里是公式（填报表, I6），请选择性粘贴为数值后再交")
def formulas(folder: Path) -> Path:
    path = filled_copy(PROJECT, folder)
    book = load_workbook(path)
    book["填报表"]["I6"] = "=1+1"
    book.save(path)
    return path


@bad("facts.xlsx 表里有内容的单元格超过 30 万个：请只留要填的表，或改交 CSV")
def a_million_rows_behind_a_small_dimension(folder: Path) -> Path:
    path = filled_copy(PROJECT, folder)
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet2.xml"
    rows = b"".join(b"<row><c><v>%d</v></c></row>" % at for at in range(1_000_000))
    parts[name] = parts[name].replace(b"</sheetData>", rows + b"</sheetData>")
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return path


@bad(f"facts.xlsx 内容是纯文本（或 CSV），不是 xlsx 表格：{SAVE_AS}")
def gbk_text(folder: Path) -> Path:
    return put(folder, "单位,填报项,填报值\n虚构县,学会,24\n".encode("gbk"))


@bad("facts.xlsx 内容是网页（有的系统把网页存成 xls），不是 xlsx 表格：" + SAVE_AS)
def a_web_page(folder: Path) -> Path:
    return put(folder, b"<html><table><tr><td>1</td></tr></table></html>")


@bad("facts.xlsx 内容全是空字节（拷贝或下载时坏了），不是 xlsx 表格：" + SAVE_AS)
def nul_bytes(folder: Path) -> Path:
    return put(folder, b"\0" * 4096)


@bad(f"facts.csv 第 2 行含有空字节，文件已损坏：{SAVE_AS_CSV}")
def nul_in_a_table(folder: Path) -> Path:
    content = "subject,fact,value\n虚构县,学会,24\0\n虚构县,乡镇数目,25\n"
    return put(folder, content.encode(), "facts.csv")


@bad(f"facts.csv 文字编码认不出来：{SAVE_AS_CSV}")
def an_unknown_encoding(folder: Path) -> Path:
    content = "subject,fact,value\n" + "".join(chr(at) for at in range(0xC0, 0x180)) * 3
    return put(folder, content.encode("cp1257", "ignore") + b"\x81\xff\xfe", "facts.csv")


@bad("facts.csv 文件是空的：请重新导出或拷贝")
def an_empty_table(folder: Path) -> Path:
    return put(folder, b"", "facts.csv")


@bad("facts.xlsx 没有数据：文件夹里应有 facts.csv 等数据表")
def a_folder(folder: Path) -> Path:
    path = folder / "facts.xlsx"
    path.mkdir()
    return path


def put(folder: Path, content: bytes, name: str = "facts.xlsx") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def commands(facts: Path, out: Path) -> dict[str, list[str]]:
    """Every command that reads facts, told to write."""
    return {
        "template": ["template", str(SCHEME), "--from", str(facts), "-o", str(out / "new.xlsx")],
        "assess": ["assess", str(SCHEME), "--facts", str(facts), "-o", str(out / "outcome")],
        "explain": ["explain", str(SCHEME), "--facts", str(facts), "--subject", SUBJECT],
    }


@pytest.fixture
def out(tmp_path: Path) -> Path:
    path = tmp_path / "out"
    path.mkdir()
    return path


@pytest.fixture
def made(tmp_path: Path) -> Path:
    path = tmp_path / "made"
    path.mkdir()
    return path


# A million rows are read by one command only: the reader is the same, and it takes seconds.
TRIED = [
    pytest.param(
        name,
        command,
        marks=[pytest.mark.slow] * (command != "template" or name.startswith("a_million")),
        id=f"{name}-{command}",
    )
    for name in CASES
    for command in ("template", "assess", "explain")
    if command == "template" or not name.startswith("a_million")
]


@pytest.mark.parametrize(("name", "command"), TRIED)
def test_what_cannot_be_read_is_told_in_one_line(
    name: str, command: str, made: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make, line = CASES[name]
    facts = make(made)
    before = sorted(made.rglob("*"))
    for more in ([], ["--format", "json"]):
        assert exit_code_of([*commands(facts, out)[command], *more]) == 2
        printed, complaints = capsys.readouterr()
        assert (printed, complaints.replace(f"{made}/", "")) == ("", line + "\n")
    assert (sorted(made.rglob("*")), list(out.iterdir())) == (before, [])


def spoilt(folder: Path) -> Path:
    """A workbook with four things wrong, on three sheets."""
    path = filled_copy(PROJECT, folder)
    book = load_workbook(path)
    sheet = book["填报表"]
    sheet["I6"], sheet["I7"] = "约2", "4人"
    sheet.delete_rows(sheet.max_row)
    del book["自评得分"]
    book.save(path)
    return path


PROBLEMS = [
    (
        "填报表",
        "缺少“execution 全年执行数”这一行（科普费（包括老科协工作经费15万元））；请从原表补回，没有数据就留空",
    ),
    ("工作簿", "没有找到“自评得分”表，或它的表头被改了；没有内容也请保留空表"),
    (
        "填报表, I6（科普费（包括老科协工作经费15万元），1.1.1 举办培训次数）",
        "“约2”是约数或界限，请填准确的数",
    ),
    (
        "填报表, I7（科普费（包括老科协工作经费15万元），1.1.2 办公设备购置数量）",
        "“4人”的单位是“人”，这一项要的是以“个”计的数",
    ),
]


@pytest.mark.parametrize("command", ["template", "assess", "explain"])
def test_refused_content_is_told_with_every_problem(
    command: str, made: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = spoilt(made)
    assert exit_code_of(commands(facts, out)[command]) == 1
    lines = [f"{place} {message}" for place, message in PROBLEMS]
    assert capsys.readouterr() == ("", "\n".join([*lines, "共 4 处，改好后再运行一次。", ""]))
    assert list(out.iterdir()) == []


@pytest.mark.parametrize("command", ["template", "assess", "explain"])
def test_refused_content_is_told_to_programs(
    command: str, made: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code_of([*commands(spoilt(made), out)[command], "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told == {"problems": [{"place": p, "message": m} for p, m in PROBLEMS]}


def scheme_text() -> str:
    return (SCHEME / "scheme.yaml").read_text("utf-8")


BAD_SCHEMES: dict[str, bytes] = {
    "nothing": b"",
    "nul": b"scheme: a\0b\n",
    "not a mapping": b"- 1\n- 2\n",
    "a scalar": "只有一句话".encode(),
    "open quote": b'title: "open\nkind: assessment\n',
    "tabs": b"title:\n\t- a\n",
    "doubled key": b"scheme: a\nscheme: b\n",
    "endless alias": b"a: &a [*a, *a]\n",
    "unknown tag": b"scheme: !!python/object/apply:os.system ['true']\n",
    "gbk": "title: 岳阳市考核\n".encode("gbk"),
    "utf-16": "title: 考核\n".encode("utf-16"),
    "binary": bytes(range(256)) * 4,
    "deep": b"[" * 400,
    "an xlsx": b"PK\x03\x04" + b"\0" * 100,
}


@pytest.mark.parametrize("command", ["lint", "issue", "template", "assess"])
@pytest.mark.parametrize("name", BAD_SCHEMES)
def test_a_scheme_that_is_none_is_told_without_a_traceback(
    name: str, command: str, made: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = put(made, BAD_SCHEMES[name], "scheme.yaml")
    more = {"template": ["-o", str(out / "new.xlsx")], "assess": ["--facts", str(made)]}
    code = exit_code_of([command, str(path), *more.get(command, [])])
    printed, complaints = capsys.readouterr()
    assert (printed, code in (1, 2), list(out.iterdir())) == ("", True, [])
    assert_is_clear(complaints)


@pytest.mark.parametrize("spoil", ["missing", "folder", "facts as scheme"])
def test_a_path_that_leads_to_no_scheme(
    spoil: str, made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = {"missing": made / "none.yaml", "folder": made, "facts as scheme": missing(made)}[spoil]
    if spoil == "facts as scheme":
        shutil.copy(filled_copy(PROJECT, made), made / "scheme.yaml")
        path = made / "scheme.yaml"
    assert exit_code_of(["lint", str(path)]) == 2
    printed, complaints = capsys.readouterr()
    assert (printed, len(complaints.splitlines())) == ("", 1)
    assert_is_clear(complaints)


def assert_is_clear(complaints: str) -> None:
    """Chinese, without a trace of the program's insides."""
    lines = complaints.splitlines()
    assert lines
    for word in ("Traceback", "Error", "Exception", "jiheng.", ".py", "没有料到"):
        assert [line for line in lines if word in line] == []
    assert [line for line in lines if not any("\u4e00" <= sign <= "\u9fff" for sign in line)] == []
