"""Who is ranked with whom, in the order in which a page lists them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jiheng.score.result import Outcome, SubjectOutcome


@dataclass(frozen=True, slots=True)
class Standings:
    """One group that is ranked together.

    `key` is its name in `Outcome.places`, `title` what people call it (empty: all together);
    `listed` have a result, ranked ones first; `unfinished` have none yet.
    """

    key: str
    title: str
    listed: tuple[SubjectOutcome, ...]
    unfinished: tuple[SubjectOutcome, ...]

    @property
    def subjects(self) -> tuple[SubjectOutcome, ...]:
        """Everyone in the group, as listed, then those without a result."""
        return (*self.listed, *self.unfinished)


def standings(outcome: Outcome) -> tuple[Standings, ...]:
    """The groups of an outcome in the scheme's order; those without subjects are left out."""
    if outcome.scheme.grading.per == "all":
        return (_group(("", ""), outcome.subjects),)
    titles = {one.id: one.title for one in outcome.scheme.categories}
    found = {one.category: titles.get(one.category, one.category) for one in outcome.subjects}
    order = [*(key for key in titles if key in found), *(key for key in found if key not in titles)]
    return tuple(
        _group((key, found[key]), [one for one in outcome.subjects if one.category == key])
        for key in order
    )


def has_result(one: SubjectOutcome) -> bool:
    """Is there a total, or a place in an interim ranking?"""
    return one.total is not None or one.rank is not None


def is_interim(one: SubjectOutcome) -> bool:
    """Ranked by what is known so far, because the scheme reads unfinished subjects so?"""
    return one.total is None and one.rank is not None


def _group(named: tuple[str, str], subjects: Sequence[SubjectOutcome]) -> Standings:
    there = [one for one in subjects if has_result(one)]
    ranked = sorted((one for one in there if one.rank is not None), key=lambda one: one.rank or 0)
    apart = [one for one in there if one.rank is None]
    open_ones = tuple(one for one in subjects if not has_result(one))
    return Standings(*named, (*ranked, *apart), open_ones)
