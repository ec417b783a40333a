"""What was submitted, read back from its frozen content: to be looked at, printed and signed.

A draft is shown by the same way: its content as it would be frozen now.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.utils.timezone import localtime

from jiheng.forms.evidence_list import Evidence
from jiheng.forms.page import Document
from jiheng.forms.receipt import Seal
from jiheng.forms.reported_words import Reported, ReportedWords
from jiheng.forms.self_assessment_table import Signed, Standing, self_assessment_table
from jiheng.ledger.tally import tallied
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.scheme import Scheme
from jiheng.score.live import Live, LiveClause, live
from jiheng.values.exact import exact
from jiheng.values.inputs import Claim, Entry, Inputs, RecordRow
from jiheng.web.clock import today
from jiheng.web.models import JournalHead, Subject, Submission
from jiheng.web.models.answer import Of
from jiheng.web.queries.fields import papers_of
from jiheng.web.queries.inputs import used_by
from jiheng.web.queries.method import Method, method_of
from jiheng.web.queries.self_assessment import Section, sections_of
from jiheng.web.queries.submission import content_of


@dataclass(frozen=True)
class Content:
    """The content of one submission (or of the draft, without one)."""

    subject: Subject
    submission: Submission | None
    data: Mapping[str, Any]

    @cached_property
    def method(self) -> Method:
        """The method by which it is scored."""
        return method_of(self.subject.assessment.scheme)

    @property
    def scheme(self) -> Scheme:
        """Its scheme."""
        return self.method.scheme

    @cached_property
    def facts(self) -> Mapping[str, Entry]:
        """Typed facts, and where nothing was typed what the records tally to."""
        typed = {
            one["about"]: Entry(_exact(one["value"]), one["state"], one["text"])
            for one in self.data["answers"]
            if one["of"] == Of.FACT
        }
        for name, tally in tallied(self.scheme, self._rows).items():
            entry = typed.get(name)
            if tally.accepted and (entry is None or (entry.state == "missing" and not entry.text)):
                typed[name] = Entry(tally.value, "known")
        return typed

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """Its claims in their order."""
        return tuple(
            Claim(
                subject=self.subject.name,
                **{name: one[name] for name in ("indicator", "kind", "level", "work", "award")},
                **{name: one[name] for name in ("year", "number", "persons")},
                place=one["key"],
            )
            for one in self.data["claims"]
        )

    @cached_property
    def reported(self) -> Reported:
        """All of it as the printed table wants it."""
        papers = set(papers_of(self.scheme))
        notes = self._texts(Of.NOTE, "text")
        return Reported(
            subject=self.subject.name,
            facts=self.facts,
            claimed={
                one["about"]: exact(one["value"])
                for one in self.data["answers"]
                if one["of"] == Of.CLAIMED and one["value"]
            },
            claims=self.claims,
            reasons=self._texts(Of.FACT, "reason"),
            notes={about: text for about, text in notes.items() if about not in papers},
            evidence=tuple(_files(self.data["evidence"], papers=False)),
            papers=tuple(_files(self.data["evidence"], papers=True)),
        )

    @cached_property
    def now(self) -> Live:
        """The scores that follow from it."""
        who = (self.subject.name, self.subject.category)
        inputs = Inputs(
            subjects=(who,),
            facts={who[0]: self.facts},
            claimed={who[0]: self.reported.claimed},
            claims=self.claims,
            used=used_by(self.subject.assessment, [self.subject]),
        )
        return live(self.method.prepared, inputs, subject=who[0])

    def lines(self) -> Iterator[tuple[Section, list[tuple[Indicator, LiveClause, list[str]]]]]:
        """Section by section its clauses, each with its score and what was reported."""
        words = ReportedWords(self.scheme, self.reported)
        for section in sections_of(self.method):
            clauses = [
                (leaf, self.now.clauses[leaf.id], [*words.lines(leaf)]) for leaf in section.leaves
            ]
            yield section, clauses

    @property
    def others(self) -> list[str]:
        """What no clause reads."""
        return [*ReportedWords(self.scheme, self.reported).other_lines()]

    @property
    def _rows(self) -> list[RecordRow]:
        return [
            RecordRow(one["key"], one["kind"], date.fromisoformat(one["on"]), one["values"])
            for one in self.data["records"]
        ]

    def _texts(self, of: Of, column: str) -> dict[str, str]:
        return {
            one["about"]: one[column]
            for one in self.data["answers"]
            if one["of"] == of and one[column]
        }


def content_now(subject: Subject) -> Content:
    """The draft: what would be submitted now."""
    return Content(subject, None, json.loads(content_of(subject)))


def content_in(submission: Submission, *, of: Subject) -> Content:
    """What was submitted."""
    return Content(of, submission, json.loads(submission.content))


def table_of(content: Content) -> Document:
    """The filled table in the layout of the method's annex."""
    submission, signed = content.submission, None
    if submission is not None and submission.signed_at is not None:
        signed = Signed(submission.signed_name, localtime(submission.signed_at))
    last = JournalHead.objects.filter(pk=1).first()
    seal = Seal(submission.digest, last.hash if last else "") if submission else Seal()
    standing = Standing(day=today(), is_draft=submission is None, signed=signed, seal=seal)
    return self_assessment_table(
        content.scheme, content.reported, standing=standing, computed=content.now.one
    )


def _files(evidence: Sequence[Mapping[str, str]], *, papers: bool) -> Iterator[Evidence]:
    """Each file once, with all the clauses that it stands for."""
    found: dict[str, Evidence] = {}
    for one in evidence:
        if bool(one["paper"]) != papers:
            continue
        before = found.get(one["sha256"])
        clauses = (*(before.clauses if before else ()), *([one["clause"]] if one["clause"] else []))
        found[one["sha256"]] = Evidence(
            name=one["name"],
            kind=one["kind"],
            day=date.fromisoformat(one["on"]) if one["on"] else None,
            level=one["level"],
            number=one["number"],
            pages=int(one["pages"]) if one["pages"] else None,
            clauses=tuple(dict.fromkeys(clauses)),
        )
    yield from found.values()


def _exact(text: str) -> Fraction | None:
    return exact(text) if text else None
