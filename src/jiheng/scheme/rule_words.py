"""A rule told without any figures of a subject: what it counts and what it gives, piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jiheng.rules.bonus.awards import AwardKind, Awards
from jiheng.rules.edge import FactEdge, Facts
from jiheng.rules.points.bands import Bands
from jiheng.rules.points.choice import Choice, Level
from jiheng.rules.points.fixed import Fixed
from jiheng.rules.points.judged import Judged
from jiheng.rules.points.parts import Parts
from jiheng.rules.points.per import Per
from jiheng.rules.points.share import Share
from jiheng.rules.points.steps import Steps
from jiheng.rules.rule import Box
from jiheng.rules.wording import YES_NO, Wording, number_text, points_text
from jiheng.scheme.record import Record, TallyRule
from jiheng.scheme.scheme import Scheme
from jiheng.scheme.wording import wording_of


@dataclass(frozen=True, slots=True)
class MethodWords(Wording):
    """The words of a method that nobody has answered yet: a target from a fact is told by its title.

    `records`: each kind of record with its title and the words for its fields.
    """

    records: Mapping[str, tuple[str, Wording]] = field(default_factory=dict)

    def edge(self, of: str, edge: Any, *, facts: Facts) -> str:
        """A number in the unit of its fact; a target by its title."""
        if isinstance(edge, FactEdge):
            return f"“{self.titles.get(edge.fact, edge.fact)}”"
        return self.amount(of, edge)


def method_words(scheme: Scheme) -> MethodWords:
    """The words for this scheme."""
    plain = wording_of(scheme)
    records = {
        kind: (record.title, _field_words(record)) for kind, record in scheme.records.items()
    }
    return MethodWords(plain.titles, plain.units, plain.options, plain.ratios, records)


def _field_words(record: Record) -> Wording:
    columns = record.fields
    units = {n: YES_NO if one.type == "yes-no" else one.unit for n, one in columns.items()}
    return Wording(
        titles={name: one.title for name, one in columns.items()},
        units=units,
        options={name: one.options for name, one in columns.items() if one.options},
    )


def tally_words(tally: TallyRule, words: MethodWords) -> str:
    """What is counted in which records: `“活动”的次数，类型为集中培训`."""
    title, columns = words.records.get(tally.kind, (tally.kind, Wording({}, {})))
    named = {one: columns.titles.get(one, one) for one in (tally.of, tally.distinct) if one}
    told = [f"“{title}”的{'次数' if tally.of is None else f'“{named[tally.of]}”合计'}"]
    told += [tally.when.text(columns, {})] if tally.when else []
    told += [f"“{named[tally.distinct]}”相同的只计一次"] if tally.distinct else []
    return "，".join(told)


def rule_words(box: Box, words: MethodWords) -> tuple[str, ...]:
    """A clause's rule in pieces that stand by themselves: what is counted, each band, each limit."""
    told = tuple(_TOLD[box.name](box.shape, words))
    return tuple(f"（{box.title}）{piece}" for piece in told) if box.title else told


def _counted(names: tuple[str, ...], words: MethodWords) -> str:
    return "、".join(f"“{words.titles.get(name, name)}”" for name in names)


def _limits(rule: Per | Parts | Awards) -> Iterator[str]:
    if rule.cap is not None:
        yield f"最高{points_text(rule.cap)}"
    if not isinstance(rule, Awards) and rule.floor is not None:
        yield f"最低{points_text(rule.floor)}"


def _bands(rule: Bands, words: MethodWords) -> Iterator[str]:
    yield f"看{_counted(rule.of, words)}"
    for row in rule.rows:
        yield f"{row.text(rule.of[0], words, facts={})}得{points_text(row.points)}"
    if rule.otherwise:
        yield f"不在所列各档得{points_text(rule.otherwise)}"


def _steps(rule: Steps, words: MethodWords) -> Iterator[str]:
    for row in rule.rows:
        yield f"{row.when.text(words, {})}的，得{points_text(row.points)}"
    if rule.otherwise:
        yield f"不属于所列情形得{points_text(rule.otherwise)}"


def _per(rule: Per, words: MethodWords) -> Iterator[str]:
    unit = words.unit(rule.of)
    size = "" if rule.quantum == 1 else number_text(rule.quantum)
    past = f"超过{number_text(rule.beyond)}{unit}的部分" if rule.beyond else ""
    yield f"按{_counted(rule.of, words)}计"
    gives = "计" if rule.each > 0 else "扣"
    yield f"{past}每{size}{unit}{gives}{points_text(abs(rule.each))}"
    if rule.start:
        yield f"起评{points_text(rule.start)}"
    if rule.steps is not None:
        yield "不足一档不计" if rule.steps == "whole" else "不足一档按比例计"
    yield from _limits(rule)


def _share(rule: Share, words: MethodWords) -> Iterator[str]:
    goal = words.edge(rule.of[0], rule.over, facts={})
    reach = "达到" if rule.toward == "more" else "不超过"
    yield f"{_counted(rule.of, words)}{reach}{goal}得{points_text(rule.points)}"
    yield "未达到的按比例计分" if rule.toward == "more" else "超过的按比例计分"
    if rule.pass_:
        yield f"比例低于{number_text(rule.pass_)}%不得分"


def _choice(rule: Choice, words: MethodWords) -> Iterator[str]:
    yield f"看{_counted((rule.of,), words)}"
    if rule.share is not None:
        yield f"档内位置看{_counted((rule.share,), words)}"
    for level in rule.levels:
        yield f"{level.level}{_level(level)}"


def _level(level: Level) -> str:
    if level.points is not None:
        return f"得{points_text(level.points)}"
    return f"得{points_text(level.low or 0)}至{points_text(level.high or 0)}"


def _judged(rule: Judged, words: MethodWords) -> Iterator[str]:
    of = "评委打分" if rule.by == "jury" else f"按{_counted((rule.of or '',), words)}计分"
    scale = f"（{number_text(rule.out_of)}分制）" if rule.out_of is not None else ""
    yield f"{of}{scale}"
    yield f"满分{points_text(rule.points)}"


def _fixed(rule: Fixed, words: MethodWords) -> Iterator[str]:  # noqa: ARG001 - all tellers are given the same
    yield f"统一计{points_text(rule.points)}"


def _parts(rule: Parts, words: MethodWords) -> Iterator[str]:
    for part in rule.of:
        yield from rule_words(part, words)
    yield from (f"合计{limit}" for limit in _limits(rule))


def _awards(rule: Awards, words: MethodWords) -> Iterator[str]:  # noqa: ARG001 - all tellers are given the same
    for kind in rule.kinds:
        yield from _kind(kind)
    yield f"获奖当年及此后{rule.carry}年内可用" if rule.carry else "只用本年度所获"
    yield HIGHEST[rule.highest]
    yield from _limits(rule)


HIGHEST = {
    "kind": "同一工作在同一类奖项内只计最高",
    "indicator": "同一工作在本条内只计最高",
    "scheme": "同一工作在各条之间只计最高",
    "none": "同一工作的各个奖项都计",
}


def _kind(kind: AwardKind) -> Iterator[str]:
    each = "每人" if kind.of == "person" else "每项"
    if kind.points is not None:
        yield f"{kind.kind}{each}{points_text(kind.points)}"
    for level, points in kind.levels.items():
        yield f"{kind.kind}{level}{each}{points_text(points)}"


_TOLD: dict[str, Callable[[Any, MethodWords], Iterator[str]]] = {
    "bands": _bands,
    "steps": _steps,
    "per": _per,
    "share": _share,
    "choice": _choice,
    "judged": _judged,
    "fixed": _fixed,
    "parts": _parts,
    "awards": _awards,
}
"""How each shape of `RULES` is told; a shape that is not here cannot be compared."""
