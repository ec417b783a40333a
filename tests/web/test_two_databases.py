"""SC-06: what lies in one database, carried to the other, comes to the same scores, byte for byte."""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers

from jiheng.values.exact import exact_text
from jiheng.web.models import Answer, Assessment
from jiheng.web.queries.figures import computed
from tests.platform.databases import Databases, talking_to
from tests.web.world import make_world, sample_facts

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.row("SC-06")]
SEED = 20171120


def answered(draw: random.Random) -> None:
    """A world in which every subject has answered some of what is known, now and then otherwise."""
    world = make_world()
    by = world.viewers["office"].person
    for name, facts in sample_facts(world.scheme.name).items():
        subject = world.subjects[name]
        chosen = [fact for fact in facts if draw.random() < 0.8]
        Answer.objects.bulk_create(
            Answer(
                subject=subject, of="fact", about=fact, text=facts[fact].text, by=by,
                value="" if facts[fact].value is None else exact_text(facts[fact].value),
                state=facts[fact].state,
            )
            for fact in chosen
        )  # fmt: skip


def models() -> list[Any]:
    return list(apps.get_app_config("web").get_models())


def figures() -> dict[str, str]:
    """What every subject comes to, as text."""
    (assessment,) = Assessment.objects.select_related("scheme")
    return computed(assessment, list(assessment.subjects.order_by("key")))


def both(databases: Databases, blocker: Any, draw: random.Random) -> list[dict[str, str]]:
    """The figures on SQLite, and on PostgreSQL after the same rows were carried there."""
    with blocker.unblock():
        with talking_to(databases.site("sqlite")):
            answered(draw)
            told = figures()
            carried = serializers.serialize("json", [row for one in models() for row in one.objects.all()])  # fmt: skip
        with talking_to(databases.site("postgres")):
            for row in serializers.deserialize("json", carried):
                row.save()
            again = figures()
    return [told, again]


@pytest.mark.parametrize("worlds", [1, pytest.param(20, marks=pytest.mark.prove)])
def test_the_same_rows_come_to_the_same_bytes(
    worlds: int, databases: Databases, django_db_blocker: Any, record_property: Any
) -> None:
    draw, reports = random.Random(SEED), 0
    for _ in range(worlds):
        told, again = both(databases, django_db_blocker, draw)
        assert told == again
        reports += len(told)
    record_property("volume", f"{reports} reports carried from SQLite to PostgreSQL")
    assert reports == 10 * worlds


def test_a_figure_changed_on_the_way_is_seen_without_its_guard(
    databases: Databases, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of every count is lost on the way."""
    carry = serializers.deserialize

    def halving(*given: Any) -> Any:
        for row in carry(*given):
            if isinstance(row.object, Answer) and row.object.value.isdigit():
                row.object.value = exact_text(int(row.object.value) // 2)
            yield row

    monkeypatch.setattr(serializers, "deserialize", halving)
    told, again = both(databases, django_db_blocker, random.Random(SEED))
    assert told != again
