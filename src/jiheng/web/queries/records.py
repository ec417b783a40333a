"""The year's records of one unit: by which method they are kept, what counts them, and why not."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from jiheng.ledger.tally import Tally, TallyLine, is_within
from jiheng.scheme.record import Record as Kind
from jiheng.scheme.scheme import Scheme
from jiheng.score.asked import asked_of
from jiheng.web.access.assessments import subjects_of
from jiheng.web.access.records import OWNERS
from jiheng.web.access.viewer import Viewer
from jiheng.web.clock import today
from jiheng.web.models import Organisation, Record, SchemeVersion, Subject
from jiheng.web.queries.inputs import tallies_of
from jiheng.web.queries.listing import Listing, by_field, listing
from jiheng.web.queries.method import Method, method_of
from jiheng.web.queries.reporting import OPEN_TO_CHANGE, lateness, reporting_window
from jiheng.web.queries.stages import state_of

_IN_USE = Q(evidence_uses__evidence__withdrawn_at=None, evidence_uses__isnull=False)
_NO_MORE = "台账随之定稿；要登记、更正或撤回，请联系考核办公室退回自评。"


@dataclass(frozen=True, slots=True)
class YearBook:
    """The records of one unit in one year. `method` says which kinds there are (None: no method yet),
    `subject` reports by them that year (None: no assessment of that year yet)."""

    organisation: Organisation
    year: int
    method: Method | None
    subject: Subject | None

    @property
    def kinds(self) -> Mapping[str, Kind]:
        """The kinds of record that the method declares."""
        return self.method.scheme.records if self.method else {}


@dataclass(frozen=True, slots=True)
class Counted:
    """A fact that counts a record: its title, the clauses that read it, what the record brings."""

    title: str
    clauses: tuple[str, ...]
    words: str

    @property
    def sentence(self) -> str:
        """In one piece."""
        where = "、".join(self.clauses)
        return f"{f'{where} ' if where else ''}{self.title}：{self.words}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one record: the facts that count it, and where none does, why."""

    counted: tuple[Counted, ...]
    why_not: tuple[str, ...]

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses that count it, each once."""
        return tuple(dict.fromkeys(one for fact in self.counted for one in fact.clauses))

    @property
    def brief(self) -> str:
        """Why none counts it, in one piece; the reasons one by one are in `why_not`."""
        return self.why_not[0] if len(self.why_not) == 1 else "没有条款计所填的这一类"

    @property
    def words(self) -> str:
        """As a sentence."""
        if self.counted:
            return f"计入{'；'.join(one.sentence for one in self.counted)}。"
        return f"暂不计入：{self.brief}。"


def book_of(organisation: Organisation, year: int) -> YearBook:
    """The book of a unit's year: by the method of that year's assessment; before there is one, by the
    last method before it, or by what its superior has issued."""
    subjects = [one for one in _subjects(organisation) if _scheme(one).records]
    own = next((one for one in subjects if covers(one, year)), None)
    near = own or next((one for one in subjects if one.assessment.year <= year), None)
    if near is not None:
        return YearBook(organisation, year, method_of(near.assessment.scheme), own)
    versions = SchemeVersion.objects.filter(
        organisation=organisation.parent_id, issued_at__isnull=False
    )
    methods = (method_of(one) for one in versions.order_by("-issued_at", "pk"))
    return YearBook(
        organisation, year, next((one for one in methods if one.scheme.records), None), None
    )


def subject_book(subject: Subject) -> YearBook:
    """The book that belongs to one report."""
    method = method_of(subject.assessment.scheme)
    return YearBook(subject.organisation, subject.assessment.year, method, subject)


def reports_with(organisation: Organisation, years: Iterable[int], *, kind: str) -> list[Subject]:
    """The reports that records of this kind belong to, in the order in which they are locked."""
    found = (one for one in _subjects(organisation) if kind in _scheme(one).records)
    wanted = set(years)
    return sorted(
        (one for one in found if any(covers(one, year) for year in wanted)), key=lambda one: one.pk
    )


def covers(subject: Subject, year: int) -> bool:
    """Are records of the year counted in this report?"""
    return is_within(_scheme(subject).period, date(year, 1, 1))


def book_hindrance(subject: Subject) -> str:
    """Why records and claims that count for this report may not be changed now; "" if they may.

    Unlike answers they are welcome before the stage opens: they are kept all through the year.
    """
    if subject.standing not in OPEN_TO_CHANGE:
        return f"{subject.assessment.year}年度自评{subject.get_standing_display()}，{_NO_MORE}"
    window = reporting_window(subject)
    if window is not None and subject.until is None and state_of(window) == "planned":
        return ""
    return lateness(subject, window) if window is not None else ""


def hindrance_of(book: YearBook) -> str:
    """Why the book is closed now; "" if it is open."""
    return book_hindrance(book.subject) if book.subject else ""


def book_seen(viewer: Viewer, stored: Record) -> YearBook:
    """The book in which the viewer reads a record: his own unit's, else that of the report he may read."""
    if viewer.is_(*OWNERS):
        return book_of(stored.organisation, stored.year)
    found = subjects_of(viewer).filter(
        organisation=stored.organisation, assessment__year=stored.year
    )
    return subject_book(found.order_by("-made_at", "pk")[0])


def verdicts_of(book: YearBook) -> Mapping[str, Verdict]:
    """What becomes of each record of the book, by its key; nothing where nobody reports yet."""
    if book.subject is None or book.method is None:
        return {}
    scheme = book.method.scheme
    tallies = tallies_of(scheme, [book.subject]).get(book.subject.name, {})
    clauses = clauses_of_facts(book.method)
    lines: dict[str, list[tuple[Tally, TallyLine]]] = {}
    for tally in (tallies[name] for name in scheme.facts if name in tallies):
        for line in tally.lines:
            if line.cause != "kind":
                lines.setdefault(line.row.id, []).append((tally, line))
    return {key: _verdict(scheme, found, clauses=clauses) for key, found in lines.items()}


def _verdict(
    scheme: Scheme,
    lines: Sequence[tuple[Tally, TallyLine]],
    *,
    clauses: Mapping[str, tuple[str, ...]],
) -> Verdict:
    counted = tuple(
        Counted(scheme.facts[tally.fact].title, clauses.get(tally.fact, ()), line.reason)
        for tally, line in lines
        if line.accepted
    )
    if counted:
        return Verdict(counted, ())
    own = [line.reason for _, line in lines if line.cause != "condition"]
    named = [f"{scheme.facts[tally.fact].title}{_only(line.reason)}" for tally, line in lines]
    return Verdict((), tuple(dict.fromkeys(own or named)) or ("本办法不计这一类记录",))


def _only(reason: str) -> str:
    return reason.removeprefix("此项")


def clauses_of_facts(method: Method) -> Mapping[str, tuple[str, ...]]:
    """For every fact that people supply, the clauses that read it."""
    found: dict[str, tuple[str, ...]] = {}
    for clause, asked in asked_of(method.prepared).clauses.items():
        for name in (*asked.own, *asked.others):
            found[name] = (*found.get(name, ()), clause)
    return found


def years_of(organisation: Organisation, *, shown: int) -> list[int]:
    """The years that one can look at, newest first."""
    known = set(Record.objects.filter(organisation=organisation).values_list("year", flat=True))
    return sorted(known | {today().year, shown}, reverse=True)


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record in a list: its kind's title, its other fields in words, and what becomes of it."""

    record: Record
    kind: str
    fields: tuple[tuple[str, str], ...]
    verdict: Verdict | None

    @property
    def details(self) -> str:
        """The fields in one line."""
        return "，".join(f"{title}：{text}" for title, text in self.fields)


def records_listed(
    book: YearBook, found: QuerySet[Record], asked: Mapping[str, str]
) -> tuple[Listing, list[RecordLine]]:
    """The page of the book that was asked for; `found` is what the viewer's door lets through."""
    verdicts = verdicts_of(book)
    counting = [key for key, one in verdicts.items() if one.counted]
    counted = {
        "yes": lambda rows: rows.filter(pk__in=counting),
        "no": lambda rows: rows.exclude(pk__in=counting),
    }
    with_withdrawn = asked.get("state", "") == "withdrawn"
    rows = found.filter(
        organisation=book.organisation, year=book.year, withdrawn_at__isnull=not with_withdrawn
    )
    shown = listing(
        rows.annotate(files=Count("evidence_uses", filter=_IN_USE)),
        asked,
        sorts={"newest": ("-on",), "on": ("on",), "title": ("title",), "kind": ("kind", "-on")},
        search=("title", "values"),
        filters={
            "kind": by_field("kind"),
            "counted": lambda rows, wanted: counted.get(wanted, lambda same: same)(rows),
        },
    )
    return shown, [line_of(book, one, verdict=verdicts.get(one.pk)) for one in shown]


def line_of(book: YearBook, record: Record, *, verdict: Verdict | None) -> RecordLine:
    """A record as it is shown."""
    kind = book.kinds.get(record.kind)
    return RecordLine(record, kind.title if kind else record.kind, _fields(kind, record), verdict)


def _fields(kind: Kind | None, record: Record) -> tuple[tuple[str, str], ...]:
    """What is filled in, but for the title: in the method's order, then what it knows no more."""
    values: dict[str, str] = json.loads(record.values)
    declared = kind.fields if kind else {}
    known = [
        (one.title, f"{values[name]}{one.unit}")
        for name, one in declared.items()
        if _is_told(kind, name, values)
    ]
    unknown = [(name, text) for name, text in values.items() if name not in declared]
    return (*known, *unknown)


def _is_told(kind: Kind | None, name: str, values: Mapping[str, str]) -> bool:
    return bool(values.get(name)) and name != title_field(kind)


def title_field(kind: Kind | None) -> str:
    """The field by which people know a record: the first text that must be filled in, else the first
    text; "" where a kind has none."""
    texts = [
        (name, one) for name, one in (kind.fields if kind else {}).items() if one.type == "text"
    ]
    required = [name for name, one in texts if one.required]
    return next(iter([*required, *(name for name, _ in texts)]), "")


def title_of(kind: Kind, values: Mapping[str, str]) -> str:
    """How a record with these values is called."""
    return (values.get(title_field(kind), "") or kind.title)[:200]


def is_there(organisation: Organisation, kind: str, *, on: date, title: str, but: str = "") -> bool:
    """Is the same thing of the same day written down already, however it is spaced?"""
    same_day = Record.objects.filter(organisation=organisation, kind=kind, on=on, withdrawn_at=None)
    return any(_plain(one.title) == _plain(title) for one in same_day.exclude(pk=but))


def _plain(title: str) -> str:
    return "".join(unicodedata.normalize("NFKC", title).casefold().split())


def _subjects(organisation: Organisation) -> list[Subject]:
    found = Subject.objects.filter(organisation=organisation).select_related(
        "organisation", "assessment", "assessment__scheme"
    )
    return list(found.order_by("-assessment__year", "-made_at", "pk"))


def _scheme(subject: Subject) -> Scheme:
    return method_of(subject.assessment.scheme).scheme
