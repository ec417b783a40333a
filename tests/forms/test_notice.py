"""The notice of a method and its supplement: windows, a subject's own targets, the receipt."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from jiheng.forms.notice import Letter, Window, notice, supplementary_notice
from jiheng.forms.page import Annex, AttachmentNote, Imprint, Letterhead, Note
from jiheng.forms.receipt import NO_SEAL, Seal
from jiheng.forms.set_targets import SetTarget, set_targets
from jiheng.scheme.procedure import Stage
from jiheng.scheme.scheme import Scheme
from tests.conftest import Golden
from tests.forms.invented import RULES, scheme
from tests.forms.told import told

SEAL = Seal(digest="0123456789abcdef" * 4, head="fedcba9876543210" * 4)
LETTER = Letter(
    date(2030, 3, 1), "甲县科学技术协会", number="样科协〔2030〕9号", back_by=date(2030, 3, 15), seal=SEAL
)  # fmt: skip
GOAL = {"title": "活动目标", "unit": "场", "given": {"甲县": "12", "a": "8", "*": "5"}}
EVENTS = RULES["indicators"][1]["children"][0]


def with_goal(*, targets: list[dict[str, Any]]) -> Scheme:
    """The invented counties, each with a goal of its own for their events."""
    clause = EVENTS | {"targets": targets}
    sections = [RULES["indicators"][0], RULES["indicators"][1] | {"children": [clause]}]
    return scheme(RULES, facts=RULES["facts"] | {"goal": GOAL}, indicators=sections)


OWN = {"fact": "events", "value": {"fact": "goal"}, "text": "按单位分别设定"}


def windows(made: Scheme) -> list[Window]:
    first, *others = made.procedure
    return [Window(first, date(2030, 10, 8), date(2030, 11, 30)), *map(Window, others)]


def test_a_notice_with_the_countys_own_targets(golden: Golden) -> None:
    made = with_goal(targets=[OWN])
    paper = notice(
        made, "甲县", windows=windows(made), letter=LETTER, attachments=("填报表（电子表格）",)
    )
    golden("golden/notice-targets.txt", told(paper))


def test_a_notice_without_targets_and_windows_of_a_sample(golden: Golden) -> None:
    letter = replace(
        LETTER, number="", seal=NO_SEAL, back_by=None, office="样例市科协", sample=True
    )
    made = with_goal(targets=[])
    made = made.model_copy(update={"facts": dict(list(made.facts.items())[:-1]), "document": None})
    golden("golden/notice-bare.txt", told(notice(made, "甲县", windows=(), letter=letter)))


def test_what_changes_in_mid_year(golden: Golden) -> None:
    changes = ("第2.1条的分值由50分改为40分", "自评截止时间改为12月5日。")
    paper = supplementary_notice(scheme(RULES), changes, versions=(1, 2), letter=LETTER)
    golden("golden/notice-supplement.txt", told(paper))


def test_a_supplement_that_changes_nothing_is_not_written() -> None:
    with pytest.raises(ValueError, match="at least one change"):
        supplementary_notice(scheme(RULES), (), versions=(1, 2), letter=LETTER)


@pytest.mark.parametrize(
    ("opens", "closes", "words"),
    [
        (date(2030, 10, 8), date(2030, 11, 30), "2030年10月8日至11月30日"),
        (date(2030, 12, 20), date(2031, 1, 5), "2030年12月20日至2031年1月5日"),
        (None, date(2031, 1, 5), "2031年1月5日前"),
        (date(2030, 12, 20), None, "2030年12月20日起"),
        (None, None, "12月"),
    ],
)
def test_a_window_is_told_in_days_or_in_the_methods_words(
    opens: date | None, closes: date | None, words: str
) -> None:
    assert Window(Stage(id="x", title="自评", starts="12月"), opens, closes).words == words


def test_a_stage_without_any_day_waits_for_another_notice() -> None:
    assert Window(Stage(id="x", title="自评")).words == "另行通知"


@pytest.mark.parametrize(
    ("subject", "amount"), [("甲县", "12场"), ("乙县", "8场"), ("戊区", "5场")]
)
def test_a_target_of_the_subject_of_its_category_of_all_others(subject: str, amount: str) -> None:
    found = set_targets(with_goal(targets=[OWN]), subject)
    assert found == (SetTarget("2.1", "科普活动", "活动", f"不少于{amount}", True),)


def test_a_target_for_others_is_not_told() -> None:
    made = with_goal(targets=[OWN | {"for": ["乙县"]}])
    assert set_targets(made, "甲县") == ()


def test_many_targets_stand_in_an_annex_of_their_own() -> None:
    many = [{"fact": "events", "value": str(count), "text": f"{count}场"} for count in range(1, 8)]
    paper = notice(with_goal(targets=many), "甲县", windows=(), letter=LETTER)
    annexes = [("".join(one.title), one.number) for one in paper.parts if isinstance(one, Annex)]
    assert annexes == [
        ("2030年度县区科协绩效评估条款和分值", 1),
        ("甲县指标值", 2),
        ("回　　执", 3),
    ]
    named = next(one for one in paper.parts if isinstance(one, AttachmentNote))
    assert named.names == ("2030年度县区科协绩效评估条款和分值", "甲县指标值", "回执")


def test_the_receipt_carries_the_digest_and_the_head_in_groups() -> None:
    paper = supplementary_notice(scheme(RULES), ("一处",), versions=(1, 2), letter=LETTER)
    assert [one.words for one in paper.parts if isinstance(one, Note)] == [
        "办法内容摘要（SHA-256）：",
        " ".join(["01234567 89abcdef"] * 4),
        "操作日志链首：",
        " ".join(["fedcba98 76543210"] * 4),
    ]
    assert isinstance(paper.parts[-1], Imprint)


def test_a_number_that_is_not_known_yet_is_left_to_be_filled_in() -> None:
    paper = notice(scheme(RULES), "甲县", windows=(), letter=replace(LETTER, number=""))
    assert paper.parts[0] == Letterhead("样例市科学技术协会文件", "〔2030〕　　号")
