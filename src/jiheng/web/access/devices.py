"""Devices from which a person has come in before: a signed cookie, one entry a person."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE = "device"
_SALT = "jiheng.device"
_KEPT = timedelta(days=180)
_PEOPLE = 8


def device_of(request: HttpRequest, person: str) -> str:
    """The secret mark of this device for this person; empty if he never came in from it."""
    return _marks(request).get(person, "")


def remember_device(request: HttpRequest, response: HttpResponse, person: str) -> None:
    """Mark this device as one from which the person came in."""
    marks = _marks(request)
    marks[person] = marks.pop(person, "") or secrets.token_urlsafe(16)
    for oldest in list(marks)[:-_PEOPLE]:
        del marks[oldest]
    response.set_cookie(
        COOKIE,
        signing.dumps(marks, salt=_SALT),
        max_age=_KEPT,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _marks(request: HttpRequest) -> dict[str, str]:
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_KEPT)
    except signing.BadSignature:
        return {}
