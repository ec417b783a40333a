"""A sentence kept is the sentence that would be said again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from jiheng.scheme.load import scheme_of
from jiheng.scheme.resolve import resolve
from jiheng.scheme.scheme import Scheme
from jiheng.score import whys
from jiheng.score.bundle import inputs_of
from jiheng.score.outcome import assess
from jiheng.score.prepare import Clause, Prepared, prepare
from jiheng.score.whys import why_of
from jiheng.values.placed import Placed
from tests.score.generator import draw


def scored_cells(seed: int) -> Iterator[tuple[Prepared, Clause, Mapping[str, Fraction]]]:
    """Every cell of a random assessment that a rule has scored, with the subject's facts."""
    one = draw(seed)
    scheme = resolve(Scheme.model_validate(one.scheme))
    prepared = prepare(scheme)
    for subject in assess(scheme, inputs_of(one.inputs), prepared=prepared).subjects:
        for clause in prepared.clauses:
            if subject.cells[clause.indicator.id].computed is not None:
                yield prepared, clause, subject.known.values


def test_the_same_words_as_the_rule_itself() -> None:
    told = 0
    for prepared, clause, values in (cell for seed in range(60) for cell in scored_cells(seed)):
        assert clause.rule is not None
        expected = clause.rule.why(values, prepared.words)
        assert why_of(prepared, clause, values=values) == expected
        assert why_of(prepared, clause, values=values) == expected
        told += 1
    assert told > 500


RATE = {
    "scheme": "x",
    "title": "虚构示例",
    "period": {"year": "2017"},
    "facts": {
        "a": {"title": "甲", "unit": "家"},
        "b": {"title": "乙", "unit": "家"},
        "rate": {"title": "率", "type": "percent", "unit": "%", "ratio": {"of": "a", "over": "b"}},
    },
    "indicators": [
        {
            "id": "1", "title": "覆盖", "points": "2",
            "rule": {"bands": {"of": "rate", "rows": [{"from": "50", "points": "2"}]}},
        }
    ],
}  # fmt: skip


def test_a_rate_is_told_with_its_own_parts() -> None:
    prepared = prepare(scheme_of(Placed(RATE, {})))
    said = [
        why_of(
            prepared,
            prepared.clauses[0],
            values={"a": Fraction(a), "b": Fraction(2 * a), "rate": Fraction(50)},
        ).sentence
        for a in (1, 3)
    ]
    assert said == [
        "率：50%（1家/2家），符合“50%（含）以上”，得2分。",
        "率：50%（3家/6家），符合“50%（含）以上”，得2分。",
    ]


def test_what_is_kept_is_bounded() -> None:
    prepared = prepare(scheme_of(Placed(RATE, {})))
    for number in range(whys._AT_MOST + 10):
        values = {"a": Fraction(number), "b": Fraction(1), "rate": Fraction(100 * number)}
        why_of(prepared, prepared.clauses[0], values=values)
    assert len(prepared.memo["whys"]["1"].said) <= whys._AT_MOST
