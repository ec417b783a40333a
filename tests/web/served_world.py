"""The sample world served by the real site in processes of its own, for tests with a browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.platform.browsing import DESKTOP, Browsing
from tests.platform.databases import Databases, talking_to
from tests.platform.service import Site, Start
from tests.web.world import NOW, World, make_world


@dataclass(frozen=True, slots=True)
class ServedWorld:
    """A world, the site that serves it (at the world's NOW), and its database."""

    world: World
    site: Site
    url: str
    blocker: Any

    def page(
        self, browse: Browsing, who: str, *, device: dict[str, Any] = DESKTOP, **more: Any
    ) -> Page:
        """A page for somebody who is logged in; a second tab is `page.context.new_page()`.

        Addresses may be given without the host: `page.goto("/")`.
        """
        context = browse.context(device, base_url=self.site.address, **more)
        context.add_cookies(
            [{"name": "sessionid", "value": self.session(who), "url": self.site.address}]
        )
        return context.new_page()

    def session(self, who: str) -> str:
        """The key of a new session of somebody, for the cookie `sessionid`."""
        with self.inside():
            return str(self.world.client(who).cookies["sessionid"].value)

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Django in the test's process talks to the served database: to plant things, to look."""
        with self.blocker.unblock(), talking_to(self.url):
            yield


@contextmanager
def served_world_on(
    url: str,
    folder: Path,
    *,
    blocker: Any,
    workers: int = 1,
    opened: str | None = "self-assessment",
) -> Iterator[ServedWorld]:
    """Write the world into a database with the site's tables, and serve it until the end."""
    with blocker.unblock(), talking_to(url):
        world = make_world(opened=opened)
    start = Start(folder)
    try:
        yield ServedWorld(world, start.site(url, workers=workers, at=NOW), url, blocker)
    finally:
        start.end()


@contextmanager
def new_served_world(folder: Path, *, blocker: Any) -> Iterator[ServedWorld]:
    """The world on a new SQLite database, served."""
    databases = Databases(folder, _no_server)
    with served_world_on(databases.site("sqlite"), folder, blocker=blocker) as served:
        yield served


def _no_server() -> Any:
    raise AssertionError(
        "this world is on SQLite; for PostgreSQL give `databases.site('postgres')`"
    )
