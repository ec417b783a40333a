"""Do two units press a third together?

## What it does
For every two jurors from different units and every third unit both have marked: how much less
both give it than its level and their own strictness suggest.
## How to read it
`press` is points per mark, averaged over the two marks. Two jurors who both saw the same weakness
press honestly; the sentence therefore asks for the reason, as all flags do.
## Source
One added column for the two cells in the additive fit, externally studentised, one-sided;
Bonferroni over all pairs and thirds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jiheng.fairness.additive import Additive, Floats, fit_of, studentised
from jiheng.fairness.flag import NO_EFFECT, Flag, points, rarity_words
from jiheng.fairness.marks import Matrix
from jiheng.fairness.rarity import critical, once_in


@dataclass(frozen=True, slots=True)
class SharedPress:
    """Two jurors and a third unit that both marked `press` points under expectation."""

    jurors: tuple[str, str]
    subject: str
    press: float
    strength: float


def shared_presses(matrix: Matrix, *, rate: float = 0.025) -> tuple[SharedPress, ...]:
    """Pairs that press a third beyond accident, strongest first."""
    return _found(matrix, fit_of(matrix), rate=rate)


def shared_press_flags(matrix: Matrix, fit: Additive, *, rate: float) -> tuple[Flag, ...]:
    """Pairs that press a third; by accident in at most `rate` of honest assessments."""
    return tuple(_flag(found) for found in _found(matrix, fit, rate=rate))


def _found(matrix: Matrix, fit: Additive, *, rate: float) -> tuple[SharedPress, ...]:
    homes = [matrix.own_place(row) for row in range(len(matrix.jurors))]
    rows = np.array([row for row, home in enumerate(homes) if home is not None], dtype=np.intp)
    places = np.array([home for home in homes if home is not None], dtype=np.intp)
    looks = sum(int(pairs.sum()) for pairs in _pairs(fit, rows, places=places))
    if fit.df < 2 or not looks:
        return ()
    limit = critical(rate / looks, fit.df - 1)
    found = []
    for subject, pairs in enumerate(_pairs(fit, rows, places=places)):
        shift, room = _together(fit, rows, subject=subject)
        low = fit.rest[rows, subject] < 0
        both_low = pairs & low[:, None] & low[None, :]
        room = np.where(both_low & (room > 1e-9), room, np.nan)
        scores = -studentised(shift, room, left=fit.left, df=fit.df)
        for one, two in np.argwhere(scores > limit):
            names = matrix.jurors[rows[one]].name, matrix.jurors[rows[two]].name
            press = float(-shift[one, two] / room[one, two])
            strength = once_in(scores[one, two], fit.df - 1, looks=looks)
            found.append(SharedPress(names, matrix.subjects[subject], press, strength))
    return tuple(sorted(found, key=lambda press: -press.strength))


def _pairs(
    fit: Additive, rows: NDArray[np.intp], *, places: NDArray[np.intp]
) -> Iterator[NDArray[np.bool_]]:
    """For each subject, which pairs (each once) come from two other units and both marked it."""
    once = np.triu(places[:, None] != places[None, :], 1)
    for subject in range(fit.present.shape[1]):
        marked = fit.present[rows, subject] & (places != subject)
        yield once & marked[:, None] & marked[None, :]


def _together(fit: Additive, rows: NDArray[np.intp], *, subject: int) -> tuple[Floats, Floats]:
    """The summed rests of each pair on one subject, and the room of the two cells, (J, J) each."""
    column = fit.part[:, subject]
    carried = fit.inverse @ column
    own = np.diag(fit.inverse)[rows] - 4 * carried[rows]
    cross = 2 * fit.inverse[np.ix_(rows, rows)] + 4 * float(column @ carried)
    room = 2 - 4 / max(float(fit.counts[subject]), 1.0) - (own[:, None] + own[None, :] + cross)
    rest = fit.rest[rows, subject]
    return rest[:, None] + rest[None, :], room


def _flag(found: SharedPress) -> Flag:
    one, two = found.jurors
    sentence = (
        f"评委“{one}”和评委“{two}”给“{found.subject}”的打分都偏低：与按两位评委平时松紧和其他评委对该单位的"
        f"打分推算的相比，平均每人低 {points(found.press)}。{rarity_words(found.strength)}。{NO_EFFECT}"
    )
    return Flag(found.jurors, (found.subject,), "mutual-pair", found.strength, sentence)
