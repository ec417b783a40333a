"""The filled assessment table: in the method's own layout, or in a usual one."""

from datetime import date

import pytest

from jiheng.forms.annex_table import annex_table
from jiheng.forms.page import PageBreak
from jiheng.forms.table import Table
from tests.conftest import Golden
from tests.forms.invented import RULES, by_jury, by_rules, of_project
from tests.forms.told import told

DAY = date(2031, 1, 5)
OWN = {
    "title": "县区科协绩效评估表",
    "columns": [
        {"head": "指标名称及分值", "shows": "section", "share": "4"},
        {"head": "评估内容", "shows": "clause", "share": "11"},
        {"head": "分值", "shows": "points"},
        {"head": "评分", "shows": "score"},
    ],
}


def test_one_county_in_the_methods_own_layout(golden: Golden) -> None:
    made = annex_table(by_rules(annex=OWN), "乙县", day=DAY, sample=True)
    golden("golden/annex-own.txt", told(made))


def test_everyone_in_a_usual_layout(golden: Golden) -> None:
    golden("golden/annex-usual.txt", told(annex_table(by_rules(), day=DAY, sample=True)))


def test_a_jury_and_a_project(golden: Golden) -> None:
    papers = (annex_table(one, day=DAY, sample=False) for one in (by_jury()[0], of_project()))
    golden("golden/annex-jury-project.txt", "\n".join(map(told, papers)))


def test_each_subject_has_its_page_and_its_seals() -> None:
    parts = annex_table(by_rules(), day=DAY, sample=False).parts
    assert sum(isinstance(part, PageBreak) for part in parts) == 4
    assert sum(isinstance(part, Table) for part in parts) == 10


def test_a_section_stands_once_beside_its_clauses() -> None:
    made = annex_table(by_rules(annex=OWN), "甲县", day=DAY, sample=False)
    rows = next(part for part in made.parts if isinstance(part, Table)).rows
    assert [(row[0].text, row[0].rowspan) for row in rows[:3]] == [
        ("1.组织建设\n（50分）", 2),
        ("1.2 乡镇覆盖率。", 1),
        ("2.科学普及\n（50分）", 1),
    ]


def test_a_number_that_is_only_our_name_is_not_printed() -> None:
    clause = RULES["indicators"][1]["children"][0] | {"id": "events"}
    sections = [RULES["indicators"][0], RULES["indicators"][1] | {"children": [clause]}]
    text = told(annex_table(by_rules(indicators=sections), "甲县", day=DAY, sample=False))
    assert "| 科学普及 / （50分） |  | 科普活动。 | 50 | 45.00" in text


def test_a_table_without_a_score_column_still_closes() -> None:
    columns = [{"head": "内容", "shows": "clause"}, {"head": "分值", "shows": "points"}]
    text = told(annex_table(by_rules(annex={"columns": columns}), "甲县", day=DAY, sample=False))
    assert "| 基础分合计 | 100\n| 加分合计 | \n| 总分 | \n" in text


def test_a_subject_that_is_not_assessed_is_refused() -> None:
    with pytest.raises(KeyError, match="己县"):
        annex_table(by_rules(), "己县", day=DAY, sample=False)
