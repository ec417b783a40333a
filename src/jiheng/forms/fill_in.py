"""The fill-in workbook of a scheme: what is asked of whom, and the tables beside.

One sheet a category (more where it has many subjects), grouped by section and clause, a column a
subject. Column A is hidden and holds the name of the fact, so that moved and renamed rows are found
again. `fill_in_reading.py` reads back what people return.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from jiheng.forms.asked_facts import Asked, asked_facts, clauses_of_facts, only_subject
from jiheng.forms.fill_in_guide import guide_sheet
from jiheng.forms.fill_in_tables import claimed_sheets, table_sheets
from jiheng.forms.fill_in_words import (
    CATEGORY_MARK,
    EVIDENCE,
    EVIDENCE_ASKED,
    EVIDENCE_SHARED,
    FACT_HEADS,
    FACTS_SHEET,
    FROM,
    MOST_SUBJECTS,
    OPEN_SUBJECT,
    SAMPLE,
    SPOKEN,
    subject_width,
    unit_text,
)
from jiheng.forms.known_names import plain
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
from jiheng.rules.wording import number_text, points_text
from jiheng.scheme.bounds import bounds_of
from jiheng.scheme.fact import Fact
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.scheme import Scheme
from jiheng.scheme.target import Target
from jiheng.values.exact import exact_text
from jiheng.values.inputs import MISSING, Entry, Inputs
from jiheng.values.problems import Problem, Refused

MOST_ENTRIES = 200_000
"""In one workbook; what is larger is for CSV."""

OPEN_SUBJECTS = 8
_KEY_WIDTH, _HIDDEN, _CLAUSE_WIDTH, _LINE = 60, 1, 26, 15
_WIDTHS = (7, _CLAUSE_WIDTH, 6, 30, 9, 9, 22)


@dataclass(frozen=True)
class Filling:
    """What the workbook comes filled with; `evidence` is by fact (or by a claim's place), first
    subject of the sheet first."""

    inputs: Inputs
    evidence: Mapping[tuple[str, str], str] = field(default_factory=dict)
    sample: bool = False


def fill_in_workbook(
    scheme: Scheme,
    *,
    inputs: Inputs | None = None,
    evidence: Mapping[tuple[str, str], str] | None = None,
    sample: bool = False,
    created: date = date(2000, 1, 1),
) -> Workbook:
    """The workbook for all subjects; with `inputs` it comes filled with what is known already.

    `sample` marks every sheet as invented. Raises Refused where a workbook is not the way: too many
    subjects, or nothing is asked at all.
    """
    known = inputs or Inputs(subjects=scheme.subjects())
    filling = Filling(known, evidence or {}, sample)
    groups = subject_groups(scheme, known)
    names = list(dict.fromkeys(name for group in groups for name in group.named))
    if len(names) * (len(scheme.facts) + sum(1 for _ in scheme.leaves())) > MOST_ENTRIES:
        told = f"{len(names)}个单位、{len(scheme.facts)}个填报项，一个工作簿放不下；请用CSV填报"
        raise Refused([Problem(scheme.title, told)])
    if not scheme.facts and not any(True for _ in scheme.leaves()):
        raise Refused([Problem(scheme.title, "这份办法没有要填报的内容，不用填报表")])
    sheets: list[Sheet] = []
    if any(fact.is_asked for fact in scheme.facts.values()):
        for group in groups:
            title = _sheet_title(group, groups, taken=[sheet.name for sheet in sheets])
            sheets.append(_facts_sheet(scheme, group, filling=filling, title=title))
    sheets += claimed_sheets(scheme, names, inputs=known)
    sheets += table_sheets(scheme, names, inputs=known, evidence=filling.evidence)
    if sample:
        sheets = [_marked(sheet) for sheet in sheets]
    guide = guide_sheet(scheme, [sheet.name for sheet in sheets], sample=sample)
    return Workbook((guide, *sheets), title=scheme.title, created=created)


@dataclass(frozen=True, slots=True)
class SubjectGroup:
    """The subjects of one sheet; an open category lists none, and people write their names in."""

    category: str
    title: str
    named: tuple[str, ...]
    part: str = ""

    @property
    def heads(self) -> tuple[str, ...]:
        """The heads of the subjects' columns."""
        if self.named:
            return self.named
        return tuple(OPEN_SUBJECT.format(at) for at in range(1, OPEN_SUBJECTS + 1))


def subject_groups(scheme: Scheme, known: Inputs) -> list[SubjectGroup]:
    """The sheets' subjects: by category, in parts of at most `MOST_SUBJECTS`."""
    if not scheme.categories:
        names = tuple(name for name, _ in known.subjects) or (only_subject(scheme),)
        return list(_parts("", names, title=""))
    groups: list[SubjectGroup] = []
    for one in scheme.categories:
        written = tuple(name for name, category in known.subjects if category == one.id)
        groups += _parts(one.id, one.subjects or written, title=one.title)
    return groups


def _parts(category: str, names: tuple[str, ...], *, title: str) -> Iterator[SubjectGroup]:
    count = max(1, -(-len(names) // MOST_SUBJECTS))
    for at in range(count):
        part = names[at * MOST_SUBJECTS : (at + 1) * MOST_SUBJECTS]
        yield SubjectGroup(category, title, part, f"{at + 1}" if count > 1 else "")


def _sheet_title(group: SubjectGroup, groups: Sequence[SubjectGroup], *, taken: list[str]) -> str:
    several = len({one.category for one in groups}) > 1
    name = f"{FACTS_SHEET}（{group.title}）" if several else FACTS_SHEET
    return sheet_name(name + group.part, taken)


def _marked(sheet: Sheet) -> Sheet:
    """The sheet with the mark of invented data behind its heading."""
    first, *rest = sheet.rows
    cells = tuple(
        replace(cell, value=f"{cell.value}（{SAMPLE}）")
        if cell is not None and cell.look is Look.TITLE
        else cell
        for cell in first.cells
    )
    header = f"{sheet.print.header}（{SAMPLE}）"
    rows = (Row(cells, first.height), *rest)
    return replace(sheet, rows=rows, print=replace(sheet.print, header=header))


def _facts_sheet(scheme: Scheme, group: SubjectGroup, *, filling: Filling, title: str) -> Sheet:
    heads = (*FACT_HEADS, *group.heads, EVIDENCE_ASKED, EVIDENCE)
    wide = len(heads) - _HIDDEN
    mark = f"{CATEGORY_MARK}{group.category}" if group.category else None
    named = f"{scheme.title}　{title}"
    note = "只填浅黄色的格。没有开展的填“未开展”或0，没有这项任务的填“不适用”，还没有数据的留空。"
    rows = [
        row(mark, Cell(named, look=Look.TITLE, colspan=wide)),
        row(None, Cell(note, look=Look.NOTE, place=Place.CENTRE, colspan=wide)),
        row(*(_head(head, group) for head in heads)),
    ]
    page = _FactsPage(scheme, group, filling=filling)
    rows += page.rows(wide)
    subject = Column(subject_width(len(group.heads)))
    columns = (Column(_KEY_WIDTH, hidden=True), *(Column(width) for width in _WIDTHS),
               *(subject for _ in group.heads), Column(14), Column(20))  # fmt: skip
    return Sheet(
        title, tuple(rows), columns, frozen_rows=3, frozen_columns=5, locked=True,
        print=Print(landscape=True, head_rows=3, header=scheme.title),
    )  # fmt: skip


def _head(head: str, group: SubjectGroup) -> Cell:
    if head in group.heads and not group.named:
        return Cell(head, look=Look.ENTRY, place=Place.CENTRE, entry=True)
    if head == EVIDENCE and len(group.heads) > 1:
        head = EVIDENCE_SHARED
    return Cell(head, look=Look.HEAD, place=Place.CENTRE)


class _FactsPage:
    """The rows of one sheet of facts: section lines, and a row a fact below its clause."""

    def __init__(self, scheme: Scheme, group: SubjectGroup, *, filling: Filling) -> None:
        self._scheme, self._group, self._filling = scheme, group, filling
        self._clauses = clauses_of_facts(scheme)
        self._above = _sections_above(scheme)

    def rows(self, wide: int) -> Iterator[Row]:
        """Every row below the heads; a section line wherever a new section begins."""
        shown: tuple[Indicator, ...] = ()
        for leaf, facts in asked_facts(self._scheme):
            above = self._above[leaf.id] if leaf else (_REST,)
            for depth, section in enumerate(above):
                if section not in shown:
                    look = Look.HEAD if depth == 0 else Look.SECTION
                    cell = Cell(_titled(section), look=look, place=Place.LEFT, colspan=wide - 1)
                    yield row(None, Cell(section.id or None, look=look, place=Place.CENTRE), cell)
            shown = above
            yield from self._clause((leaf, facts))

    def _clause(self, asked: Asked) -> Iterator[Row]:
        leaf, facts = asked
        title = leaf.title if leaf else ""
        # A title over several rows is merged only where it fits: merged cells do not grow.
        room = _CLAUSE_WIDTH // 2 - 1
        span = len(facts) if -(-len(title) // room) * _LINE + 6 <= len(facts) * 20 else 1
        proofs = "、".join(leaf.evidence) if leaf else ""
        for at, name in enumerate(facts):
            beside: list[Cell | None] = [
                Cell(leaf.id if leaf and at == 0 else "", place=Place.CENTRE, rowspan=span),
                Cell(title if at == 0 else "", place=Place.LEFT, rowspan=span),
                Cell(leaf.points if leaf and at == 0 else "", place=Place.CENTRE, rowspan=span),
            ]
            told = proofs if at == 0 else ""
            behind: Cell | None = Cell(told, look=Look.HELP, place=Place.LEFT, rowspan=span)
            if at and span > 1:
                beside, behind = [None] * len(beside), None
            yield row(name, *beside, *self._fact(name, leaf), behind, self._evidence(name))

    def _fact(self, name: str, leaf: Indicator | None) -> list[Cell]:
        fact = self._scheme.facts[name]
        told = [
            Cell(fact.title, place=Place.LEFT),
            Cell(unit_text(fact), place=Place.CENTRE),
            Cell(FROM[fact.from_], look=Look.HELP, place=Place.CENTRE),
            Cell(self._help(name, leaf), look=Look.HELP, place=Place.LEFT),
        ]
        facts = self._filling.inputs.facts
        return told + [
            _entry(fact, facts.get(head, {}).get(name, MISSING)) for head in self._group.heads
        ]

    def _help(self, name: str, leaf: Indicator | None) -> str:
        told = [self._scheme.facts[name].help]
        targets = leaf.targets if leaf else ()
        told += [f"指标值{one.text}" for one in targets if one.text and self._is_meant(one, name)]
        also = self._clauses[name][1:]
        if also:
            told.append(f"也用于{'、'.join(also)}")
        return "；".join(text for text in told if text)

    def _is_meant(self, target: Target, name: str) -> bool:
        """Whether a target is held against this fact and stands for a subject of this sheet."""
        group = self._group
        whom = {group.category, *group.named}
        return target.fact == name and (not target.for_ or bool(whom & set(target.for_)))

    def _evidence(self, name: str) -> Cell:
        known = self._filling.evidence
        text = next((known[name, one] for one in self._group.heads if (name, one) in known), "")
        return Cell(text, look=Look.ENTRY, entry=True, place=Place.LEFT)


_FORMATS = {"money": "#,##0.00", "count": "#,##0"}
_REST = Indicator(id="", title="一票否决和其他事项")


def _sections_above(scheme: Scheme) -> Mapping[str, tuple[Indicator, ...]]:
    """For every clause the sections it stands in, outermost first."""
    found: dict[str, tuple[Indicator, ...]] = {}

    def walk(node: Indicator, above: tuple[Indicator, ...]) -> None:
        if not node.children:
            found[node.id] = above
        for child in node.children:
            walk(child, (*above, node))

    bonus = Indicator(id="", title=scheme.bonus.title, points=scheme.bonus.cap)
    for one in scheme.indicators:
        walk(one, ())
    for one in scheme.bonus.items:
        walk(one, (bonus,))
    return found


def _titled(indicator: Indicator) -> str:
    points = f"（{points_text(indicator.points)}）" if indicator.points is not None else ""
    return indicator.title + points


def _text(fact: Fact, entry: Entry) -> Value:
    """What is known of a fact as one would key it; empty where nothing is."""
    value = entry.value
    if entry.state in SPOKEN:
        return SPOKEN[entry.state]
    if value is None:
        return entry.text or None
    if fact.type == "yes-no":
        return "是" if value else "否"
    if fact.type == "choice":
        return fact.options[int(value)]
    if fact.type == "date":
        return date.fromordinal(int(value)).isoformat()
    return Fraction(value)


def _entry(fact: Fact, entry: Entry) -> Cell:
    words = fact.type in ("yes-no", "choice", "date")
    return Cell(
        _text(fact, entry), look=Look.ENTRY, entry=True, check=check_of(fact),
        place=Place.CENTRE if words else Place.RIGHT,
        number_format=_FORMATS.get(fact.type, ""),
    )  # fmt: skip


def check_of(fact: Fact) -> Check:
    """What a cell of this fact accepts while one types; words for special states stay possible."""
    title = fact.title
    if fact.type in ("yes-no", "choice"):
        choices = ("是", "否") if fact.type == "yes-no" else fact.options
        return Check((*choices, SPOKEN["not-applicable"]), title=title, prompt=fact.help,
                     error="请从列表中选择", strict=False)  # fmt: skip
    if fact.type == "date":
        return Check(title=title, prompt="填日期，年月日都要写")
    least, most = bounds_of(fact)
    span = "至".join(number_text(edge) for edge in (least, most) if edge is not None)
    bounds = f"（{span}{fact.unit}）" if most is not None else f"（{fact.unit}）" * bool(fact.unit)
    return Check(
        least=least, most=most, whole=fact.is_whole, title=title, prompt=fact.help + bounds,
        error="不在允许的范围内；没有这项任务请填“不适用”", strict=False,
    )  # fmt: skip


def own_texts(
    scheme: Scheme, subjects: Sequence[tuple[str, str]]
) -> tuple[frozenset[str], frozenset[str]]:
    """The workbook's own words, in the form in which one compares them: what stands in its locked
    cells, and the choices of its lists."""
    inputs = Inputs(tuple(subjects))
    own: set[str] = set()
    choices: set[str] = set()
    for sample in (False, True):
        book = fill_in_workbook(scheme, inputs=inputs, sample=sample)
        own |= {sheet.print.header for sheet in book.sheets}
        for cell in (one for sheet in book.sheets for line in sheet.rows for one in line.cells):
            if cell is not None and not cell.entry and cell.value is not None:
                own.add(cell.value if isinstance(cell.value, str) else exact_text(cell.value))
            choices |= set(cell.check.choices if cell is not None and cell.check else ())
    return frozenset(map(plain, own)), frozenset(map(plain, choices))
