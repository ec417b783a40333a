"""The records of a year as they are printed and taken away as a workbook."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet

from jiheng.forms.evidence_list import Evidence as Proof
from jiheng.forms.record_list import ListedRecord, RecordBook
from jiheng.web.clock import today
from jiheng.web.models import EvidenceUse, Record
from jiheng.web.queries.records import RecordLine, YearBook, line_of, verdicts_of


def record_book(book: YearBook, found: QuerySet[Record]) -> RecordBook:
    """Everything in the book that the viewer's door lets through, kind by kind as the method lists them."""
    verdicts = verdicts_of(book)
    uses = EvidenceUse.objects.filter(evidence__withdrawn_at=None).select_related("evidence")
    rows = found.filter(organisation=book.organisation, year=book.year, withdrawn_at=None)
    rows = rows.prefetch_related(Prefetch("evidence_uses", uses.order_by("at", "pk"), "proofs"))
    order = list(book.kinds)
    lines = sorted(
        (line_of(book, one, verdict=verdicts.get(one.pk)) for one in rows),
        key=lambda one: (_place(one.record.kind, order), one.record.on, one.record.pk),
    )
    name = book.subject.name if book.subject else book.organisation.name
    return RecordBook(name, book.year, tuple(_listed(one) for one in lines), today())


def _place(kind: str, order: list[str]) -> int:
    return order.index(kind) if kind in order else len(order)


def _listed(line: RecordLine) -> ListedRecord:
    verdict = line.verdict
    return ListedRecord(
        line.kind,
        line.record.on,
        line.record.title,
        fields=line.fields,
        evidence=tuple(_proofs(line.record.proofs)),
        counted=verdict.clauses if verdict else (),
        why_not=verdict.brief if verdict else "本年度考核尚未开始",
    )


def _proofs(uses: Iterable[EvidenceUse]) -> Iterable[Proof]:
    for use in uses:
        one = use.evidence
        yield Proof(one.name, one.kind, one.on, one.level, one.number, one.pages)
