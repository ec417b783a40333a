"""Answers given under one version of a scheme, read under the next: kept, asked again, new or gone."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from jiheng.scheme.bounds import out_of_bounds
from jiheng.scheme.difference_words import VALUES
from jiheng.scheme.fact import Fact
from jiheng.scheme.pairs import Named, Pair, fact_pairs, indicator_pairs
from jiheng.scheme.scheme import Scheme
from jiheng.values.inputs import MISSING, Claim, Entry, Inputs, Mark

Fate = Literal["kept", "again", "new", "gone"]

_PLAIN_NUMBERS = frozenset({"count", "number", "money"})
"""Types among which an answer keeps its meaning, as long as the new bounds take it."""


@dataclass(frozen=True, slots=True)
class AnswerEffect:
    """One fact: its name before and after, what becomes of the answers to it, and whose they are.

    The answers of one fact can share their fate or not: then it has an effect for each.
    """

    old: str | None
    new: str | None
    fate: Fate
    subjects: tuple[str, ...]
    sentence: str


def answer_effects(old: Scheme, new: Scheme, *, inputs: Inputs) -> tuple[AnswerEffect, ...]:
    """Every fact that somebody is or was asked for, in the order of the new scheme, gone ones last."""
    return tuple(
        one for pair in fact_pairs(old, new) for one in _effects(_asked(pair), inputs=inputs)
    )


def inputs_under(old: Scheme, new: Scheme, *, inputs: Inputs) -> Inputs:
    """What is left of the inputs under the new scheme: answers that stand under their facts' new names,
    everything about clauses under their new ids; of the subjects those that it assesses."""
    listed = dict(new.subjects())
    subjects = tuple(listed.items()) if listed else inputs.subjects
    clauses = {
        pair.old.id: pair.new.id for pair in indicator_pairs(old, new) if pair.old and pair.new
    }
    pairs = [one for one in map(_asked, fact_pairs(old, new)) if one.old and one.new]
    return replace(
        inputs,
        subjects=subjects,
        facts={name: dict(_kept(pairs, inputs.facts.get(name, {}))) for name, _ in subjects},
        claimed={
            name: {clauses[one]: score for one, score in cells.items() if one in clauses}
            for name, cells in inputs.claimed.items()
        },
        settled={
            name: {clauses[one]: score for one, score in cells.items() if one in clauses}
            for name, cells in inputs.settled.items()
        },
        marks=tuple(_mark(one, clauses) for one in inputs.marks if one.indicator in clauses),
        claims=tuple(_claim(one, clauses) for one in inputs.claims if one.indicator in clauses),
        used=tuple(_claim(one, clauses) for one in inputs.used),
    )


def _mark(mark: Mark, clauses: Mapping[str, str]) -> Mark:
    return replace(mark, indicator=clauses[mark.indicator])


def _claim(claim: Claim, clauses: Mapping[str, str]) -> Claim:
    return replace(claim, indicator=clauses.get(claim.indicator, claim.indicator))


def _asked(pair: Pair[Named]) -> Pair[Named]:
    """The pair without a side that nobody is asked for: given, or computed from others."""
    old = pair.old if pair.old and pair.old[1].is_asked else None
    return Pair(old, pair.new if pair.new and pair.new[1].is_asked else None)


def _kept(pairs: list[Pair[Named]], entries: Mapping[str, Entry]) -> Iterator[tuple[str, Entry]]:
    for pair in pairs:
        if pair.old is None or pair.new is None or pair.old[0] not in entries:
            continue
        entry = entries[pair.old[0]]
        if not _why_again(pair.old[1], pair.new[1], entry=entry):
            yield pair.new[0], _read(pair.old[1], pair.new[1], entry=entry)


def _effects(pair: Pair[Named], *, inputs: Inputs) -> Iterator[AnswerEffect]:
    if pair.old is None:
        if pair.new is not None:
            told = f"新增填报项“{pair.new[1].title}”，{_by(pair.new[1])}填报。"
            yield AnswerEffect(None, pair.new[0], "new", (), told)
        return
    (name, old), answered = pair.old, _answered(pair.old[0], inputs)
    if pair.new is None:
        told = f"填报项“{old.title}”不再填报{_count(answered, '已填的不再使用')}。"
        yield AnswerEffect(name, None, "gone", tuple(answered), told)
        return
    now, new = pair.new
    groups: dict[str, list[str]] = {} if answered else {_other_meaning(old, new): []}
    for subject, entry in answered.items():
        groups.setdefault(_why_again(old, new, entry=entry), []).append(subject)
    for why, subjects in groups.items():
        told = _told(new, why=why, subjects=subjects, is_changed=old.help != new.help)
        yield AnswerEffect(name, now, "again" if why else "kept", tuple(subjects), told)


def _answered(name: str, inputs: Inputs) -> dict[str, Entry]:
    found = {one: inputs.facts.get(one, {}).get(name, MISSING) for one, _ in inputs.subjects}
    return {one: entry for one, entry in found.items() if entry.state != "missing"}


def _by(fact: Fact) -> str:
    return f"由{VALUES['Fact.from'][fact.from_]}"


def _count(subjects: Collection[str], what: str) -> str:
    return f"（{len(subjects)}个单位{what}）" if subjects else ""


def _told(new: Fact, *, why: str, subjects: list[str], is_changed: bool) -> str:
    if why:
        return f"填报项“{new.title}”{why}，要重新填报{_count(subjects, '已填')}。"
    note = "，填报说明改了，请核对" if is_changed else ""
    return f"填报项“{new.title}”的填报继续有效{_count(subjects, '已填')}{note}。"


def _why_again(old: Fact, new: Fact, *, entry: Entry) -> str:
    """Why the answer does not stand any more; empty where it does."""
    why = _other_meaning(old, new)
    if why or entry.state != "known" or entry.value is None:
        return why
    value = _read(old, new, entry=entry).value
    if value is None:
        return f"已没有“{_option(old, entry.value)}”这一选项"
    return out_of_bounds(new, value) or ""


def _other_meaning(old: Fact, new: Fact) -> str:
    """What makes any answer to the old question none to the new one."""
    if old.type != new.type and not {old.type, new.type} <= _PLAIN_NUMBERS:
        kinds = VALUES["Fact.type"]
        return f"由填{kinds[old.type]}改为填{kinds[new.type]}"
    if old.unit != new.unit:
        return f"的单位由“{old.unit or '无'}”改为“{new.unit or '无'}”"
    if _bare(old.title) != _bare(new.title):
        return f"原为“{old.title}”，含义已变"
    if old.from_ != new.from_:
        return f"改{_by(new)}填报"
    return ""


def _bare(title: str) -> str:
    """A title without punctuation and spaces."""
    return re.sub(r"\W", "", title)


def _option(fact: Fact, value: Fraction) -> str:
    at = int(value)
    return fact.options[at] if 0 <= at < len(fact.options) else str(at)


def _read(old: Fact, new: Fact, *, entry: Entry) -> Entry:
    """The same answer under the new fact: an option by its name, everything else as it is."""
    if new.type != "choice" or entry.value is None:
        return entry
    option = _option(old, entry.value)
    if option not in new.options:
        return replace(entry, value=None)
    return replace(entry, value=Fraction(new.options.index(option)))
