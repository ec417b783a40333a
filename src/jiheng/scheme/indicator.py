"""One indicator: a section with children, or a clause with a rule."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import model_validator

from jiheng.rules.condition import Condition
from jiheng.rules.rule_box import RuleBox
from jiheng.scheme.printed import Printed, Source
from jiheng.scheme.target import Target
from jiheng.values.exact import Amount
from jiheng.values.noun import Noun


class Indicator(Noun):
    """One node of the tree.

    - `id`: as the document numbers it, unique in the scheme; `level`: the name of its level
      (`一级指标` value such as 产出指标), used by an allocation.
    - `points`: the points in force; a leaf without points gets them from the allocation.
    - `applies`: a condition on facts or `{fact: category, is: <category id>}`; where it does not
      hold the cell is not applicable.
    - a leaf has a `rule`, or a target from which the allocation makes one; a section has children
      and the sum of their scores, not above `cap` where given.
    - `evidence`: names of proofs asked for.
    """

    id: str
    title: str
    level: str = ""
    points: Amount | None = None
    cap: Amount | None = None
    printed: Printed = Printed()
    source: Source = Source()
    applies: Condition | None = None
    rule: RuleBox | None = None
    targets: tuple[Target, ...] = ()
    evidence: tuple[str, ...] = ()
    children: tuple[Indicator, ...] = ()

    @model_validator(mode="after")
    def _section_or_clause(self) -> Indicator:
        if self.children and self.rule is not None:
            raise ValueError("指标或有下级（children），或有规则（rule），不能都有")
        return self

    def walk(self) -> Iterator[Indicator]:
        """This indicator and all below it, in the order of the document."""
        yield self
        for child in self.children:
            yield from child.walk()

    def leaves(self) -> Iterator[Indicator]:
        """The clauses below (or itself), in the order of the document."""
        return (one for one in self.walk() if not one.children)

    def needs(self) -> frozenset[str]:
        """Facts that the clause's own rule and applicability read."""
        rule = self.rule.shape.needs() if self.rule else frozenset()
        return rule | (self.applies.needs() if self.applies else frozenset())


class Bonus(Noun):
    """Indicators beyond the base score, together not above `cap` where one is given."""

    title: str = "加分"
    cap: Amount | None = None
    printed: Printed = Printed()
    source: Source = Source()
    items: tuple[Indicator, ...] = ()
