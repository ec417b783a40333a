"""The directory of organisations as a tree, and one organisation with who works there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q

from jiheng.web.access.organisations import below, organisations_of
from jiheng.web.access.viewer import Viewer
from jiheng.web.clock import now
from jiheng.web.models import Appointment, FormerName, Organisation


@dataclass(frozen=True, slots=True)
class Branch:
    """One organisation of the tree with its former names, how many act for it, and what is below."""

    organisation: Organisation
    former: tuple[str, ...]
    people: int
    below: tuple[Branch, ...]
    merged: tuple[Organisation, ...]


def tree_of(viewer: Viewer) -> Branch:
    """The viewer's directory from his own organisation down: three queries, however large."""
    in_force = Q(appointments__until=None) | Q(appointments__until__gt=now())
    counted = Count("appointments", filter=in_force & Q(appointments__since__lte=now()))
    found = list(organisations_of(viewer).annotate(people=counted).order_by("name", "pk"))
    children, merged = defaultdict(list), defaultdict(list)
    for one in found:
        if one.merged_into_id:
            merged[one.merged_into_id].append(one)
        else:
            children[one.parent_id].append(one)
    former = _former([one.pk for one in found])
    own = next(one for one in found if one.pk == viewer.organisation.pk)

    def branch(one: Organisation) -> Branch:
        under = tuple(branch(child) for child in children[one.pk])
        return Branch(one, former[one.pk], one.people, under, tuple(merged[one.pk]))

    return branch(own)


def matching(viewer: Viewer, text: str) -> list[Branch]:
    """Organisations whose present or former name has this text, in a flat list."""
    wanted = Q(name__icontains=text) | Q(subject_name__icontains=text)
    wanted |= Q(former_names__name__icontains=text)
    in_force = Q(appointments__until=None) | Q(appointments__until__gt=now())
    counted = Count("appointments", filter=in_force, distinct=True)
    found = list(organisations_of(viewer).filter(wanted).annotate(people=counted).order_by("name"))
    former = _former([one.pk for one in found])
    return [Branch(one, former[one.pk], one.people, (), ()) for one in found]


@dataclass(frozen=True, slots=True)
class OrganisationShown:
    """One organisation, its former names, what was merged into it, and who acts for it."""

    organisation: Organisation
    former: tuple[FormerName, ...]
    merged: tuple[Organisation, ...]
    below: tuple[Organisation, ...]
    appointments: tuple[Appointment, ...]


def organisation_shown(organisation: Organisation) -> OrganisationShown:
    """Everything that the page of one organisation shows."""
    in_force = Q(until=None) | Q(until__gt=now())
    appointed = Appointment.objects.filter(in_force, organisation=organisation)
    return OrganisationShown(
        organisation,
        tuple(organisation.former_names.order_by("-until", "-pk")),
        tuple(organisation.merged.order_by("name")),
        tuple(organisation.children.filter(merged_into=None).order_by("name")),
        tuple(appointed.select_related("person").order_by("role", "person__name", "pk")),
    )


def choices_for(viewer: Viewer, *, but_below: Organisation | None = None) -> list[tuple[str, str]]:
    """Organisations to choose from, as key and name; without one and all below it."""
    found = organisations_of(viewer).filter(merged_into=None).order_by("name", "pk")
    if but_below is not None:
        found = found.exclude(pk__in=below(but_below))
    return [(one.pk, one.name) for one in found]


def _former(keys: list[str]) -> defaultdict[str, tuple[str, ...]]:
    names: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for one in FormerName.objects.filter(organisation__in=keys).order_by("-until", "-pk"):
        names[one.organisation_id] += (one.name,)
    return names
