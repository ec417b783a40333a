"""A returned fill-in workbook: read behind the fence, every cell with its place, nothing dropped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from django import forms
from django.http import QueryDict

from jiheng.forms.entries import Keyed, entry_of
from jiheng.forms.fill_in_heads import CLAIMED_MATRIX, FACTS
from jiheng.forms.fill_in_reading import FillIn, read_fill_in
from jiheng.scheme.scheme import Scheme
from jiheng.values.exact import exact_text
from jiheng.values.problems import Problem, Refused, Unreadable
from jiheng.web.inputs.self_assessment import whole
from jiheng.web.inputs.uploaded_workbook import WorkbookField, sheets_in
from jiheng.web.models.answer import Of
from jiheng.web.queries.fields import Field
from jiheng.web.queries.self_assessment import Report
from jiheng.web.queries.self_assessment_workbook import Amendment, Name, own_scheme


class FillInForm(forms.Form):
    """The workbook."""

    workbook = WorkbookField(
        label="填好的填报表",
        help_text="只收 xlsx，不超过 5 MB。先列出与系统里不同的各处，由您选定以后才写入。",
    )


@dataclass(frozen=True, slots=True)
class Returned:
    """What a workbook says: (text, place) by field, what is wrong, what the reader should know, and
    what was not read; with the file's name and digest."""

    name: str
    sha256: str
    texts: Mapping[Name, tuple[str, str]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    unread: tuple[Problem, ...] = ()


def read_back(report: Report, given: Any) -> Returned:
    """Read an uploaded workbook of this subject."""
    content = given.read()
    name, digest = Path(given.name).name[:200], sha256(content).hexdigest()
    try:
        scheme = own_scheme(report)
        found = read_fill_in(scheme, sheets_in(content), subjects=[report.subject.name])
    except Unreadable as trouble:
        return Returned(name, digest, problems=(Problem(name, trouble.problem.message),))
    except Refused as trouble:
        return Returned(name, digest, problems=tuple(trouble.problems))
    return Returned(
        name,
        digest,
        texts=_texts(report, found),
        problems=tuple(found.problems),
        notes=tuple(found.notes),
        unread=(*found.unread, *_elsewhere(report, found)),
    )


def _texts(report: Report, found: FillIn) -> dict[Name, tuple[str, str]]:
    """Every entry cell of the subject's own fields, blank ones too."""
    own, scheme = report.subject.name, report.scheme
    texts: dict[Name, tuple[str, str]] = {}
    for table, subject, about in sorted(found.there):
        if subject == own and table == FACTS and about in report.places:
            texts[Of.FACT.value, about] = ("", "")
        elif subject == own and table == CLAIMED_MATRIX and report.claims_asked:
            texts[Of.CLAIMED.value, about] = ("", "")
    for cell in found.cells:
        if cell.subject == own and cell.fact in report.places:
            texts[Of.FACT.value, cell.fact] = (_typed(scheme, cell), cell.place)
    for line in found.tables.get("claimed", ()):
        about = line.cells.get("indicator", "").strip()
        if line.cells.get("subject") == own and (Of.CLAIMED.value, about) in texts:
            score = line.cells.get("score", "").strip()
            texts[Of.CLAIMED.value, about] = (score, line.place_of("score"))
    return texts


def _typed(scheme: Scheme, cell: Keyed) -> str:
    """The cell as one would type it on the page: a percentage is a number there, a date has no hour."""
    fact = scheme.facts[cell.fact]
    read = entry_of(fact, cell)
    if read.state != "known" or read.value is None:
        return cell.text.strip()
    if fact.type == "date":
        return date.fromordinal(int(read.value)).isoformat()
    return exact_text(read.value) if cell.number_format else cell.text.strip()


def _elsewhere(report: Report, found: FillIn) -> list[Problem]:
    """What stands in the workbook and is not the county's to fill in there: told, never dropped."""
    strange = (one for one in found.cells if one.text.strip() and one.fact not in report.places)
    told = [
        Problem(
            one.place,
            f"“{report.scheme.facts[one.fact].title}”不由本单位填报，没有采用“{one.text[:60]}”",
        )
        for one in strange
    ]
    words = "加分申报请在系统的“加分申报”里登记，没有从表里采用"
    told += [Problem(one.place, words) for one in found.tables.get("claims", ())]
    return told


def packed(one: Amendment) -> str:
    """An amendment as the preview's form carries it: what would be written, over which version."""
    return json.dumps({"text": one.text, "version": one.field.version}, ensure_ascii=False)


def chosen_in(sent: QueryDict, report: Report) -> list[Field]:
    """The fields that were chosen in the preview. A page may be altered, so everything is read as if it
    had been typed."""
    return [one for name in sent.getlist("take") if (one := _chosen(sent, name, report=report))]


def _chosen(sent: QueryDict, name: str, *, report: Report) -> Field | None:
    of, _, about = name.partition(":")
    try:
        told = json.loads(sent.get(f"new:{name}", ""))
        text, version = str(told["text"]), whole(str(told["version"]))
    except (ValueError, KeyError, TypeError):
        return None
    before = report.known.answers.get((of, about))
    return Field(of, about, text, version, reason=before.reason if before else "")
