"""A rule that does not fit the points of its clause.

## What it finds
The parts of the printed rule sentence do not add up to the points cell; or the rule in force can
give more than the clause has points, or has no limit at all.
## Why it matters
Two readers of the same clause give two scores, and the one who follows the sentence can give more
points than the clause has.
## Example
    {id: "3.3", title: 组织体系, points: "5", printed: {cell: "5", rule: ["2", "2", "2"]}, rule: …}
## What to do
Correct the cell or a part; give the rule a `cap`; or write down in `decisions` which is in force.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jiheng.lint.finding import Fault, fault_at
from jiheng.lint.possible import best_score
from jiheng.rules.wording import points_text
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.scheme import Scheme

CURE = "；请改正其中一处，或在 decisions 中写明以哪个为准"


def points_rule_mismatch(scheme: Scheme) -> Iterator[Fault]:
    """Clauses whose rule gives other points than the clause has."""
    for clause in scheme.leaves():
        told = [*_printed(clause), *_in_force(scheme, clause)]
        if told:
            yield fault_at(clause, "，且".join(told) + CURE)


def _printed(clause: Indicator) -> Iterator[str]:
    parts = clause.printed.rule
    given = clause.printed.cell if clause.printed.cell is not None else clause.points
    total = sum(parts, Fraction(0))
    if parts and given is not None and total != given:
        sums = "、".join(points_text(one) for one in parts)
        said = f"各部分{sums}，合计{points_text(total)}" if len(parts) > 1 else points_text(total)
        yield f"评分标准为{said}，分值却是{points_text(given)}"


def _in_force(scheme: Scheme, clause: Indicator) -> Iterator[str]:
    if clause.rule is None or clause.points is None:
        return
    best = best_score(clause.rule.shape, scheme)
    if best is None:
        yield f"规则没有封顶，可以超过分值{points_text(clause.points)}"
    elif best > clause.points:
        yield f"规则最多可给{points_text(best)}，超过分值{points_text(clause.points)}"
