"""The served world: the real site in its own processes, seen by a person who is logged in."""

from __future__ import annotations

import pytest

from jiheng.web.models import Organisation
from tests.platform.browsing import PHONE, Browsing
from tests.platform.databases import Databases, each_database
from tests.platform.service import Start
from tests.web.served_world import ServedWorld

pytestmark = pytest.mark.slow


@each_database
def test_two_workers_answer_and_end(databases: Databases, start: Start, kind: str) -> None:
    site = start.site(databases.site(kind), workers=2)
    worker = start.task_worker(databases.site(kind))
    assert site.answers()
    assert worker.runs()
    site.kill()
    assert not site.answers()


@pytest.mark.browser
def test_a_person_is_logged_in(served_world: ServedWorld, browse: Browsing) -> None:
    page = served_world.page(browse, "county", device=PHONE)
    answer = page.goto("/")
    assert answer is not None
    assert answer.status == 200
    assert page.get_by_text("样例county").count() >= 1


def test_a_test_looks_into_the_served_database(served_world: ServedWorld) -> None:
    with served_world.inside():
        assert Organisation.objects.filter(kind="county").count() == len(
            served_world.world.counties
        )
