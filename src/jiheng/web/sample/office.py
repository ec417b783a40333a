"""What the sample's office brings: last year, the facts that it holds for all, and an objection to one."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from django.conf import settings

from jiheng.files.inputs import read_inputs
from jiheng.forms.past_results import PastResult
from jiheng.forms.past_year_workbook import PastYear
from jiheng.values.inputs import Entry, Inputs
from jiheng.web.access.viewer import Viewer
from jiheng.web.actions.objections import object_to
from jiheng.web.actions.office_facts import enter_office_facts
from jiheng.web.actions.past_year import load_past_year
from jiheng.web.clock import moved_to
from jiheng.web.models import Assessment
from jiheng.web.queries.fields import read_field
from jiheng.web.queries.method import method_of
from jiheng.web.queries.office_facts import Entered, office_facts_of
from jiheng.web.queries.past_year import rows_read
from jiheng.web.sample.people import People
from jiheng.web.sample.script import City, Script

SOURCE = "办公室汇总（虚构）"


def sample_inputs(assessment: Assessment, city: City) -> Inputs:
    """The figures that lie beside the method."""
    scheme = method_of(assessment.scheme).scheme
    return read_inputs(scheme, settings.HOUSE / "samples" / city.scheme).inputs


def bring_last_year(script: Script, city: City, *, office: Viewer, assessment: Assessment) -> None:
    """Last year as it might have been: each unit has the answers and scores of its neighbour."""
    inputs = sample_inputs(assessment, city)
    names = [name for name, _ in inputs.subjects]
    past = PastYear(used=list(inputs.used))
    for name, other in zip(names, [*names[1:], *names[:1]], strict=True):
        past.answers[name] = {
            fact: entry for fact, entry in inputs.facts[other].items() if entry.state == "known"
        }
        past.results[name] = _result(inputs.claimed.get(other, {}))
    with moved_to(script.day(-55)):
        load_past_year(office, assessment, rows_read(assessment, past))


def _result(scores: Mapping[str, Fraction]) -> PastResult:
    return PastResult(scores, total=sum(scores.values(), start=Fraction(0)))


def bring_office_facts(
    script: Script, people: People, city: City, *, assessment: Assessment
) -> None:
    """Contests, year checks, article counts of every unit; one unit says that one of them is wrong."""
    office = people.viewer(city.people[0]["login"])
    inputs, method = sample_inputs(assessment, city), method_of(assessment.scheme)
    entered = [
        Entered(subject, fact.name, inputs.facts[subject.name][fact.name].text, 0, SOURCE)
        for subject in assessment.subjects.select_related("assessment__scheme").order_by("name")
        for fact in office_facts_of(method)
        if _is_told(assessment, inputs.facts[subject.name].get(fact.name), fact=fact.name)
    ]
    with moved_to(script.day(-8)):
        enter_office_facts(office, assessment, entered)
    if not city.objects:
        return
    unit = next(one for one in city.units if one.subject == city.objects["subject"])
    subject = assessment.subjects.select_related("assessment__scheme").get(name=unit.subject)
    fact = next(one.fact for one in entered if one.subject.name == unit.subject)
    with moved_to(script.day(-5)):
        object_to(people.viewer(unit.login), subject, fact=fact, words=city.objects["words"])


def _is_told(assessment: Assessment, entry: Entry | None, *, fact: str) -> bool:
    scheme = method_of(assessment.scheme).scheme
    return (
        bool(entry and entry.text) and not read_field(scheme, "fact", fact, text=entry.text).problem
    )
