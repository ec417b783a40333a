"""CSV read as offices write it, and written so that nothing in it runs."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.files.csv import read_csv, read_rows, write_csv
from jiheng.forms.workbook import Kind
from jiheng.values.problems import Problem, Unreadable
from tests.files.payloads import formula_payloads

TABLE = "单位,指标,数值\r\n平江县,乡镇科协覆盖率,95%\r\n岳阳县,科普活动,30\r\n"
ROWS = (("单位", "指标", "数值"), ("平江县", "乡镇科协覆盖率", "95%"), ("岳阳县", "科普活动", "30"))
SAVE_AS = "请用 WPS 或 Excel 打开，“另存为”类型选“CSV UTF-8（逗号分隔）”，再交另存的文件"


def _file(folder: Path, content: bytes, name: str = "facts.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def _refusal(path: Path) -> Problem:
    with pytest.raises(Unreadable) as refused:
        read_rows(path)
    return refused.value.problem


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_the_encodings_of_chinese_offices(tmp_path: Path, encoding: str) -> None:
    assert read_rows(_file(tmp_path, TABLE.encode(encoding))) == ROWS


def test_utf_16_without_its_mark_is_refused(tmp_path: Path) -> None:
    problem = _refusal(_file(tmp_path, TABLE.encode("utf-16-le")))
    assert problem == Problem("facts.csv", f"内容认不出，含有空字节，不是 CSV：{SAVE_AS}")


def test_big5_and_other_bytes_are_not_taken_for_gbk(tmp_path: Path) -> None:
    problem = _refusal(_file(tmp_path, "單位,指標\r\n鄉鎮覆蓋率,五\r\n".encode("big5")))
    assert problem == Problem("facts.csv", f"文字编码认不出来：{SAVE_AS}")


def test_nul_bytes_are_refused_with_their_line(tmp_path: Path) -> None:
    content = TABLE.encode().replace("岳阳县".encode(), "岳\0阳县".encode())
    problem = _refusal(_file(tmp_path, content))
    assert problem == Problem("facts.csv", f"第 3 行含有空字节，文件已损坏：{SAVE_AS}")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "文件是空的：请重新导出或拷贝"),
        (b" \r\n ", "文件是空的：请重新导出或拷贝"),
        (b"PK\x03\x04\xff\xfe\xff\xff", f"内容是 Office 文件或压缩包，不是 CSV：{SAVE_AS}"),
        (b"\x89PNG\r\n\x1a\n\xff\xff", f"内容是图片，不是 CSV：{SAVE_AS}"),
        (b'a,"b\r\nc,d\r\n', f"第 2 行的引号不成对或一格太长：{SAVE_AS}"),
    ],
)
def test_what_is_no_csv_is_named(tmp_path: Path, content: bytes, message: str) -> None:
    assert _refusal(_file(tmp_path, content)) == Problem("facts.csv", message)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    message = "没有这个文件，请核对文件名和所在的文件夹"
    assert _refusal(tmp_path / "none.csv") == Problem("none.csv", message)
    assert _refusal(tmp_path).message == message


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_the_delimiter_is_the_one_of_the_first_line(tmp_path: Path, delimiter: str) -> None:
    content = TABLE.replace(",", delimiter).encode()
    assert read_rows(_file(tmp_path, content)) == ROWS


def test_as_a_sheet_with_ragged_rows_reported(tmp_path: Path) -> None:
    sheet = read_csv(_file(tmp_path, b"a,b,c\r\n1,2\r\n\r\n3,4,5,6\r\n7,,9\r\n"))
    assert sheet.name == "facts"
    assert sheet.rows_in_file == 5
    assert [(cell.address, cell.text) for cell in sheet.cells if cell.row > 1] == [
        ("A2", "1"), ("B2", "2"), ("A4", "3"), ("B4", "4"), ("C4", "5"), ("D4", "6"),
        ("A5", "7"), ("C5", "9"),
    ]  # fmt: skip
    assert {cell.kind for cell in sheet.cells} == {Kind.TEXT}
    cure = "可能多写或少写了逗号，请核对这一行"
    assert sheet.unread == (
        Problem("facts, 第 2 行", f"有 2 格，表头有 3 格：{cure}"),
        Problem("facts, 第 4 行", f"有 4 格，表头有 3 格：{cure}"),
    )


@pytest.mark.row("EU-07")
def test_500_formula_payloads_are_prefixed_and_come_back(tmp_path: Path) -> None:
    payloads = formula_payloads(500)
    path = tmp_path / "out.csv"
    write_csv(([text] for text in payloads), path)
    assert [row[0] for row in read_rows(path)] == payloads
    lines = path.read_text("utf-8-sig").split("\r\n")
    assert [line for line in lines if line.lstrip('"')[:1] in set("=+-@\t\r\n＝＋－＠ ")] == [
        line for line in lines if line == ""
    ]


def test_numbers_stay_numbers(tmp_path: Path) -> None:
    write_csv([["-5", "-2.50", "86.50", "-5%"]], path := tmp_path / "out.csv")
    assert path.read_bytes() == b"\xef\xbb\xbf-5,-2.50,86.50,-5%\r\n"


@given(st.lists(st.text(st.characters(exclude_characters="\0", codec="utf-8")), min_size=2))
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    write_csv([["表头", "表头"], texts], path)
    assert read_rows(path)[1] == tuple(texts)


def test_nul_text_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="NUL"):
        write_csv([["a\0"]], tmp_path / "out.csv")
    assert list(tmp_path.iterdir()) == []
