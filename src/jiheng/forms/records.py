"""Tables of records: claims, awards used before, jurors, marks, self-scores and settlements.

A table is a list of `Line`s, each a row's cells by column key with the row's place. Column keys are
the English names of CSV files; the heads of workbook sheets are in `fill_in_words.HEADS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from jiheng.forms.known_names import Names, plain
from jiheng.ledger.claims import award_rules
from jiheng.scheme.scheme import Scheme
from jiheng.values.exact import exact_text
from jiheng.values.inputs import Claim, Juror, Mark, Settlement
from jiheng.values.numerals import read_number
from jiheng.values.problems import Problem

_FIRST_YEAR, _LAST_YEAR = 1949, 2200


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: its cells by column key, where it stands, and the address of each cell."""

    cells: Mapping[str, str]
    place: str
    addresses: Mapping[str, str] = field(default_factory=dict)

    def place_of(self, column: str) -> str:
        """The address of one cell, with whose it is; that of the row where none is known."""
        if column not in self.addresses:
            return self.place
        sheet, _, _ = self.place.rpartition(", ")
        whose = "，".join(self.cells.get(key, "").strip() for key in ("subject", "indicator"))
        return f"{sheet}, {self.addresses[column]}（{whose.strip('，')}）".replace("（）", "")


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
    notes: list[Problem] = field(default_factory=list)


class RecordReader:
    """Reads the tables of one scheme; jurors come before marks."""

    def __init__(self, scheme: Scheme, subjects: Iterable[str]) -> None:
        self.scheme = scheme
        self.subjects = Names(subjects)
        self.leaves = {leaf.id: leaf for leaf in scheme.leaves()}
        self.tables = Tables()
        self._leaf_names = Names(self.leaves)
        self._jurors_by_name: dict[str, Juror] = {}
        self._written: dict[tuple[str, str, str], tuple[Fraction, str]] = {}
        self._sheets: dict[tuple[str, Claim], str] = {}

    def read(self, table: str, lines: Iterable[Line]) -> None:
        """Read the lines of one table: claims, used, jurors, marks, claimed or settled."""
        take: Callable[[Line], None] = getattr(self, f"_{table}")
        for line in lines:
            if any(text.strip() for text in line.cells.values()):
                take(line)

    def _wrong(self, line: Line, message: str, *, at: str) -> None:
        """Note what is wrong with the cell in column `at`."""
        self.tables.problems.append(Problem(line.place_of(at), message))

    def _subject(self, line: Line) -> str | None:
        name = line.cells.get("subject", "").strip()
        known = self.subjects.find(name)
        if known is None:
            self._wrong(line, f"单位“{name}”不在名单中" if name else "没有写单位", at="subject")
        return known

    def _leaf(self, line: Line) -> str | None:
        own = line.cells.get("indicator", "").strip()
        known = self._leaf_names.exact(own)
        if known is None:
            self._wrong(
                line, f"没有编号为“{own}”的指标" if own else "没有写指标编号", at="indicator"
            )
        return known

    def _number(self, line: Line, column: str, *, what: str) -> Fraction | None:
        read = read_number(line.cells.get(column, ""), unit="分")
        if read.state == "known" and read.value is not None:
            return read.value
        self._wrong(line, f"{what}{read.why}" if read.why else f"没有写{what}", at=column)
        return None

    def _whole(self, line: Line, column: str, *, wanted: str) -> int | None:
        """A whole number within reason; blank counts as 1."""
        text = line.cells.get(column, "").strip()
        read = read_number(text.removesuffix("年") or "1", unit="人")
        if read.value is not None and read.value.denominator == 1 and read.value >= 1:
            return int(read.value)
        self._wrong(line, f"{wanted}，写的是“{text}”", at=column)
        return None

    def _claims(self, line: Line) -> None:
        claim = self._claim(line)
        if claim is None or self._is_copied(claim, "claims"):
            return
        if claim.indicator not in award_rules(self.scheme):
            self._wrong(
                line, f"指标“{claim.indicator}”不按奖项加分，请核对指标编号", at="indicator"
            )
            return
        self.tables.claims.append(claim)

    def _used(self, line: Line) -> None:
        claim = self._claim(line)
        if claim is not None and not self._is_copied(claim, "used"):
            self.tables.used.append(claim)

    def _is_copied(self, claim: Claim, table: str) -> bool:
        """The same line on another sheet: somebody copied the sheet. Twice on one sheet it is claimed
        twice, and the ledger says what becomes of that."""
        own = (table, replace(claim, place=""))
        sheet, _, _ = claim.place.rpartition(", ")
        first = self._sheets.setdefault(own, sheet)
        if first != sheet:
            self.tables.notes.append(Problem(claim.place, f"“{first}”里有同样的一行，只计一次"))
        return first != sheet

    def _claim(self, line: Line) -> Claim | None:
        subject, leaf = self._subject(line), self._leaf(line)
        year = self._whole(line, "year", wanted="获奖年度应为四位年份")
        if year is not None and not _FIRST_YEAR <= year <= _LAST_YEAR:
            self._wrong(
                line, f"获奖年度应为四位年份，写的是“{line.cells.get('year', '')}”", at="year"
            )
            year = None
        persons = self._whole(line, "persons", wanted="人数应为不小于1的整数")
        texts = {key: line.cells.get(key, "").strip() for key in ("kind", "level", "work", "award")}
        if not texts["work"] and not texts["award"]:
            self._wrong(line, "工作名称和奖项名称至少要写一项", at="work")
            return None
        if subject is None or leaf is None or year is None or persons is None:
            return None
        return Claim(
            subject, leaf, **texts, year=year, number=line.cells.get("number", "").strip(),
            persons=persons, place=line.place,
        )  # fmt: skip

    def _jurors(self, line: Line) -> None:
        name, group = line.cells.get("name", "").strip(), line.cells.get("group", "").strip()
        jury = self.scheme.jury
        groups = {one.title: one.id for one in jury.groups} if jury else {}
        own = Names(groups).exact(group) or group
        juror = Juror(name, groups.get(own, own), self._unit(line))
        before = self._jurors_by_name.setdefault(plain(name), juror)
        if juror.group not in groups.values():
            self._wrong(line, f"评委组“{group}”不在办法中；可用：{'、'.join(groups)}", at="group")
        elif not name:
            self._wrong(line, "没有写评委", at="name")
        elif before is juror:
            self.tables.jurors.append(juror)
        elif (before.group, before.unit) != (juror.group, juror.unit):
            self._wrong(line, f"评委“{name}”列了两次，组别或单位不同", at="name")

    def _unit(self, line: Line) -> str:
        """The unit that a juror comes from: a subject's own name, because recusal hangs on it."""
        unit = line.cells.get("unit", "").strip()
        known = self.subjects.find(unit)
        if known is not None or len(unit) < 2:
            return known or unit
        for one in self.subjects.all:
            if plain(unit) in plain(one):
                self._wrong(line, f"所属单位“{unit}”应写全称“{one}”，回避要用", at="unit")
            elif plain(one) in plain(unit):
                told = f"所属单位“{unit}”不是被考核单位，不回避；代表“{one}”的评委请写“{one}”"
                self.tables.notes.append(Problem(line.place, told))
        return unit

    def _marks(self, line: Line) -> None:
        if not line.cells.get("mark", "").strip():
            return  # a blank ballot is no mark
        subject, leaf = self._subject(line), self._leaf(line)
        written = line.cells.get("juror", "").strip()
        juror = self._jurors_by_name.get(plain(written))
        if juror is None:
            self._wrong(line, f"评委“{written}”不在评委名单中", at="juror")
        mark = self._number(line, "mark", what="打分")
        if juror is None or subject is None or leaf is None or mark is None:
            return
        wrong = self._mark_out_of_bounds(leaf, mark)
        if wrong:
            self._wrong(line, wrong, at="mark")
        elif self._is_first(line, (juror.name, subject, leaf), score=mark):
            self.tables.marks.append(Mark(juror.name, subject, leaf, mark))

    def _is_first(self, line: Line, key: tuple[str, str, str], *, score: Fraction) -> bool:
        """Whether nothing was written here before; something else written twice is a problem."""
        before, place = self._written.setdefault(key, (score, line.place))
        if before != score:
            told = "、".join(f"“{one}”" for one in key if one)
            both = f"{exact_text(before)}（{place}）和{exact_text(score)}"
            self._wrong(
                line, f"{told}写了两个分：{both}", at="mark" if "mark" in line.cells else "score"
            )
        return place == line.place

    def _mark_out_of_bounds(self, leaf: str, mark: Fraction) -> str:
        jury = self.scheme.jury
        if jury and (mark * 10**jury.places).denominator != 1:
            return f"打分最多{jury.places}位小数，写的是{exact_text(mark)}"
        return self._out_of_bounds(leaf, mark, what="打分")

    def _out_of_bounds(self, leaf: str, score: Fraction, *, what: str) -> str:
        top = self.leaves[leaf].points
        if score < 0 or (top is not None and score > top):
            most = f"0至{exact_text(top)}分之间" if top is not None else "不小于0分"
            return f"{what}应在{most}，写的是{exact_text(score)}"
        return ""

    def _claimed(self, line: Line) -> None:
        subject, leaf = self._subject(line), self._leaf(line)
        if not line.cells.get("score", "").strip():
            return
        score = self._number(line, "score", what="自评得分")
        if score is not None and score < 0:
            self._wrong(line, f"自评得分不应小于0，写的是{exact_text(score)}", at="score")
        elif (
            subject is not None
            and leaf is not None
            and score is not None
            and self._is_first(line, ("自评", subject, leaf), score=score)
        ):
            self.tables.claimed.setdefault(subject, {})[leaf] = score

    def _settled(self, line: Line) -> None:
        subject, leaf = self._subject(line), self._leaf(line)
        score = self._number(line, "score", what="复核得分")
        reason = line.cells.get("reason", "").strip()
        if not reason:
            self._wrong(line, "复核改分要写理由", at="reason")
        if subject is None or leaf is None or score is None:
            return
        wrong = self._out_of_bounds(leaf, score, what="复核得分")
        if wrong:
            self._wrong(line, wrong, at="score")
        elif self._is_first(line, ("复核", subject, leaf), score=score):
            by = line.cells.get("by", "").strip()
            self.tables.settled.setdefault(subject, {})[leaf] = Settlement(score, reason, by)
