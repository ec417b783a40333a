"""The papers of the first half as pages: what belongs together stands together, in the faces asked for."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from jiheng.forms.evidence_list import Evidence
from jiheng.forms.notice import notice
from jiheng.forms.record_list import RecordBook, record_list
from jiheng.forms.reminder_list import Due, reminder_list
from jiheng.forms.self_assessment_table import self_assessment_table
from tests.files.test_outcome_documents import LONG_NAME, paper_of
from tests.forms.invented import RULES, scheme
from tests.forms.test_notice import LETTER, OWN, windows, with_goal
from tests.forms.test_record_list import RECORDS
from tests.forms.test_self_assessment_table import REPORTED, SEAL, SIGNED

pytestmark = [pytest.mark.office, pytest.mark.slow]


def test_the_receipt_is_one_page_with_the_imprint(tmp_path: Path) -> None:
    made = with_goal(targets=[OWN])
    letter = replace(LETTER, to=LONG_NAME, number="样科协评估〔2030〕109号", sample=True)
    with paper_of(notice(made, "甲县", windows=windows(made), letter=letter), tmp_path) as paper:
        last = paper.pages[-1].extract_text().replace(" ", "")
        assert [word in last for word in ("附件2", "单位盖章", "内容摘要", "印发")] == [True] * 4
        assert paper.rendering.strays == ()


@pytest.mark.parametrize("count", [1, 9])
def test_seal_statement_and_digest_share_a_page(tmp_path: Path, count: int) -> None:
    proof = tuple(
        Evidence(
            f"关于开展全国科普日活动的通知（第{n}号）", "文件", date(2030, 9, n), clauses=("2.1",)
        )
        for n in range(1, count + 1)
    )
    reported = replace(REPORTED, evidence=proof)
    table = self_assessment_table(scheme(RULES), reported, standing=SIGNED)
    with paper_of(table, tmp_path) as paper:
        texts = [page.extract_text() for page in paper.pages]
        sealed = [text for text in texts if "盖章" in text]
        assert len(sealed) == 1
        for words in ("佐证材料的真实性", "张三（虚构）", SEAL.digest[:8], SEAL.head[:8]):
            assert words in sealed[0]
        assert paper.rendering.strays == ()


def test_lists_repeat_their_head_on_every_page(tmp_path: Path) -> None:
    dues = [Due(LONG_NAME, "自评", "报送自评", date(2030, 11, 1 + n % 28)) for n in range(40)]
    today = date(2030, 11, 20)
    lists = (
        reminder_list(dues, title="2030年度评估", office="样例市科协", today=today),
        record_list(RecordBook("甲县", 2030, RECORDS[:1] * 40, today)),
    )
    for made, head in zip(lists, ("催办情况", "计入条款"), strict=True):
        with paper_of(made, tmp_path) as paper:
            assert len(paper.pages) > 1
            assert [head in page.extract_text() for page in paper.pages] == [True] * len(
                paper.pages
            )
