"""One keyed cell as a fact of its type, and the facts of a whole sheet."""

from fractions import Fraction

import pytest

from jiheng.forms.entries import Keyed, entry_of, facts_of
from jiheng.scheme.fact import Fact
from jiheng.values.inputs import Entry
from tests.forms.invented import RULES, scheme

YES_NO = Fact(title="分管", type="yes-no")
COUNT = Fact(title="活动", unit="场", max=Fraction(366))
PERCENT = Fact(title="满意度", type="percent", unit="%")
MONEY = Fact(title="经费", type="money", unit="万元")
RATE = Fact(title="增减", type="number", unit="%", min=Fraction(-100))
CHOICE = Fact(title="完成", type="choice", options=("达成", "部分达成（有理由）", "未达成"))
DAY = Fact(title="印发", type="date")


YES = "是 有 √ ✓ ☑ 对 Y yes TRUE 1 １ ＹＥＳ 已落实 是。"
NO = "否 无 × ✗ N no FALSE 0 ０ 没有 未落实 未开展 没 否。"


def read(fact: Fact, text: str, shown: str | None = None) -> str:
    """What a cell comes to: the value, else the state, else why it was refused."""
    found = entry_of(fact, Keyed("甲县", "fact", text, "表, D7", shown))
    return found.why if found.state == "refused" else str(found.value or found.state)


def yes_or_no(text: str) -> str:
    found = entry_of(YES_NO, Keyed("甲县", "fact", text, "表, D7"))
    return {Fraction(1): "是", Fraction(0): "否"}.get(found.value or Fraction(0), found.state)


@pytest.mark.parametrize("text", YES.split())
def test_what_counts_as_yes(text: str) -> None:
    assert yes_or_no(f" {text}\n") == "是"


@pytest.mark.parametrize("text", NO.split())
def test_what_counts_as_no(text: str) -> None:
    found = entry_of(YES_NO, Keyed("甲县", "fact", text, "表, D7"))
    assert (found.value, found.state) == (0, "known")


CASES = [
    (YES_NO, "基本落实", None, "应填“是”或“否”，填的是“基本落实”"),
    (YES_NO, "□", None, "应填“是”或“否”，填的是“□”"),
    (YES_NO, "2", None, "应填“是”或“否”，填的是“2”"),
    (YES_NO, "不适用", None, "not-applicable"),
    (YES_NO, "待定", None, "pending"),
    (YES_NO, "—", None, "missing"),
    (COUNT, "３场", None, "3"),
    (COUNT, "三场次", None, "3"),
    (COUNT, "未开展", None, "known"),
    (COUNT, "3.5", None, "应填整数，填的是“3.5”"),
    (COUNT, "-1", None, "不应小于0场，填的是“-1”"),
    (COUNT, "367", None, "不应大于366场，填的是“367”"),
    (COUNT, "约3", None, "“约3”是约数或界限，请填准确的数"),
    (COUNT, "3人", None, "“3人”的单位是“人”，这一项要的是以“场”计的数"),
    (COUNT, "0.03", "0%", "“0.03”是百分比格式，这一项要的是场"),
    (COUNT, "#DIV/0!", None, "是表格算错的标记，应填以“场”计的数，填的是“#DIV/0!”"),
    (COUNT, "2017-03-05", None, "“2017-03-05”是日期，请填数"),
    (PERCENT, "95", None, "95"),
    (PERCENT, "95%", None, "95"),
    (PERCENT, "0.95", None, "95"),
    (PERCENT, "0.95", "0%", "95"),
    (PERCENT, "95", "0%", "不应大于100%，填的是“9500%”"),
    (PERCENT, "1", None, "“1”看不出是 1% 还是 100%，请带上百分号填写"),
    (PERCENT, "1", "0%", "100"),
    (PERCENT, "百分之九十五", None, "95"),
    (PERCENT, "#N/A", None, "是表格算错的标记，应填0到100的数，填的是“#N/A”"),
    (MONEY, "48", None, "48"),
    (MONEY, "480000元", None, "48"),
    (MONEY, "1,234.50", None, "2469/2"),
    (MONEY, "48.005", None, "最多2位小数，填的是“48.005”"),
    (RATE, "-12.5", None, "-25/2"),
    (RATE, "-101", None, "不应小于-100%，填的是“-101”"),
    (CHOICE, "达成", None, "known"),
    (CHOICE, "部分达成(有理由)", None, "1"),
    (CHOICE, " 未 达成 ", None, "2"),
    (CHOICE, "部分", None, "应填其中之一：达成、部分达成（有理由）、未达成，填的是“部分”"),
    (CHOICE, "不适用", None, "not-applicable"),
    (DAY, "2017-09-21", None, "736593"),
    (DAY, "2017年9月21日", None, "736593"),
    (DAY, "2017-09-21 00:00:00", None, "736593"),
    (DAY, "２０１７．９．２１", None, "736593"),
    (DAY, "2017-02-30", None, "没有这一天，请核对日期，填的是“2017-02-30”"),
    (DAY, "9月21日", None, "应填日期，如 2017-09-21，填的是“9月21日”"),
    (DAY, "待定", None, "pending"),
]  # fmt: skip


@pytest.mark.parametrize(("fact", "text", "shown", "found"), CASES)
def test_a_cell_as_a_fact(fact: Fact, text: str, shown: str | None, found: str) -> None:
    assert read(fact, text, shown) == found


def keyed(*lines: tuple[str, str, str]) -> list[Keyed]:
    return [Keyed(*line, f"表, {chr(ord('D') + at)}7") for at, line in enumerate(lines)]


def test_facts_with_the_text_as_keyed_and_blanks_left_out() -> None:
    found = facts_of(scheme(RULES), keyed(("甲县", "events", "３场"), ("乙县", "events", " ")))
    assert found.facts == {"甲县": {"events": Entry(Fraction(3), "known", "３场")}, "乙县": {}}
    assert (found.problems, found.notes) == ([], [])


def test_notes_name_the_place_the_subject_and_the_clause() -> None:
    (note,) = facts_of(scheme(RULES), keyed(("甲县", "events", "未开展"))).notes
    assert str(note) == "表, D7（甲县，2.1 活动）  “未开展”按 0 计"


@pytest.mark.parametrize("again", ["3", "3.0", "三场", ""])
def test_the_same_said_twice_is_no_problem(again: str) -> None:
    found = facts_of(scheme(RULES), keyed(("甲县", "events", "3"), ("甲县", "events", again)))
    assert (found.facts["甲县"]["events"].value, found.problems) == (3, [])


def test_different_things_said_twice_are_a_problem() -> None:
    found = facts_of(scheme(RULES), keyed(("甲县", "events", "3"), ("甲县", "events", "4")))
    assert [str(one) for one in found.problems] == [
        "表, E7（甲县，2.1 活动）  同一项填了两次：“3”（表, D7）和“4”；请只留一处"
    ]


def test_a_part_is_not_more_than_its_whole() -> None:
    found = facts_of(scheme(RULES), keyed(("甲县", "towns", "3"), ("甲县", "with", "4")))
    assert [str(one) for one in found.problems] == [
        "表, E7（甲县，1.2 有组织的乡镇）  有组织的乡镇4多于乡镇总数3，请核对"
    ]


def test_a_part_may_be_the_whole_and_may_be_missing() -> None:
    cells = keyed(("甲县", "towns", "3"), ("甲县", "with", "3"), ("乙县", "with", "4"))
    assert facts_of(scheme(RULES), cells).problems == []
