"""How much work one account, or one address that nobody is logged in from, may ask of the site.

Counted is time: what each request took of its thread's processor, and a little for being a request. So
a page costs what it costs, a flood of small requests costs as well, and a rush of many people from one
office's address is no flood: they are counted as themselves. What has been used is kept in one file of
fixed size that all web workers of a machine map into memory: no database, nothing to clean up, gone
with a restart of the machine at worst. Two accounts share a place in it about never, and then only
where both of their two places meet somebody busy.
"""

from __future__ import annotations

import mmap
import struct
import time
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from math import ceil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from jiheng.web.access.log_in import address_of

_PLACES = 1 << 18
_PLACE = struct.Struct("<q")
_SECOND = 1_000_000_000
_EACH = 2_000_000
"""Nanoseconds that any request counts for, however little it did."""


class limits:  # noqa: N801 - Django names middleware by its path
    """Refuses (429) at the door whoever has used up his share; counts what others use."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        book = _open()
        if book is None:
            return self.answer(request)
        if (wait := book.wait(_at_the_door(request))) > 0:
            return refused(wait)
        begun = time.thread_time_ns()
        response = self.answer(request)
        _count(book, request, time.thread_time_ns() - begun + _EACH)
        return response

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        """Here it is known whether anybody is logged in: else the address counts."""
        book = _open()
        wait = book.wait(_who(request)) if book is not None else 0
        return refused(wait) if wait > 0 else None


def refused(wait: float) -> HttpResponse:
    """Too much at once, and when to come again; nothing is asked of the database."""
    response = HttpResponse(_words(), status=429)
    response["Retry-After"] = str(ceil(wait))
    return response


@lru_cache(maxsize=1)
def _words() -> str:
    return render_to_string("429.html")


def _who(request: HttpRequest) -> str:
    if request.user.is_authenticated:
        return f"account {request.user.pk}"
    return f"address {address_of(request)}"


def _at_the_door(request: HttpRequest) -> str:
    """Who it seems to be, before anything is read."""
    cookie = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")[:64]
    return f"session {cookie}" if cookie else f"address {address_of(request)}"


def _count(book: Book, request: HttpRequest, used: int) -> None:
    """Whoever is over his share is known by his cookie next time, before anything is read for him."""
    if not hasattr(request, "user"):  # refused before it was asked who comes
        return
    until = book.use(_who(request), used)
    if request.user.is_authenticated and until > 0:
        book.mark(_at_the_door(request), until)


class Book:
    """When each one's share is used up: two places each, the emptier one counts."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab+") as file:
            file.truncate(_PLACES * _PLACE.size)
            self._kept = mmap.mmap(file.fileno(), _PLACES * _PLACE.size)

    def wait(self, who: str) -> float:
        """Seconds until it may ask again; not above 0 where it may now."""
        return (self._until(who) - _now() - _ahead(who)) / _SECOND

    def use(self, who: str, nanoseconds: int) -> int:
        """Count it; where the share is over, until when, else 0."""
        until = max(self._until(who), _now()) + int(nanoseconds / _share(who))
        self.mark(who, until)
        return until if until - _now() > _ahead(who) else 0

    def mark(self, who: str, until: int) -> None:
        """Note until when the share is used."""
        for place in _places(who):
            if _PLACE.unpack_from(self._kept, place)[0] < until:
                _PLACE.pack_into(self._kept, place, until)

    def _until(self, who: str) -> int:
        return min(int(_PLACE.unpack_from(self._kept, place)[0]) for place in _places(who))


def _now() -> int:
    return time.time_ns()


def _share(who: str) -> float:
    return settings.LIMITS["address" if who.startswith("address ") else "account"][0]


def _ahead(who: str) -> int:
    """How far ahead of its share it may be."""
    share, at_once = settings.LIMITS["address" if who.startswith("address ") else "account"]
    return int(at_once / share * _SECOND)


def _places(who: str) -> tuple[int, int]:
    key = settings.SECRET_KEY.encode()[:64]
    digest = blake2b(who.encode(), digest_size=16, key=key).digest()
    halves = (int.from_bytes(half, "big") for half in (digest[:8], digest[8:]))
    first, second = (half % _PLACES * _PLACE.size for half in halves)
    return first, second


def _open() -> Book | None:
    """The book, or None where limits are off or a full disk has no room for it: pages go before limits."""
    if settings.LIMITS is None:
        return None
    try:
        return _book(str(settings.LIMITS_FILE))
    except OSError:
        return None


@lru_cache(maxsize=4)
def _book(path: str) -> Book:
    return Book(Path(path))
