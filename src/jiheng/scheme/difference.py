"""What differs between two schemes, each difference with its address, both values and a sentence.

Comments, spacing and the order of keys are no difference. Sections and clauses are the same where id
and title are, else by title (renumbered), else by id (renamed); everything else goes by its id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jiheng.scheme.difference_entries import (
    WHOLE,
    Difference,
    DifferenceKind,
    Entries,
    Place,
    pieces_sentence,
)
from jiheng.scheme.difference_words import LABELS, quoted, value_text
from jiheng.scheme.dump import canonical, reading_in_force
from jiheng.scheme.indicator_differences import indicator_differences
from jiheng.scheme.pairs import Pair, fact_pairs, out_of_order, paired, renamed_facts
from jiheng.scheme.readings import QUESTIONS
from jiheng.scheme.rule_words import method_words
from jiheng.scheme.scheme import Scheme
from jiheng.values.noun import Noun, key_of

__all__ = ["Difference", "DifferenceKind", "differences"]


def differences(old: Scheme, new: Scheme) -> tuple[Difference, ...]:
    """Everything that differs, in the order of a scheme; nothing for equal ones."""
    if canonical(old) == canonical(new):
        return ()
    entries = Entries(method_words(old), method_words(new), renamed_facts(old, new))
    return tuple(_Comparison(old, new, entries).all())


Item = tuple[str, int, Noun]
"""The id of a thing, which of those with this id it is, and the thing."""


@dataclass(frozen=True, slots=True)
class _Family:
    """Things of one kind: where they stand, their ids, their names in Chinese."""

    part: str
    items: Callable[[Scheme], Sequence[Noun]]
    key: Callable[[Any], str]
    name: Callable[[Any], str]
    skip: tuple[str, ...] = ()


_FAMILIES = (
    _Family("categories", lambda s: s.categories, lambda one: str(one.id),
            lambda one: f"类别{quoted(one.title)}", ("subjects",)),
    _Family("vetoes", lambda s: s.vetoes, lambda one: str(one.id),
            lambda one: f"一票否决{quoted(one.title or one.id)}"),
    _Family("grading.grades", lambda s: s.grading.grades, lambda one: str(one.grade),
            lambda one: f"等次{quoted(one.grade)}"),
    _Family("honours", lambda s: s.honours, lambda one: str(one.title),
            lambda one: f"荣誉{quoted(one.title)}"),
    _Family("jury.groups", lambda s: s.jury.groups if s.jury else (), lambda one: str(one.id),
            lambda one: f"评委组{quoted(one.title)}"),
    _Family("goals", lambda s: s.goals, lambda one: str(one.id), lambda one: f"目标{quoted(one.title)}"),
    _Family("procedure", lambda s: s.procedure, lambda one: str(one.id),
            lambda one: f"阶段{quoted(one.title)}"),
    _Family("decisions", lambda s: s.decisions, lambda one: f"{one.about}:{one.check}",
            lambda one: f"对“{one.about}”所作的决定"),
)  # fmt: skip

_APART = frozenset({
    "facts", "indicators", "bonus", "grading", "jury", "readings",
    *(one.part for one in _FAMILIES),
})  # fmt: skip
"""Entries of a scheme that are not compared as they stand."""


@dataclass(frozen=True, slots=True)
class _Comparison:
    """Two schemes side by side."""

    old: Scheme
    new: Scheme
    entries: Entries

    def all(self) -> Iterator[Difference]:
        """Everything, what a reader asks for first at the top."""
        yield from self._scheme()
        yield from self._subjects()
        yield from indicator_differences(self.old, self.new, entries=self.entries)
        yield from self._facts()
        yield from self._nested()
        for family in _FAMILIES:
            yield from self._family(family)
        yield from self._readings()

    def _scheme(self) -> Iterator[Difference]:
        """Title, kind, period, document, project, annex and whatever else has no family."""
        for name in Scheme.model_fields:
            key, old, new = key_of(name), getattr(self.old, name), getattr(self.new, name)
            if key in _APART:
                continue
            if isinstance(old, dict) and isinstance(new, dict):
                yield from self._named(key, old, new=new)
                continue
            label = LABELS.get(key, key)
            is_noun = isinstance(old or new, Noun)
            place = Place(key, "", label) if is_noun else Place(key, "", "办法", "", label)
            if is_noun and (old is None or new is None):
                yield self._whole(place, Pair(old, new))
            else:
                yield from self.entries.entry(place, (old, new), at=("Scheme", key))

    def _named(
        self, part: str, old: Mapping[str, Noun], *, new: Mapping[str, Noun]
    ) -> Iterator[Difference]:
        """Things that stand under their names; under that of a fact perhaps, which can change."""
        before = {self.entries.names.get(key, key): one for key, one in old.items()}
        titles = {**self.entries.old_words.titles, **self.entries.new_words.titles}
        for key in dict.fromkeys((*new, *before)):
            pair = Pair(before.get(key), new.get(key))
            titled = getattr(pair.new or pair.old, "title", "") or titles.get(key, key)
            place = Place(part, key, f"{LABELS.get(part, part)}“{titled}”")
            if pair.old is None or pair.new is None:
                yield self._whole(place, pair)
            elif isinstance(pair.new, WHOLE):
                yield from self.entries.entry(place, (pair.old, pair.new), at=("", part))
            else:
                yield from self.entries.of(place, pair.old, new=pair.new)

    def _nested(self) -> Iterator[Difference]:
        """What stands around families: of the bonus, the grading, the jury."""
        grading = Place("grading", "", "等次评定")
        yield from self.entries.of(
            grading, self.old.grading, new=self.new.grading, skip=("grades",)
        )
        jury, place = Pair(self.old.jury, self.new.jury), Place("jury", "", "评委")
        if jury.old is not None and jury.new is not None:
            yield from self.entries.of(place, jury.old, new=jury.new, skip=("groups",))
        elif jury.old != jury.new:
            yield self._whole(place, jury)

    def _family(self, family: _Family) -> Iterator[Difference]:
        old, new = (_items(family, scheme) for scheme in (self.old, self.new))
        pairs = paired(old, new, by=(lambda one: one[:2],))
        both = [pair for pair in pairs if pair.old is not None and pair.new is not None]
        strays = out_of_order([old.index(pair.old) for pair in both if pair.old is not None])
        moved = {id(both[at]) for at in strays}
        for pair in pairs:
            key, _, thing = pair.new or pair.old or ("", 0, Noun())
            place = Place(family.part, key, family.name(thing))
            if pair.old is None or pair.new is None:
                yield self._whole(place, Pair(pair.old and pair.old[2], pair.new and pair.new[2]))
                continue
            if id(pair) in moved:
                texts = (str(old.index(pair.old) + 1), str(new.index(pair.new) + 1))
                told = f"{place.name}由第{texts[0]}位移到第{texts[1]}位。"
                yield place.told("moved", texts, sentence=told)
            yield from self.entries.of(place, pair.old[2], new=pair.new[2], skip=family.skip)

    def _whole(self, place: Place, pair: Pair[Any]) -> Difference:
        """A thing that is new or gone."""
        before = value_text(pair.old, self.entries.old_words)
        after = value_text(pair.new, self.entries.new_words)
        if pair.old is None:
            told = f"新增{place.name}：{after}。"
            return place.told("added", ("", after), sentence=told)
        return place.told("removed", (before, ""), sentence=f"取消{place.name}（原为：{before}）。")

    def _facts(self) -> Iterator[Difference]:
        for pair in fact_pairs(self.old, self.new):
            name, fact = pair.new or pair.old or ("", None)
            assert fact is not None  # a pair has one side at least
            unit = f"（{fact.unit}）" if fact.unit else ""
            place = Place("facts", name, f"填报项{quoted(fact.title)}")
            if pair.old is None:
                told = f"新增{place.name}{unit}。"
                yield place.told("added", ("", fact.title), sentence=told)
            elif pair.new is None:
                told = f"取消{place.name}{unit}。"
                yield place.told("removed", (fact.title, ""), sentence=told)
            else:
                if pair.old[0] != name:
                    told = f"{place.name}的代号由{pair.old[0]}改为{name}。"
                    yield place.told("renumbered", (pair.old[0], name), sentence=told)
                yield from self.entries.of(place, pair.old[1], new=pair.new[1])

    def _readings(self) -> Iterator[Difference]:
        for name, question in QUESTIONS.items():
            old, new = reading_in_force(self.old, name), reading_in_force(self.new, name)
            place = Place("readings", name, f"口径{quoted(question.asks)}")
            if old.chosen != new.chosen:
                texts = (question.words[old.chosen or ""], question.words[new.chosen or ""])
                told = f"{place.name}由“{texts[0]}”改为“{texts[1]}”。"
                yield place.below("chosen", "所选").told("changed", texts, sentence=told)
            yield from self.entries.of(place, old, new=new, skip=("chosen",))

    def _subjects(self) -> Iterator[Difference]:
        """Who is assessed: subjects that came, went or changed their category."""
        old, new = dict(self.old.subjects()), dict(self.new.subjects())
        titles = {one.id: one.title for one in (*self.old.categories, *self.new.categories)}
        moved = {n for n in old.keys() & new.keys() if old[n] != new[n]}
        for name in (name for name in new if name in moved):
            texts = (titles[old[name]], titles[new[name]])
            told = f"“{name}”由类别“{texts[0]}”移到“{texts[1]}”。"
            yield Place("subjects", name, name).told("moved", texts, sentence=told)
        before = {one.id: one.subjects for one in self.old.categories}
        for category in self.new.categories:
            stayed = [
                tuple(name for name in names if name not in moved)
                for names in (before.get(category.id, ()), category.subjects)
            ]
            if stayed[0] != stayed[1] and category.id in before:
                place = Place("categories", category.id, f"类别{quoted(category.title)}")
                below = place.below("subjects", "单位")
                texts = ("、".join(stayed[0]), "、".join(stayed[1]))
                told = pieces_sentence(below.spoken, (stayed[0], stayed[1]))
                told = told or f"{below.spoken}由“{texts[0]}”改为“{texts[1]}”。"
                yield below.told("changed", texts, sentence=told)


def _items(family: _Family, scheme: Scheme) -> list[Item]:
    seen: dict[str, int] = {}
    items: list[Item] = []
    for one in family.items(scheme):
        key = family.key(one)
        seen[key] = seen.get(key, 0) + 1
        items.append((key, seen[key], one))
    return items
