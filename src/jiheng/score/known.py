"""The facts of one subject made complete: reported, given, computed, marked and claimed together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from jiheng.scheme.fact import Fact
from jiheng.score.prepare import Prepared
from jiheng.values.inputs import Entry, State

PRECEDENCE: tuple[State, ...] = ("not-applicable", "refused", "pending", "missing")
"""Which state a cell has when several of its facts are not known."""


@dataclass(frozen=True, slots=True)
class Known:
    """Values of the facts that are known, and the state of every fact that is not."""

    values: Mapping[str, Fraction]
    states: Mapping[str, State]

    def state_of(self, needs: Iterable[str]) -> State:
        """The state of a cell that needs these facts: known when all of them are."""
        open_states = {
            self.states.get(name, "missing") for name in needs if name not in self.values
        }
        return next((state for state in PRECEDENCE if state in open_states), "known")


def known_facts(
    prepared: Prepared,
    subject: tuple[str, str],
    *,
    entries: Mapping[str, Entry],
    tallied: Mapping[str, Fraction | None],
) -> Known:
    """All facts of one subject; `tallied` holds its jury and awards facts (None: missing)."""
    name, category = subject
    values: dict[str, Fraction] = {}
    states: dict[str, State] = {}
    for fact_name, fact in prepared.scheme.facts.items():
        if fact.ratio is None:
            _take(
                fact_name,
                _entry(fact, entries.get(fact_name), subject=name, category=category),
                values=values,
                states=states,
            )
    for fact_name, fact in prepared.scheme.facts.items():
        if fact.ratio is not None:
            _take(fact_name, _ratio(fact, values, states=states), values=values, states=states)
    for fact_name, value in tallied.items():
        _take(fact_name, None if value is None else Entry(value), values=values, states=states)
    for built_in, key in (("category", category), ("subject", name)):
        code = prepared.codes[built_in].get(key)
        values[built_in] = Fraction(-1 if code is None else code)
    return Known(values, states)


def _take(
    name: str, entry: Entry | None, *, values: dict[str, Fraction], states: dict[str, State]
) -> None:
    if entry is not None and entry.state == "known" and entry.value is not None:
        values[name] = entry.value
    else:
        states[name] = "missing" if entry is None or entry.state == "known" else entry.state


def _entry(fact: Fact, entry: Entry | None, *, subject: str, category: str) -> Entry | None:
    """What was supplied; for a fact that the method gives, its value for subject or category."""
    if not fact.given:
        return entry
    value = fact.given.get(subject, fact.given.get(category, fact.given.get("*")))
    return None if value is None else Entry(value)


def _ratio(
    fact: Fact, values: Mapping[str, Fraction], *, states: Mapping[str, State]
) -> Entry | None:
    parts = (fact.ratio.of, fact.ratio.over) if fact.ratio else ()
    unknown = next((part for part in parts if part not in values), None)
    if unknown is not None:
        return Entry(None, states.get(unknown, "missing"))
    of, over = (values[part] for part in parts)
    if over == 0:
        return Entry(None, "not-applicable")
    return Entry(of / over * (100 if fact.type == "percent" else 1))
