"""The tables beside the facts in the fill-in workbook: self-scores, awards, jurors, marks, settlements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from jiheng.forms.fill_in_words import (
    CLAIMED_SHEET,
    CLAIMS_SHEET,
    CLAUSE,
    EVIDENCE,
    HEADS,
    JURORS_SHEET,
    MARKS_SHEET,
    MOST_SUBJECTS,
    NUMBER,
    POINTS,
    SETTLED_SHEET,
    USED_SHEET,
    subject_width,
)
from jiheng.forms.table import Place
from jiheng.forms.workbook import Cell, Check, Column, Look, Print, Row, Sheet, Value, row
from jiheng.ledger.claims import award_rules
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.scheme import Scheme
from jiheng.values.inputs import Claim, Inputs

BLANK_LINES, _SPARE = 24, 8
_WIDTHS = {
    "work": 26, "award": 26, "number": 28, "reason": 48, "kind": 24, "level": 12, "name": 18,
    "group": 16, "unit": 18, "subject": 16, "by": 16,
}  # fmt: skip
_CENTRED = frozenset({"subject", "indicator", "level", "year", "persons", "group", "unit"})
_TEXTS = frozenset({"indicator", "number"})  # 7.10 and 0101 must not lose their noughts
_NOTES = {
    "claims": "一行一项。类别、级别从列表选；集体项目写总人数；同一工作的几个奖项都可写，按办法只计应计的。",
    "used": "以前年度已经加过分的奖项，写法同“加分申报”；文号或证书号相同即为同一奖项。",
    "jurors": "所属单位写被考核单位的名称，用于回避；不属于任何被考核单位的留空。",
    "settled": "只写复核后改了分的条款；每一行都要写理由。",
}


def claimed_sheets(scheme: Scheme, names: Sequence[str], *, inputs: Inputs) -> Iterator[Sheet]:
    """Self-scores: a row a clause, a column a subject, at most `MOST_SUBJECTS` on a sheet."""
    if not names or not any(True for _ in scheme.leaves()):
        return
    for start in range(0, len(names), MOST_SUBJECTS):
        part = names[start : start + MOST_SUBJECTS]
        at = str(start // MOST_SUBJECTS + 1) if len(names) > MOST_SUBJECTS else ""
        yield _claimed_sheet(scheme, part, inputs=inputs, title=f"{CLAIMED_SHEET}{at}")


def _claimed_sheet(scheme: Scheme, names: Sequence[str], *, inputs: Inputs, title: str) -> Sheet:
    heads = (NUMBER, CLAUSE, POINTS, *names)
    note = "自评得分供复核对照，不作为得分；不自评的留空。"
    rows = [*_headed(title, heads, note=note)]
    for leaf in scheme.leaves():
        own = [inputs.claimed.get(name, {}).get(leaf.id) for name in names]
        rows.append(row(*_leaf_cells(leaf), *(_score(value, leaf) for value in own)))
    columns = (
        Column(8),
        Column(44),
        Column(8),
        *(Column(subject_width(len(names))) for _ in names),
    )
    return Sheet(
        title, tuple(rows), columns, frozen_rows=3, frozen_columns=2, locked=True,
        print=_print(scheme, columns),
    )  # fmt: skip


def _leaf_cells(leaf: Indicator) -> tuple[Cell, Cell, Cell]:
    return (
        Cell(leaf.id, place=Place.CENTRE),
        Cell(leaf.title, place=Place.LEFT),
        Cell(leaf.points, place=Place.CENTRE),
    )


def _score(value: Fraction | None, leaf: Indicator) -> Cell:
    check = Check(
        least=Fraction(0), most=leaf.points, error="自评得分应在0与分值之间", strict=False
    )
    return Cell(value, look=Look.ENTRY, entry=True, check=check, place=Place.RIGHT)


def table_sheets(
    scheme: Scheme,
    names: Sequence[str],
    *,
    inputs: Inputs,
    evidence: Mapping[tuple[str, str], str],
) -> Iterator[Sheet]:
    """Every table that this scheme has: awards where it gives points for them, marks where it has a
    jury, settlements."""
    if award_rules(scheme):
        checks = _claim_checks(scheme, names)
        for table, title, claims in (
            ("claims", CLAIMS_SHEET, inputs.claims),
            ("used", USED_SHEET, inputs.used),
        ):
            lines = [(*_claim_values(one), evidence.get(("", one.place), "")) for one in claims]
            yield _lines_sheet(scheme, table, title=title, lines=lines, checks=checks)
    if scheme.jury is not None:
        titles = {group.id: group.title for group in scheme.jury.groups}
        groups = {"group": _listed(tuple(titles.values()))}
        jurors = [(one.name, titles.get(one.group, one.group), one.unit) for one in inputs.jurors]
        yield _lines_sheet(scheme, "jurors", title=JURORS_SHEET, lines=jurors, checks=groups)
        yield _marks_sheet(scheme, names, inputs=inputs)
    if any(True for _ in scheme.leaves()):
        yield _settled_sheet(scheme, names, inputs=inputs)


def _settled_sheet(scheme: Scheme, names: Sequence[str], *, inputs: Inputs) -> Sheet:
    lines = [
        (subject, one, settled.score, settled.reason, settled.by)
        for subject, cells in inputs.settled.items()
        for one, settled in cells.items()
    ]
    ids = tuple(leaf.id for leaf in scheme.leaves())
    checks = {"subject": _listed(tuple(names)), "indicator": _listed(ids)}
    return _lines_sheet(scheme, "settled", title=SETTLED_SHEET, lines=lines, checks=checks)


def _claim_values(one: Claim) -> tuple[Value, ...]:
    return (
        one.subject, one.indicator, one.kind, one.level, one.work, one.award, one.year, one.number,
        one.persons,
    )  # fmt: skip


def _claim_checks(scheme: Scheme, names: Sequence[str]) -> dict[str, Check]:
    rules = award_rules(scheme)
    kinds = tuple(dict.fromkeys(kind.kind for rule in rules.values() for kind in rule.kinds))
    levels = tuple(dict.fromkeys(
        level for rule in rules.values() for kind in rule.kinds for level in kind.levels
    ))  # fmt: skip
    persons = Check(least=Fraction(1), whole=True, strict=False, error="应填不小于1的整数")
    return {
        "subject": _listed(tuple(names)), "indicator": _listed(tuple(rules)), "kind": _listed(kinds),
        "level": _listed(levels), "persons": persons,
    }  # fmt: skip


def _listed(choices: tuple[str, ...]) -> Check:
    """A drop-down list that lets other words pass with a question: the reader says what is wrong."""
    return Check(choices, strict=False, error="不在列表中") if choices else Check()


def _marks_sheet(scheme: Scheme, names: Sequence[str], *, inputs: Inputs) -> Sheet:
    """A line a juror and subject, a column an indicator; filled lines come from known marks."""
    judged = [leaf for leaf in scheme.leaves() if any(n.startswith("jury:") for n in leaf.needs())]
    marks = {(one.juror, one.subject, one.indicator): one.mark for one in inputs.marks}
    pairs = [(juror.name, name) for juror in inputs.jurors for name in names]
    pairs = pairs or [("", "")] * BLANK_LINES
    who = HEADS["marks"]
    note = "一行一位评委对一个单位；表头的数字是指标编号。没有打的分留空，不要填0。"
    rows = [
        *_headed(MARKS_SHEET, (who["juror"], who["subject"], *(j.id for j in judged)), note=note)
    ]
    for juror, name in pairs:
        cells = [_open(juror), _open(name)]
        for leaf in judged:
            check = Check(least=Fraction(0), most=leaf.points, error="打分超出分值", strict=True)
            mark = marks.get((juror, name, leaf.id))
            cells.append(Cell(mark, look=Look.ENTRY, entry=True, check=check, place=Place.CENTRE))
        rows.append(row(*cells))
    columns = (Column(16), Column(14), *(Column(6) for _ in judged))
    return Sheet(
        MARKS_SHEET, tuple(rows), columns, frozen_rows=3, frozen_columns=2, grows=True,
        print=_print(scheme, columns),
    )  # fmt: skip


def _open(value: Value) -> Cell:
    return Cell(value or None, look=Look.ENTRY, entry=True, place=Place.CENTRE)


def _headed(title: str, heads: Sequence[str], *, note: str) -> Iterator[Row]:
    wide = len(heads)
    yield row(Cell(title, look=Look.TITLE, colspan=wide))
    yield row(Cell(note, look=Look.NOTE, place=Place.CENTRE, colspan=wide))
    yield row(*(Cell(head, look=Look.HEAD, place=Place.CENTRE) for head in heads))


def _lines_sheet(
    scheme: Scheme,
    table: str,
    *,
    title: str,
    lines: Sequence[tuple[Value, ...]],
    checks: Mapping[str, Check],
) -> Sheet:
    """A table of lines that people add to: known lines first, then blank ones."""
    keys, heads = [*HEADS[table]], [*HEADS[table].values()]
    if table in ("claims", "used"):
        keys, heads = [*keys, "evidence"], [*heads, EVIDENCE]
    rows = [*_headed(title, heads, note=_NOTES[table])]
    blank: tuple[Value, ...] = tuple(None for _ in heads)
    rows += [
        row(*(_line_cell(key, value, checks=checks) for key, value in zip(keys, line, strict=True)))
        for line in [*lines, *([blank] * max(BLANK_LINES - len(lines), _SPARE))]
    ]
    columns = tuple(Column(_WIDTHS.get(key, 24 if key == "evidence" else 10)) for key in keys)
    return Sheet(
        title, tuple(rows), columns, frozen_rows=3, grows=True,
        print=_print(scheme, columns),
    )  # fmt: skip


def _print(scheme: Scheme, columns: Sequence[Column]) -> Print:
    """Upright where the table is narrow: it would be blown up on a broad page."""
    is_wide = sum(column.width for column in columns) > 90
    return Print(landscape=is_wide, head_rows=3, header=scheme.title)


def _line_cell(key: str, value: Value, *, checks: Mapping[str, Check]) -> Cell:
    return Cell(
        None if value == "" else value, look=Look.ENTRY, entry=True, check=checks.get(key),
        place=Place.CENTRE if key in _CENTRED else None,
        number_format="@" if key in _TEXTS else "",
    )  # fmt: skip
