"""What machines ask about the site."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client


@pytest.mark.django_db
def test_a_well_site_says_so_to_anybody() -> None:
    answer = Client().get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok", "database": "ok", "migrations": "ok", "store": "ok",
    }  # fmt: skip
    assert Client().post("/healthz").status_code == 405


@pytest.mark.django_db
def test_a_table_that_is_not_there_yet_is_told() -> None:
    MigrationRecorder(connection).record_unapplied("web", "0001_first")
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()["migrations"]) == (503, "pending")


@pytest.mark.django_db
def test_without_its_store_the_site_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "EVIDENCE_ROOT", tmp_path / "no" / "such" / "folder")
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
