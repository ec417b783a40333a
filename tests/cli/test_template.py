"""`jiheng template`: writes the workbook, says what it wrote, and overwrites nothing unasked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from jiheng.cli.app import exit_code_of
from jiheng.files.inputs import read_inputs
from tests.files.mangled import HOUSE, PROJECT, RULES, bare, original, scheme_of

SCHEME, SAMPLE = HOUSE / "schemes" / RULES, HOUSE / "samples" / RULES
SHEETS = [
    "填写说明",
    "填报表（县市）",
    "填报表（区）",
    "自评得分",
    "加分申报",
    "以前年度已用奖项",
    "复核",
]


def test_an_empty_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "facts.xlsx"
    assert exit_code_of(["template", str(SCHEME), "-o", str(file)]) == 0
    assert capsys.readouterr() == (
        f"已写出 {file}\n10 个单位，76 个填报项，已填 0 格。\n各张表：{'、'.join(SHEETS)}\n", "",
    )  # fmt: skip
    assert load_workbook(file).sheetnames == SHEETS


def test_a_workbook_filled_with_what_is_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "facts.xlsx"
    arguments = ["template", str(SCHEME), "-o", str(file), "--from", str(SAMPLE), "--sample"]
    assert exit_code_of([*arguments, "--format", "json"]) == 0
    printed, complaints = capsys.readouterr()
    told = json.loads(printed)
    assert ([one["name"] for one in told.pop("sheets")], complaints) == (SHEETS, "")
    assert told == {"file": str(file), "subjects": 10, "facts": 76, "filled": 759}
    assert bare(read_inputs(scheme_of(RULES), file).inputs) == bare(original(RULES))
    titles = [sheet["A1"].value or sheet["B1"].value for sheet in load_workbook(file)][1:]
    assert [title for title in titles if "（虚构示例）" not in title and "类别" not in title] == []


def test_a_workbook_from_a_returned_one_keeps_its_evidence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    exit_code_of(["template", str(SCHEME), "-o", str(first)])
    book = load_workbook(first)
    book["填报表（县市）"]["P6"] = "平江县：虚构〔2017〕3号"
    book["填报表（县市）"]["Q6"] = "备注"
    book.save(first)
    capsys.readouterr()
    assert exit_code_of(["template", str(SCHEME), "-o", str(second), "--from", str(first)]) == 0
    told = "提示：填报表（县市） 不是填报内容，1处未读取：Q6“备注”\n"
    assert capsys.readouterr().err == told
    assert load_workbook(second)["填报表（县市）"]["P6"].value == "平江县：虚构〔2017〕3号"


def test_nothing_is_overwritten_unasked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "facts.xlsx"
    file.write_text("mine")
    arguments = ["template", str(SCHEME), "-o", str(file)]
    assert (exit_code_of(arguments), file.read_text()) == (2, "mine")
    told = f"{file} 已有这个文件，没有覆盖；请换个名字，或加 --force 覆盖\n"
    assert capsys.readouterr() == ("", told)
    assert exit_code_of([*arguments, "--force"]) == 0
    assert load_workbook(file).sheetnames == SHEETS


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("facts.csv", "facts.csv 填报表是 xlsx 文件，请把名字写成 .xlsx 结尾"),
        ("none/facts.xlsx", "none 没有这个文件夹，请先建好"),
        ("folder.xlsx", "folder.xlsx 这是文件夹，请写文件的路径"),
    ],
)
def test_a_place_that_will_not_do(
    file: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    assert exit_code_of(["template", str(SCHEME), "-o", str(tmp_path / file), "--force"]) == 2
    assert capsys.readouterr() == ("", f"{tmp_path}/{told}\n")


def test_a_scheme_without_anything_to_fill_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scheme = HOUSE / "schemes" / "qinhuangdao-2022"
    assert exit_code_of(["template", str(scheme), "-o", str(tmp_path / "facts.xlsx")]) == 1
    assert capsys.readouterr().err.endswith("这份办法没有要填报的内容，不用填报表\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", sorted(path.name for path in (HOUSE / "schemes").iterdir()))
def test_every_scheme_that_asks_has_a_workbook_that_is_read_back(name: str, tmp_path: Path) -> None:
    file = tmp_path / "facts.xlsx"
    scheme = scheme_of(name)
    if exit_code_of(["template", str(HOUSE / "schemes" / name), "-o", str(file)]) == 0:
        read = read_inputs(scheme, file)
        assert (read.inputs.facts, read.notes, read.unread) == ({}, (), ())
    else:
        assert (scheme.facts, [*scheme.leaves()]) == ({}, [])


def test_a_project_names_its_own_subject(tmp_path: Path) -> None:
    file = tmp_path / "facts.xlsx"
    assert exit_code_of(["template", str(HOUSE / "schemes" / PROJECT), "-o", str(file)]) == 0
    assert load_workbook(file)["填报表"]["I3"].value == "科普费（包括老科协工作经费15万元）"
