"""A past year's result of each subject, from lines of scores, total, rank and grade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from jiheng.forms.known_names import Names
from jiheng.forms.records import Line
from jiheng.values.numerals import read_number
from jiheng.values.problems import Problem

_ABOUT = frozenset({"subject", "total", "rank", "grade"})
_NOTHING = frozenset({"", "—", "-", "/", "待补", "不适用", "不计分", "不参加排名"})
"""What a table prints where there is no score."""


@dataclass(frozen=True, slots=True)
class PastResult:
    """The result of one subject: its score in every clause that has one, total, rank and grade."""

    scores: Mapping[str, Fraction] = field(default_factory=dict)
    total: Fraction | None = None
    rank: int | None = None
    grade: str = ""


def read_past_results(
    lines: Sequence[Line], *, subjects: Names, problems: list[Problem]
) -> dict[str, PastResult]:
    """The result of every subject that has one; cells are keyed by the ids of clauses."""
    results: dict[str, PastResult] = {}
    first: dict[str, Line] = {}
    for line in lines:
        written = line.cells.get("subject", "")
        subject = subjects.find(written)
        if subject is None:
            told = f"单位“{written}”不在名单中" if written else "没有写单位"
            problems.append(Problem(line.place_of("subject"), told))
        elif first.setdefault(subject, line) is not line:
            told = f"“{subject}”已列在{first[subject].place}；请只留一行"
            problems.append(Problem(line.place_of("subject"), told))
        elif (result := _result(line, problems)) != PastResult():
            results[subject] = result
    return results


def _result(line: Line, problems: list[Problem]) -> PastResult:
    found = {key: _score(line, key, problems=problems) for key in line.cells if key not in _ABOUT}
    scores = {key: score for key, score in found.items() if score is not None}
    grade = line.cells.get("grade", "")
    return PastResult(
        scores,
        _score(line, "total", problems=problems),
        _rank(line, problems),
        "" if grade in _NOTHING else grade,
    )


def _score(line: Line, key: str, *, problems: list[Problem]) -> Fraction | None:
    text = line.cells.get(key, "").strip()
    if text in _NOTHING:
        return None
    read = read_number(text, unit="分")
    if read.state == "known" and read.value is not None:
        return read.value
    problems.append(Problem(line.place_of(key), f"应填得分，填的是“{text[:40]}”"))
    return None


def _rank(line: Line, problems: list[Problem]) -> int | None:
    text = line.cells.get("rank", "").strip().removeprefix("第").removesuffix("名")
    if text in _NOTHING:
        return None
    read = read_number(text)
    if read.value is not None and read.value.denominator == 1 and read.value >= 1:
        return int(read.value)
    told = f"名次应为不小于1的整数，填的是“{line.cells['rank'][:40]}”"
    problems.append(Problem(line.place_of("rank"), told))
    return None
