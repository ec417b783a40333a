"""The reminder list: what is longest overdue first, and room for the telephone."""

from datetime import date

import pytest

from jiheng.forms.reminder_list import Due, reminder_list
from jiheng.forms.table import Table, Tone
from tests.conftest import Golden
from tests.forms.told import told

TODAY = date(2030, 12, 3)
TITLE = "2030年度县区科协绩效评估"
DUES = (
    Due("乙县", "自评", "报送自评", date(2030, 12, 5), "李四（虚构）"),
    Due("丙县", "自评", "报送自评", TODAY),
    Due("甲县", "自评", "报送自评", date(2030, 11, 30), "张三（虚构）", "还差3项"),
    Due("甲县", "台账", "核对台账", date(2030, 11, 30)),
)


def test_everything_due_in_order(golden: Golden) -> None:
    paper = reminder_list(DUES, title=TITLE, office="样例市科协", today=TODAY, sample=True)
    golden("golden/reminder-list.txt", told(paper))


def test_nothing_due_says_so() -> None:
    paper = reminder_list((), title=TITLE, office="样例市科协", today=TODAY)
    assert told(paper).split("\n")[-2:] == ["没有待催报的事项。", ""]


@pytest.mark.parametrize(
    ("due", "words", "tone"),
    [
        (date(2030, 12, 2), "已逾期1天", Tone.WARN),
        (TODAY, "今天截止", Tone.STRONG),
        (date(2030, 12, 4), "还有1天", Tone.PLAIN),
    ],
)
def test_the_edge_of_a_day(due: date, words: str, tone: Tone) -> None:
    paper = reminder_list(
        [Due("甲县", "自评", "报送自评", due)], title=TITLE, office="样例市科协", today=TODAY
    )
    row = next(part for part in paper.parts if isinstance(part, Table)).rows[0]
    assert (row[5].text, row[5].tone) == (words, tone)
    assert [cell.text for cell in row[7:]] == ["", ""]
