"""The sample's reports: typed, submitted, signed, sealed, handed back, or not begun."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from jiheng.scheme.scheme import Scheme
from jiheng.values.exact import exact_text
from jiheng.values.inputs import Entry, Inputs
from jiheng.web.access.viewer import Viewer
from jiheng.web.actions.answers import Field, save_answers
from jiheng.web.actions.claims import add_claim
from jiheng.web.actions.evidence import add_evidence
from jiheng.web.actions.records import add_record
from jiheng.web.actions.submission import hand_back, seal, sign, submit
from jiheng.web.clock import moved_to, now
from jiheng.web.models import Assessment, Subject
from jiheng.web.queries.evidence_places import Place
from jiheng.web.queries.fields import papers_of, read_field
from jiheng.web.queries.method import method_of
from jiheng.web.sample.files import paper, picture
from jiheng.web.sample.office import sample_inputs
from jiheng.web.sample.people import People
from jiheng.web.sample.script import City, Script, Unit

Event = tuple[int, Callable[[], object]]
"""Something that happens on a day, counted from the day on which the sample is made."""
WHOLE = ("submitted", "signed", "sealed", "returned", "late")
AWARD = ("indicator", "kind", "level", "work", "award", "year", "number", "persons")
SHARE = {"nothing": 0, "begun": 1, "half": 4} | dict.fromkeys(WHOLE, 6)
"""How many sixths of the facts are typed."""


@dataclass(frozen=True, slots=True)
class Reporter:
    """One unit and what it does; `number` is its place among the others."""

    people: People
    unit: Unit
    city: City
    assessment: Assessment
    number: int
    inputs: Inputs

    @property
    def clerk(self) -> Viewer:
        """County staff."""
        return self.people.viewer(self.unit.login)

    @property
    def leader(self) -> Viewer:
        """Who signs."""
        return self.people.viewer(self.unit.leader_login)

    @property
    def office(self) -> Viewer:
        """Who hands back."""
        login = next(one["login"] for one in self.city.people if one["role"] == "office")
        return self.people.viewer(login)

    @property
    def subject(self) -> Subject:
        """Freshly read, because every deed changes it."""
        return self.assessment.subjects.select_related(
            "assessment__scheme", "assessment__organiser", "organisation"
        ).get(name=self.unit.subject)

    def events(self) -> Iterator[Event]:
        """What happens, each on its day."""
        stands, late = self.unit.stands, self.number
        share = SHARE[stands]
        for part in range(share):
            yield -38 + 3 * part + late % 3, partial(type_facts, self, part=part)
        if self.number == 0 and self.city.records:
            yield -30, partial(keep_book, self)
            yield -26, partial(claim, self)
            yield -21, partial(prove, self)
        if stands not in WHOLE:
            return
        yield -19, partial(claim, self)
        yield -18, partial(hand_in_papers, self)
        yield -17 + late % 3, partial(lay_before_leader, self)
        if stands == "submitted":
            return
        yield -13, partial(signed, self)
        if stands == "sealed":
            yield -12, partial(sealed, self)
        if stands in ("returned", "late"):
            yield -9, partial(handed_back, self, days=7 if stands == "late" else 0)


def make_reports(script: Script, people: People, city: City, *, assessment: Assessment) -> None:
    """Everything that the units did until today, in the order in which it happened."""
    inputs = sample_inputs(assessment, city)
    events = [
        event
        for number, unit in enumerate(city.units)
        for event in Reporter(people, unit, city, assessment, number, inputs).events()
    ]
    for minutes, (day, deed) in enumerate(sorted(events, key=lambda one: one[0])):
        with moved_to(script.day(day, minutes=minutes % 400)):
            deed()


def type_facts(one: Reporter, *, part: int) -> None:
    """A sixth of what is asked, with the figures of the sample, and the claimed scores beside it."""
    subject, known = one.subject, one.inputs.facts[one.unit.subject]
    scheme = method_of(subject.assessment.scheme).scheme
    asked = [
        name for name, fact in scheme.facts.items() if fact.from_ == "subject" and fact.is_asked
    ]
    fields = [
        Field("fact", name, known[name].text if name in known else "", 0, _why_none(name, known))
        for name in asked[part::6]
    ]
    scores = list(one.inputs.claimed.get(one.unit.subject, {}).items())
    claimed = [Field("claimed", leaf, exact_text(score), 0) for leaf, score in scores[part::6]]
    fields += [field for field in claimed if _is_possible(scheme, field)]
    save_answers(one.clerk, subject, fields)


def _is_possible(scheme: Scheme, field: Field) -> bool:
    """The sample claims more than a clause has on purpose; here that is refused where it is typed."""
    return not read_field(scheme, field.of, field.about, text=field.text).problem


def _why_none(name: str, known: Mapping[str, Entry]) -> str:
    return "" if name in known and known[name].text else "本单位没有这项工作（虚构）"


def keep_book(one: Reporter) -> None:
    """The year's records."""
    for row in one.city.records:
        values = {name: value for name, value in row.items() if name not in ("kind", "on")}
        on = date.fromisoformat(row["on"])
        add_record(one.clerk, kind=row["kind"], on=on, values=values)


def claim(one: Reporter) -> None:
    """The awards that the sample claims for this unit."""
    subject = one.subject
    if subject.claims.exists():
        return
    own = [found for found in one.inputs.claims if found.subject == one.unit.subject]
    # the sample claims one award twice on purpose; here the second is refused where it is typed
    for award in {(found.number, found.award, found.level): found for found in own}.values():
        values = {name: getattr(award, name) for name in AWARD}
        add_claim(one.clerk, subject, values=values | {"on": None, "names": ""})


def prove(one: Reporter) -> None:
    """Pictures and papers at a clause, at a record, and one that nobody has assigned yet."""
    subject = one.subject
    leaves = [leaf.id for leaf in method_of(subject.assessment.scheme).scheme.leaves()]
    record = subject.organisation.records.order_by("on").first()
    for number, place in enumerate(
        (
            Place(subject, clause=leaves[0]),
            Place(subject, clause=leaves[3]),
            Place(record=record),
            Place(),
        )
    ):
        name = f"活动照片{number + 1}（虚构）"
        add_evidence(one.clerk, picture(name, tint=number * 17), place=place)
    minutes = paper("会议纪要（虚构）", "会议听取了全年工作汇报，议定事项如下。内容为演示虚构。")
    add_evidence(one.clerk, minutes, place=Place(subject, clause=leaves[0]))


def hand_in_papers(one: Reporter) -> None:
    """The whole-year papers."""
    subject = one.subject
    for name in papers_of(method_of(subject.assessment.scheme).scheme):
        words = f"{subject.organisation.name}一年来的工作情况如下。内容为演示虚构。"
        upload = paper(f"{subject.name}{name}（虚构）", words)
        add_evidence(one.clerk, upload, place=Place(subject, paper=name))


def lay_before_leader(one: Reporter) -> None:
    """Submitted."""
    subject = one.subject
    submit(one.clerk, subject, revision=subject.revision)


def signed(one: Reporter) -> None:
    """Signed by the leader."""
    subject = one.subject
    digest = subject.submissions.get(number=1).digest
    sign(one.leader, subject, name=one.leader.person.name, digest=digest)


def sealed(one: Reporter) -> None:
    """The sealed table came back as a scan."""
    scan = add_evidence(one.clerk, picture(f"{one.unit.subject}自评表盖章扫描件（虚构）", tint=99))
    seal(one.clerk, one.subject, evidence=scan.evidence)


def handed_back(one: Reporter, *, days: int) -> None:
    """Handed back with words; with a deadline of its own where the script wants it late."""
    until = now() + timedelta(days=days) if days else None
    hand_back(one.office, one.subject, words=one.unit.words, until=until)
