"""Every address of the site, read from the router, and one request at a time to any of them.

What the sweeps over roles, strangers and hidden figures share. A request leaves no trace: whatever it
wrote is rolled back, but `Told.wrote` says what it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from jiheng.web.clock import moved_to
from tests.web import furnished
from tests.web.world import NOW, World

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
NOBODY = "anonymous"
_CHANGE = re.compile(r'^(?:INSERT INTO|UPDATE|DELETE FROM) "(web_\w+)"')
_KEPT_FRESH = re.compile(r'^UPDATE "web_subject" SET "figures" = ')


@dataclass(frozen=True, slots=True)
class Route:
    """One named address with the names of its parameters."""

    name: str
    parameters: tuple[str, ...]

    def at(self, things: Mapping[str, str]) -> str:
        """The address of these objects."""
        named = {one: things[one] if one in things else _word(one) for one in self.parameters}
        return reverse(self.name, kwargs=named)

    def objects(self) -> list[str]:
        """The parameters that name a stored object."""
        return [one for one in self.parameters if one not in furnished.NAMES]


def _word(parameter: str) -> str:
    assert parameter in furnished.NAMES, f"no object for <{parameter}> in tests/web/furnished.py"
    return furnished.words(parameter)


def routes() -> list[Route]:
    """All of them, in the router's order; an address without a name is a fault."""
    found = []
    for pattern in get_resolver().url_patterns:
        assert isinstance(pattern, URLPattern), pattern
        assert pattern.name, pattern
        found.append(Route(pattern.name, tuple(pattern.pattern.converters)))
    return found


@dataclass(frozen=True, slots=True)
class Told:
    """What a request was answered, and which tables it wrote to."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    wrote: tuple[str, ...]

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    @property
    def leads_to_the_door(self) -> bool:
        """Is somebody who is not logged in sent to the log-in page?"""
        return self.status == 302 and self.headers.get("Location", "").startswith(
            "/account/log-in/"
        )


@dataclass(slots=True)
class Askers:
    """Asks as anybody of a world; sessions are kept, changes are not."""

    world: World
    sessions: dict[str, str] = field(default_factory=dict)
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def ask(self, who: str, method: str, address: str, **sent: Any) -> Told:
        """One request, at the world's NOW; `data`, `headers` and so on as for Django's test client."""
        client = self.client_of(who)
        with self.rolled_back() as wrote:
            return self._asked(client, method, address, wrote=wrote, **sent)

    @contextmanager
    def rolled_back(self) -> Iterator[list[str]]:
        """What is written inside is undone; gives the tables."""
        wrote: list[str] = []

        def note(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
            done = execute(sql, parameters, many, context)
            found = _CHANGE.match(sql)
            if found and not _KEPT_FRESH.match(sql) and context["cursor"].rowcount:
                wrote.append(found[1])
            return done

        with connection.execute_wrapper(note), transaction.atomic():
            yield wrote
            transaction.set_rollback(True)

    def send(self, client: Client, address: str, fields: Mapping[str, Any]) -> int:
        """Send a form at the world's NOW, for good; gives the status."""
        with moved_to(NOW):
            return int(client.post(address, data=dict(fields)).status_code)

    def _asked(
        self, client: Client, method: str, address: str, *, wrote: list[str], **sent: Any
    ) -> Told:
        with moved_to(NOW):
            answer = getattr(client, method.lower())(address, **sent)
            body = b"".join(answer) if answer.streaming else answer.content
        return Told(answer.status_code, dict(answer.headers), body, tuple(wrote))

    def client_of(self, who: str) -> Client:
        """The browser, logged in as somebody."""
        if who != NOBODY and who not in self.sessions:
            with moved_to(NOW):
                made = self.world.client(who)
            self.sessions[who] = made.cookies["sessionid"].value
        known = {"sessionid": self.sessions[who]} if who != NOBODY else {}
        self.client.cookies = SimpleCookie(known)
        return self.client
