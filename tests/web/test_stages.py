"""Stages open and close by the office or the clock; one subject is opened again with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from jiheng.web.access.viewer import Closed, NotThere
from jiheng.web.actions.answers import Field, save_answer
from jiheng.web.actions.assessments_reviewers import assign_reviewer, withdraw_reviewer
from jiheng.web.actions.stages import change_stage, close_stage, open_stage, reopen_subject
from jiheng.web.actions.versions import Changed
from jiheng.web.clock import moved_to
from jiheng.web.models import Assignment, Entry, HandBack, Message, Organisation, Subject
from jiheng.web.queries.stages import Times, stages_shown, state_of
from tests.platform.databases import both_databases
from tests.web.world import NOW, OTHER, OWN, World, appoint, make_world

WEEK = timedelta(days=7)


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with moved_to(NOW):
        yield make_world()


def looks(world: World, names: tuple[str, ...] = ()) -> list[tuple[str, int, int]]:
    subjects = list(world.assessment.subjects.filter(name__in=names or list(world.subjects)))
    return [(one.look, one.through, one.of) for one in stages_shown(world.assessment, subjects)]


def test_the_stage_line_says_who_is_through(world: World) -> None:
    Subject.objects.filter(pk=world.subject.pk).update(standing="signed")
    rest = [("to-come", 0, 0)] * 4
    assert looks(world) == [("now", 1, 10), *rest]
    with moved_to(NOW + WEEK):
        assert looks(world)[0] == ("late", 1, 10)
        assert looks(world, (OWN,))[0] == ("past", 1, 1)
        assert looks(world)[1] == ("now", 0, 0)


def test_the_office_closes_and_opens(world: World) -> None:
    office = world.viewers["office"]
    here, following = world.stage("self-assessment"), world.stage("on-site")
    close_stage(office, here, version=1)
    assert state_of(here) == "closed"
    with pytest.raises(Closed):
        save_answer(world.viewers["county"], world.subject, Field("fact", "towns", "1", 0))
    open_stage(office, following, version=1)
    assert state_of(following) == "open"
    deeds = [(one.deed, one.assessment) for one in Entry.objects.all()]
    assert deeds == [
        ("stage-closed", world.assessment.pk),
        ("stage-opened", world.assessment.pk),
    ]
    for again in (close_stage, open_stage):
        with pytest.raises(Closed):
            again(office, here, version=2)


@both_databases()
def test_the_second_of_two_clerks_is_told(engine: str) -> None:
    with moved_to(NOW):
        world = make_world()
        stale = world.stage("self-assessment")
        stale_copy = world.stage("self-assessment")
        office = world.viewers["office"]
        times = Times(stale.opens, NOW + WEEK * 2, 3)
        change_stage(office, stale, version=1, times=times, reason="下雪")
        with pytest.raises(Changed):
            close_stage(office, stale_copy, version=1)


def test_a_deadline_that_is_known_moves_only_with_words(world: World) -> None:
    office, stage = world.viewers["office"], world.stage("self-assessment")
    times = Times(stage.opens, NOW + WEEK * 2, 5)
    with pytest.raises(Closed) as caught:
        change_stage(office, stage, version=1, times=times, reason=" ")
    assert caught.value.words == "这个时间已经通知各单位，修改要写明原因。"
    assert Message.objects.count() == 0
    change_stage(office, stage, version=1, times=times, reason="系统升级")
    stage.refresh_from_db()
    assert (stage.closes, stage.remind_days, stage.version) == (NOW + WEEK * 2, 5, 2)
    told = {one.to.person.username for one in Message.objects.all()}
    assert told == {"county", "colleague", "leader", "other_county", "other_leader"}
    later = world.stage("recheck")
    change_stage(office, later, version=1, times=Times(None, None, 3), reason="")
    assert Message.objects.count() == len(told)


def test_what_is_over_is_open_again_when_its_end_is_still_to_come(world: World) -> None:
    office, stage = world.viewers["office"], world.stage("self-assessment")
    close_stage(office, stage, version=1)
    times = Times(stage.opens, NOW + WEEK * 2, 3)
    change_stage(office, stage, version=2, times=times, reason="多数单位没有报完")
    assert state_of(stage) == "open"


def test_impossible_times_are_refused(world: World) -> None:
    office, stage = world.viewers["office"], world.stage("self-assessment")
    for times in (
        Times(stage.opens, stage.opens, 3),
        Times(NOW + WEEK, NOW + WEEK * 2, 3),
        Times(stage.opens, NOW - timedelta(hours=1), 3),
    ):
        with pytest.raises(Closed):
            change_stage(office, stage, version=1, times=times, reason="试")
    stage.refresh_from_db()
    assert stage.version == 1


def test_one_subject_works_on_after_the_end(world: World) -> None:
    office = world.viewers["office"]
    towns = Field("fact", "towns", "1", 0)
    with moved_to(NOW + WEEK * 2):
        with pytest.raises(Closed):
            reopen_subject(office, world.subject, until=NOW + WEEK * 3, reason=" ")
        with pytest.raises(Closed):
            reopen_subject(office, world.subject, until=NOW, reason="停电")
        reopen_subject(office, world.subject, until=NOW + WEEK * 3, reason="停电")
        world.subject.refresh_from_db()
        save_answer(world.viewers["county"], world.subject, towns)
        with pytest.raises(Closed):
            save_answer(world.viewers["other_county"], world.subjects[OTHER], towns)
    with moved_to(NOW + WEEK * 3), pytest.raises(Closed):
        save_answer(world.viewers["county"], world.subject, Field("fact", "towns", "2", 1))
    assert [one.words for one in HandBack.objects.all()] == ["停电"]
    entry = Entry.objects.get(deed="subject-reopened")
    assert entry.subject == world.subject.pk
    assert {one.to.person.username for one in Message.objects.all()} == {
        "county", "colleague", "leader",
    }  # fmt: skip


def test_what_was_signed_comes_back_when_it_is_opened_again(world: World) -> None:
    Subject.objects.filter(pk=world.subject.pk).update(standing="signed")
    office = world.viewers["office"]
    with moved_to(NOW + WEEK * 2):
        reopen_subject(office, world.subject, until=NOW + WEEK * 3, reason="总数有误")
    world.subject.refresh_from_db()
    assert (world.subject.standing, world.subject.until) == ("returned", NOW + WEEK * 3)


def test_only_the_office_that_runs_it(world: World) -> None:
    stage = world.stage("self-assessment")
    times = Times(stage.opens, NOW + WEEK * 2, 3)
    for who in ("county", "leader", "auditor", "other_office", "administrator", "body"):
        viewer = world.viewers[who]
        with pytest.raises(NotThere):
            close_stage(viewer, stage, version=1)
        with pytest.raises(NotThere):
            change_stage(viewer, stage, version=1, times=times, reason="试")
        with pytest.raises(NotThere):
            reopen_subject(viewer, world.subject, until=NOW + WEEK, reason="试")
        client = world.client(who)
        for address in (f"/stages/{stage.pk}/change/", f"/subjects/{world.subject.pk}/reopen/"):
            assert client.get(address).status_code == 404
        assert client.post(f"/stages/{stage.pk}/close/").status_code == 404
    assert Entry.objects.filter(deed__startswith="stage").count() == 0


def test_the_pages_say_no_in_place(world: World) -> None:
    client, stage = world.client("office"), world.stage("self-assessment")
    page = client.get(f"/stages/{stage.pk}/change/")
    sent = {field.html_name: field.value() or "" for field in page.context["form"]}
    same = client.post(f"/stages/{stage.pk}/change/", sent)
    assert same.status_code == 302
    moved = {**sent, "closes": "2017-12-20T18:00", "version": "2"}
    refused = client.post(f"/stages/{stage.pk}/change/", moved)
    assert refused.status_code == 422
    assert 'value="2017-12-20T18:00"' in refused.content.decode()
    done = client.post(f"/stages/{stage.pk}/change/", {**moved, "reason": "大雪"})
    assert done["Location"] == f"/assessments/{world.assessment.pk}/"
    assert client.post(f"/stages/{stage.pk}/close/", {"version": "1"}).status_code == 409
    assert client.post(f"/stages/{stage.pk}/close/", {"version": "3"}).status_code == 302


# --- reviewers -------------------------------------------------------------------------------------------


def refused_to(world: World, who: str) -> str:
    with pytest.raises(Closed) as caught:
        assign_reviewer(world.viewers["office"], world.subject, person=world.viewers[who].person.pk)
    return caught.value.words


def test_nobody_reviews_his_own_unit_or_one_below_or_above(world: World) -> None:
    unit = world.subject.organisation
    between = Organisation.objects.create(name="片区", kind="unit", parent=world.organiser)
    Organisation.objects.filter(pk=unit.pk).update(parent=between)
    world.subject.refresh_from_db()
    town = Organisation.objects.create(name="某镇科协", kind="town", parent=unit)
    free = appoint("free", "reviewer", organisation=world.organiser)
    for who, place in (("own", unit), ("lower", town), ("upper", between)):
        world.viewers[who] = appoint(who, "reviewer", organisation=world.organiser)
        appointed = appoint(f"{who}2", "county", organisation=place).appointment
        appointed.person = world.viewers[who].person
        appointed.save()
    assert refused_to(world, "own") == (
        f"样例own在{unit.name}任填报人，与被评单位是同一单位，应当回避，请另选一位。"
    )
    assert refused_to(world, "lower") == (
        f"样例lower在某镇科协任填报人，那是{unit.name}的下属单位，应当回避，请另选一位。"
    )
    assert refused_to(world, "upper") == (
        f"样例upper在片区任填报人，那是{unit.name}的上级单位，应当回避，请另选一位。"
    )
    assign_reviewer(world.viewers["office"], world.subject, person=free.person.pk)
    assert [one.person for one in world.subject.assignments.all()] == [free.person]


def test_reviewers_come_and_go_with_an_entry(world: World) -> None:
    client, person = world.client("office"), world.viewers["reviewer"].person
    way = f"/subjects/{world.subject.pk}/reviewers/"
    assert client.post(way, {"person": person.pk}).status_code == 302
    assert client.post(way, {"person": person.pk}).status_code == 422
    assert client.post(way, {"person": world.viewers["county"].person.pk}).status_code == 422
    assert client.get(f"/subjects/{world.subject.pk}/standing/").status_code == 200
    assert client.post(f"{way}withdraw/", {"person": person.pk}).status_code == 302
    assert client.post(f"{way}withdraw/", {"person": person.pk}).status_code == 409
    assert [one.deed for one in Entry.objects.all()] == ["reviewer-assigned", "reviewer-withdrawn"]
    assert Assignment.objects.filter(subject=world.subject).count() == 0


def test_only_the_office_assigns(world: World) -> None:
    person = world.viewers["reviewer"].person.pk
    for who in ("county", "leader", "reviewer", "auditor", "other_office"):
        with pytest.raises(NotThere):
            assign_reviewer(world.viewers[who], world.subject, person=person)
        with pytest.raises(NotThere):
            withdraw_reviewer(world.viewers[who], world.subjects[OTHER], person=person)
