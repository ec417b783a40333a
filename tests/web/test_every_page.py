"""Every page of the site in Chromium, as somebody who may open it: accessible, fitting, quiet.

The addresses come from the router, the people from `matrix.yaml`. `make test` opens each page once,
in turn wide and light, narrow and dark, wide and dark, narrow and light; `make prove` in all four ways.
With `--screenshots DIR` the pictures are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test.utils import override_settings
from playwright.sync_api import Page

from tests.platform.browsing import DESKTOP, PHONE, Browsing
from tests.platform.databases import Databases, talking_to
from tests.platform.looking import axe, overflow
from tests.platform.service import Start
from tests.web.furnished import things
from tests.web.routes import NOBODY, Route, routes
from tests.web.served_world import ServedWorld
from tests.web.states import STATES, world_at
from tests.web.test_matrix import PEOPLE, matrix
from tests.web.world import NOW

pytestmark = [pytest.mark.slow, pytest.mark.browser]

WAYS = (
    ("1280", DESKTOP, False),
    ("390-dark", PHONE, True),
    ("1280-dark", DESKTOP, True),
    ("390", PHONE, False),
)
OPEN = "self-assessment"
NOT_NOW = 409  # a page that says why not, and what to do
FOR_FEW = (
    "mfa_view_recovery_codes"  # nobody in the world has any; test_log_in_second_factor.py does
)
WITH_SECOND_FACTOR = "county"
Way = tuple[str, Any, bool]
Shot = Callable[[Page, str], None]


def pages() -> list[tuple[Route, str]]:
    """Every address that somebody may GET, with the first in the row's own order of people."""
    found = []
    for route in routes():
        if route.name not in matrix() or route.name == FOR_FEW:
            continue  # test_matrix.py says so
        may = matrix()[route.name].may.get("GET", frozenset())
        people = (WITH_SECOND_FACTOR, *PEOPLE) if route.name.startswith("mfa_") else PEOPLE
        if who := next((one for one in (*people, NOBODY) if one in may), None):
            found.append((route, who))
    return found


@dataclass
class Served:
    """The furnished world at each state that was asked for, served with its evidence."""

    folder: Path
    blocker: Any
    starts: list[Start] = field(default_factory=list)
    worlds: dict[str, tuple[ServedWorld, dict[str, str]]] = field(default_factory=dict)

    def at(self, state: str) -> tuple[ServedWorld, dict[str, str]]:
        """The world at this state, and its objects by the name of an address's parameter."""
        if state not in self.worlds:
            self.worlds[state] = self._served(state)
        return self.worlds[state]

    def _served(self, state: str) -> tuple[ServedWorld, dict[str, str]]:
        folder = self.folder / state
        folder.mkdir()
        url = Databases(folder, lambda: None).site("sqlite")
        start = Start(folder)
        self.starts.append(start)
        store = override_settings(EVIDENCE_ROOT=start.data / Path(settings.EVIDENCE_ROOT).name)
        with self.blocker.unblock(), talking_to(url), store:
            world = world_at(state)
            named = things(world)
        return ServedWorld(world, start.site(url, at=NOW), url, self.blocker), named


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any, django_db_setup: None
) -> Iterator[Served]:
    """The worlds of this file."""
    made = Served(tmp_path_factory.mktemp("every-page"), django_db_blocker)
    try:
        yield made
    finally:
        for start in made.starts:
            start.end()


@pytest.mark.row("SU-01")
@pytest.mark.parametrize(
    "asked",
    [(route, who, WAYS[at % len(WAYS)]) for at, (route, who) in enumerate(pages())],
    ids=lambda one: f"{one[0].name}-{one[2][0]}",
)
def test_a_page_is_fit_for_people(
    served: Served,
    browse: Browsing,
    screenshot: Shot,
    asked: tuple[Route, str, Way],
) -> None:
    assert faults_of(served, browse, screenshot, asked=asked) == []


@pytest.mark.row("SU-01")
@pytest.mark.prove
@pytest.mark.parametrize("way", WAYS, ids=lambda one: one[0])
def test_every_page_in_every_way(
    served: Served, browse: Browsing, screenshot: Shot, way: Way
) -> None:
    found = [
        (route.name, fault)
        for route, who in pages()
        for fault in faults_of(served, browse, screenshot, asked=(route, who, way))
    ]
    assert found == []


def faults_of(
    served: Served,
    browse: Browsing,
    screenshot: Shot,
    *,
    asked: tuple[Route, str, Way],
) -> list[str]:
    """What is wrong with a page as it is shown in one way; a file or a piece has only its answer."""
    route, who, (size, device, dark) = asked
    world, named = served.at(_state(route))
    browse.watch.allow(f"status of {NOT_NOW}")
    page = page_of(world, browse, who, device=device, dark=dark)
    address = route.at(named)
    answer = page.request.get(address)
    if not answer.body().lstrip().lower().startswith(b"<!doctype html"):
        return [] if answer.ok else [f"{answer.status} for {who}"]
    page.goto(address)
    page.wait_for_load_state("networkidle")
    screenshot(page, f"{route.name}-{who}-{size}")
    if not answer.ok and answer.status != NOT_NOW:
        return [f"{answer.status} for {who}"]
    return [*axe(page), *(f"wider than the window: {one}" for one in overflow(page))]


def _state(route: Route) -> str:
    """Self-assessment open, unless the page is only there in other states."""
    when = matrix()[route.name].when
    return OPEN if OPEN in when else next(one for one in STATES if one in when)


def page_of(world: ServedWorld, browse: Browsing, who: str, **more: Any) -> Page:
    """A browser of somebody; of nobody for the pages before the door."""
    if who != NOBODY:
        return world.page(browse, who, **more)
    device, dark = more["device"], more["dark"]
    return browse.context(device, dark=dark, base_url=world.site.address).new_page()
