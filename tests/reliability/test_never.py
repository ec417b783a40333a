"""Each check holds on a seeded sample, in full with `make prove`, and fails once its guard is gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from types import ModuleType

import pytest

import jiheng.ledger.claims
import jiheng.score.grading
from tests.reliability import exact_lines, jury_order, quotas, used_once

pytestmark = pytest.mark.row("SC-02", "SC-03", "SC-08", "SC-09")
SEED = 20261120
Patch = Callable[[pytest.MonkeyPatch], None]


@dataclass(frozen=True)
class Never:
    """One row: the check, its sample and full volume, and how its guard is removed."""

    row: str
    check: ModuleType
    sample: int
    full: int
    without_guard: Patch


def _float_means(patch: pytest.MonkeyPatch) -> None:
    tally = jiheng.jury.marks.tally

    def floating(*given: object, **named: object) -> object:
        found = tally(*given, **named)  # type: ignore[arg-type]
        parts = [0.4, 0.3, 0.3]
        means = [float(group.mean) for group in found.groups]
        value = sum(part * mean for part, mean in zip(parts, means, strict=True))
        return jiheng.jury.marks.JuryTally(found.groups, Fraction(value))

    patch.setattr("jiheng.score.outcome.tally", floating)


def _pooled(patch: pytest.MonkeyPatch) -> None:
    readings = jury_order.JuryReadings
    patch.setattr(
        jury_order, "JuryReadings", lambda **named: readings(**named | {"order": "pooled"})
    )


def _always_down(patch: pytest.MonkeyPatch) -> None:
    whole = jiheng.score.grading.whole_places
    patch.setattr(
        jiheng.score.grading,
        "whole_places",
        lambda n, share, rounding: whole(n, share, rounding="down"),
    )


def _forgets_used(patch: pytest.MonkeyPatch) -> None:
    judged = jiheng.ledger.claims.judged_claims
    patch.setattr(
        used_once, "judged_claims", lambda scheme, claims, used: judged(scheme, claims, used=())
    )


ROWS = (
    Never("SC-02", exact_lines, 300, 31_626, _float_means),
    Never("SC-03", jury_order, 500, 200_000, _pooled),
    Never("SC-08", quotas, 60, 240, _always_down),
    Never("SC-09", used_once, 200, 5_000, _forgets_used),
)
IDS = [row.row for row in ROWS]


def test_every_exact_triple_is_there() -> None:
    assert len(exact_lines.TRIPLES) == 31_626


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_it_never_happens_in_a_sample(row: Never) -> None:
    assert row.check.run(row.sample, SEED) == (row.sample, 0)


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_it_happens_without_the_guard(
    row: Never, monkeypatch: pytest.MonkeyPatch, record_property: Callable[[str, object], None]
) -> None:
    record_property("row", row.row)
    record_property("volume", row.sample)
    row.without_guard(monkeypatch)
    fired, wrong = row.check.run(row.sample, SEED)
    assert (fired, wrong > 0) == (row.sample, True)


@pytest.mark.prove
@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_it_never_happens_in_full(
    row: Never, record_property: Callable[[str, object], None]
) -> None:
    record_property("row", row.row)
    record_property("volume", row.full)
    assert row.check.run(row.full, SEED) == (row.full, 0)
