"""What tallies say about records and facts: every kind, field and option that is named must be there."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.rules.condition import Condition
from jiheng.rules.edge import edge_facts
from jiheng.scheme.record import DATE, NUMERIC, Record, TallyRule
from jiheng.scheme.scheme import Scheme
from jiheng.values.placed import Path

Found = tuple[Path, str]


def record_problems(scheme: Scheme) -> Iterator[Found]:
    """Every reference of a tally that leads nowhere or to what cannot be tallied."""
    for kind, record in scheme.records.items():
        if DATE in record.fields:
            path: Path = ("records", kind, "fields", DATE)
            yield path, f"“{DATE}”是每条记录自带的日期，请换一个名字"
    for fact, rule in scheme.tallies.items():
        path = ("tallies", fact)
        yield from _of_fact(scheme, rule, fact=fact)
        if rule.kind in scheme.records:
            yield from _of_fields(scheme.records[rule.kind], rule, path=path)
        else:
            known = "、".join(scheme.records) or "无"
            yield path, f"“{rule.kind}”没有在 records 中说明；已说明的：{known}"


def _of_fact(scheme: Scheme, rule: TallyRule, *, fact: str) -> Iterator[Found]:
    declared, path = scheme.facts.get(fact), ("tallies", fact)
    if declared is None:
        yield path, f"填报项“{fact}”没有在 facts 中说明"
    elif not declared.is_asked or declared.from_ not in ("subject", "office"):
        yield path, f"填报项“{fact}”不是由单位或主办方填报的，不能由台账计数"
    elif declared.type not in ("yes-no", *NUMERIC):
        yield path, f"填报项“{fact}”的类型是 {declared.type}，不能由台账计数"
    elif rule.sum is not None and declared.type == "yes-no":
        yield path, f"填报项“{fact}”只有是与否，请用 count"


def _of_fields(record: Record, rule: TallyRule, *, path: Path) -> Iterator[Found]:
    known = frozenset(record.fields) | {DATE}
    for name in sorted(rule.needs() - known):
        yield path, f"“{record.title}”没有“{name}”这一栏；可用：{'、'.join(sorted(known))}"
    if rule.of in known and _type_of(record, rule.of) not in NUMERIC:
        yield (*path, "of"), f"“{rule.of}”不是数，不能求和"
    for one in rule.when.walk() if rule.when else ():
        if one.fact in known and not one.needs() - known:
            yield from _of_question(record, one, path=(*path, "when"))


def _of_question(record: Record, one: Condition, *, path: Path) -> Iterator[Found]:
    name, kind = one.fact or "", _type_of(record, one.fact)
    if one.is_ is not None and kind != "choice":
        yield path, f"“{name}”不是选项，不能写 is"
    elif one.is_ is not None and one.is_ not in record.fields[name].options:
        options = "、".join(record.fields[name].options)
        yield path, f"“{one.is_}”不是“{name}”的选项；可选：{options}"
    elif one.is_ is None and kind == "choice":
        yield path, f"“{name}”是选项，只能写 {{fact: {name}, is: 选项}}"
    elif kind == "text" or any(
        _type_of(record, other) in ("text", "choice") for other in edge_facts(one.value)
    ):
        yield path, f"“{name}”要和数或日期比较，文字栏不能作条件"


def _type_of(record: Record, name: str | None) -> str:
    return "date" if name == DATE else record.fields[name or ""].type
