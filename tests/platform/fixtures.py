"""The fixtures of the test platform, known to every room: server, databases, site, browser.

`tests/conftest.py` loads this file. What is heavy is imported where it is used, so that a test of the
arithmetic waits for neither Django nor a browser.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.platform.browsing import Browsing, Watch
    from tests.platform.databases import Databases
    from tests.platform.postgres import Postgres
    from tests.platform.service import Start


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshots", metavar="DIR", help="keep the pictures of pages there")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """One PostgreSQL per test process; a test that asks for it is marked `postgres`."""
    from tests.platform.postgres import running_postgres

    with running_postgres() as server:
        yield server


@pytest.fixture
def postgres_url(databases: Databases) -> str:
    """The address of a new, empty database on PostgreSQL, gone after the test."""
    return databases.empty("postgres")


@pytest.fixture
def databases(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Databases]:
    """Makes databases for processes of their own: empty, or with the site's tables."""
    from tests.platform.databases import Databases

    made = Databases(tmp_path, lambda: request.getfixturevalue("postgres_server"))
    yield made
    made.drop()


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> Iterator[str]:
    """Which database Django talks to in this test: `sqlite` or `postgres`; see `both_databases`."""
    kind = str(request.param)
    if kind == "sqlite":
        yield kind
        return
    request.getfixturevalue("django_db_setup")
    tables = request.getfixturevalue("postgres_tables")
    from tests.platform.databases import talking_to

    with talking_to(tables):
        yield kind


@pytest.fixture(scope="session")
def postgres_tables(postgres_server: Postgres, django_db_blocker: object) -> str:
    """The address of a PostgreSQL database with the site's tables, for tests inside this process."""
    from tests.platform.databases import migrate_here

    return migrate_here(postgres_server.make("inside"), django_db_blocker)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts the site and its task workers as processes of their own; all end with the test."""
    from tests.platform.service import Start

    starting = Start(tmp_path)
    yield starting
    starting.end()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser per test process."""
    from tests.platform.browsing import running_chromium

    with running_chromium() as browser:
        yield browser


@pytest.fixture
def browse(chromium: Browser) -> Iterator[Browsing]:
    """Opens pages, each as a person of its own; fails the test on what `Watch` has seen."""
    from tests.platform.browsing import Browsing

    browsing = Browsing(chromium)
    yield browsing
    browsing.end()


@pytest.fixture
def watch(browse: Browsing) -> Watch:
    """What the pages of this test did wrong; `watch.allow("status of 409")` names what is meant."""
    return browse.watch


@pytest.fixture
def desktop(browse: Browsing) -> Page:
    """A page 1280 wide."""
    from tests.platform.browsing import DESKTOP

    return browse.page(DESKTOP)


@pytest.fixture
def phone(browse: Browsing) -> Page:
    """A page 390 wide, with touch."""
    from tests.platform.browsing import PHONE

    return browse.page(PHONE)


@pytest.fixture
def desktop_dark(browse: Browsing) -> Page:
    """A page 1280 wide for somebody who asks for dark pages."""
    from tests.platform.browsing import DESKTOP

    return browse.page(DESKTOP, dark=True)


@pytest.fixture
def phone_dark(browse: Browsing) -> Page:
    """A page 390 wide, with touch, for somebody who asks for dark pages."""
    from tests.platform.browsing import PHONE

    return browse.page(PHONE, dark=True)


@pytest.fixture
def screenshot(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """`screenshot(page, "home-phone")` keeps the whole page as a picture if `--screenshots` is given."""
    folder = request.config.getoption("--screenshots")

    def keep(page: Page, name: str) -> None:
        if folder is not None:
            page.screenshot(
                path=Path(folder) / f"{name}.png", full_page=True, animations="disabled"
            )

    return keep
