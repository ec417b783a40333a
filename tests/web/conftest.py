"""The site inside the test process: Django set up once, on a SQLite file as in production.

Tests of this folder may import models at their head. What they share with other rooms' tests (server,
databases, browser, processes of the site) is in `tests/platform/fixtures.py`.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.platform.service import KEY

KEPT = tempfile.TemporaryDirectory(prefix="jiheng-site-", ignore_cleanup_errors=True)
DATA = Path(KEPT.name)

os.environ["DJANGO_SETTINGS_MODULE"] = "jiheng.web.settings"
os.environ["JIHENG_DATA"] = str(DATA)
os.environ["JIHENG_HTTPS"] = "off"
os.environ["JIHENG_LIMITS"] = "off"  # sweeps ask more than any person; test_limits.py sets them
# as the served site's, so that it takes sessions made here for its own
os.environ["JIHENG_SECRET_KEY"] = KEY
os.environ.pop("DATABASE_URL", None)

import django  # noqa: E402  Django reads the environment when it is imported
from django.conf import settings  # noqa: E402

# A file, because WAL, synchronous=FULL and IMMEDIATE mean nothing to a database in memory.
settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(DATA / "test.sqlite3")
django.setup()


@pytest.fixture(scope="session")
def served_world(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[Any]:
    """One served world per test process, for tests that only look: `served_world.page(browse, "county")`."""
    from tests.web.served_world import new_served_world

    with new_served_world(tmp_path_factory.mktemp("served"), blocker=django_db_blocker) as served:
        yield served


@pytest.fixture
def own_world(tmp_path: Path, django_db_blocker: Any) -> Iterator[Any]:
    """A served world of this test's own, for tests that change things (some seconds)."""
    from tests.web.served_world import new_served_world

    with new_served_world(tmp_path, blocker=django_db_blocker) as served:
        yield served
