"""A yes/no question about facts, used by rules, vetoes, applicability and grading. No expression strings.

    {fact: visits, op: ">=", value: "2"}      compare with a number or with {fact: target}
    {fact: reported}                          a yes/no fact is yes (a number is above zero)
    {fact: level, is: 国家级}                  a choice has this option
    {all: [...]}   {any: [...]}   {not: {...}}

Every fact that a condition names must be known; otherwise the question has no answer yet.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator
from fractions import Fraction
from functools import reduce
from typing import Literal

from pydantic import model_validator

from jiheng.rules.edge import Edge, Facts, edge_facts, edge_value
from jiheng.rules.wording import Wording
from jiheng.values.carrier import Truth
from jiheng.values.exact import Whole
from jiheng.values.noun import Noun

Op = Literal[">=", ">", "<=", "<", "=", "!="]
OP_WORDS = {">=": "不少于", ">": "超过", "<=": "不超过", "<": "少于", "=": "等于", "!=": "不等于"}


class Condition(Noun):
    """One question: exactly one of `fact`, `all`, `any`, `not` is given."""

    fact: str | None = None
    op: Op | None = None
    value: Edge | None = None
    is_: str | None = None
    code: Whole | None = None  # position of the option `is_`, filled in when the scheme is resolved
    all: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()
    not_: Condition | None = None

    @model_validator(mode="after")
    def _one_question(self) -> Condition:
        given = [self.fact is not None, bool(self.all), bool(self.any), self.not_ is not None]
        if sum(given) != 1:
            raise ValueError("条件必须且只能写 fact、all、any、not 之一")
        if (self.op is None) != (self.value is None):
            raise ValueError('op 与 value 必须成对，例如 {op: ">=", value: "2"}')
        if self.op is not None and self.is_ is not None:
            raise ValueError("is 与 op 不能同写")
        if self.fact is None and (self.op or self.is_):
            raise ValueError("op、value、is 只能与 fact 同写")
        return self

    def needs(self) -> frozenset[str]:
        """Every fact that the question reads."""
        own = frozenset({self.fact}) if self.fact else frozenset[str]()
        return own.union(edge_facts(self.value), *(part.needs() for part in self._inner()))

    def walk(self) -> Iterator[Condition]:
        """This question and all inside it."""
        yield self
        for part in self._inner():
            yield from part.walk()

    def _inner(self) -> tuple[Condition, ...]:
        return (*self.all, *self.any, *((self.not_,) if self.not_ else ()))

    def holds(self, facts: Facts) -> Truth:
        """The answer, on the carrier of the facts."""
        if self.fact is None:
            return self._joint(facts)
        value = facts[self.fact]
        if self.is_ is not None:
            return value == self.code
        if self.op is None:
            return value > 0
        return COMPARE[self.op](value, edge_value(self.value, facts))

    def _joint(self, facts: Facts) -> Truth:
        """The answer to several questions together."""
        if self.not_ is not None:
            return self.not_.holds(facts) ^ True
        join = operator.and_ if self.all else operator.or_
        answers = [part.holds(facts) for part in self.all or self.any]
        return reduce(join, answers)

    def edges(self) -> tuple[tuple[str, Fraction], ...]:
        """Every printed number with the fact that it is held against."""
        if self.fact is not None:
            number = self.value if isinstance(self.value, Fraction) else None
            return ((self.fact, number),) if number is not None else ()
        return tuple(edge for part in self._inner() for edge in part.edges())

    def asks(self) -> tuple[str, ...]:
        """The facts in the order in which the question names them."""
        if self.fact is not None:
            return (self.fact, *edge_facts(self.value))
        return tuple(name for part in self._inner() for name in part.asks())

    def text(self, words: Wording, facts: Facts) -> str:
        """The question as a Chinese phrase: `学术交流活动不少于2场次`, `落实“按期换届”`."""
        if self.not_ is not None:
            return f"并非（{self.not_.text(words, facts)}）"
        if self.fact is None:
            return self._joined(self.all or self.any, words, facts=facts)
        title = words.titles.get(self.fact, self.fact)
        if self.is_ is not None:
            named = self.is_ if self.code is None else words.amount(self.fact, self.code)
            return f"{title}为{named}"
        if self.op is None:
            return f"落实“{title}”" if words.is_yes_no([self.fact]) else f"有{title}"
        return f"{title}{OP_WORDS[self.op]}{words.edge(self.fact, self.value, facts=facts)}"

    def open_text(self, words: Wording, facts: Facts) -> str:
        """What is still to be done for the answer yes; of several things only those not yet so."""
        still = tuple(part for part in self.all if not part.holds(facts))
        return self._joined(still, words, facts=facts) if still else self.text(words, facts)

    def _joined(self, parts: tuple[Condition, ...], words: Wording, *, facts: Facts) -> str:
        """Phrases joined; yes/no facts share one verb: `落实“甲”、“乙”`."""
        joint = "或" if self.any else "并"
        plain = [part for part in parts if part.is_plain(words)]
        named = [f"“{words.titles.get(part.fact or '', part.fact)}”" for part in plain]
        told = [f"落实{('或' if self.any else '、').join(named)}"] if named else []
        rest = [part.bracketed(words, facts) for part in parts if part not in plain]
        return f"，{joint}".join([*told, *rest])

    def bracketed(self, words: Wording, facts: Facts) -> str:
        """The phrase as one thing among others: several joined ones stand in brackets."""
        text = self.text(words, facts)
        return f"（{text}）" if len(self.all or self.any) > 1 else text

    def is_plain(self, words: Wording) -> bool:
        """Is this one yes/no fact that has to be yes?"""
        plain = self.fact is not None and self.op is None and self.is_ is None
        return plain and words.is_yes_no([self.fact or ""])


COMPARE = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "=": operator.eq,
    "!=": operator.ne,
}
