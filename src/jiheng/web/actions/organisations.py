"""Adding, changing, moving and merging organisations; each keeps its identity through all of it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q

from jiheng.web.access.organisations import below, kept_organisation
from jiheng.web.access.viewer import Closed, Viewer
from jiheng.web.actions.journal import record
from jiheng.web.actions.versions import change
from jiheng.web.clock import now, today
from jiheng.web.models import Appointment, FormerName, Organisation, Role

FIELDS = ("name", "subject_name", "kind", "parent_id", "phone")


@transaction.atomic
def add_organisation(viewer: Viewer, *, values: dict[str, Any]) -> Organisation:
    """A new organisation below one that the viewer administers; `values` has `FIELDS`."""
    viewer.must_be(Role.ADMINISTRATOR)
    kept_organisation(viewer, values["parent_id"])
    made = Organisation.objects.create(**{name: values[name] for name in FIELDS})
    record(viewer, "organisation-added", on=made, after=_told(made))
    return made


@transaction.atomic
def change_organisation(
    viewer: Viewer, organisation: Organisation, *, version: int, values: dict[str, Any]
) -> Organisation:
    """New name, kind, place in the tree or telephone. The former name is kept; Changed if somebody
    else was quicker; Closed if the new place is below itself."""
    stored = kept_organisation(viewer, organisation.pk)
    before = _told(stored)
    values = {name: values[name] for name in FIELDS if name in values}
    if stored.pk == viewer.organisation.pk:
        values.pop("parent_id", None)
    elif values.get("parent_id", stored.parent_id) != stored.parent_id:
        _may_stand_below(viewer, stored, parent=values["parent_id"])
    old = stored.name
    change(stored, version, **values)
    if stored.name != old:
        FormerName.objects.create(organisation=stored, name=old, until=today())
    record(viewer, "organisation-changed", on=stored, before=before, after=_told(stored))
    return stored


@transaction.atomic
def merge_organisation(
    viewer: Viewer, organisation: Organisation, *, into: str, version: int
) -> Organisation:
    """Merge one into another: who works there and what stands below goes along, what was assessed
    keeps pointing to the old one, which is shown as merged."""
    stored, whole = kept_organisation(viewer, organisation.pk), kept_organisation(viewer, into)
    if stored.merged_into_id or whole.merged_into_id:
        raise Closed("已经并入别的单位的，不能再合并。")
    if whole.pk in below(stored) or stored.pk == viewer.organisation.pk:
        raise Closed("不能并入自己或自己的下级，也不能把自己所在的单位并出去。")
    change(stored, version, merged_into=whole)
    Organisation.objects.filter(merged_into=stored).update(merged_into=whole)
    Organisation.objects.filter(parent=stored, merged_into=None).update(parent=whole)
    moved = _move_appointments(stored, whole)
    record(viewer, "organisation-merged", on=stored, after=whole.name, people=moved)
    return whole


def _may_stand_below(viewer: Viewer, stored: Organisation, *, parent: str) -> None:
    kept_organisation(viewer, parent)
    if parent in below(stored):
        raise Closed("上级单位不能是它自己或它的下级，请另选上级单位。")


def _move_appointments(old: Organisation, new: Organisation) -> int:
    """End what is in force and begin it again in the new place; history stays where it was."""
    at = now()
    held = list(
        Appointment.objects.select_for_update().filter(
            Q(until=None) | Q(until__gt=at), organisation=old
        )
    )
    for one in held:
        until, one.until = one.until, at
        one.save(update_fields=["until"])
        follows, _ = Appointment.objects.get_or_create(
            person_id=one.person_id, organisation=new, role=one.role, until=until,
            defaults={"since": at},
        )  # fmt: skip
        taken = follows.messages.values("about")
        one.messages.exclude(about__in=taken).update(to=follows)
    return len(held)


def _told(stored: Organisation) -> dict[str, str]:
    return {name: str(getattr(stored, name) or "") for name in FIELDS}
