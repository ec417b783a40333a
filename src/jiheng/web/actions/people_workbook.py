"""Loading a workbook of organisations and people: all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from jiheng.forms.people_words import ListedPerson, ListedUnit
from jiheng.web.access.organisations import organisations_of
from jiheng.web.access.viewer import Closed, Viewer
from jiheng.web.actions import appointments, organisations, people
from jiheng.web.actions.journal import record
from jiheng.web.models import Person, Role
from jiheng.web.queries.people_workbook import PERSON_FIELDS, UNIT_FIELDS, Plan, plan_of

MOST_NEW = 300
"""People whose first passwords are made in one go: each takes some hundredths of a second."""


@transaction.atomic
def load_people(
    viewer: Viewer, units: Sequence[ListedUnit], listed: Sequence[ListedPerson]
) -> list[Person]:
    """Do what the plan of these rows says, as it stands now; returns who is new. Loaded again it
    changes nothing. Closed with words, and nothing is changed, where one row cannot be done."""
    viewer.must_be(Role.ADMINISTRATOR)
    plan = plan_of(viewer, units, listed)
    if plan.problems:
        raise Closed(f"工作簿与现在的登记对不上：{plan.problems[0]}。请重新上传，看过变化再确认。")
    if len(plan.new_people) > MOST_NEW:
        raise Closed(
            f"一次最多新增 {MOST_NEW} 人，这份有 {len(plan.new_people)} 人，请分几份导入。"
        )
    if plan.is_empty:
        return []
    _load_units(viewer, plan)
    new = [people.enter_person(viewer, _person_values(row)) for row in plan.new_people]
    for row, stored, _ in plan.changed_people:
        values = {name: getattr(row, name) or getattr(stored, name) for name in PERSON_FIELDS}
        values["username"] = stored.username
        people.change_person(viewer, stored, version=stored.version, values=values)
    _appoint(viewer, plan)
    record(
        viewer, "people-loaded", on=viewer.organisation,
        units=len(plan.new_units), people=len(new), appointments=len(plan.appointments),
    )  # fmt: skip
    return new


def _load_units(viewer: Viewer, plan: Plan) -> None:
    """New ones as soon as their parent is there, then what changes."""
    waiting = list(plan.new_units)
    while waiting:
        names = _keys(viewer)
        ready = [row for row in waiting if row.parent in names]
        if not ready:
            raise Closed(f"“{waiting[0].name}”的上级单位“{waiting[0].parent}”没有登记。")
        for row in ready:
            values = _unit_values(row) | {"name": row.name, "parent_id": names[row.parent]}
            organisations.add_organisation(viewer, values=values)
        waiting = [row for row in waiting if row not in ready]
    names = _keys(viewer)
    for row, stored, _ in plan.changed_units:
        kept = {name: getattr(stored, name) for name in UNIT_FIELDS}
        values = {name: value or kept[name] for name, value in _unit_values(row).items()}
        values["name"] = row.name
        if row.parent:
            values["parent_id"] = names[row.parent]
        organisations.change_organisation(viewer, stored, version=stored.version, values=values)


def _appoint(viewer: Viewer, plan: Plan) -> None:
    keys = _keys(viewer)
    logins = {row.login.lower() for row in plan.appointments}
    own = {one.username: one for one in Person.objects.filter(username__in=logins)}
    for row in plan.appointments:
        appointments.appoint(
            viewer, own[row.login.lower()], organisation=keys[row.unit], role=Role(row.role)
        )


def _keys(viewer: Viewer) -> dict[str, str]:
    found = organisations_of(viewer).filter(merged_into=None)
    return dict(found.values_list("name", "pk"))


def _unit_values(row: ListedUnit) -> dict[str, Any]:
    return {name: getattr(row, name) for name in UNIT_FIELDS}


def _person_values(row: ListedPerson) -> dict[str, str]:
    return {
        "name": row.name, "username": row.login.lower(), "email": row.email, "phone": row.phone,
    }  # fmt: skip
