"""Rules as expressions: every rule runs unchanged on symbols, and peers read what comes out.

So that each program computes the same thing, nothing is written twice by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from jiheng.score.prepare import Prepared


@dataclass(frozen=True, eq=False)
class Symbol:
    """A step of a rule: its verb and what it works on."""

    verb: str
    parts: tuple[Any, ...]

    def _with(self, verb: str, other: Any) -> Symbol:
        return Symbol(verb, (self, lifted(other)))

    def __add__(self, other: Any) -> Symbol:
        return self._with("+", other)

    def __radd__(self, other: Any) -> Symbol:
        return lifted(other)._with("+", self)

    def __sub__(self, other: Any) -> Symbol:
        return self._with("-", other)

    def __mul__(self, other: Any) -> Symbol:
        return self._with("*", other)

    __rmul__ = __mul__

    def over(self, other: Any) -> Symbol:
        """The quotient."""
        return self._with("/", other)

    def __floordiv__(self, other: Any) -> Symbol:
        return self._with("//", other)

    def __ge__(self, other: Any) -> Symbol:
        return self._with(">=", other)

    def __gt__(self, other: Any) -> Symbol:
        return self._with(">", other)

    def __le__(self, other: Any) -> Symbol:
        return self._with("<=", other)

    def __lt__(self, other: Any) -> Symbol:
        return self._with("<", other)

    def __eq__(self, other: object) -> Any:
        return self._with("=", other)

    def __and__(self, other: Any) -> Symbol:
        return self if other is True else self._with("and", other)

    __rand__ = __and__

    def __or__(self, other: Any) -> Symbol:
        return self._with("or", other)

    __hash__ = None  # type: ignore[assignment]  # an expression is not a key

    def pick(self, then: Any, otherwise: Any) -> Symbol:
        """One or the other; where it is the smaller or the larger of the two, it is called so."""
        if self.verb in ("<=", ">=") and _is_same(self.parts, (then, otherwise)):
            return Symbol({"<=": "least", ">=": "most"}[self.verb], self.parts)
        return Symbol("pick", (self, lifted(then), lifted(otherwise)))


def _is_same(parts: tuple[Any, ...], others: tuple[Any, ...]) -> bool:
    return all(_name(one) == _name(other) for one, other in zip(parts, others, strict=True))


def _name(value: Any) -> Any:
    symbol = lifted(value)
    return symbol.parts[0] if symbol.verb == "number" else id(symbol)


def lifted(value: Any) -> Symbol:
    """A number as a symbol."""
    return value if isinstance(value, Symbol) else Symbol("number", (Fraction(value),))


def clauses_of(prepared: Prepared) -> dict[str, Symbol]:
    """The points of every clause as an expression of facts."""
    found = {}
    for clause in prepared.clauses:
        assert clause.rule is not None  # a synthetic clause has one
        facts: Mapping[str, Any] = {name: Symbol("fact", (name,)) for name in clause.needs}
        found[clause.indicator.id] = lifted(clause.rule.score(facts))
    return found


@dataclass(frozen=True)
class Reader:
    """How one program writes numbers, facts and verbs."""

    number: Callable[[Fraction], Any]
    fact: Callable[[str], Any]
    verbs: Mapping[str, Callable[..., Any]]

    def read(self, symbol: Symbol) -> Any:
        """The expression in that program's terms; what stands in it twice is read once."""
        return self._read(symbol, {})

    def _read(self, symbol: Symbol, done: dict[int, Any]) -> Any:
        if id(symbol) not in done:
            match symbol.verb:
                case "number":
                    done[id(symbol)] = self.number(symbol.parts[0])
                case "fact":
                    done[id(symbol)] = self.fact(symbol.parts[0])
                case verb:
                    parts = [self._read(part, done) for part in symbol.parts]
                    done[id(symbol)] = self.verbs[verb](*parts)
        return done[id(symbol)]


def infix(sign: str) -> Callable[[str, str], str]:
    """A verb between two texts, in brackets."""
    return lambda left, right: f"({left} {sign} {right})"
