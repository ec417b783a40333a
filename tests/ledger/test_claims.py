"""Which claims count, and the reason for each that does not."""

from __future__ import annotations

from typing import Any

import pytest

from jiheng.ledger.claims import judged_claims, points_by_indicator
from jiheng.scheme.scheme import Scheme
from jiheng.values.inputs import Claim

KINDS = [
    {"kind": "表彰", "levels": {"国家级": "10", "省部级": "5"}},
    {"kind": "专利", "of": "person", "points": "2"},
]


def _scheme(highest: str = "indicator") -> Scheme:
    rule = {"awards": {"carry": "1", "highest": highest, "kinds": KINDS}}
    items = [{"id": one, "title": one, "rule": rule} for one in ("7.1", "7.2")]
    return Scheme.model_validate(
        {"scheme": "s", "title": "s", "period": {"year": "2017"}, "bonus": {"items": items}}
    )


def _claim(**named: Any) -> Claim:
    usual = {"subject": "甲县", "indicator": "7.1", "kind": "表彰", "level": "省部级",
             "work": "科普", "award": "先进", "year": 2017, "number": "1号"}  # fmt: skip
    return Claim(**usual | named)


NATIONAL = _claim(level="国家级", award="全国先进", number="2号")


@pytest.mark.parametrize(
    ("claims", "used", "causes"),
    [
        ([_claim()], [], [None]),
        ([_claim(kind="论文")], [], ["tariff"]),
        ([_claim(level="市级")], [], ["tariff"]),
        ([_claim(indicator="1.1")], [], ["tariff"]),
        ([_claim(year=2016)], [], [None]),
        ([_claim(year=2015)], [], ["year"]),
        ([_claim(year=2018)], [], ["year"]),
        ([_claim(year=2016)], [_claim(year=2016, work="别的")], ["used"]),
        ([_claim(), _claim()], [], [None, "repeated"]),
        ([_claim(), NATIONAL], [], ["highest", None]),
        ([_claim(), _claim(number="3号")], [], [None, "highest"]),
        ([_claim(), _claim(number="3号", work="助力")], [], [None, None]),
        ([_claim(), _claim(subject="乙县")], [], [None, None]),
        ([_claim(), _claim(indicator="7.2", number="4号")], [], [None, None]),
        ([NATIONAL, _claim()], [NATIONAL], ["used", None]),
    ],
)
def test_each_claim_has_its_reason(
    claims: list[Claim], used: list[Claim], causes: list[str | None]
) -> None:
    lines = judged_claims(_scheme(), claims, used=used)
    assert [line.cause for line in lines] == causes
    assert [line.accepted for line in lines] == [cause is None for cause in causes]
    assert all(line.reason for line in lines)


@pytest.mark.parametrize(
    ("highest", "causes"),
    [
        ("kind", [None, None, None]),
        ("indicator", [None, "highest", None]),
        ("scheme", [None, "highest", "highest"]),
        ("none", [None, None, None]),
    ],
)
def test_where_one_looks_for_the_same_work(highest: str, causes: list[str | None]) -> None:
    claims = [
        NATIONAL,
        _claim(kind="专利", level="", award="专利", number="3号"),
        _claim(indicator="7.2", number="4号"),
    ]
    lines = judged_claims(_scheme(highest), claims, used=())
    assert [line.cause for line in lines] == causes


def test_an_award_is_known_by_its_number_or_by_what_it_says() -> None:
    same = _claim(number=""), _claim(number="", persons=3)
    other = _claim(number="", award="标兵", work="助力")
    lines = judged_claims(_scheme("none"), [*same, other], used=())
    assert [line.cause for line in lines] == [None, "repeated", None]


def test_persons_count_where_the_tariff_is_per_person() -> None:
    lines = judged_claims(_scheme(), [_claim(kind="专利", level="", persons=3)], used=())
    assert points_by_indicator(lines) == {("甲县", "7.1"): 6}
