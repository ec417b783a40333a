"""The doors to organisations: who works with the directory sees his own and all below it."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import QuerySet

from jiheng.web.access.viewer import NotThere, Viewer
from jiheng.web.models import Organisation, Role

DIRECTORY = (Role.ADMINISTRATOR, Role.OFFICE, Role.AUDITOR)
"""Who reads the directory of organisations and people; only the administrator changes it."""


def below(root: Organisation) -> set[str]:
    """The keys of an organisation and of all below it, with those that were merged into one of them."""
    children: dict[str, list[str]] = defaultdict(list)
    for key, parent, merged in Organisation.objects.values_list("pk", "parent", "merged_into"):
        for above in {parent, merged} - {None}:
            children[above].append(key)
    found: set[str] = set()
    waiting = [root.pk]
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += children[key]
    return found


def organisations_of(viewer: Viewer) -> QuerySet[Organisation]:
    """Every organisation in the viewer's directory."""
    if not viewer.is_(*DIRECTORY):
        return Organisation.objects.none()
    return Organisation.objects.filter(pk__in=below(viewer.organisation))


def organisation_of(viewer: Viewer, key: str) -> Organisation:
    """One organisation of the viewer's directory, or NotThere."""
    found = organisations_of(viewer).filter(pk=key).select_related("parent", "merged_into").first()
    if found is None:
        raise NotThere
    return found


def kept_organisation(viewer: Viewer, key: str) -> Organisation:
    """One organisation that the viewer administers, or NotThere."""
    viewer.must_be(Role.ADMINISTRATOR)
    return organisation_of(viewer, key)
