"""Money without a goal.

## What it finds
Parts of a project's budget of which no goal and no row of the target table speaks.
## Why it matters
Money is asked for and nothing is promised for it.
## Example
    project: {parts: [{title: 科普讲坛, amount: "900000"}]}          # no goal names it
## What to do
Set a goal and a row for it, or say in `decisions` where its goal stands.
"""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.lint.finding import Fault
from jiheng.lint.kinship import shares_words
from jiheng.rules.wording import number_text
from jiheng.scheme.project import Money
from jiheng.scheme.scheme import Scheme


def part_without_goal(scheme: Scheme) -> Iterator[Fault]:
    """The parts of a project's budget, when some have no goal."""
    project = scheme.project
    if project is None or len(project.parts) < 2 or not scheme.goals:
        return
    texts = _promises(scheme)
    left = [part for part in project.parts if not shares_words(part.title, texts)]
    if left:
        told = "、".join(_named(part, project.unit) for part in left)
        message = f"子项目{told}没有目标，也没有指标；请补目标，或在 decisions 中说明"
        yield Fault("project.parts", message, left[0].source)


def _promises(scheme: Scheme) -> list[str]:
    texts = [leaf.title for leaf in scheme.leaves()]
    texts += [target.text for leaf in scheme.leaves() for target in leaf.targets]
    for goal in scheme.goals:
        texts += [goal.title, goal.text, *goal.measures, *(one.text for one in goal.targets)]
    return texts


def _named(part: Money, unit: str) -> str:
    amount = f"（{number_text(part.amount)}{unit}）" if part.amount is not None else ""
    return f"“{part.title}”{amount}"
