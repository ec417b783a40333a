"""Entering an administrator on the server, where there is nobody yet who could."""

from __future__ import annotations

from django.db import transaction

from jiheng.web.actions.journal import record
from jiheng.web.models import Appointment, Organisation, Person, Role


@transaction.atomic
def enter_administrator(
    *, name: str, username: str, organisation: str, kind: str, password: str
) -> Person:
    """A new person who administers an organisation; the organisation too, where it is not there."""
    made = Person(name=name, username=username)
    made.set_password(password)
    made.save(force_insert=True)
    place, is_new = Organisation.objects.get_or_create(
        name=organisation, merged_into=None, defaults={"kind": kind}
    )
    Appointment.objects.create(person=made, organisation=place, role=Role.ADMINISTRATOR)
    if is_new:
        record(None, "organisation-added", on=place, reason="在服务器上登记")
    record(None, "person-added", on=made, reason="在服务器上登记的系统管理员")
    return made
