"""The fill-in workbook of a scheme: what is asked of whom, one sheet a category, and the tables beside.

Column A is hidden and holds the name of the fact, so that moved and renamed rows are found again.
`fill_in_reading.py` reads back what people return.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from jiheng.forms.entries import bounds_of
from jiheng.forms.records import HEADS
from jiheng.forms.table import Place
from jiheng.forms.workbook import (
    Cell,
    Check,
    Column,
    Look,
    Print,
    Row,
    Sheet,
    Value,
    Workbook,
    row,
    sheet_name,
)
from jiheng.ledger.claims import award_rules
from jiheng.rules.wording import number_text
from jiheng.scheme.fact import Fact
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.scheme import Category, Scheme
from jiheng.values.inputs import MISSING, Claim, Entry, Inputs

KEY, FACT_HEADS = "标识", ("编号", "指标", "填报项", "单位", "由谁填", "填写说明")
EVIDENCE_ASKED, EVIDENCE = "应附佐证", "佐证材料（文号、页码）"
FROM = {"subject": "被考核单位", "office": "办公室", "authority": "有关部门", "jury": "评委",
        "survey": "问卷调查"}  # fmt: skip
CLAIMED_SHEET, CLAIMS_SHEET, USED_SHEET = "自评得分", "加分申报", "以前年度已用奖项"
JURORS_SHEET, MARKS_SHEET, SETTLED_SHEET = "评委", "打分", "复核"
_BLANK_LINES = 60
SPOKEN = {"not-applicable": "不适用", "pending": "待定"}


def asked_facts(scheme: Scheme) -> tuple[tuple[Indicator | None, tuple[str, ...]], ...]:
    """The facts that somebody supplies, under the first clause that needs each; the rest last."""
    left = {name for name, fact in scheme.facts.items() if fact.is_asked}
    groups: list[tuple[Indicator | None, tuple[str, ...]]] = []
    for leaf in scheme.leaves():
        needed = set(leaf.needs()) | {target.fact for target in leaf.targets if target.fact}
        wanted = {part for name in needed for part in _supplied(scheme, name)}
        own = tuple(name for name in scheme.facts if name in wanted & left)
        if own:
            groups.append((leaf, own))
            left -= set(own)
    if left:
        groups.append((None, tuple(name for name in scheme.facts if name in left)))
    return tuple(groups)


def _supplied(scheme: Scheme, name: str) -> tuple[str, ...]:
    fact = scheme.facts.get(name)
    if fact is None:
        return ()
    return (fact.ratio.of, fact.ratio.over) if fact.ratio else (name,)


def fill_in_workbook(
    scheme: Scheme, *, inputs: Inputs | None = None, created: date = date(2000, 1, 1)
) -> Workbook:
    """The workbook for all subjects; with `inputs` it comes filled with what is known already."""
    known = inputs or Inputs(subjects=scheme.subjects())
    sheets = [_notes(scheme)]
    categories = scheme.categories or (Category(id="", title="填报表", subjects=("",)),)
    for category in categories:
        names = category.subjects
        if not scheme.categories:
            names = tuple(name for name, _ in known.subjects) or (only_subject(scheme),)
        taken = [sheet.name for sheet in sheets]
        sheets.append(_facts_sheet(scheme, names, known, sheet_name(category.title, taken)))
    every = [name for category in categories for name in category.subjects if name]
    sheets += _record_sheets(scheme, every or [only_subject(scheme)], known)
    return Workbook(tuple(sheets), title=scheme.title, created=created)


def only_subject(scheme: Scheme) -> str:
    """The subject of a scheme that lists none: its project, or the scheme itself."""
    return scheme.project.title if scheme.project and scheme.project.title else scheme.title


def _notes(scheme: Scheme) -> Sheet:
    told = [
        "1. 只填浅色的格；其余各格已锁定，不用改动。表头和单位名称请勿改名。",
        "2. 是否类从下拉列表选“是”或“否”；没有开展的填“未开展”或 0，不要留空。",
        "3. 没有这项任务的填“不适用”；数据还没有出来的留空，留空按“缺资料”处理，不按 0 分。",
        "4. 百分比写 95% 或 95；不要写 0.95。金额按“单位”一栏的单位填写。",
        "5. 直接填数，不用公式；不要合并单元格。",
        "6. 佐证材料一栏写文号、证书号或材料页码。",
    ]
    rows = [row(Cell(f"{scheme.title}　填报表", look=Look.TITLE))]
    rows += [row(Cell(line, look=Look.PLAIN)) for line in told]
    return Sheet("填写说明", tuple(rows), (Column(96),), locked=True)


def _facts_sheet(scheme: Scheme, names: tuple[str, ...], known: Inputs, title: str) -> Sheet:
    heads = [KEY, *FACT_HEADS, *names, EVIDENCE_ASKED, EVIDENCE]
    rows = [
        row(None, Cell(f"{scheme.title}　{title}", look=Look.TITLE)),
        row(*(Cell(head, look=Look.HEAD, place=Place.CENTRE) for head in heads)),
    ]
    for leaf, facts in asked_facts(scheme):
        for at, name in enumerate(facts):
            rows.append(_fact_row(scheme, (leaf if at == 0 else None, name), names, known))
    columns = [Column(4, hidden=True), Column(7), Column(24), Column(34), Column(7), Column(11),
               Column(26), *(Column(12) for _ in names), Column(18), Column(24)]  # fmt: skip
    return Sheet(
        title, tuple(rows), tuple(columns), frozen_rows=2, frozen_columns=4, locked=True,
        print=Print(landscape=True, head_rows=2, header=scheme.title),
    )  # fmt: skip


def _fact_row(
    scheme: Scheme, what: tuple[Indicator | None, str], names: tuple[str, ...], known: Inputs
) -> Row:
    leaf, name = what
    fact = scheme.facts[name]
    unit = "是/否" if fact.type == "yes-no" else fact.unit
    cells: list[Cell | Value] = [
        name, leaf.id if leaf else "", leaf.title if leaf else "", fact.title, unit,
        FROM[fact.from_], fact.help,
    ]  # fmt: skip
    cells += [
        _entry(fact, _text(fact, known.facts.get(subject, {}).get(name, MISSING)))
        for subject in names
    ]
    cells.append(Cell("、".join(leaf.evidence) if leaf else "", look=Look.NOTE))
    cells.append(Cell("", look=Look.ENTRY, entry=True))
    return row(*cells)


def _text(fact: Fact, entry: Entry) -> Value:
    """What is known of a fact as one would key it; empty where nothing is."""
    value = entry.value
    if entry.state in SPOKEN:
        return SPOKEN[entry.state]
    if value is None:
        return None
    if fact.type == "yes-no":
        return "是" if value else "否"
    if fact.type == "choice":
        return fact.options[int(value)]
    if fact.type == "date":
        return date.fromordinal(int(value)).isoformat()
    return Fraction(value)


def _entry(fact: Fact, value: Value) -> Cell:
    return Cell(
        value, look=Look.ENTRY, entry=True, check=check_of(fact),
        place=Place.CENTRE if fact.type in ("yes-no", "choice", "date") else Place.RIGHT,
    )  # fmt: skip


def check_of(fact: Fact) -> Check:
    """What a cell of this fact accepts while one types; words for special states stay possible."""
    if fact.type in ("yes-no", "choice"):
        choices = ("是", "否") if fact.type == "yes-no" else fact.options
        return Check((*choices, "不适用"), title=fact.title[:30], prompt=fact.help[:200],
                     error="请从列表中选择", strict=False)  # fmt: skip
    if fact.type == "date":
        return Check(title=fact.title[:30], prompt="填日期，如 2017-09-21")
    least, most = bounds_of(fact)
    span = "至".join(number_text(edge) for edge in (least, most) if edge is not None)
    prompt = f"{fact.help}{'（' + span + fact.unit + '）' if most is not None else ''}"[:200]
    return Check(
        least=least, most=most, whole=fact.is_whole, title=fact.title[:30], prompt=prompt,
        error="不在允许的范围内；没有这项任务请填“不适用”", strict=False,
    )  # fmt: skip


def _record_sheets(scheme: Scheme, names: list[str], known: Inputs) -> list[Sheet]:
    sheets = [_claimed_sheet(scheme, names, known)]
    if award_rules(scheme):
        sheets.append(_claims_sheet(scheme, names, CLAIMS_SHEET, known.claims))
        sheets.append(_claims_sheet(scheme, names, USED_SHEET, known.used))
    if scheme.jury is not None:
        sheets += [_jurors_sheet(scheme, names, known), _marks_sheet(scheme, names, known)]
    settled = [
        (subject, one, s.score, s.reason, s.by)
        for subject, cells in known.settled.items()
        for one, s in cells.items()
    ]
    ids = tuple(leaf.id for leaf in scheme.leaves())
    checks = {"单位": Check(tuple(names)), "指标编号": _listed(ids)}
    sheets.append(_lines_sheet(SETTLED_SHEET, tuple(HEADS["settled"].values()), settled, checks))
    return sheets


def _listed(choices: tuple[str, ...]) -> Check:
    """A drop-down list where it fits (255 characters in a cell's check), else free text."""
    return Check(choices) if len(",".join(choices)) <= 250 else Check()


def _claimed_sheet(scheme: Scheme, names: list[str], known: Inputs) -> Sheet:
    heads = ("编号", "指标", "分值", *names)
    rows = [row(Cell(CLAIMED_SHEET, look=Look.TITLE)), _head(heads)]
    for leaf in scheme.leaves():
        points = leaf.points
        cells: list[Cell | Value] = [leaf.id, leaf.title, points]
        for name in names:
            value = known.claimed.get(name, {}).get(leaf.id)
            check = Check(
                least=Fraction(0), most=points, error="自评得分应在 0 与分值之间", strict=False
            )
            cells.append(Cell(value, look=Look.ENTRY, entry=True, check=check, place=Place.RIGHT))
        rows.append(row(*cells))
    columns = (Column(8), Column(40), Column(8), *(Column(12) for _ in names))
    return Sheet(CLAIMED_SHEET, tuple(rows), columns, frozen_rows=2, frozen_columns=2, locked=True)


def _claims_sheet(scheme: Scheme, names: list[str], title: str, claims: Sequence[Claim]) -> Sheet:
    rules = award_rules(scheme)
    kinds = tuple(dict.fromkeys(kind.kind for rule in rules.values() for kind in rule.kinds))
    levels = tuple(dict.fromkeys(
        level for rule in rules.values() for kind in rule.kinds for level in kind.levels
    ))  # fmt: skip
    checks = {
        "单位": _listed(tuple(names)), "指标编号": _listed(tuple(rules)), "类别": _listed(kinds),
        "级别": _listed(levels), "人数": Check(least=Fraction(1), whole=True, strict=False),
    }  # fmt: skip
    lines = [
        (c.subject, c.indicator, c.kind, c.level, c.work, c.award, c.year, c.number, c.persons)
        for c in claims
    ]
    return _lines_sheet(title, (*HEADS["claims"].values(), EVIDENCE), lines, checks)


def _jurors_sheet(scheme: Scheme, names: list[str], known: Inputs) -> Sheet:
    titles = {group.id: group.title for group in scheme.jury.groups} if scheme.jury else {}
    checks = {"评委组": _listed(tuple(titles.values()))}
    lines = [(one.name, titles.get(one.group, one.group), one.unit) for one in known.jurors]
    return _lines_sheet(JURORS_SHEET, tuple(HEADS["jurors"].values()), lines, checks)


def _marks_sheet(scheme: Scheme, names: list[str], known: Inputs) -> Sheet:
    """A line a juror and subject, a column an indicator; filled lines come from known marks."""
    judged = [leaf for leaf in scheme.leaves() if any(n.startswith("jury:") for n in leaf.needs())]
    marks = {(m.juror, m.subject, m.indicator): m.mark for m in known.marks}
    pairs = [(juror.name, name) for juror in known.jurors for name in names]
    pairs = pairs or [("", "")] * _BLANK_LINES
    rows = [
        row(Cell(MARKS_SHEET, look=Look.TITLE)),
        _head(("评委", "单位", *(j.id for j in judged))),
    ]
    for juror, name in pairs:
        cells: list[Cell | Value] = [_open(juror), _open(name)]
        for leaf in judged:
            check = Check(least=Fraction(0), most=leaf.points, error="打分超出分值", strict=True)
            mark = marks.get((juror, name, leaf.id))
            cells.append(Cell(mark, look=Look.ENTRY, entry=True, check=check, place=Place.RIGHT))
        rows.append(row(*cells))
    columns = (Column(16), Column(14), *(Column(6) for _ in judged))
    return Sheet(MARKS_SHEET, tuple(rows), columns, frozen_rows=2, frozen_columns=2, grows=True)


def _open(value: Value) -> Cell:
    return Cell(value or None, look=Look.ENTRY, entry=True)


def _head(heads: tuple[str, ...]) -> Row:
    return row(*(Cell(head, look=Look.HEAD, place=Place.CENTRE) for head in heads))


def _lines_sheet(
    title: str,
    heads: tuple[str, ...],
    lines: Sequence[tuple[Value, ...]],
    checks: Mapping[str, Check],
) -> Sheet:
    """A table of lines that people add to: known lines first, then blank ones."""
    blank: tuple[Value, ...] = tuple(None for _ in heads)
    rows = [row(Cell(title, look=Look.TITLE)), _head(heads)]
    for line in [*lines, *([blank] * _BLANK_LINES)]:
        padded = (*line, *blank)[: len(heads)]
        rows.append(row(*(
            Cell(value, look=Look.ENTRY, entry=True, check=checks.get(head))
            for head, value in zip(heads, padded, strict=True)
        )))  # fmt: skip
    wide = {"工作名称": 28, "奖项名称": 28, "理由": 40, "文号或证书号": 22, EVIDENCE: 24}
    columns = tuple(Column(wide.get(head, 12)) for head in heads)
    return Sheet(title, tuple(rows), columns, frozen_rows=2, grows=True)
