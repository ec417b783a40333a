"""The circular of an outcome: every kind of subject, rule and jury, told in the office's words."""

from datetime import date
from typing import Any

import pytest

from jiheng.forms.circular import circular
from jiheng.forms.page import Letterhead, Title
from jiheng.forms.title_lines import title_lines
from tests.conftest import Golden
from tests.forms.invented import RULES, by_jury, by_rules, of_project
from tests.forms.told import told

DAY = date(2031, 1, 5)
FIRES = RULES["facts"] | {"fires": {"title": "火灾", "unit": "起", "from": "authority"}}
NUMBER = "样科协发〔2031〕3号"


def lines(*, sample: bool = False, **changes: Any) -> list[str]:
    """The circular of the invented counties, with parts of their scheme replaced."""
    made = circular(by_rules(**changes), day=DAY, number=NUMBER, sample=sample)
    return told(made).split("\n")


def test_counties_assessed_by_rules(golden: Golden) -> None:
    golden(
        "golden/circular-rules.txt", told(circular(by_rules(), day=DAY, number=NUMBER, sample=True))
    )


def test_societies_judged_by_a_jury(golden: Golden) -> None:
    made = circular(by_jury()[0], day=DAY, number=NUMBER, sample=True, issuer="样例市科协")
    golden("golden/circular-jury.txt", told(made))


def test_a_project_alone(golden: Golden) -> None:
    golden(
        "golden/circular-project.txt",
        told(circular(of_project(), day=DAY, number=NUMBER, sample=True)),
    )


def test_only_a_sample_says_that_it_is_one() -> None:
    real = circular(by_rules(), day=DAY, number=NUMBER, sample=False)
    assert real.mark == ""
    assert "虚构" not in told(real)
    sample = circular(by_rules(), day=DAY, number=NUMBER, sample=True)
    assert sample.mark.startswith("虚构示例")
    assert sample.parts[0] == Letterhead("样例市科学技术协会文件", NUMBER, ("样稿（虚构示例）",))


def test_a_number_that_is_not_known_yet_is_left_to_be_filled_in() -> None:
    made = circular(by_rules(), day=DAY, number="", sample=False)
    assert made.parts[0] == Letterhead("样例市科学技术协会文件", "〔2031〕　　号")


def test_an_interim_ranking_says_so() -> None:
    made = lines(readings={"missing-interim": {"chosen": "as-known"}})
    assert "以下单位资料未齐，名次为暂排，补齐后另行通报。" in made
    assert "| 3 | 丁县 | — | 0.00 | 40.00 | — | 暂排" in made


def test_a_total_of_zero_after_a_veto() -> None:
    veto = {key: text for key, text in RULES["vetoes"][0].items() if key != "grade"}
    made = lines(vetoes=[veto | {"total": "0"}])
    assert (
        "丙县因违纪（违纪事件：2例，由纪检机关提供）被一票否决，总分计零分，不参加排名；实际得分100分照记。"
        in made
    )


def test_subjects_that_wait_for_the_same_answer_share_a_sentence() -> None:
    veto = RULES["vetoes"][0] | {"id": "fire", "title": "火灾一票否决"}
    made = lines(vetoes=[RULES["vetoes"][0], veto | {"when": {"fact": "fires"}}], facts=FIRES)
    waiting = [line for line in made if "尚待" in line]
    assert waiting == [
        "甲县、乙县、丙县、丁县：是否有火灾，尚待纪检机关答复；如有，另行通报。",
        "戊区：是否有违纪、火灾，尚待纪检机关答复；如有，另行通报。",
    ]


def test_ties_are_told_by_the_chain_that_breaks_them() -> None:
    grading = RULES["grading"] | {"tie-break": ["2", "bonus"]}
    assert (
        "1.总分保留2位小数，四舍五入。名次按取整后的总分从高到低排列，总分相同的依次比较科学普及、加分，仍相同的并列。"
        in lines(grading=grading)
    )


def test_a_scheme_without_document_grades_and_procedure_still_makes_one() -> None:
    made = lines(document=None, grading={}, procedure=[], bonus={}, vetoes=[])
    assert "现将样例市2030年度县区科协绩效评估结果通报如下。" in made
    assert "| 1 | 丙县 | 100.00" in made


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("样例市科学技术协会关于2030年度县（区）科协工作目标考核结果的通报",
         ("样例市科学技术协会关于2030年度", "县（区）科协工作目标考核结果的通报")),
        ("样例市科学技术协会关于2030年度县区科协绩效评估结果的通报",
         ("样例市科学技术协会关于2030年度", "县区科协绩效评估结果的通报")),
        ("关于表彰的通报", ("关于表彰的通报",)),
        ("某" * 45, ("某" * 19, "某" * 19, "某" * 7)),
    ],
)  # fmt: skip
def test_a_title_breaks_between_words_into_even_lines(text: str, found: tuple[str, ...]) -> None:
    assert title_lines(text) == found


def test_the_title_of_a_circular_is_never_wider_than_its_page() -> None:
    made = circular(by_rules(title="样" * 80), day=DAY, number=NUMBER, sample=True)
    (title,) = [part for part in made.parts if isinstance(part, Title)]
    assert max(map(len, title.lines)) <= 19
    assert "".join(title.lines) == made.name
