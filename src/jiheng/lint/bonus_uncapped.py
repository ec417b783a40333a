"""A bonus without a limit.

## What it finds
Bonus items of which at least one can grow without end, when neither the item nor the bonus as a
whole has a cap.
## Why it matters
A single prize list can outweigh a whole section, and the ranking turns into a count of prizes.
## Example
    bonus: {items: [{id: "7.1", rule: {per: {of: prizes, each: "2"}}}]}
## What to do
Give the item or the bonus a `cap`, or write down in `decisions` that there is none.
"""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.lint.finding import Fault
from jiheng.lint.possible import best_score
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.scheme import Scheme


def bonus_uncapped(scheme: Scheme) -> Iterator[Fault]:
    """The bonus, when nothing bounds it."""
    if scheme.bonus.cap is not None:
        return
    endless = [one.id for one in scheme.bonus.items if _is_endless(scheme, one)]
    if endless:
        yield Fault(
            "bonus",
            f"“{scheme.bonus.title}”没有上限（{'、'.join(endless)}可以一直加）；"
            "请给单项或加分合计写上限，或在 decisions 中写明不设上限",
            scheme.bonus.source,
        )


def _is_endless(scheme: Scheme, item: Indicator) -> bool:
    return any(
        leaf.rule is not None and best_score(leaf.rule.shape, scheme) is None
        for leaf in item.leaves()
        if item.cap is None and leaf.cap is None
    )
