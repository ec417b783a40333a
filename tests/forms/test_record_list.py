"""The records of a year on paper and as a workbook: kind by kind, with evidence and where they count."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from jiheng.files.xlsx_read import read_workbook
from jiheng.files.xlsx_write import write_workbook
from jiheng.forms.evidence_list import Evidence
from jiheng.forms.record_list import ListedRecord, RecordBook, record_list, record_workbook
from tests.conftest import Golden
from tests.files.payloads import formula_payloads
from tests.forms.told import told, told_workbook

PROOF = (Evidence("通知", number="甲科协〔2030〕9号"), Evidence("照片"))
RECORDS = (
    ListedRecord("活动", date(2030, 9, 20), "科普日", (("地点", "镇上"),), PROOF, ("2.1", "3.1")),
    ListedRecord("培训", date(2030, 5, 3), "干部培训", (("学时", "16"),), why_not="不足两天"),
    ListedRecord("活动", date(2030, 5, 30), "科技工作者日", (("人数", "80"),), counted=("2.1",)),
)
BOOK = RecordBook("甲县", 2030, RECORDS, date(2030, 12, 3), sample=True)
EMPTY = replace(BOOK, records=(), sample=False)


def test_on_paper(golden: Golden) -> None:
    golden("golden/record-list.txt", told(record_list(BOOK)))


def test_as_a_workbook(golden: Golden) -> None:
    golden("golden/record-workbook.txt", told_workbook(record_workbook(BOOK)))


def test_none_yet_says_so() -> None:
    assert told(record_list(EMPTY)).split("\n")[-2:] == ["还没有登记台账。", ""]
    assert "还没有登记台账。" in told_workbook(record_workbook(EMPTY))


def test_a_record_that_counts_nowhere_says_why() -> None:
    plain = ListedRecord("活动", date(2030, 5, 30), "科技工作者日")
    assert plain.counted_words == "未计入"
    assert RECORDS[1].counted_words == "未计入（不足两天）"
    assert RECORDS[0].counted_words == "第2.1、3.1条"


def test_text_is_never_a_formula(tmp_path: Path) -> None:
    payloads = formula_payloads(500)
    records = tuple(ListedRecord("活动", date(2030, 5, 30), text) for text in payloads)
    write_workbook(record_workbook(replace(EMPTY, records=records)), tmp_path / "台账.xlsx")
    (sheet,) = read_workbook(tmp_path / "台账.xlsx")
    assert [cell for cell in sheet.cells if cell.is_formula] == []
    assert [sheet.at(line, 3).text for line in range(3, 503)] == payloads
