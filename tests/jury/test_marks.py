"""What marks come to: groups before weights, own units set aside, blanks no zeros, empty groups stop."""

from __future__ import annotations

from fractions import Fraction

import pytest

from jiheng.jury.marks import JuryReadings, JuryTally, tally
from jiheng.scheme.panel import Jury
from jiheng.values.inputs import Juror, Mark

JURY = Jury.model_validate({"groups": [
    {"id": "leaders", "title": "领导", "weight": "40"},
    {"id": "departments", "title": "部门", "weight": "30"},
    {"id": "counties", "title": "县区", "weight": "30"},
]})  # fmt: skip
JURORS = {one.name: one for one in (
    Juror("甲", "leaders"), Juror("乙", "leaders"), Juror("丙", "departments"),
    Juror("丁", "counties", "东县"), Juror("戊", "counties", "西县"),
)}  # fmt: skip


def _tally(
    marks: dict[str, str], *, subject: str = "东县", jury: Jury = JURY, **read: str
) -> JuryTally:
    readings = JuryReadings(
        order=read.get("order", "group-first"),
        empty=read.get("empty", "stop"),
        trimming=int(read.get("trimming", "0")),
    )
    given = [Mark(name, subject, "1", Fraction(mark)) for name, mark in marks.items()]
    return tally(jury, JURORS, marks=given, subject=subject, readings=readings)


ALL = {"甲": "9", "乙": "8", "丙": "7", "丁": "10", "戊": "6"}


def test_groups_first_then_weights() -> None:
    assert (
        _tally(ALL, subject="北县").value
        == Fraction("0.4") * Fraction("8.5") + Fraction("0.3") * 7 + Fraction("0.3") * 8
    )


def test_a_juror_steps_aside_for_his_own_unit_and_the_rest_carry_the_group() -> None:
    found = _tally(ALL)
    assert (
        found.value == Fraction("0.4") * Fraction("8.5") + Fraction("0.3") * 7 + Fraction("0.3") * 6
    )
    assert found.groups[2].recused == ("丁",)


def test_without_recusal_he_counts() -> None:
    jury = JURY.model_copy(update={"recusal": "none"})
    assert _tally(ALL, jury=jury).groups[2].mean == 8


def test_pooled_forgets_the_weights() -> None:
    assert _tally(ALL, order="pooled").value == Fraction(9 + 8 + 7 + 6, 4)


def test_a_blank_ballot_is_no_zero() -> None:
    assert _tally({k: v for k, v in ALL.items() if k != "乙"}).groups[0].mean == 9


@pytest.mark.parametrize("absent", [("丙",), ("甲", "乙"), ("戊",)])
def test_an_empty_group_stops_the_result(absent: tuple[str, ...]) -> None:
    found = _tally({k: v for k, v in ALL.items() if k not in absent})
    assert (found.value, "结果无效" in found.reason) == (None, True)


def test_or_the_others_carry_its_weight_when_the_scheme_says_so() -> None:
    marks = {k: v for k, v in ALL.items() if k != "丙"}
    expected = (40 * Fraction("8.5") + 30 * Fraction(6)) / 70
    assert _tally(marks, empty="reweigh").value == expected


def test_quorum_counts_after_recusal() -> None:
    jury = JURY.model_copy(update={"quorum": 2})
    assert _tally(ALL, jury=jury, empty="reweigh").value == Fraction("8.5")


def test_trimming_needs_more_than_it_takes() -> None:
    three = {**JURORS, "己": Juror("己", "leaders")}
    marks = [Mark(n, "北县", "1", Fraction(m)) for n, m in {**ALL, "己": "1"}.items()]
    readings = JuryReadings(order="group-first", empty="stop", trimming=1)
    found = tally(JURY, three, marks=marks, subject="北县", readings=readings)
    assert [(group.kept, group.trimmed) for group in found.groups] == [
        ((8,), 2), ((7,), 0), ((6, 10), 0),
    ]  # fmt: skip


def test_nobody_marked() -> None:
    assert _tally({}).value is None
    assert _tally({}, empty="reweigh").reason == "没有有效打分"
