"""What protects an account, and who came in with it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from jiheng.web.models import Entry, Person

_SHOWN = 10
_AT_THE_DOOR = {"logged-in": "登录", "log-in-refused": "输错密码，被拒绝"}


@dataclass(frozen=True, slots=True)
class AtTheDoor:
    """Somebody came in, or was refused."""

    at: datetime
    what: str
    address: str


@dataclass(frozen=True, slots=True)
class Security:
    """What protects one account; `keys` and `codes` count security keys and unused recovery codes."""

    totp: bool
    keys: int
    codes: int
    sessions: int
    log_ins: tuple[AtTheDoor, ...]


def security_of(person: Person) -> Security:
    """Everything that the page “密码与安全” shows."""
    factors = list(Authenticator.objects.filter(user=person))
    kinds = [one.type for one in factors]
    codes = [one for one in factors if one.type == Authenticator.Type.RECOVERY_CODES]
    return Security(
        totp=Authenticator.Type.TOTP in kinds,
        keys=kinds.count(Authenticator.Type.WEBAUTHN),
        codes=len(codes[0].wrap().get_unused_codes()) if codes else 0,
        sessions=UserSession.objects.filter(user=person).count(),
        log_ins=tuple(_log_ins(person)),
    )


def _log_ins(person: Person) -> list[AtTheDoor]:
    found = Entry.objects.filter(key=person.pk, deed__in=_AT_THE_DOOR).order_by("-number")[:_SHOWN]
    return [
        AtTheDoor(
            datetime.fromisoformat(one.at),
            _AT_THE_DOOR[one.deed],
            json.loads(one.words or "{}").get("address", ""),
        )
        for one in found
    ]
