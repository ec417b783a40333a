"""The sample world: made through the deeds, standing at several stages, with a log that holds."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from jiheng.web.models import Assessment, Entry, Evidence, Person, Receipt, Record, Subject
from jiheng.web.queries.home import HOMES
from jiheng.web.queries.journal import exported
from jiheng.web.sample.make import make_sample

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.django_db
def test_the_sample_stands_at_several_stages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "EVIDENCE_ROOT", tmp_path / "evidence")
    script = make_sample()
    preparing, running = Assessment.objects.order_by("-organiser__name")[:2]
    standings = Counter(Subject.objects.values_list("assessment__title", "standing"))
    assert {key: standings[running.title, key] for key in ("filling", "submitted", "signed", "returned")} == {
        "filling": 5, "submitted": 1, "signed": 2, "returned": 2,
    }  # fmt: skip
    assert standings[preparing.title, "filling"] == preparing.subjects.count() == 6
    assert Receipt.objects.filter(at=None).count() == 3
    assert (Record.objects.count(), Evidence.objects.count() > 8) == (5, True)
    everybody_finds_something_to_do_or_to_wait_for(script.password)
    the_log_holds(tmp_path / "log.jsonl")


def everybody_finds_something_to_do_or_to_wait_for(password: str) -> None:
    roles = set(Person.objects.values_list("appointments__role", flat=True))
    assert roles == {role.value for role in HOMES}
    for login in ("office", "county", "leader2", "reviewer", "body", "auditor", "admin"):
        client = Client()
        answer = client.post("/account/log-in/", {"login": login, "password": password})
        assert (login, answer.status_code) == (login, 302)
        home = client.get("/").context["home"]
        assert (login, bool(home.tasks or home.waiting or home.comes_next)) == (login, True)


def the_log_holds(path: Path) -> None:
    path.write_text("".join(exported(Entry.objects.order_by("number"))), "utf-8")
    rows = [json.loads(row) for row in path.read_text("utf-8").splitlines()]
    days = [row["at"] for row in rows if row["deed"] != "logged-in"]
    assert days[-1] > days[0]
    done = subprocess.run(
        [sys.executable, "-I", ROOT / "check" / "jiheng_audit.py", path],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
