"""The workbook of organisations and people: what stands there now, and what one would change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from jiheng.forms.people_words import KINDS, ROLES, ListedPerson, ListedUnit
from jiheng.values.problems import Problem
from jiheng.web.access.organisations import below, organisations_of
from jiheng.web.access.people import people_of
from jiheng.web.access.viewer import Viewer
from jiheng.web.clock import now
from jiheng.web.models import Appointment, FormerName, Organisation, Person

UNIT_FIELDS = {"kind": "类别", "subject_name": "办法中的名称", "phone": "电话"}
PERSON_FIELDS = {"name": "姓名", "email": "电子邮件", "phone": "电话"}


ChangedUnit = tuple[ListedUnit, Organisation, tuple[str, ...]]
ChangedPerson = tuple[ListedPerson, Person, tuple[str, ...]]
"""The row, what stands there now, and what differs in words."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a workbook would change. Of what is not listed nothing is taken away."""

    new_units: tuple[ListedUnit, ...]
    changed_units: tuple[ChangedUnit, ...]
    new_people: tuple[ListedPerson, ...]
    changed_people: tuple[ChangedPerson, ...]
    appointments: tuple[ListedPerson, ...]
    problems: tuple[Problem, ...]

    @property
    def is_empty(self) -> bool:
        """Would it change nothing?"""
        return not (
            self.new_units
            or self.changed_units
            or self.new_people
            or self.changed_people
            or self.appointments
        )


def units_listed(viewer: Viewer) -> list[ListedUnit]:
    """The viewer's organisations as rows of the workbook, parents first."""
    found = organisations_of(viewer).filter(merged_into=None).select_related("parent")
    former = defaultdict(tuple)
    for name in FormerName.objects.filter(organisation__in=found).order_by("pk"):
        former[name.organisation_id] += (name.name,)
    order = list(KINDS)
    rows = [
        ListedUnit(
            one.name,
            one.kind,
            "" if one.pk == viewer.organisation.pk else one.parent.name,
            one.subject_name,
            former[one.pk],
            one.phone,
        )
        for one in found
    ]
    return sorted(rows, key=lambda row: (order.index(row.kind), row.parent, row.name))


def people_listed(viewer: Viewer) -> list[ListedPerson]:
    """Everybody's appointments in force in the viewer's directory as rows of the workbook."""
    found = (
        Appointment.objects.filter(
            Q(until=None) | Q(until__gt=now()), organisation__in=below(viewer.organisation)
        )
        .select_related("person", "organisation")
        .order_by("organisation__name", "role", "person__username", "pk")
    )
    return [
        ListedPerson(
            one.person.name,
            one.person.username,
            one.organisation.name,
            one.role,
            one.person.email,
            one.person.phone,
        )
        for one in found
    ]


def roles_held(logins: Iterable[str]) -> dict[str, frozenset[str]]:
    """The roles that log-in names have already, wherever."""
    held = defaultdict(frozenset)
    in_force = Appointment.objects.filter(
        Q(until=None) | Q(until__gt=now()), person__username__in=list(logins)
    )
    for username, role in in_force.values_list("person__username", "role"):
        held[username] |= {role}
    return dict(held)


def plan_of(viewer: Viewer, units: Sequence[ListedUnit], people: Sequence[ListedPerson]) -> Plan:
    """What these rows would change of what stands there now."""
    problems: list[Problem] = []
    new_units, changed_units = _units_plan(viewer, units, problems=problems)
    new_people, changed_people = _people_plan(viewer, people, problems=problems)
    renamed = {one.name: row.name for row, one, _ in changed_units}
    held = {(row.login, renamed.get(row.unit, row.unit), row.role) for row in people_listed(viewer)}
    missing = [row for row in people if (row.login.lower(), row.unit, row.role) not in held]
    return Plan(
        tuple(new_units), tuple(changed_units), tuple(new_people), tuple(changed_people),
        tuple(missing), tuple(problems),
    )  # fmt: skip


def _units_plan(
    viewer: Viewer, units: Sequence[ListedUnit], *, problems: list[Problem]
) -> tuple[list[ListedUnit], list[ChangedUnit]]:
    stored = {one.name: one for one in organisations_of(viewer).select_related("parent")}
    taken = set(Organisation.objects.filter(merged_into=None).values_list("name", flat=True))
    new, changed = [], []
    for row in units:
        known = [stored[name] for name in (row.name, *row.former) if name in stored]
        if known and (words := _unit_words(row, known[0], root=viewer.organisation.pk)):
            changed.append((row, known[0], words))
        elif not known and row.name in taken:
            problems.append(Problem(row.place, f"“{row.name}”已在管理范围以外登记，请核对名称"))
        elif not known:
            new.append(row)
            if not row.parent:
                problems.append(Problem(row.place, f"“{row.name}”没有写上级单位，不知道放在哪里"))
    return new, changed


def _people_plan(
    viewer: Viewer, people: Sequence[ListedPerson], *, problems: list[Problem]
) -> tuple[list[ListedPerson], list[ChangedPerson]]:
    logins = {row.login.lower() for row in people}
    own = {one.username: one for one in people_of(viewer).filter(username__in=logins)}
    everybody = set(Person.objects.filter(username__in=logins).values_list("username", flat=True))
    new: dict[str, ListedPerson] = {}
    changed: dict[str, ChangedPerson] = {}
    for row in people:
        login = row.login.lower()
        if login in everybody and login not in own:
            problems.append(Problem(row.place, f"登录名“{row.login}”已有别处的人使用，请换一个"))
        elif login not in own:
            new.setdefault(login, row)
        elif words := _words(row, own[login], PERSON_FIELDS):
            changed.setdefault(login, (row, own[login], words))
    return list(new.values()), list(changed.values())


def _unit_words(row: ListedUnit, stored: Organisation, *, root: str) -> tuple[str, ...]:
    words = _words(row, stored, UNIT_FIELDS)
    if row.name != stored.name:
        words = (f"改名：{stored.name} → {row.name}", *words)
    above = stored.parent.name if stored.parent else ""
    if stored.pk != root and row.parent and row.parent != above:
        words = (*words, f"上级单位：{above or '空'} → {row.parent}")
    return words


def _words(row: object, stored: object, fields: Mapping[str, str]) -> tuple[str, ...]:
    """What differs, field by field; an empty cell changes nothing."""
    shown = {**KINDS, **ROLES}
    return tuple(
        f"{title}：{shown.get(old, old) or '空'} → {shown.get(new, new)}"
        for name, title in fields.items()
        if (new := getattr(row, name)) and new != (old := getattr(stored, name))
    )
