"""What still stands in the way of submitting, and what would be submitted, byte for byte."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from jiheng.forms.asked_facts import asked_facts
from jiheng.score.live import Live, live
from jiheng.values.exact import exact
from jiheng.values.inputs import Inputs
from jiheng.web.models import Answer, Claim, EvidenceUse, Record, Subject
from jiheng.web.models.answer import Of
from jiheng.web.queries.fields import exceeding, papers_of, read_field
from jiheng.web.queries.inputs import inputs_of
from jiheng.web.queries.method import Method, method_of


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is still wanted: the clause (or paper) where it is, and what to do about it."""

    clause: str
    about: str
    title: str
    message: str


def live_of(subject: Subject) -> Live:
    """The subject's report now, scored."""
    method = method_of(subject.assessment.scheme)
    return live_from(method, inputs_of(subject.assessment, [subject]), subject=subject.name)


def live_from(method: Method, inputs: Inputs, *, subject: str) -> Live:
    """The same from inputs that are at hand."""
    return live(method.prepared, inputs, subject=subject)


def lacks_of(subject: Subject, now: Live | None = None) -> list[Lack]:
    """Every required fact without an answer or a reason, every text that cannot be read, every paper
    that is neither there nor explained."""
    answers = {(one.of, one.about): one for one in Answer.objects.filter(subject=subject)}
    return [
        *_unread(subject, answers),
        *_exceeding(subject, answers),
        *_unanswered(subject, answers, now=now or live_of(subject)),
        *_papers(subject, answers),
    ]


Answers = dict[tuple[str, str], Answer]


def _unread(subject: Subject, answers: Answers) -> Iterator[Lack]:
    scheme = method_of(subject.assessment.scheme).scheme
    places = clause_of_fact(subject)
    for (of, about), answer in sorted(answers.items()):
        if not answer.text or answer.state != "missing":
            continue
        told = read_field(scheme, of, about, text=answer.text).problem
        clause = places.get(about, "") if of == Of.FACT else about
        title = scheme.facts[about].title if of == Of.FACT else "自评得分"
        yield Lack(clause, about, title, told)


def _exceeding(subject: Subject, answers: Answers) -> Iterator[Lack]:
    scheme, places = method_of(subject.assessment.scheme).scheme, clause_of_fact(subject)
    values = {
        about: exact(answer.value)
        for (of, about), answer in answers.items()
        if of == Of.FACT and answer.value
    }
    for fact, told in exceeding(scheme, values).items():
        yield Lack(places.get(fact, ""), fact, scheme.facts[fact].title, told)


def _unanswered(subject: Subject, answers: Answers, *, now: Live) -> Iterator[Lack]:
    scheme = method_of(subject.assessment.scheme).scheme
    places = clause_of_fact(subject)
    for fact in now.unanswered:
        answer = answers.get((Of.FACT.value, fact))
        if answer is not None and (answer.reason or answer.text):
            continue
        yield Lack(
            places.get(fact, ""),
            fact,
            scheme.facts[fact].title,
            "还没有填；没有开展的填0或“否”，确实报不了的写明原因",
        )


def _papers(subject: Subject, answers: Answers) -> Iterator[Lack]:
    there = set(
        EvidenceUse.objects.filter(subject=subject, evidence__withdrawn_at=None)
        .exclude(paper="")
        .values_list("paper", flat=True)
    )
    for paper in papers_of(method_of(subject.assessment.scheme).scheme):
        note = answers.get((Of.NOTE.value, paper))
        if paper not in there and not (note and note.text):
            yield Lack("", paper, paper, "还没有上传；确实没有的写明原因")


def clause_of_fact(subject: Subject) -> dict[str, str]:
    """The clause under which each fact is asked."""
    groups = asked_facts(method_of(subject.assessment.scheme).scheme)
    return {fact: leaf.id if leaf else "" for leaf, facts in groups for fact in facts}


def content_of(subject: Subject) -> str:
    """The report as canonical JSON: same report, same bytes, on every database."""
    return json.dumps(
        {
            "assessment": subject.assessment.pk,
            "scheme": subject.assessment.scheme.digest,
            "subject": subject.name,
            "answers": [_answer(one) for one in _ordered(Answer, subject, "of", "about")],
            "claims": [_claim(one) for one in _claims(subject)],
            "records": [_record(one) for one in _records(subject)],
            "evidence": [_evidence(one) for one in _uses(subject)],
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def digest_of(content: str) -> str:
    """SHA-256 of the content's UTF-8 bytes."""
    return sha256(content.encode()).hexdigest()


def _ordered(kind: Any, subject: Subject, *fields: str) -> list[Any]:
    """Ordered here, not by the database: collations differ."""
    found = kind.objects.filter(subject=subject)
    return sorted(found, key=lambda one: [getattr(one, name) for name in fields])


def _answer(one: Answer) -> dict[str, str]:
    names = ("of", "about", "text", "value", "state", "reason")
    return {name: getattr(one, name) for name in names}


def _claims(subject: Subject) -> list[Claim]:
    found = Claim.objects.filter(subject=subject, withdrawn_at=None)
    return sorted(found, key=lambda one: (one.made_at, one.key))


def _claim(one: Claim) -> dict[str, Any]:
    names = ("key", "indicator", "kind", "level", "work", "award", "year", "number", "persons")
    return {name: getattr(one, name) for name in names}


def _records(subject: Subject) -> list[Record]:
    found = Record.objects.filter(
        organisation=subject.organisation_id, year=subject.assessment.year, withdrawn_at=None
    )
    return sorted(found, key=lambda one: (one.on, one.key))


def _record(one: Record) -> dict[str, Any]:
    return {
        "key": one.key,
        "kind": one.kind,
        "on": one.on.isoformat(),
        "title": one.title,
        "values": json.loads(one.values),
    }


def _uses(subject: Subject) -> list[EvidenceUse]:
    found = EvidenceUse.objects.filter(subject=subject, evidence__withdrawn_at=None)
    return sorted(
        found.select_related("evidence"), key=lambda one: (one.evidence.sha256, one.about)
    )


def _evidence(one: EvidenceUse) -> dict[str, str]:
    return {
        "sha256": one.evidence.sha256,
        "name": one.evidence.name,
        "kind": one.evidence.kind,
        "on": one.evidence.on.isoformat() if one.evidence.on else "",
        "level": one.evidence.level,
        "number": one.evidence.number,
        "pages": "" if one.evidence.pages is None else str(one.evidence.pages),
        "clause": one.clause,
        "paper": one.paper,
        "record": one.record_id or "",
        "claim": one.claim_id or "",
    }
