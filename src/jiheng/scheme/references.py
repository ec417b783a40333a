"""What one part of a scheme says about another: every name that is used must stand for something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from jiheng.rules.bonus.awards import Awards
from jiheng.rules.condition import Condition
from jiheng.rules.points.choice import Choice
from jiheng.rules.points.judged import Judged
from jiheng.rules.points.parts import Parts
from jiheng.rules.points.steps import Steps
from jiheng.scheme.readings import QUESTIONS
from jiheng.scheme.scheme import Scheme
from jiheng.scheme.walk import every_rule, indicators_with_paths, rules_of, rules_with_paths
from jiheng.values.placed import Path

Found = tuple[Path, str]
BUILT_IN = frozenset({"category", "subject"})


def reference_problems(scheme: Scheme) -> list[Found]:
    """Every reference that leads nowhere, and every name that stands for two things."""
    checks = (_ids, _facts_used, _facts_declared, _choices, _grades, _readings, _jury, _awards)
    return [found for check in checks for found in check(scheme)]


def _ids(scheme: Scheme) -> Iterator[Found]:
    seen: set[str] = set()
    for path, indicator in indicators_with_paths(scheme):
        if indicator.id in seen:
            yield (*path, "id"), f"指标编号“{indicator.id}”重复；编号在全表中应唯一"
        seen.add(indicator.id)
    categories = Counter(one.id for one in scheme.categories)
    for spot, category in enumerate(scheme.categories):
        if categories[category.id] > 1:
            yield ("categories", spot, "id"), f"类别编号“{category.id}”重复"
    names = Counter(name for name, _ in scheme.subjects())
    for name, count in names.items():
        if count > 1:
            yield ("categories",), f"“{name}”在被考核单位中列了 {count} 次"


def _facts_used(scheme: Scheme) -> Iterator[Found]:
    known = frozenset(scheme.facts) | BUILT_IN
    for path, indicator in indicators_with_paths(scheme):
        if indicator.applies:
            yield from _unknown((*path, "applies"), indicator.applies.needs(), known=known)
        for below, rule in rules_with_paths(indicator):
            if not isinstance(rule, Parts):  # its parts are walked themselves
                yield from _unknown((*path, *below), rule.needs(), known=known)
        for spot, target in enumerate(indicator.targets):
            if target.fact:
                yield from _unknown((*path, "targets", spot), frozenset({target.fact}), known=known)
    for spot, veto in enumerate(scheme.vetoes):
        yield from _unknown(("vetoes", spot, "when"), veto.when.needs(), known=known)


def _unknown(path: Path, used: frozenset[str], *, known: frozenset[str]) -> Iterator[Found]:
    for name in sorted(used - known):
        if not name.startswith(("jury:", "awards:", "actual:", "within:")):
            yield path, f"填报项“{name}”没有在 facts 中说明"


def _facts_declared(scheme: Scheme) -> Iterator[Found]:
    named = frozenset(name for name, _ in scheme.subjects())
    named |= frozenset(one.id for one in scheme.categories) | {"*"}
    for name, fact in scheme.facts.items():
        path: Path = ("facts", name)
        if name in BUILT_IN:
            yield path, f"“{name}”是系统自带的填报项，请换一个名字"
        parts = (fact.ratio.of, fact.ratio.over) if fact.ratio else ()
        for part in parts:
            source = scheme.facts.get(part)
            if source is None or source.ratio:
                yield (*path, "ratio"), f"比率的“{part}”应是 facts 中直接填报的一项"
        for key in sorted(set(fact.given) - named):
            yield (*path, "given", key), f"“{key}”不是被考核单位或类别；可写单位名、类别编号或 *"


def _conditions(scheme: Scheme) -> Iterator[tuple[Path, Condition]]:
    for path, indicator in indicators_with_paths(scheme):
        if indicator.applies:
            yield (*path, "applies"), indicator.applies
    for path, rule in every_rule(scheme):
        for spot, row in enumerate(rule.rows if isinstance(rule, Steps) else ()):
            yield (*path, "rows", spot, "when"), row.when
    for spot, veto in enumerate(scheme.vetoes):
        yield ("vetoes", spot, "when"), veto.when


def _choices(scheme: Scheme) -> Iterator[Found]:
    asked = [(path, one) for path, whole in _conditions(scheme) for one in whole.walk()]
    for path, one in asked:
        if one.is_ is not None and one.is_ not in options_of(scheme, one.fact or ""):
            yield path, f"“{one.is_}”不是填报项“{one.fact}”的选项"
    for path, rule in every_rule(scheme):
        if isinstance(rule, Choice):
            options = options_of(scheme, rule.of)
            unknown = [level.level for level in rule.levels if level.level not in options]
            told = "、".join(f"“{level}”" for level in unknown)
            if unknown:
                yield (*path, "levels"), f"等级{told}不是填报项“{rule.of}”的选项"


def options_of(scheme: Scheme, fact: str) -> tuple[str, ...]:
    """The options of a choice; the built-in facts choose among categories and subjects."""
    if fact == "category":
        return tuple(one.id for one in scheme.categories)
    if fact == "subject":
        return tuple(name for name, _ in scheme.subjects())
    return scheme.facts[fact].options if fact in scheme.facts else ()


def _grades(scheme: Scheme) -> Iterator[Found]:
    grades = {one.grade for one in scheme.grading.grades}
    tops = {one.id for one in scheme.indicators}
    ids = {one.id for one in scheme.walk()} | {"base", "bonus"}
    for spot, veto in enumerate(scheme.vetoes):
        if veto.grade is not None and veto.grade not in grades:
            yield ("vetoes", spot, "grade"), f"等次“{veto.grade}”不在 grading 的等次中"
    for spot, grade in enumerate(scheme.grading.grades):
        for at, floor in enumerate(grade.floors):
            if floor.section not in tops:
                path: Path = ("grading", "grades", spot, "floors", at)
                yield path, f"“{floor.section}”不是大项编号"
    for spot, key in enumerate(scheme.grading.tie_break):
        if key not in ids:
            yield ("grading", "tie-break", spot), f"“{key}”不是指标编号，也不是 base 或 bonus"


def _readings(scheme: Scheme) -> Iterator[Found]:
    for name, reading in scheme.readings.items():
        question = QUESTIONS.get(name)
        if question is None:
            yield ("readings", name), f"没有“{name}”这个口径；可用：{'、'.join(QUESTIONS)}"
        elif reading.chosen is not None and reading.chosen not in question.options:
            options = "、".join(question.options)
            yield ("readings", name, "chosen"), f"“{reading.chosen}”不可用；可用：{options}"


def _jury(scheme: Scheme) -> Iterator[Found]:
    judged = any(
        isinstance(rule, Judged) and rule.by == "jury"
        for leaf in scheme.leaves()
        for rule in rules_of(leaf)
    )
    if judged and scheme.jury is None:
        yield (), "有由评委打分的指标，但没有写 jury（评委组和权重）"


def _awards(scheme: Scheme) -> Iterator[Found]:
    for path, indicator in indicators_with_paths(scheme):
        if sum(isinstance(rule, Awards) for rule in rules_of(indicator)) > 1:
            yield (*path, "rule"), "一个指标只能有一条 awards 规则；请把各类奖项写进同一条的 kinds"
