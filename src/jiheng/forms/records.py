"""Tables of records: claims, awards used before, jurors, marks, self-scores and settlements.

A table is a list of `Line`s, each a row's cells by column key with the row's place. Column keys are
the English names of CSV files; the Chinese heads of workbook sheets are in `HEADS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeVar

from jiheng.ledger.claims import award_rules
from jiheng.scheme.scheme import Scheme
from jiheng.values.inputs import Claim, Juror, Mark, Settlement
from jiheng.values.numerals import read_number
from jiheng.values.problems import Problem

HEADS: Mapping[str, Mapping[str, str]] = {
    "claims": {
        "subject": "单位", "indicator": "指标编号", "kind": "类别", "level": "级别", "work": "工作名称",
        "award": "奖项名称", "year": "获奖年度", "number": "文号或证书号", "persons": "人数",
    },
    "jurors": {"name": "评委", "group": "评委组", "unit": "所属单位"},
    "marks": {"juror": "评委", "subject": "单位", "indicator": "指标编号", "mark": "打分"},
    "claimed": {"subject": "单位", "indicator": "指标编号", "score": "自评得分"},
    "settled": {
        "subject": "单位", "indicator": "指标编号", "score": "复核得分", "reason": "理由", "by": "复核人",
    },
}  # fmt: skip
"""Columns of every table; `used` has those of `claims`."""

OPTIONAL = frozenset({"level", "number", "persons", "unit", "reason", "by", "work", "award"})
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: its cells by column key, and where it stands."""

    cells: Mapping[str, str]
    place: str


@dataclass
class Tables:
    """Everything read from tables of records, and everything that was wrong with them."""

    claims: list[Claim] = field(default_factory=list)
    used: list[Claim] = field(default_factory=list)
    jurors: list[Juror] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    claimed: dict[str, dict[str, Fraction]] = field(default_factory=dict)
    settled: dict[str, dict[str, Settlement]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


class RecordReader:
    """Reads the tables of one scheme; jurors come before marks."""

    def __init__(self, scheme: Scheme, subjects: Iterable[str]) -> None:
        self.scheme = scheme
        self.subjects = frozenset(subjects)
        self.leaves = {leaf.id: leaf for leaf in scheme.leaves()}
        self.tables = Tables()
        self._marked: dict[tuple[str, str, str], str] = {}

    def read(self, table: str, lines: Iterable[Line]) -> None:
        """Read the lines of one table: claims, used, jurors, marks, claimed or settled."""
        take: Callable[[Line], None] = getattr(self, f"_{table}")
        for line in lines:
            if any(text.strip() for text in line.cells.values()):
                take(line)

    def _wrong(self, line: Line, message: str) -> None:
        self.tables.problems.append(Problem(line.place, message))

    def _subject(self, line: Line) -> str | None:
        name = line.cells.get("subject", "").strip()
        if name in self.subjects:
            return name
        self._wrong(line, f"单位“{name}”不在名单中" if name else "没有写单位")
        return None

    def _leaf(self, line: Line) -> str | None:
        own = line.cells.get("indicator", "").strip()
        if own in self.leaves:
            return own
        self._wrong(line, f"没有编号为“{own}”的指标" if own else "没有写指标编号")
        return None

    def _number(self, line: Line, column: str, *, what: str) -> Fraction | None:
        read = read_number(line.cells.get(column, ""), unit="分")
        if read.state == "known" and read.value is not None:
            return read.value
        self._wrong(line, f"{what}{read.why}" if read.why else f"没有写{what}")
        return None

    def _claims(self, line: Line) -> None:
        claim = self._claim(line)
        if claim is None:
            return
        rules = award_rules(self.scheme)
        if claim.indicator not in rules:
            self._wrong(line, f"指标“{claim.indicator}”不按奖项加分，请核对指标编号")
            return
        self.tables.claims.append(claim)

    def _used(self, line: Line) -> None:
        claim = self._claim(line)
        if claim is not None:
            self.tables.used.append(claim)

    def _claim(self, line: Line) -> Claim | None:
        subject, leaf = self._subject(line), self._leaf(line)
        year = read_number(line.cells.get("year", "").strip().removesuffix("年"))
        persons = read_number(line.cells.get("persons", "").strip() or "1", unit="人")
        if year.value is None or year.value.denominator != 1 or not 1949 <= year.value <= 2200:
            self._wrong(line, f"获奖年度应为四位年份，写的是“{line.cells.get('year', '')}”")
            return None
        if persons.value is None or persons.value.denominator != 1 or persons.value < 1:
            self._wrong(line, f"人数应为不小于1的整数，写的是“{line.cells.get('persons', '')}”")
            return None
        if subject is None or leaf is None:
            return None
        texts = {key: line.cells.get(key, "").strip() for key in ("kind", "level", "work", "award")}
        if not texts["work"] and not texts["award"]:
            self._wrong(line, "工作名称和奖项名称至少要写一项")
            return None
        number = line.cells.get("number", "").strip()
        return Claim(
            subject,
            leaf,
            **texts,
            year=int(year.value),
            number=number,
            persons=int(persons.value),
            place=line.place,
        )

    def _jurors(self, line: Line) -> None:
        name, group = line.cells.get("name", "").strip(), line.cells.get("group", "").strip()
        jury = self.scheme.jury
        groups = {one.title: one.id for one in jury.groups} if jury else {}
        group = groups.get(group, group)
        if group not in groups.values():
            self._wrong(line, f"评委组“{group}”不在办法中；可用：{'、'.join(groups)}")
        elif not name:
            self._wrong(line, "没有写评委")
        elif any(juror.name == name for juror in self.tables.jurors):
            self._wrong(line, f"评委“{name}”列了两次")
        else:
            self.tables.jurors.append(Juror(name, group, line.cells.get("unit", "").strip()))

    def _marks(self, line: Line) -> None:
        if not line.cells.get("mark", "").strip():
            return  # a blank ballot is no mark
        subject, leaf = self._subject(line), self._leaf(line)
        juror = line.cells.get("juror", "").strip()
        if juror not in {one.name for one in self.tables.jurors}:
            self._wrong(line, f"评委“{juror}”不在评委名单中")
            return
        mark = self._number(line, "mark", what="打分")
        if subject is None or leaf is None or mark is None:
            return
        wrong = self._mark_out_of_bounds(leaf, mark)
        before = self._marked.get((juror, subject, leaf))
        if wrong or before:
            self._wrong(
                line, wrong or f"评委“{juror}”对“{subject}”的“{leaf}”打了两次分（另见 {before}）"
            )
            return
        self._marked[juror, subject, leaf] = line.place
        self.tables.marks.append(Mark(juror, subject, leaf, mark))

    def _mark_out_of_bounds(self, leaf: str, mark: Fraction) -> str:
        top = self.leaves[leaf].points
        jury = self.scheme.jury
        if mark < 0 or (top is not None and mark > top):
            return f"打分应在0至{top}分之间，写的是{mark}"
        if jury and (mark * 10**jury.places).denominator != 1:
            return f"打分最多{jury.places}位小数"
        return ""

    def _claimed(self, line: Line) -> None:
        subject, leaf = self._subject(line), self._leaf(line)
        if not line.cells.get("score", "").strip():
            return
        score = self._number(line, "score", what="自评得分")
        if subject is not None and leaf is not None and score is not None:
            self.tables.claimed.setdefault(subject, {})[leaf] = score

    def _settled(self, line: Line) -> None:
        subject, leaf = self._subject(line), self._leaf(line)
        score = self._number(line, "score", what="复核得分")
        reason = line.cells.get("reason", "").strip()
        if subject is None or leaf is None or score is None:
            return
        top = self.leaves[leaf].points
        if score < 0 or (top is not None and score > top):
            self._wrong(line, f"复核得分应在0至{top}分之间，写的是{score}")
        elif not reason:
            self._wrong(line, "复核改分要写理由")
        else:
            by = line.cells.get("by", "").strip()
            self.tables.settled.setdefault(subject, {})[leaf] = Settlement(score, reason, by)
