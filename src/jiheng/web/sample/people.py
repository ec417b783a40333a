"""The sample's organisations and people, entered by its administrator."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password

from jiheng.web.access.viewer import Viewer, viewer_of
from jiheng.web.actions.appointments import appoint
from jiheng.web.actions.first_administrator import enter_administrator
from jiheng.web.actions.organisations import add_organisation
from jiheng.web.actions.people import add_person
from jiheng.web.actions.sessions import password_changed
from jiheng.web.models import Organisation, Person, Role
from jiheng.web.sample.script import City, Script, Unit

ADMINISTRATOR = "admin"


@dataclass(slots=True)
class People:
    """Who acts in the sample, by log-in name."""

    administrator: Viewer
    organisations: dict[str, Organisation] = field(default_factory=dict)

    def viewer(self, login: str) -> Viewer:
        """Somebody in his first role."""
        found = viewer_of(Person.objects.get(username=login))
        if found is None:
            raise LookupError(login)
        return found


def make_people(script: Script) -> People:
    """Everybody of the script, with one password for the demonstration."""
    first = enter_administrator(
        name="沈立言",
        username=ADMINISTRATOR,
        organisation=script.province,
        kind="province",
        password=script.password,
    )
    people = People(_must(viewer_of(first)))
    for city in script.cities:
        _city(people, city)
    for one in script.also:
        person = Person.objects.get(username=one["login"])
        place = people.organisations[one["organisation"]]
        appoint(people.administrator, person, organisation=place.pk, role=Role(one["role"]))
    _passwords(script.password)
    return people


def _city(people: People, city: City) -> None:
    own = _organisation(people, city.name, "city", parent=people.administrator.organisation)
    body = _organisation(people, city.body, "body", parent=own) if city.body else own
    for one in city.people:
        place = body if one["role"] == Role.BODY else own
        _person(people, (one["login"], one["name"]), place, role=one["role"], phone=one["phone"])
    for number, unit in enumerate(city.units):
        _unit(people, unit, own, phone=f"0000-30000{number:02}")


def _unit(people: People, unit: Unit, above: Organisation, *, phone: str) -> None:
    name = f"{unit.subject}科学技术协会"
    place = _organisation(people, name, "county", parent=above, called=unit.subject)
    _person(people, (unit.login, unit.clerk), place, role="county", phone=phone)
    _person(people, (unit.leader_login, unit.leader), place, role="leader", phone=phone)


def _organisation(
    people: People, name: str, kind: str, *, parent: Organisation, called: str = ""
) -> Organisation:
    values = {
        "name": name,
        "subject_name": called,
        "kind": kind,
        "parent_id": parent.pk,
        "phone": "",
    }
    made = add_organisation(people.administrator, values=values)
    people.organisations[called or name] = made
    return made


def _person(
    people: People, who: tuple[str, str], place: Organisation, *, role: str, phone: str
) -> None:
    login, name = who
    values = {"name": name, "username": login, "email": f"{login}@example.org", "phone": phone}
    add_person(people.administrator, values=values, organisation=place.pk, role=Role(role))


def _passwords(password: str) -> None:
    """One password for all, hashed once: it guards nothing but invented data on this machine."""
    hashed = make_password(password)
    for one in Person.objects.exclude(username=ADMINISTRATOR):
        one.password = hashed
        one.save(update_fields=["password"])
        password_changed(one)


def _must(viewer: Viewer | None) -> Viewer:
    if viewer is None:
        raise LookupError(ADMINISTRATOR)
    return viewer
