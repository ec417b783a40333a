"""From the clerk to the leader to the office and back: each step by the right person, in time, logged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from jiheng.web.access.viewer import Closed, NotThere
from jiheng.web.actions.answers import Field, save_answer
from jiheng.web.actions.submission import hand_back, send_back, sign, submit
from jiheng.web.clock import moved_to
from jiheng.web.models import Entry, Submission
from jiheng.web.queries.fields import papers_of
from jiheng.web.queries.submission import content_of, digest_of, lacks_of
from tests.platform.databases import both_databases
from tests.web.world import NOW, OWN, World, fill, issued, make_world


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with moved_to(NOW):
        yield ready()


def ready() -> World:
    """Everything answered, and said why there is no paper."""
    world = make_world()
    fill(world)
    for paper in papers_of(issued("yueyang-2017").scheme):
        save_answer(world.viewers["county"], world.subject, Field("note", paper, "另行报送", 0))
    world.subject.refresh_from_db()
    return world


def submitted(world: World) -> Submission:
    return submit(world.viewers["county"], world.subject, revision=world.subject.revision)


def signed(world: World) -> Submission:
    made = submitted(world)
    leader = world.viewers["leader"]
    return sign(leader, world.subject, name=leader.person.name, digest=made.digest)


@both_databases()
def test_what_is_signed_is_what_was_submitted(engine: str) -> None:
    with moved_to(NOW):
        world = ready()
        made = signed(world)
    assert digest_of(made.content) == made.digest
    assert json.loads(made.content)["subject"] == OWN
    assert (made.signed_name, made.signed_at) == (world.viewers["leader"].person.name, NOW)
    assert [one.deed for one in Entry.objects.all()][-2:] == ["submitted", "signed"]


@both_databases()
def test_the_same_report_is_the_same_bytes(engine: str) -> None:
    with moved_to(NOW):
        world = ready()
        again = content_of(world.subject)
    assert submitted_digest(again) == submitted_digest(content_of(world.subject))


def submitted_digest(content: str) -> str:
    told = json.loads(content)
    return digest_of(json.dumps([told["answers"], told["scheme"]], sort_keys=True))


def test_a_report_with_a_gap_is_not_submitted(db: None) -> None:
    with moved_to(NOW):
        world = make_world()
        fill(world, but=("reports-heard",))
        told = [(one.clause, one.about) for one in lacks_of(world.subject)]
        assert told[0] == ("1.1", "reports-heard")
        with pytest.raises(Closed):
            submitted(world)
        assert Submission.objects.count() == 0
        world.subject.refresh_from_db()
        assert world.subject.standing == "filling"
        save_answer(
            world.viewers["county"],
            world.subject,
            Field("fact", "reports-heard", "", 0, reason="会议纪要尚未印发"),
        )
        assert [one.about for one in lacks_of(world.subject)] == [one for _, one in told[1:]]


def test_a_report_changed_since_it_was_read_is_not_submitted(world: World) -> None:
    with pytest.raises(Closed):
        submit(world.viewers["county"], world.subject, revision=world.subject.revision - 1)


def test_after_submitting_nothing_changes(world: World) -> None:
    submitted(world)
    with pytest.raises(Closed) as caught:
        save_answer(world.viewers["county"], world.subject, Field("fact", "towns", "1", 1))
    assert caught.value.words == ("自评待负责人签字，不能再改；如需更正，请联系考核办公室退回。")


def test_only_the_leader_signs_with_his_own_name(world: World) -> None:
    made = submitted(world)
    leader = world.viewers["leader"]
    with pytest.raises(Closed):
        sign(leader, world.subject, name="别人", digest=made.digest)
    with pytest.raises(Closed):
        sign(leader, world.subject, name=leader.person.name, digest="0" * 64)
    for who in ("county", "other_leader", "office"):
        with pytest.raises(NotThere):
            sign(world.viewers[who], world.subject, name="x", digest=made.digest)
    world.subject.refresh_from_db()
    assert world.subject.standing == "submitted"


def test_the_leader_sends_it_back_to_his_clerk(world: World) -> None:
    submitted(world)
    send_back(world.viewers["leader"], world.subject, words="第1.1条请再核对")
    save_answer(world.viewers["county"], world.subject, Field("fact", "towns", "29", 1))
    world.subject.refresh_from_db()
    assert (world.subject.standing, submitted(world).number) == ("returned", 2)


def test_after_signing_only_the_office_hands_it_back_with_words(world: World) -> None:
    signed(world)
    with pytest.raises(Closed):
        send_back(world.viewers["leader"], world.subject, words="再看看")
    for who in ("other_office", "auditor", "county"):
        with pytest.raises(NotThere):
            hand_back(world.viewers[who], world.subject, words="请补充")
    with pytest.raises(Closed):
        hand_back(world.viewers["office"], world.subject, words=" ")
    hand_back(world.viewers["office"], world.subject, words="2.3缺名册", clauses="2.3")
    world.subject.refresh_from_db()
    assert world.subject.standing == "returned"


def test_after_the_deadline_a_hand_back_gives_time(world: World) -> None:
    signed(world)
    late = NOW + timedelta(days=20)
    with moved_to(late):
        with pytest.raises(Closed):
            hand_back(world.viewers["office"], world.subject, words="请补充")
        hand_back(
            world.viewers["office"], world.subject, words="请补充", until=late + timedelta(days=2)
        )
        save_answer(world.viewers["county"], world.subject, Field("fact", "towns", "29", 1))
    with moved_to(late + timedelta(days=3)), pytest.raises(Closed):
        save_answer(world.viewers["county"], world.subject, Field("fact", "towns", "30", 2))
