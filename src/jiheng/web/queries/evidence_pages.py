"""What the pages of evidence show: the list of a unit (or of all units), and one file with its uses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from jiheng.web.access.assessments import assessments_of
from jiheng.web.access.claims import claims_of
from jiheng.web.access.evidence import evidence_seen, is_own, uses_seen
from jiheng.web.access.records import records_of
from jiheng.web.access.viewer import Viewer
from jiheng.web.models import Evidence, EvidenceUse, Role
from jiheng.web.queries.evidence_kinds import asked_at
from jiheng.web.queries.evidence_places import Place, clauses_of, current_subject, place_of, year_of
from jiheng.web.queries.evidence_same import Same, same_as
from jiheng.web.queries.evidence_slots import FileShown, shown
from jiheng.web.queries.fields import papers_of
from jiheng.web.queries.listing import Listing, listing
from jiheng.web.queries.method import method_of

LOOSE, USED, WITHDRAWN = "loose", "used", "withdrawn"
STATES = ((LOOSE, "未归类"), (USED, "已用于条款等"), (WITHDRAWN, "已撤回"))
_MOST_TO_SORT = 200
_MOST_RECORDS = 50
_SORTS = {
    "made": ("-made_at",),
    "name": ("name",),
    "unit": ("organisation__name", "name"),
    "on": ("on", "name"),
    "kind": ("kind", "name"),
    "number": ("number", "name"),
    "size": ("size",),
}


@dataclass(frozen=True, slots=True)
class UseShown:
    """One use of a file."""

    place: Place
    use: EvidenceUse

    @property
    def year(self) -> int:
        """The year of the report or the record."""
        return year_of(self.use)


@dataclass(frozen=True, slots=True)
class LineShown:
    """One line of the list."""

    file: FileShown
    uses: tuple[UseShown, ...]

    @property
    def at(self) -> str:
        """The first place, as a choice of `place_choices` names it; "" for none."""
        return self.uses[0].place.query.removeprefix("?") if self.uses else ""

    @property
    def evidence(self) -> Evidence:
        """Its row."""
        return self.file.evidence


@dataclass(frozen=True, slots=True)
class EvidenceList:
    """A page of the list, with what one may filter by."""

    found: Listing
    lines: tuple[LineShown, ...]
    filters: tuple[dict[str, Any], ...]
    is_own: bool
    loose: int


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """One file with everything that is known of it and that the viewer may know."""

    file: FileShown
    uses: tuple[UseShown, ...]
    same: tuple[Same, ...]
    earlier: tuple[Evidence, ...]
    later: Evidence | None
    may_change: bool

    @property
    def evidence(self) -> Evidence:
        """Its row."""
        return self.file.evidence


def evidence_listed(viewer: Viewer, asked: Mapping[str, str]) -> EvidenceList:
    """The files that the viewer may open, as the address asks; withdrawn ones only when asked for."""
    own = viewer.is_(Role.COUNTY, Role.LEADER)
    found = evidence_seen(viewer).select_related("preview")
    if asked.get("state") != WITHDRAWN:
        found = found.filter(withdrawn_at=None)
    prefetch = Prefetch("uses", queryset=uses_seen(viewer).order_by("at", "pk"), to_attr="seen")
    listed = listing(
        found.prefetch_related(prefetch),
        asked,
        sorts=_SORTS,
        search=("name", "number", "kind"),
        filters={
            "clause": lambda found, clause: found.filter(_used(viewer, clause=clause)),
            "organisation": lambda found, key: found.filter(organisation=key),
            "state": lambda found, state: _in_state(viewer, found, state),
        },
    )
    return EvidenceList(
        found=listed,
        lines=tuple(LineShown(shown(one), _uses(one.seen)) for one in listed),
        filters=tuple(_filters(viewer, listed, own=own)),
        is_own=own,
        loose=_loose(viewer) if own else 0,
    )


def evidence_page(viewer: Viewer, evidence: Evidence) -> EvidencePage:
    """One file, what it is used for, where the same thing is used elsewhere, what it replaced."""
    seen = uses_seen(viewer).filter(evidence=evidence).order_by("at", "pk")
    replaced = evidence.replaced_by.order_by("made_at").first()
    own = is_own(viewer, evidence)
    return EvidencePage(
        file=shown(evidence),
        uses=_uses(seen),
        same=same_as(viewer, evidence),
        earlier=tuple(_earlier(evidence)) if own or viewer.is_(Role.AUDITOR) else (),
        later=replaced if own or viewer.is_(Role.AUDITOR) else None,
        may_change=viewer.is_(Role.COUNTY)
        and evidence.organisation_id == viewer.organisation.pk
        and evidence.withdrawn_at is None,
    )


def place_choices(viewer: Viewer) -> list[tuple[str, str]]:
    """Where a unit may use a file, as (address part, title): clauses and whole-year papers of its
    newest report, the claims of that report, and the records last written down."""
    subject, places = current_subject(viewer), list[Place]()
    if subject is not None:
        papers = papers_of(method_of(subject.assessment.scheme).scheme)
        claims = claims_of(viewer).filter(subject=subject, withdrawn_at=None)
        places += [Place(subject=subject, clause=one.id) for one in clauses_of(subject)]
        places += [Place(subject=subject, paper=paper) for paper in papers]
        places += [Place(subject=subject, claim=one) for one in claims.order_by("made_at", "pk")]
    records = records_of(viewer).filter(withdrawn_at=None, organisation=viewer.organisation)
    places += [Place(record=one) for one in records.order_by("-on", "pk")[:_MOST_RECORDS]]
    return [(place.query.removeprefix("?"), place.title) for place in places]


def to_sort(viewer: Viewer, arrived: Sequence[str]) -> tuple[LineShown, ...]:
    """The files that just came in a ZIP, and every other that has no place yet."""
    prefetch = Prefetch("uses", queryset=uses_seen(viewer).order_by("at", "pk"), to_attr="seen")
    found = evidence_seen(viewer).filter(withdrawn_at=None).select_related("preview")
    wanted = found.filter(Q(pk__in=list(arrived)) | ~_used(viewer))
    lines = wanted.prefetch_related(prefetch).order_by("name", "pk")[:_MOST_TO_SORT]
    return tuple(LineShown(shown(one), _uses(one.seen)) for one in lines)


def kinds_asked(viewer: Viewer, evidence: Evidence) -> tuple[str, ...]:
    """The proofs that are asked for wherever the file is used, with what it is called now."""
    asked = [
        kind
        for use in uses_seen(viewer).filter(evidence=evidence).order_by("at", "pk")
        for kind in asked_at(place_of(use))
    ]
    return tuple(dict.fromkeys([*asked, *([evidence.kind] if evidence.kind else [])]))


def suggested(evidence: Evidence) -> dict[str, Any]:
    """What the file's own text suggests where nobody has said anything: document number, date."""
    preview = getattr(evidence, "preview", None)
    found = preview.found if preview else {}
    told: dict[str, Any] = {}
    if not evidence.number and found.get("numbers"):
        told["number"] = found["numbers"][0]
    if evidence.on is None and found.get("dates"):
        told["on"] = date.fromisoformat(found["dates"][-1])
    return told


def _uses(seen: Any) -> tuple[UseShown, ...]:
    return tuple(UseShown(place_of(use), use) for use in seen)


def _used(viewer: Viewer, **what: str) -> Exists:
    return Exists(uses_seen(viewer).filter(evidence=OuterRef("pk"), **what))


def _in_state(viewer: Viewer, found: QuerySet[Evidence], state: str) -> QuerySet[Evidence]:
    narrowed = {
        LOOSE: found.filter(~_used(viewer)),
        USED: found.filter(_used(viewer)),
        WITHDRAWN: found.exclude(withdrawn_at=None),
    }
    return narrowed.get(state, found)


def _loose(viewer: Viewer) -> int:
    return evidence_seen(viewer).filter(~_used(viewer), withdrawn_at=None).count()


def _filters(viewer: Viewer, listed: Listing, *, own: bool) -> list[dict[str, Any]]:
    kinds: list[tuple[str, str, Any]] = [("clause", "用于条款", _clause_choices(viewer))]
    if not own:
        units = evidence_seen(viewer).order_by("organisation__name", "organisation")
        found = units.values_list("organisation", "organisation__name").distinct()
        kinds.append(("organisation", "单位", list(found)))
    if own or viewer.is_(Role.AUDITOR):
        states = STATES if own else STATES[1:]
        kinds.append(("state", "状态", states))
    filters = [{"name": "q", "label": "名称、种类或文号", "value": listed.q}]
    filters += [
        {"name": name, "label": label, "options": options, "value": listed.chosen[name]}
        for name, label, options in kinds
        if options
    ]
    return filters


def _clause_choices(viewer: Viewer) -> list[tuple[str, str]]:
    newest = assessments_of(viewer).order_by("-year", "-made_at", "pk").first()
    if newest is None:
        return []
    leaves = method_of(newest.scheme).scheme.leaves()
    return [(one.id, f"{one.printed.number or one.id} {one.title}") for one in leaves]


def _earlier(evidence: Evidence) -> list[Evidence]:
    found, one = [], evidence.replaces
    while one is not None and len(found) < 20:
        found.append(one)
        one = one.replaces
    return found
