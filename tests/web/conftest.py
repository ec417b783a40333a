"""The site inside the test process: Django set up once, on a SQLite file as in production.

Tests of this folder may import models at their head. What they share with other rooms' tests (server,
databases, browser, processes of the site) is in `tests/platform/fixtures.py`.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

KEPT = tempfile.TemporaryDirectory(prefix="jiheng-site-", ignore_cleanup_errors=True)
DATA = Path(KEPT.name)

os.environ["DJANGO_SETTINGS_MODULE"] = "jiheng.web.settings"
os.environ["JIHENG_DATA"] = str(DATA)
os.environ["JIHENG_HTTPS"] = "off"
os.environ.pop("DATABASE_URL", None)

import django  # noqa: E402  Django reads the environment when it is imported
from django.conf import settings  # noqa: E402

# A file, because WAL, synchronous=FULL and IMMEDIATE mean nothing to a database in memory.
settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(DATA / "test.sqlite3")
django.setup()
