"""What one part of a scheme says about another: every name that is used must stand for something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from jiheng.rules.bonus.awards import Awards
from jiheng.rules.condition import COMPARE, Condition
from jiheng.rules.edge import edge_facts
from jiheng.rules.points.choice import Choice
from jiheng.rules.points.judged import Judged
from jiheng.rules.points.parts import Parts
from jiheng.rules.points.steps import Steps
from jiheng.scheme.readings import QUESTIONS
from jiheng.scheme.record_references import record_problems
from jiheng.scheme.scheme import Scheme
from jiheng.scheme.walk import every_rule, indicators_with_paths, rules_of, rules_with_paths
from jiheng.values.placed import Path

Found = tuple[Path, str]
BUILT_IN = frozenset({"category", "subject"})


def reference_problems(scheme: Scheme) -> list[Found]:
    """Every reference that leads nowhere, and every name that stands for two things."""
    checks = (
        _ids, _names, _facts_used, _facts_declared, _choices, _codes, _grades, _readings, _jury,
        _awards, _empty, _targets, record_problems,
    )  # fmt: skip
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


def _names(scheme: Scheme) -> Iterator[Found]:
    """Everything else that is found by its name has to have one of its own."""
    grades = [one.grade for one in scheme.grading.grades]
    groups = [one.id for one in scheme.jury.groups] if scheme.jury else []
    lists: tuple[tuple[Path, str, list[str]], ...] = (
        (("vetoes",), "一票否决编号", [one.id for one in scheme.vetoes]),
        (("grading", "grades"), "等次", grades),
        (("jury", "groups"), "评委组编号", groups),
    )
    for path, what, names in lists:
        for spot, name in enumerate(names):
            if name in names[:spot]:
                yield (*path, spot), f"{what}“{name}”重复"
    for spot, honour in enumerate(scheme.honours):
        for grade in honour.grades:
            if grade not in grades:
                yield ("honours", spot, "grades"), f"等次“{grade}”不在 grading 的等次中"


def _empty(scheme: Scheme) -> Iterator[Found]:
    """A rule without rows, levels, parts, kinds or facts gives nothing that could be scored."""
    for path, rule in every_rule(scheme):
        for name in ("of", "rows", "levels", "kinds"):
            if getattr(rule, name, None) == ():
                yield (*path, name), "不能是空的；至少写一项"


def _targets(scheme: Scheme) -> Iterator[Found]:
    """A target has what its kind needs: a number, both ends of a range, a choice to be judged by."""
    for path, indicator in indicators_with_paths(scheme):
        for spot, target in enumerate(indicator.targets):
            here = (*path, "targets", spot)
            fact = scheme.facts.get(target.fact or "")
            if target.op in COMPARE and target.value is None:
                yield (
                    here,
                    f"目标“{target.op}”没有数值；请写 value，或把 op 写成 qualitative 或 none",
                )
            if target.op == "range" and (target.value is None or target.high is None):
                yield here, "区间目标要写 value（下限）和 high（上限）"
            if target.op == "qualitative" and fact is not None and not fact.options:
                yield here, f"定性目标的填报项“{target.fact}”应是 choice 类型"


def _codes(scheme: Scheme) -> Iterator[Found]:
    """A choice is a name and no number: it cannot be added, compared or divided."""
    choices = BUILT_IN | {name for name, fact in scheme.facts.items() if fact.options}
    for path, whole in _conditions(scheme):
        for one in whole.walk():
            number = {one.fact} if one.is_ is None and one.fact else set()
            for name in sorted((number | edge_facts(one.value)) & choices):
                yield path, f"“{name}”是选项，只能写 {{fact: {name}, is: 选项}}，不能比大小"
    for path, rule in every_rule(scheme):
        if isinstance(rule, Choice):
            used = frozenset({rule.share} if rule.share else ())
        else:
            used = frozenset() if isinstance(rule, (Parts, Steps)) else rule.needs()
        for name in sorted(used & choices):
            yield path, f"“{name}”是选项，不能当作数来计分；请用 choice 规则"


def _facts_used(scheme: Scheme) -> Iterator[Found]:
    leaves = frozenset(one.id for one in scheme.leaves())
    made = (f"{kind}:{one}" for kind in ("jury", "awards", "actual", "within") for one in leaves)
    known = frozenset(scheme.facts) | BUILT_IN | frozenset(made)
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
