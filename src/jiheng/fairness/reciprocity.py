"""Do two units lift each other? Reciprocal marking.

## What it does
For every two jurors from different units: how much more each gives the other's unit than the
subject's level and his own strictness suggest. Either half alone may be chance; both together
rarely are. (Two who press a third together: see `pressing`.)
## How to read it
`lift` is points per mark, averaged over the two marks. Marks of 10 above expectation on both
sides are visible among ten counties; 3 or 4 are not: two marks are little to go by.
## Source
One added column for the two cells in the additive fit, externally studentised, one-sided;
Bonferroni over the pairs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jiheng.fairness.additive import Additive, fit_of, room_of_sets, studentised
from jiheng.fairness.flag import NO_EFFECT, Flag, points, rarity_words
from jiheng.fairness.marks import Matrix
from jiheng.fairness.rarity import critical, once_in


@dataclass(frozen=True, slots=True)
class MutualLift:
    """Two jurors and what each gave the other's unit, in points above expectation.

    `score` is Student's t of the two marks together, `lift` their mean. Only a pair in which
    both are above expectation is flagged: one high mark alone is an outlier.
    """

    first: int
    second: int
    given: float
    received: float
    lift: float
    score: float


def mutual_lifts(matrix: Matrix) -> tuple[MutualLift, ...]:
    """Every pair of jurors who mark each other's unit, strongest lift first."""
    return _lifts(matrix, fit_of(matrix))


def mutual_lift_flags(matrix: Matrix, fit: Additive, *, rate: float) -> tuple[Flag, ...]:
    """Pairs that lift each other; by accident in at most `rate` of honest assessments."""
    pairs = _lifts(matrix, fit)
    if not pairs:
        return ()
    limit = critical(rate / len(pairs), fit.df - 1)
    return tuple(
        _flag(matrix, pair, strength=once_in(pair.score, fit.df - 1, looks=len(pairs)))
        for pair in pairs
        if pair.score > limit and min(pair.given, pair.received) > 0
    )


def _lifts(matrix: Matrix, fit: Additive) -> tuple[MutualLift, ...]:
    pairs = _pairs(matrix, fit)
    if not pairs or fit.df < 2:
        return ()
    one, two, home, away = np.array(pairs).T
    turns = np.arange(len(pairs))
    weights = -(fit.part[:, home] + fit.part[:, away]).T
    np.add.at(weights, (turns, one), 1)
    np.add.at(weights, (turns, two), 1)
    spent = 2 - 1 / fit.counts[home] - 1 / fit.counts[away]
    room = room_of_sets(fit, weights, spent=spent)
    room = np.where(room > 1e-9, room, np.nan)
    shift = fit.rest[one, away] + fit.rest[two, home]
    # The fit swallows a part of both marks; undone for the pair, so that their mean is the lift.
    given, received = 2 * fit.rest[one, away] / room, 2 * fit.rest[two, home] / room
    scores = studentised(shift, room, left=fit.left, df=fit.df)
    found = [
        MutualLift(int(a), int(b), float(g), float(r), float(lift), float(score))
        for a, b, g, r, lift, score in zip(
            one, two, given, received, shift / room, scores, strict=True
        )
        if not np.isnan(score)
    ]
    return tuple(sorted(found, key=lambda pair: -pair.score))


def _pairs(matrix: Matrix, fit: Additive) -> list[tuple[int, int, int, int]]:
    """(juror, juror, unit of the first, unit of the second) where each marked the other's unit."""
    homes = [(row, matrix.own_place(row)) for row in range(len(matrix.jurors))]
    own = [(row, place) for row, place in homes if place is not None]
    return [
        (one, two, home, away)
        for index, (one, home) in enumerate(own)
        for two, away in own[index + 1 :]
        if home != away and fit.present[one, away] and fit.present[two, home]
    ]


def _flag(matrix: Matrix, pair: MutualLift, *, strength: float) -> Flag:
    jurors = matrix.jurors[pair.first], matrix.jurors[pair.second]
    homes = tuple(juror.unit or "" for juror in jurors)
    one, two = (juror.name for juror in jurors)
    given, received = (points(value) for value in (pair.given, pair.received))
    sentence = (
        f"评委“{one}”和评委“{two}”给对方单位的打分都偏高：“{one}”给“{homes[1]}”的打分比推算的高 "
        f"{given}，“{two}”给“{homes[0]}”的打分比推算的高 {received}（推算的依据是评委平时松紧和其他评委"
        f"对该单位的打分）。{rarity_words(strength)}。{NO_EFFECT}"
    )
    return Flag((one, two), (homes[1], homes[0]), "mutual-pair", strength, sentence)
