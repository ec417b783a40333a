"""Organisations and people as a workbook: there and back, and everything that can be wrong in it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from jiheng.files.xlsx_read import read_workbook
from jiheng.files.xlsx_write import write_workbook
from jiheng.forms.people_words import KINDS, ROLES, ListedPerson, ListedUnit
from jiheng.forms.people_workbook import ReadPeople, people_of, people_workbook
from jiheng.forms.workbook import Kind, ReadCell, ReadSheet
from tests.conftest import Golden
from tests.files.payloads import formula_payloads
from tests.forms.told import told_workbook

DAY = date(2030, 1, 5)
UNITS = (
    ListedUnit("样例市科学技术协会", "city", phone="0700-1234567"),
    ListedUnit(
        "甲县科学技术协会", "county", "样例市科学技术协会", "甲县", ("甲县科协", "甲区科协")
    ),
    ListedUnit("甲县力学学会", "unit", "甲县科学技术协会"),
    ListedUnit("评估工作领导小组", "body", "样例市科学技术协会"),
)
PEOPLE = (
    ListedPerson("张三", "zhangsan", "甲县科学技术协会", "county", "zs@example.org", "13800000001"),
    ListedPerson("张三", "zhangsan", "评估工作领导小组", "body"),
    ListedPerson("李四", "lisi", "样例市科学技术协会", "auditor"),
)
UNIT_HEADS = ("名称", "类别", "上级单位", "办法中的名称", "曾用名", "电话")
PEOPLE_HEADS = ("姓名", "登录名", "单位", "角色", "电子邮件", "电话")


def sheet(name: str, *rows: tuple[str, ...]) -> ReadSheet:
    cells = tuple(
        ReadCell(line, column, Kind.TEXT, text)
        for line, texts in enumerate(rows, start=1)
        for column, text in enumerate(texts, start=1)
        if text
    )
    return ReadSheet(name, cells)


def read(
    units: tuple[tuple[str, ...], ...] = (), people: tuple[tuple[str, ...], ...] = (), **more: Any
) -> ReadPeople:
    """Rows under the usual heads; the city is there always, in row 2 of 单位."""
    city = ("市科协", "市", "", "", "", "")
    sheets = (sheet("单位", UNIT_HEADS, city, *units), sheet("人员", PEOPLE_HEADS, *people))
    return people_of(sheets, **more)


def problems(
    units: tuple[tuple[str, ...], ...] = (), people: tuple[tuple[str, ...], ...] = (), **more: Any
) -> list[str]:
    return [str(one) for one in read(units, people, **more).problems]


def test_there_and_back(tmp_path: Path) -> None:
    write_workbook(people_workbook(UNITS, PEOPLE, day=DAY), tmp_path / "人员.xlsx")
    found = people_of(read_workbook(tmp_path / "人员.xlsx"))
    assert found == ReadPeople([*UNITS], [*PEOPLE])


def test_an_empty_one_comes_back_empty(tmp_path: Path) -> None:
    write_workbook(people_workbook(day=DAY), tmp_path / "人员.xlsx")
    assert people_of(read_workbook(tmp_path / "人员.xlsx")) == ReadPeople()


def test_the_sheets(golden: Golden) -> None:
    golden("golden/people-workbook.txt", told_workbook(people_workbook(UNITS, PEOPLE, day=DAY)))


def test_every_kind_and_role_by_its_own_word() -> None:
    above = dict(zip(KINDS, ("", *("单位province",) * 5), strict=True))
    units = tuple((f"单位{key}", title, above[key]) for key, title in KINDS.items())
    people = tuple((f"人{key}", f"login-{key}", "市科协", title) for key, title in ROLES.items())
    found = read(units, people)
    assert found.problems == []
    assert [one.kind for one in found.units[1:]] == [*KINDS]
    assert [one.role for one in found.people] == [*ROLES]


def test_words_that_people_also_write() -> None:
    units = (("甲县科协", "县 市 区", "市 科 协"),)
    people = (("张三", "zs", "甲县科协", "负责人"), ("李四", "ls", "市科协", "评估组"))
    found = read(units, people)
    assert [(one.kind, one.parent) for one in found.units] == [("city", ""), ("county", "市科协")]
    assert [one.role for one in found.people] == ["leader", "reviewer"]


def test_a_former_name_still_finds_the_unit() -> None:
    units = (("新县科协", "县", "市科协", "", "旧县科协、老县科协"), ("学会", "单位", "老县科协"))
    found = read(units, (("张三", "zs", "旧县科协", "填报人"),))
    assert found.problems == []
    assert (found.units[2].parent, found.people[0].unit) == ("新县科协", "新县科协")


def test_units_that_are_there_already_need_no_row() -> None:
    units = (("甲县科协", "县", "省科协"),)
    people = (("张三", "zs", "省科协", "审计"),)
    assert problems(units, people, known_units=["省科协"]) == []


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ((("", "县", "市科协"),), ["单位, A3  没有写名称"]),
        ((("甲" * 101, "县", "市科协"),), ["单位, A3  名称最多100个字"]),
        (
            (("甲县科协", "国", "市科协"),),
            ["单位, B3  没有“国”这个类别；可用：省、市、县、镇、单位、审定机构"],
        ),
        (
            (("甲县科协", "", "市科协"),),
            ["单位, B3  没有写类别；可用：省、市、县、镇、单位、审定机构"],
        ),
        (
            (("甲县科协", "县", "省科协"),),
            ["单位, C3  上级单位“省科协”不在表中，系统里也没有"],
        ),
        ((("市 科协", "县", ""),), ["单位, A3  “市 科协”已列在单位, A2"]),
        (
            (("甲县科协", "县", "市科协"), ("乙市科协", "市", "甲县科协")),
            ["单位, C4  “甲县科协”是县，不能作市的上级"],
        ),
        (
            (("领导小组", "审定机构", "市科协"), ("学会", "单位", "领导小组")),
            ["单位, C4  “领导小组”是审定机构，不能作单位的上级"],
        ),
        (
            (("学会", "单位", "分会"), ("分会", "单位", "学会")),
            ["单位, C3  上级关系绕成了圈：学会→分会→学会"],
        ),
        ((("学会", "单位", "学会"),), ["单位, C3  上级关系绕成了圈：学会→学会"]),
        (
            (("甲县科协", "县", "市科协", "", "市科协"),),
            ["单位, E3  曾用名“市科协”已是“市科协”的名称或曾用名"],
        ),
        (
            (("甲县科协", "县", "市科协", "", "老科协"), ("乙县科协", "县", "", "", "老科协")),
            ["单位, E4  曾用名“老科协”已是“甲县科协”的名称或曾用名"],
        ),
        (
            (("甲县科协", "县", "市科协", "", "", "见通讯录"),),
            ["单位, F3  电话“见通讯录”里有认不出的字"],
        ),
    ],
)
def test_what_is_wrong_with_a_unit(rows: tuple[tuple[str, ...], ...], told: list[str]) -> None:
    assert problems(rows) == told


GOOD = ("张三", "zhangsan", "市科协", "填报人")


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ((("", *GOOD[1:]),), ["人员, A2  没有写姓名"]),
        ((("张三", "", "市科协", "填报人"),), ["人员, B2  没有写登录名"]),
        (
            (("张三", "=1+1", "市科协", "填报人"),),
            ["人员, B2  登录名应为2至60个字母、数字或汉字，可含 . _ - @，写的是“=1+1”"],
        ),
        ((("张三", "zs", "", "填报人"),), ["人员, C2  没有写单位"]),
        (
            (("张三", "zs", "丁县科协", "填报人"),),
            ["人员, C2  单位“丁县科协”不在“单位”表中，系统里也没有"],
        ),
        (
            (("张三", "zs", "市科协", "司机"),),
            [
                "人员, D2  没有“司机”这个角色；可用：科协办公室、填报人、单位负责人、评估组成员、"
                "审定机构成员、审计、系统管理员"
            ],
        ),
        (
            (("张三", "zs", "市科协", ""),),
            [
                "人员, D2  没有写角色；可用：科协办公室、填报人、单位负责人、评估组成员、"
                "审定机构成员、审计、系统管理员"
            ],
        ),
        (((*GOOD, "zs@example"),), ["人员, E2  电子邮件“zs@example”不完整"]),
        (((*GOOD, "", "无"),), ["人员, F2  电话“无”里有认不出的字"]),
        (
            (GOOD, ("李四", "ZhangSan", "市科协", "科协办公室")),
            ["人员, B3  登录名“ZhangSan”已是“张三”的（人员, B2）"],
        ),
        ((GOOD, GOOD), ["人员, D3  “张三”的这个角色已列在人员, D2"]),
        (
            (GOOD, ("张三", "zhangsan", "市科协", "系统管理员")),
            ["人员, D3  “张三”已是填报人，不能再任系统管理员"],
        ),
        (
            (("张三", "zhangsan", "市科协", "审计"), ("张三", "zhangsan", "市科协", "评估组")),
            ["人员, D3  “张三”已是审计，不能再任评估组成员"],
        ),
        (
            (("张三", "zs", "市科协", "审计"), ("张三", "zs", "市科协", "系统管理员")),
            ["人员, D3  “张三”已是审计，不能再任系统管理员"],
        ),
    ],
)
def test_what_is_wrong_with_a_person(rows: tuple[tuple[str, ...], ...], told: list[str]) -> None:
    assert problems(people=rows) == told


def test_roles_held_already_count() -> None:
    held = {"ZhangSan": frozenset({"auditor"})}
    assert problems(people=(GOOD,), held=held) == ["人员, D2  “张三”已是审计，不能再任填报人"]


def test_every_problem_is_told_at_once() -> None:
    units = (("", "国", "市科协"), ("甲县科协", "县", "丙"))
    people = (("", "", "", ""), ("张三", "!", "丁", "司机"))
    assert len(problems(units, people)) == 6  # a row without any text is no row


def test_sheets_and_heads_that_are_not_there() -> None:
    found = people_of([sheet("单位", ("名称", "上级单位"))])
    assert [str(one) for one in found.problems] == [
        "单位  没有认出表头；应有“名称”、“类别”、“上级单位”，各一列",
        "人员  没有找到“人员”表；请用下载的表填写",
    ]


def test_formulas_pictures_and_long_numbers_are_refused() -> None:
    cells = (
        ReadCell(3, 1, Kind.TEXT, "甲县科协", formula="A1"),
        ReadCell(3, 2, Kind.TEXT, "县"),
        ReadCell(3, 6, Kind.NUMBER, "1234567890123450000", raw="1.23456789012345E+18"),
        ReadCell(4, 1, Kind.ERROR, "#N/A"),
        ReadCell(5, 1, Kind.PICTURE, "DISPIMG"),
    )
    usual = sheet("单位", UNIT_HEADS, ("市科协", "市"))
    found = people_of([ReadSheet("单位", (*usual.cells, *cells)), sheet("人员", PEOPLE_HEADS)])
    assert [str(one) for one in found.problems][:4] == [
        "单位, A3  这一格是公式；请改为值（复制后“选择性粘贴—数值”）再上传",
        "单位, F3  数字太长，表格已把末几位改成0（1234567890123450000）；请把这一格设为文本后重填",
        "单位, A4  这一格是表格算错的标记“#N/A”；请改为值",
        "单位, A5  这里是图片，读不出内容；请填数或词",
    ]


def test_text_without_a_head_is_listed_as_unread() -> None:
    found = read(people=((*GOOD, "", "", "临时借调"),))
    assert [str(one) for one in found.unread] == ["人员, G2  这一列没有表头，没有读：临时借调"]


def test_another_sheet_is_listed_as_unread() -> None:
    usual = (sheet("单位", UNIT_HEADS), sheet("人员", PEOPLE_HEADS))
    found = people_of([*usual, sheet("备注", ("借调人员另报",)), sheet("空表", ("",))])
    assert [str(one) for one in found.unread] == ["备注  这张表没有读；要读的是“单位”、“人员”"]


def test_text_is_never_a_formula(tmp_path: Path) -> None:
    names = [text.strip() for text in formula_payloads(500)]
    units = [ListedUnit(name, "unit", phone="1234567") for name in dict.fromkeys(names)]
    write_workbook(people_workbook(units, day=DAY), tmp_path / "人员.xlsx")
    sheets = read_workbook(tmp_path / "人员.xlsx")
    assert [cell for one in sheets for cell in one.cells if cell.is_formula] == []
    found = people_of(sheets)
    assert (found.problems, found.units) == ([], units)
