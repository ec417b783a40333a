"""A notice goes out once, reads the same ever after, and each unit signs for its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256

import pytest

from jiheng.web.access.viewer import Closed, NotThere
from jiheng.web.actions.notices import send_notice, sign_receipt
from jiheng.web.actions.stages import change_stage
from jiheng.web.clock import moved_to
from jiheng.web.models import Entry, Message, Notice, Receipt
from jiheng.web.queries.stages import Times
from tests.platform.databases import both_databases
from tests.web.world import NOW, OTHER, OWN, World, make_world


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with moved_to(NOW):
        yield make_world()


def sent(world: World) -> Notice:
    return send_notice(
        world.viewers["office"],
        world.assessment,
        number="岳科协〔2017〕8号",
        back_by=date(2017, 12, 1),
    )


def receipt(world: World, name: str = OWN) -> Receipt:
    return Receipt.objects.get(subject=world.subjects[name])


@both_databases()
def test_it_goes_out_once(engine: str) -> None:
    with moved_to(NOW):
        world = make_world()
        made = sent(world)
        with pytest.raises(Closed):
            sent(world)
    assert Receipt.objects.filter(notice=made).count() == 10
    assert [one.deed for one in Entry.objects.all()] == ["notice-sent"]
    links = {one.to.person.username: one.link for one in Message.objects.all()}
    assert links["county"] == links["leader"] == f"/receipts/{receipt(world).pk}/"
    assert links["other_county"] == f"/receipts/{receipt(world, OTHER).pk}/"


def document(world: World, who: str, name: str = OWN) -> bytes:
    page = world.client(who).get(f"/receipts/{receipt(world, name).pk}/document/")
    assert page.status_code == 200
    return page.content


def test_the_paper_stays_as_it_was_sent(world: World) -> None:
    sent(world)
    first = document(world, "county")
    stage = world.stage("self-assessment")
    with moved_to(NOW + timedelta(days=1)):
        times = Times(stage.opens, NOW + timedelta(days=30), 3)
        change_stage(world.viewers["office"], stage, version=1, times=times, reason="大雪")
        assert sha256(document(world, "county")).digest() == sha256(first).digest()
    assert document(world, "other_county", OTHER) != first
    assert document(world, "office") == first


def test_a_unit_signs_once_and_the_head_stands_on_it(world: World) -> None:
    sent(world)
    mine = sign_receipt(world.viewers["leader"], receipt(world))
    entry = Entry.objects.get(deed="receipt-signed")
    assert (mine.by, mine.at, mine.head) == (world.viewers["leader"].person, NOW, entry.hash)
    assert entry.subject == world.subject.pk
    with pytest.raises(Closed):
        sign_receipt(world.viewers["county"], receipt(world))
    page = world.client("county").get(f"/receipts/{mine.pk}/").content.decode()
    assert entry.hash[:8] + " " + entry.hash[8:16] in page
    assert world.viewers["leader"].person.name in page


def test_the_office_sees_who_has_not(world: World) -> None:
    made = sent(world)
    sign_receipt(world.viewers["county"], receipt(world))
    shown = world.client("office").get(f"/notices/{made.pk}/").context["shown"]
    assert shown.received == 1
    assert OWN not in [one.subject.name for one in shown.open]
    assert len(shown.open) == 9


def test_nobody_signs_or_sees_for_another(world: World) -> None:
    made = sent(world)
    own, other = receipt(world), receipt(world, OTHER)
    for who in ("office", "auditor", "other_county", "reviewer", "body", "other_office"):
        with pytest.raises(NotThere):
            sign_receipt(world.viewers[who], own)
    county = world.client("county")
    assert county.get(f"/receipts/{own.pk}/").status_code == 200
    for address in (
        f"/receipts/{other.pk}/",
        f"/receipts/{other.pk}/document/",
        f"/notices/{made.pk}/",
    ):
        assert county.get(address).status_code == 404
    assert county.post(f"/receipts/{other.pk}/sign/").status_code == 404
    for who in ("other_office", "reviewer", "body", "administrator"):
        assert world.client(who).get(f"/receipts/{own.pk}/").status_code == 404
    assert Receipt.objects.exclude(at=None).count() == 0


def test_a_county_sees_the_same_whoever_else_has_signed(world: World) -> None:
    sent(world)
    addresses = [f"/assessments/{world.assessment.pk}/notices/", f"/receipts/{receipt(world).pk}/"]

    def seen() -> list[str]:
        county = world.client("county")
        pages = [county.get(address).content.decode() for address in addresses]
        return ["\n".join(x for x in one.splitlines() if "csrf" not in x) for one in pages]

    before = seen()
    sign_receipt(world.viewers["other_county"], receipt(world, OTHER))
    assert seen() == before


def test_the_page_sends_it(world: World) -> None:
    client, way = world.client("office"), f"/assessments/{world.assessment.pk}/notices/"
    assert client.get(way).context["can_send"]
    wrong = client.post(f"{way}send/", {"number": "8号", "back_by": "2017-01-01"})
    assert wrong.status_code == 422
    assert 'value="8号"' in wrong.content.decode()
    assert client.post(f"{way}send/", {"number": "8号", "back_by": ""})["Location"] == way
    assert not client.get(way).context["can_send"]
    assert world.client("county").get(f"{way}send/").status_code == 404


def test_the_list_takes_as_many_queries_for_ten_receipts_as_for_one(
    world: World, django_assert_num_queries
) -> None:
    made = sent(world)
    way = f"/notices/{made.pk}/"
    client = world.client("office")
    with django_assert_num_queries(7):
        client.get(way)
    Receipt.objects.exclude(subject=world.subject).delete()
    with django_assert_num_queries(7):
        client.get(way)
