"""What files say about the subjects: round trips, CSV tables, and what may be left out of a workbook."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from jiheng.files.csv import read_rows, write_csv
from jiheng.files.inputs import ReadInputs, read_inputs
from jiheng.files.xlsx_write import write_workbook
from jiheng.forms.fill_in import fill_in_workbook
from jiheng.values.inputs import Claim, Inputs
from jiheng.values.problems import Refused, Unreadable
from tests.files.mangled import HOUSE, JURY, PROJECT, RULES, bare, filled_copy, original, scheme_of
from tests.files.payloads import formula_payloads

pytestmark = pytest.mark.slow  # seconds each; `make test` runs them

SAMPLES = sorted(path.parent.name for path in (HOUSE / "samples").glob("*/facts.csv"))
RATING = "hangzhou-duty-rating"


def written(sample: str, read: ReadInputs, path: Path) -> ReadInputs:
    """The inputs after a way through a workbook."""
    scheme = scheme_of(sample)
    write_workbook(fill_in_workbook(scheme, inputs=read.inputs, evidence=read.evidence), path)
    return read_inputs(scheme, path)


def refusal(sample: str, path: Path, **more: Path) -> list[str]:
    with pytest.raises(Refused) as refused:
        read_inputs(scheme_of(sample), path, **more)
    return [str(problem) for problem in refused.value.problems]


def test_every_sample_is_there() -> None:
    assert {RULES, JURY, PROJECT} <= set(SAMPLES)


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_way_through_a_workbook_changes_nothing(sample: str, tmp_path: Path) -> None:
    first = written(sample, ReadInputs(original(sample)), tmp_path / "1.xlsx")
    second = written(sample, first, tmp_path / "2.xlsx")
    assert bare(first.inputs) == bare(original(sample))
    assert second == first
    assert (first.notes, first.unread) == ((), ())


@pytest.mark.parametrize("sample", [RULES, PROJECT])
def test_a_way_through_csv_changes_nothing(sample: str, tmp_path: Path) -> None:
    for path in (HOUSE / "samples" / sample).glob("*.csv"):
        write_csv(read_rows(path), tmp_path / path.name)
    assert read_inputs(scheme_of(sample), tmp_path).inputs == original(sample)


def test_evidence_comes_back_and_is_written_again(tmp_path: Path) -> None:
    path = filled_copy(RULES, tmp_path)
    book = load_workbook(path)
    book["填报表（区）"]["N30"] = "岳阳楼区：虚构〔2017〕8号"
    book["加分申报"]["J4"] = "虚构证书扫描件"
    book.save(path)
    first = read_inputs(scheme_of(RULES), path)
    assert [*first.evidence.values()] == ["岳阳楼区：虚构〔2017〕8号", "虚构证书扫描件"]
    assert written(RULES, first, tmp_path / "again.xlsx").evidence == first.evidence


def test_text_that_would_run_comes_back_as_text(tmp_path: Path) -> None:
    payloads = [payload.strip() for payload in formula_payloads(500)]
    claims = tuple(
        Claim("平江县", "7.1", "表彰奖励", "国家级", f"甲{payload}", payload, 2017, payload, 1)
        for payload in payloads
    )
    path = tmp_path / "facts.xlsx"
    inputs = replace(original(RULES), claims=claims)
    write_workbook(fill_in_workbook(scheme_of(RULES), inputs=inputs), path)
    kinds = {
        cell.data_type for sheet in load_workbook(path) for row in sheet.iter_rows() for cell in row
    }
    assert kinds == {"n", "s"}  # no "f": nothing in it is a formula
    read = [replace(one, place="") for one in read_inputs(scheme_of(RULES), path).inputs.claims]
    assert read == [*claims]


def test_a_category_without_names_takes_those_written_in(tmp_path: Path) -> None:
    path = tmp_path / "facts.xlsx"
    write_workbook(fill_in_workbook(scheme_of(RATING)), path)
    book = load_workbook(path)
    sheet = book["填报表（乡镇、街道）"]
    sheet.title = "Sheet9"
    sheet["I3"], sheet["I5"], sheet["J3"] = "虚构镇", "是", "虚构街道"
    book.save(path)
    inputs = read_inputs(scheme_of(RATING), path).inputs
    assert inputs.subjects == (("虚构镇", "towns"), ("虚构街道", "towns"))
    assert [*inputs.facts] == ["虚构镇"]


def test_values_under_a_head_that_still_asks_for_a_name(tmp_path: Path) -> None:
    path = tmp_path / "facts.xlsx"
    write_workbook(fill_in_workbook(scheme_of(RATING)), path)
    book = load_workbook(path)
    book["填报表（乡镇、街道）"]["I5"] = "是"
    book.save(path)
    assert refusal(RATING, path) == [
        "填报表（乡镇、街道）, I3  这一列填了内容，表头却没有改成单位名称"
    ]


def test_csv_names_the_category_of_a_subject(tmp_path: Path) -> None:
    lines = [["单位", "类别", "duty-plan", "专兼职科普人员"], ["虚构镇", "乡镇、街道", "有", "5人"]]
    write_csv(lines, tmp_path / "facts.csv")
    inputs = read_inputs(scheme_of(RATING), tmp_path).inputs
    assert inputs.subjects == (("虚构镇", "towns"),)
    assert {name: str(entry.value) for name, entry in inputs.facts["虚构镇"].items()} == {
        "duty-plan": "1",
        "staff": "5",
    }


def test_csv_without_the_category_of_a_subject(tmp_path: Path) -> None:
    write_csv([["单位", "duty-plan"], ["虚构镇", "有"]], tmp_path / "facts.csv")
    wanted = "key-units（重点行业、重点单位）、towns（乡镇、街道）"
    told = f"办法没有列出单位，表里要有 category（类别）列，写：{wanted}"
    assert refusal(RATING, tmp_path) == [f"facts, 第1行  {told}"]


def test_csv_with_two_categories_of_a_subject(tmp_path: Path) -> None:
    lines = [["单位", "类别", "填报项", "填报值"], ["虚构镇", "towns", "duty-plan", "有"],
             ["虚构镇", "key-units", "staff", "5"], ["虚构镇", "村", "works", "5"]]  # fmt: skip
    write_csv(lines, tmp_path / "facts.csv")
    assert refusal(RATING, tmp_path) == [
        "facts, B3  “虚构镇”写了两个类别；一个单位只在一类",
        "facts, B4  “虚构镇”写了两个类别；一个单位只在一类",
        "facts, B4  没有类别“村”",
    ]


def copied(sample: str, folder: Path) -> Path:
    for path in (HOUSE / "samples" / sample).glob("*.csv"):
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


def test_a_table_with_chinese_heads_and_a_column_more(tmp_path: Path) -> None:
    folder = copied(RULES, tmp_path)
    lines = [
        ["单位", "指标编号", "复核得分", "理由", "备注"],
        ["平江县（公章）", "１.１", "0.5分", "虚构理由", "虚构备注"],
    ]
    write_csv(lines, folder / "settled.csv")
    read = read_inputs(scheme_of(RULES), folder)
    assert {one: str(s.score) for one, s in read.inputs.settled["平江县"].items()} == {"1.1": "1/2"}
    assert [str(note) for note in read.notes] == [
        "settled  不是填报内容，2处未读取：E1“备注”、E2“虚构备注”"
    ]
    assert [str(one) for one in read.unread] == ["settled, E1  备注", "settled, E2  虚构备注"]


def test_every_problem_of_every_table_at_once(tmp_path: Path) -> None:
    folder = copied(RULES, tmp_path)
    write_csv([["单位", "复核得分"], ["平江县", "1"]], folder / "settled.csv")
    write_csv(
        [["subject", "indicator", "score"], ["平江", "1.1", "1"], ["平江县", "9.9", "约1"],
         ["岳阳县", "1.1", "1"], ["岳阳县", "1.1", "0"], ["岳阳县", "1.2", "-1"]],
        folder / "claimed.csv",
    )  # fmt: skip
    (folder / "facts.csv").write_text(
        "subject,fact,value,value\n平江县,towns,二十五,1\n平江县,branch-coverage,90%,\n"
        "平江,towns,25,\n,towns,25,\n平江县,,25,\n平江县,societies\n", "utf-8",
    )  # fmt: skip
    assert refusal(RULES, folder) == [
        "facts, 第 7 行  有 2 格，表头有 4 格：可能多写或少写了逗号，请核对这一行",
        "facts, D1  表头“value”有两列；请只留一列",
        "facts, B3  “branch-coverage”由系统计算或办法给定，不用填报，请删去",
        "facts, A4  单位“平江”不在名单中",
        "facts, A5  没有写单位",
        "facts, B6  没有写填报项",
        "settled, 第1行  缺少indicator（指标编号）、reason（理由）列",
        "claimed, A2（平江，1.1）  单位“平江”不在名单中",
        "claimed, B3（平江县，9.9）  没有编号为“9.9”的指标",
        "claimed, C3（平江县，9.9）  自评得分“约1”是约数或界限，请填准确的数",
        "claimed, C5（岳阳县，1.1）  “自评”、“岳阳县”、“1.1”写了两个分：1（claimed, 第4行）和0",
        "claimed, C6（岳阳县，1.2）  自评得分不应小于0，写的是-1",
    ]


def test_claims_named_on_the_command_line_replace_a_missing_sheet(tmp_path: Path) -> None:
    path = filled_copy(RULES, tmp_path)
    book = load_workbook(path)
    del book["加分申报"]
    book.save(path)
    claims = HOUSE / "samples" / RULES / "claims.csv"
    read = read_inputs(scheme_of(RULES), path, claims=claims)
    assert bare(read.inputs) == bare(original(RULES))


def test_marks_beside_a_workbook_bring_their_jurors(tmp_path: Path) -> None:
    path = tmp_path / "facts.xlsx"
    inputs = replace(original(JURY), jurors=(), marks=())
    write_workbook(fill_in_workbook(scheme_of(JURY), inputs=inputs), path)
    marks = HOUSE / "samples" / JURY / "marks.csv"
    read = read_inputs(scheme_of(JURY), path, marks=marks)
    assert bare(read.inputs) == bare(original(JURY))


def test_what_holds_nothing_is_said_to() -> None:
    with pytest.raises(Unreadable) as unreadable:
        read_inputs(scheme_of(RULES), HOUSE / "docs")
    assert unreadable.value.problem.message == "没有数据：文件夹里应有 facts.csv 等数据表"


def test_an_empty_workbook_is_an_assessment_with_nothing_known(tmp_path: Path) -> None:
    path = tmp_path / "facts.xlsx"
    write_workbook(fill_in_workbook(scheme_of(RULES)), path)
    assert read_inputs(scheme_of(RULES), path).inputs == Inputs(scheme_of(RULES).subjects())


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize("sample", [RULES, JURY, PROJECT])
def test_saved_again_by_an_office_program(sample: str, tmp_path: Path) -> None:
    path = filled_copy(sample, tmp_path)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    office = shutil.which("soffice") or "soffice"
    command = [office, profile, "--headless", "--convert-to", "xlsx", "--outdir"]
    subprocess.run([*command, str(tmp_path / "saved"), str(path)], check=True, capture_output=True)
    read = read_inputs(scheme_of(sample), tmp_path / "saved" / path.name)
    assert bare(read.inputs) == bare(original(sample))
    assert (read.notes, read.unread) == ((), ())
