"""Who somebody says he is: the one place that turns a typed name and password into a person."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from jiheng.web.access.devices import device_of
from jiheng.web.models import Person


def person_called(typed: str) -> Person | None:
    """The person with this log-in name, or with this e-mail address if it is his alone."""
    name = typed.strip()
    found = Person.objects.filter(username=name.lower()).first()
    if found is not None or "@" not in name:
        return found
    several = list(Person.objects.filter(email__iexact=name)[:2])
    return several[0] if len(several) == 1 else None


class NameOrMail(BaseBackend):
    """Checks a password exactly once, whether there is such a person or not, so that the time taken
    tells nobody who has an account (IS-05); a person who is disabled is as good as unknown."""

    def authenticate(
        self, request: HttpRequest | None, username: str = "", password: str = "", **_: object
    ) -> Person | None:
        """The person, if name and password are his and he may come in."""
        person = person_called(username)
        if person is None:
            Person().set_password(password)
            return None
        return person if person.check_password(password) and person.is_active else None

    def get_user(self, key: str) -> Person | None:
        """The person of a session; None ends it as soon as he is disabled."""
        return Person.objects.filter(pk=key, is_active=True).first()


def counted_as(request: HttpRequest, credentials: Mapping[str, str] | None) -> str:
    """Under which name a wrong guess is counted: the person's key, and the known device by itself,
    so that strangers cannot lock out the owner. An unknown name is kept as a digest only, because
    people type passwords into the wrong field."""
    typed = str((credentials or {}).get("username") or "")
    person = person_called(typed)
    if person is None:
        return "?" + salted_hmac("guesses", typed, algorithm="sha256").hexdigest()[:24]
    device = device_of(request, person.pk)
    return f"{person.pk} {sha256(device.encode()).hexdigest()[:24]}" if device else person.pk


def address_of(request: HttpRequest) -> str:
    """From where the request comes; behind a proxy, what the proxy says; empty if nobody says."""
    if "REMOTE_ADDR" not in request.META:  # no server took it in: a test, a shell
        return ""
    return DefaultAccountAdapter(request).get_client_ip(request)
