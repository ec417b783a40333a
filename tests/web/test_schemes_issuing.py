"""Issuing: refused while a question is open, confirmed in words, final."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.db import IntegrityError, transaction

from jiheng.web import clock
from jiheng.web.access.viewer import Closed, NotThere
from jiheng.web.actions.schemes import add_scheme, copy_scheme, issuable, issue_scheme
from jiheng.web.actions.versions import Changed
from jiheng.web.models import Entry, SchemeVersion
from jiheng.web.queries.schemes_text import written
from tests.platform.databases import both_databases
from tests.web.test_schemes_decisions import CHOSEN, SENT, open_text
from tests.web.test_schemes_drafts import together
from tests.web.world import NOW, World, issued, make_world, scheme_text


@pytest.fixture(autouse=True)
def at_the_world_s_time() -> Iterator[None]:
    with clock.moved_to(NOW):
        yield


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def draft_in(world: World, text: str) -> SchemeVersion:
    read = written(text)
    assert read.scheme is not None
    return add_scheme(world.viewers["office"], read.scheme, text=text)


def test_every_open_question_stands_before_issuing(world: World) -> None:
    made = draft_in(world, open_text())
    client, address = world.client("office"), f"/schemes/{made.pk}/issue/"
    page = client.get(address)
    assert [one.name for one in page.context["found"].blocking] == ["quota-rounding"]
    assert "名额按比例算出小数时怎样取整？" in page.content.decode()
    assert '<form method="post" class="panel">' not in page.content.decode()
    assert client.post(address, {"sure": "on", "digest": "", "version": "1"}).status_code == 422
    with pytest.raises(Closed, match="名额按比例算出小数时怎样取整？尚未决定"):
        issue_scheme(world.viewers["office"], made.pk, version=1, digest="")
    made.refresh_from_db()
    assert not made.is_issued


def test_a_draft_is_decided_confirmed_and_issued(world: World) -> None:
    made = draft_in(world, open_text())
    client, address = world.client("office"), f"/schemes/{made.pk}/issue/"
    client.post(f"/schemes/{made.pk}/findings/choose/", CHOSEN)
    page = client.get(address)
    sent = {name: page.context["form"][name].value() for name in ("digest", "version")}
    assert page.context["form"].fields["undecided"].label.startswith("还有 1 处检查结果")
    assert list(client.post(address, sent).context["form"].errors) == ["sure", "undecided"]
    assert list(client.post(address, sent | {"sure": "on"}).context["form"].errors) == ["undecided"]
    client.post(f"/schemes/{made.pk}/findings/decide/", SENT | {"version": "2"})
    stale = client.post(address, sent | {"sure": "on"})
    assert (
        "在您打开之后，内容变了。请核对现在的内容，再确认一次。"
        in stale.context["form"].non_field_errors()
    )
    page = client.get(address)
    sent = {name: page.context["form"][name].value() for name in ("digest", "version")}
    answer = client.post(address, sent | {"sure": "on"})
    assert answer["Location"] == f"/schemes/{made.pk}/"
    made.refresh_from_db()
    assert (made.is_issued, made.digest, made.issued_at) == (True, sent["digest"], NOW)
    assert made.issued_by == world.viewers["office"].person
    entry = Entry.objects.get(deed="scheme-issued")
    assert json.loads(entry.words)["after"]["digest"] == made.digest
    assert client.get(address).status_code == 409


def test_a_digest_is_that_of_the_command(world: World) -> None:
    made = draft_in(world, scheme_text("lianyungang-2018"))
    assert issuable(made).digest == issued("lianyungang-2018").digest
    stored = issue_scheme(
        world.viewers["office"], made.pk, version=1, digest=issued("lianyungang-2018").digest
    )
    assert stored.canonical == issued("lianyungang-2018").text


def test_what_was_issued_already_is_not_issued_again(world: World) -> None:
    made = copy_scheme(world.viewers["office"], world.scheme.pk)
    with pytest.raises(Closed, match="完全相同，不必再印发"):
        issue_scheme(world.viewers["office"], made.pk, version=1, digest=world.scheme.digest)


@pytest.mark.parametrize("who", ["auditor", "county", "leader", "administrator", "other_office"])
def test_nobody_else_issues(world: World, who: str) -> None:
    made = draft_in(world, scheme_text("lianyungang-2018"))
    with pytest.raises(NotThere):
        issue_scheme(world.viewers[who], made.pk, version=1, digest=issuable(made).digest)


def test_where_the_log_cannot_be_written_nothing_is_issued(world: World) -> None:
    made = draft_in(world, scheme_text("lianyungang-2018"))
    taken = Entry.objects.get()
    taken.number, taken.hash = taken.number + 1, "0" * 64
    taken.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        issue_scheme(world.viewers["office"], made.pk, version=1, digest=issuable(made).digest)
    made.refresh_from_db()
    assert not made.is_issued


@both_databases(transaction=True)
def test_of_two_who_issue_at_once_one_does(engine: str) -> None:
    world = make_world()
    made, office = draft_in(world, scheme_text("lianyungang-2018")), world.viewers["office"]
    digest = issuable(made).digest

    def put_out() -> None:
        issue_scheme(office, made.pk, version=1, digest=digest)

    told = together(put_out, put_out)
    assert told in (["Changed", "done"], ["Closed", "done"])
    assert Entry.objects.filter(deed="scheme-issued").count() == 1


def test_a_stale_version_is_not_issued(world: World) -> None:
    made = draft_in(world, scheme_text("lianyungang-2018"))
    with pytest.raises(Changed):
        issue_scheme(world.viewers["office"], made.pk, version=7, digest=issuable(made).digest)
