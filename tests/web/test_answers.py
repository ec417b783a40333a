"""Saving one field: both kept, neither lost, nobody else's, and only while it is open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from jiheng.web.access.viewer import Closed, NotThere
from jiheng.web.actions.answers import Field, save_answer
from jiheng.web.actions.versions import Changed, Clash
from jiheng.web.clock import moved_to
from jiheng.web.models import Answer, Entry
from jiheng.web.queries.self_assessment_pages import saved_field
from tests.platform.databases import both_databases
from tests.web.world import NOW, World, make_world


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with moved_to(NOW):
        yield make_world()


def save(world: World, who: str, field: Field) -> Answer:
    return save_answer(world.viewers[who], world.subject, field)


@both_databases()
def test_a_field_is_saved_with_its_value_and_its_entry(engine: str) -> None:
    with moved_to(NOW):
        world = make_world()
        first = save(world, "county", Field("fact", "reports-heard", "３次", 0))
        second = save(world, "colleague", Field("fact", "reports-heard", "4", 1))
    assert (first.text, first.value, first.state, first.version) == ("３次", "3", "known", 1)
    assert (second.text, second.value, second.version) == ("4", "4", 2)
    assert [(one.deed, one.clause) for one in Entry.objects.all()] == [
        ("answer-saved", "reports-heard")
    ] * 2
    world.subject.refresh_from_db()
    assert world.subject.revision == 2


def test_the_second_of_two_sees_both_values(world: World) -> None:
    save(world, "county", Field("fact", "reports-heard", "3", 0))
    with pytest.raises(Changed) as caught:
        save(world, "colleague", Field("fact", "reports-heard", "5", 0))
    assert caught.value.clashes == (Clash("text", "填报", "5", "3"),)
    assert caught.value.version == 1
    chosen = save(world, "colleague", Field("fact", "reports-heard", "5", caught.value.version))
    assert (chosen.text, chosen.version) == ("5", 2)


def test_the_same_text_again_is_no_change(world: World) -> None:
    save(world, "county", Field("fact", "reports-heard", "3", 0))
    again = save(world, "county", Field("fact", "reports-heard", " 3 ", 1))
    assert again.version == 1
    assert Entry.objects.count() == 1


def test_what_cannot_be_read_is_kept_without_a_value(world: World) -> None:
    kept = save(world, "county", Field("fact", "reports-heard", "好几次", 0))
    assert (kept.text, kept.value, kept.state) == ("好几次", "", "missing")


@pytest.mark.parametrize("who", ["other_county", "leader", "office", "reviewer", "auditor"])
def test_nobody_else_answers_for_a_county(world: World, who: str) -> None:
    with pytest.raises(NotThere):
        save(world, who, Field("fact", "reports-heard", "3", 0))
    assert Answer.objects.count() == 0


@pytest.mark.parametrize(
    "field",
    [
        Field("fact", "violations", "0", 0),  # the discipline inspection reports it
        Field("fact", "firm-coverage", "30", 0),  # computed from two others
        Field("fact", "no-such-fact", "1", 0),
        Field("claimed", "9.9", "1", 0),
        Field("note", "9.9", "x", 0),
    ],
)
def test_only_what_the_method_asks_of_the_subject(world: World, field: Field) -> None:
    with pytest.raises(NotThere):
        save(world, "county", field)


def test_nothing_is_taken_after_the_deadline(world: World) -> None:
    with moved_to(NOW + timedelta(days=30)), pytest.raises(Closed) as caught:
        save(world, "county", Field("fact", "reports-heard", "3", 0))
    assert caught.value.words == "自评已经截止；如需补报，请联系考核办公室为本单位重新开放。"
    assert (Answer.objects.count(), Entry.objects.count()) == (0, 0)


def test_an_extension_is_for_its_subject_alone(world: World) -> None:
    world.subject.until = NOW + timedelta(days=40)
    world.subject.save()
    with moved_to(NOW + timedelta(days=30)):
        save(world, "county", Field("fact", "reports-heard", "3", 0))
        other = world.viewers["other_county"]
        theirs = next(
            one for one in world.subjects.values() if one.organisation == other.organisation
        )
        with pytest.raises(Closed):
            save_answer(other, theirs, Field("fact", "reports-heard", "3", 0))


def test_a_claimed_score_stays_within_its_points(world: World) -> None:
    fine = save(world, "county", Field("claimed", "1.1", "1", 0))
    high = save(world, "county", Field("claimed", "1.2", "1.5", 0))
    assert (fine.value, fine.state) == ("1", "known")
    assert (high.value, high.state) == ("", "missing")


def test_a_saved_field_names_its_own_version_and_no_later_one(world: World) -> None:
    mine = save(world, "county", Field("fact", "reports-heard", "3", 0))
    save(world, "colleague", Field("fact", "reports-heard", "5", 1))
    shown = saved_field(world.subject, mine, section="1").field
    assert (shown.text, shown.version) == ("3", 1)
