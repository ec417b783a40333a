"""One county's fill-in workbook: what goes down, and how what comes back differs from what is stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from jiheng.forms.fill_in import fill_in_workbook
from jiheng.forms.fill_in_guide import guide_sheet
from jiheng.forms.fill_in_words import CLAIMED_SHEET, FACTS_SHEET
from jiheng.forms.workbook import Workbook
from jiheng.scheme.scheme import Scheme
from jiheng.values.exact import exact
from jiheng.values.inputs import Entry, Inputs
from jiheng.web.clock import today
from jiheng.web.models.answer import Of
from jiheng.web.queries.fields import FieldText, read_field
from jiheng.web.queries.self_assessment import Report
from jiheng.web.queries.self_assessment_fields import FieldShown
from jiheng.web.queries.self_assessment_pages import field_of

Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Amendment:
    """One field that the workbook has otherwise: as it is stored, the new text, where that stands, and
    what is wrong with it. `clears`: the cell is blank, which may only mean that nobody got to it."""

    field: FieldShown
    text: str
    place: str
    problem: str = ""

    @property
    def clears(self) -> bool:
        """Would it take away what is stored?"""
        return not self.text

    @property
    def is_chosen(self) -> bool:
        """Is it taken unless one says otherwise?"""
        return not self.clears and not self.problem


def own_scheme(report: Report) -> Scheme:
    """The method as it concerns this subject alone: no other subject's column."""
    name, category = report.subject.name, report.subject.category
    return report.scheme.model_copy(
        update={
            "categories": tuple(
                one.model_copy(update={"subjects": (name,)})
                for one in report.scheme.categories
                if one.id == category
            )
        }
    )


def fill_in_of(report: Report) -> Workbook:
    """The workbook with everything that the subject has typed; claims are made on the site."""
    scheme = own_scheme(report)
    whole = fill_in_workbook(scheme, inputs=_typed(report), created=today())
    kept = [one for one in whole.sheets if one.name.startswith((FACTS_SHEET, CLAIMED_SHEET))]
    if not report.claims_asked:
        kept = [one for one in kept if not one.name.startswith(CLAIMED_SHEET)]
    guide = guide_sheet(scheme, [one.name for one in kept], sample=False)
    return replace(whole, sheets=(guide, *kept))


def _typed(report: Report) -> Inputs:
    """Only what somebody typed: a number from the records is not an answer yet."""
    name = report.subject.name
    facts, claimed = {}, {}
    for (of, about), answer in report.known.answers.items():
        value = exact(answer.value) if answer.value else None
        if of == Of.FACT:
            facts[about] = Entry(value, answer.state, answer.text)
        elif of == Of.CLAIMED and value is not None:
            claimed[about] = value
    who = ((name, report.subject.category),)
    return Inputs(subjects=who, facts={name: facts}, claimed={name: claimed})


def amendments(report: Report, texts: Mapping[Name, tuple[str, str]]) -> list[Amendment]:
    """What the workbook says otherwise than the database, in the order of the document; `texts` are
    (text, place) by field. The same value in other words is no difference."""
    return [*_amendments(report, texts)]


def _amendments(report: Report, texts: Mapping[Name, tuple[str, str]]) -> Iterator[Amendment]:
    for of, about in _in_order(report):
        if (of, about) not in texts:
            continue
        text, place = texts[of, about]
        shown = field_of(report, of, about=about)
        read = read_field(report.scheme, of, about, text=text)
        if _says(read) != _stored(report, of, about=about):
            yield Amendment(shown, read.text, place, read.problem)


def _in_order(report: Report) -> Iterator[Name]:
    facts = (name for name in report.scheme.facts if name in report.places)
    yield from ((Of.FACT.value, name) for name in facts)
    yield from ((Of.CLAIMED.value, leaf.id) for leaf in report.scheme.leaves())


def _says(read: FieldText) -> tuple[str, str]:
    """What a text comes to: its value; where it has none its state, or itself if it cannot be read."""
    return (read.state, read.value or (read.text if read.state == "missing" else ""))


def _stored(report: Report, of: str, *, about: str) -> tuple[str, str]:
    answer = report.known.answers.get((of, about))
    if answer is None:
        return ("missing", "")
    return _says(FieldText(answer.text, answer.state, answer.value))
