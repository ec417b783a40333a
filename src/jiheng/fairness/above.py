"""Is a juror harder on those who stand above his own unit?

## What it does
Ranks the subjects by everybody else's marks, takes those above the juror's own unit, and asks of
the best one, the best two, and so on: does he press these below the rest of his marks?
What others' marks show of a lead is partly luck, so the lead is first shrunk to its reliable part;
without that, every honest juror would look a little hard on the leaders.
## How to read it
`shift` is points per mark: -12 means he gives those above him 12 points less than his own marks
for the other units lead one to expect. A juror who uses a narrow scale for everybody looks a
little like this too. The best unit has nobody above and is never listed.
## Source
One added column for the juror's cells in the additive fit, externally studentised, one-sided,
Bonferroni over jurors and cuts; shrinkage as in regression to the mean (Kelley 1927).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jiheng.fairness.additive import Additive, Floats, additive, fit_of, room_of_sets, studentised
from jiheng.fairness.flag import NO_EFFECT, Flag, listed, points, rarity_words
from jiheng.fairness.marks import Grid, Matrix
from jiheng.fairness.rarity import critical, once_in


@dataclass(frozen=True, slots=True)
class Above:
    """One juror: the leading `subjects` above his unit with the strongest `shift` against them.

    `score` is Student's t of that shift, `cuts` how many groups of leaders were looked at.
    """

    juror: str
    subjects: tuple[str, ...]
    shift: float
    score: float
    cuts: int


def harder_above(matrix: Matrix) -> tuple[Above, ...]:
    """Every juror with a unit and somebody above it, hardest first."""
    return _found(matrix, fit_of(matrix))


def harder_above_flags(matrix: Matrix, fit: Additive, *, rate: float) -> tuple[Flag, ...]:
    """Jurors harder on those above; by accident in about `rate` of honest assessments."""
    found = _found(matrix, fit)
    looks = sum(above.cuts for above in found)
    if not looks:
        return ()
    limit = critical(rate / looks, fit.df - 1)
    return tuple(
        _flag(matrix, above, strength=once_in(above.score, fit.df - 1, looks=looks))
        for above in found
        if above.score > limit
    )


def _found(matrix: Matrix, fit: Additive) -> tuple[Above, ...]:
    if fit.df < 2:
        return ()
    grid = matrix.grid()
    each = (_of_juror(matrix, fit, grid=grid, row=row) for row in range(len(matrix.jurors)))
    return tuple(sorted((above for above in each if above), key=lambda above: -above.score))


def _of_juror(matrix: Matrix, fit: Additive, *, grid: Grid, row: int) -> Above | None:
    own = matrix.own_place(row)
    if own is None:
        return None
    others = additive(np.delete(grid, row, axis=0))
    marked = _best_first(others.subject, np.flatnonzero(fit.present[row]), own=own)
    leading = int((others.subject[marked] > others.subject[own]).sum())
    # Somebody must be left to compare the leaders with.
    cuts = min(leading, len(marked) - 1)
    if cuts < 1:
        return None
    size = np.arange(1.0, cuts + 1)
    room = _room(fit, marked[:cuts], row=row, size=size)
    shift = np.cumsum(fit.rest[row, marked[:cuts]]) + room * _lucky_lead(others, marked, size=size)
    scores = -studentised(shift, room, left=fit.left, df=fit.df)
    if np.isnan(scores).all():
        return None
    best = int(np.nanargmax(scores))
    names = tuple(matrix.subjects[place] for place in marked[: best + 1])
    change = float(shift[best] / room[best])
    return Above(matrix.jurors[row].name, names, change, float(scores[best]), cuts)


def _best_first(level: Floats, marked: NDArray[np.intp], *, own: int) -> NDArray[np.intp]:
    """The marked subjects but his own, best first; those that nobody else marked are left out."""
    known = marked[(marked != own) & ~np.isnan(level[marked])]
    ordered: NDArray[np.intp] = known[np.argsort(-level[known], kind="stable")]
    return ordered


def _room(fit: Additive, leaders: NDArray[np.intp], *, row: int, size: Floats) -> Floats:
    weights = -np.cumsum(fit.part[:, leaders], axis=1).T
    weights[:, row] += size
    room = room_of_sets(fit, weights, spent=size - np.cumsum(1 / fit.counts[leaders]))
    return np.where(room > 1e-9, room, np.nan)


def _lucky_lead(others: Additive, marked: NDArray[np.intp], *, size: Floats) -> Floats:
    """By how much each cut's lead over the rest is expected to be luck in the others' marks."""
    level = others.subject[marked]
    top = np.cumsum(level)[: len(size)]
    lead = top / size - (level.sum() - top) / (len(marked) - size)
    known = others.subject[~np.isnan(others.subject)]
    seen = float(known.var(ddof=1)) if len(known) > 1 else 0.0
    if seen <= 0 or others.df < 1:
        return np.asarray(lead, dtype=np.float64)
    noise = others.spread**2 * float(np.mean(1 / others.counts[others.counts > 0]))
    answer: Floats = lead * min(1.0, noise / seen)
    return answer


def _flag(matrix: Matrix, above: Above, *, strength: float) -> Flag:
    unit = next(juror.unit for juror in matrix.jurors if juror.name == above.juror)
    many = len(above.subjects) > 1
    sentence = (
        f"按其他评委的打分，{listed(above.subjects)}排在评委“{above.juror}”所在的“{unit}”之前；"
        f"该评委给{'这几个单位' if many else '该单位'}的打分，"
        f"比按他给其余单位的打分推算的平均低 {points(above.shift)}。"
        f"{rarity_words(strength)}。{NO_EFFECT}"
    )
    return Flag((above.juror,), above.subjects, "harder-above", strength, sentence)
