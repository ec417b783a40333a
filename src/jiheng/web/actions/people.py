"""Entering people, changing and disabling their accounts, giving a first password."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.crypto import salted_hmac

from jiheng.web.access.people import kept_account
from jiheng.web.access.viewer import Closed, Viewer, appointments_of
from jiheng.web.actions.appointments import appoint, hand_over
from jiheng.web.actions.journal import record
from jiheng.web.actions.sessions import end_sessions
from jiheng.web.actions.versions import change
from jiheng.web.keys import new_key
from jiheng.web.models import Appointment, Message, Person, Role

FIELDS = ("name", "username", "email", "phone")
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
_GROUPS, _GROUP = 4, 4


@transaction.atomic
def add_person(viewer: Viewer, *, values: dict[str, Any], organisation: str, role: Role) -> Person:
    """A new person with his first appointment, and no password yet; `values` has `FIELDS`."""
    made = enter_person(viewer, values)
    appoint(viewer, made, organisation=organisation, role=role)
    return made


@transaction.atomic
def hand_over_to_new(viewer: Viewer, key: str, *, values: dict[str, Any]) -> Appointment:
    """Enter the follower and hand over to him in one act."""
    return hand_over(viewer, key, to=enter_person(viewer, values))


def enter_person(viewer: Viewer, values: dict[str, Any]) -> Person:
    """A new person without any appointment, inside the deed that gives him one."""
    viewer.must_be(Role.ADMINISTRATOR)
    made = Person(**{name: values[name] for name in FIELDS}, must_change_password=True)
    made.set_unusable_password()
    made.save(force_insert=True)
    record(viewer, "person-added", on=made, after=_told(made))
    return made


@transaction.atomic
def change_person(
    viewer: Viewer, person: Person, *, version: int, values: dict[str, Any]
) -> Person:
    """Another name, log-in name or way to reach him; Changed if somebody else was quicker."""
    stored = kept_account(viewer, person.pk)
    before = _told(stored)
    change(stored, version, **{name: values[name] for name in FIELDS})
    record(viewer, "person-changed", on=stored, before=before, after=_told(stored))
    return stored


@transaction.atomic
def disable_person(viewer: Viewer, person: Person, *, version: int) -> None:
    """Shut him out at once, everywhere; what he did stays."""
    stored = kept_account(viewer, person.pk)
    if stored.pk == viewer.person.pk:
        raise Closed("不能停用自己的账号。请由另一位系统管理员办理。")
    change(stored, version, is_active=False)
    end_sessions(stored)
    record(viewer, "person-disabled", on=stored)


@transaction.atomic
def enable_person(viewer: Viewer, person: Person, *, version: int) -> None:
    """Let him in again."""
    stored = kept_account(viewer, person.pk)
    change(stored, version, is_active=True)
    record(viewer, "person-enabled", on=stored)


def reset_password(viewer: Viewer, person: Person) -> str:
    """Give a first password that must be changed at once, end every session, tell the person.

    Returns what `first_password` makes the password from: the password itself is kept nowhere.
    """
    stored = kept_account(viewer, person.pk)
    if stored.pk == viewer.person.pk:
        raise Closed("自己的密码请在“密码与安全”中修改。")
    seed = new_key() + new_key()
    had_one = stored.has_usable_password()
    stored.set_password(first_password(seed, stored.pk))  # slow on purpose: before the lock
    _write_password(viewer, stored, tell=had_one)
    return seed


@transaction.atomic
def _write_password(viewer: Viewer, stored: Person, *, tell: bool) -> None:
    stored.must_change_password = True
    stored.save(update_fields=["password", "must_change_password"])
    end_sessions(stored)
    for appointment in appointments_of(stored) if tell else ():
        Message.objects.create(
            to=appointment,
            about=f"password-reset {new_key()}",
            title="密码已由系统管理员重置",
            words=f"{viewer.person.name}重置了您的密码。不是您要求的，请与系统管理员和审计人员联系。",
        )
    record(viewer, "password-reset", on=stored)


def first_password(seed: str, person: str) -> str:
    """The first password that belongs to a seed: 77 bits, in groups that can be read out."""
    digest = salted_hmac("first-password", f"{seed} {person}", algorithm="sha256").digest()
    number = int.from_bytes(digest, "big")
    letters = []
    for _ in range(_GROUPS * _GROUP):
        number, place = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[place])
    groups = [letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP)]
    return "-".join("".join(group) for group in groups)


def _told(stored: Person) -> dict[str, str]:
    return {name: getattr(stored, name) for name in FIELDS}
