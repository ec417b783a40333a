"""People, their appointments and their accounts: who may do what to whom (OP-05, OP-07)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from jiheng.web import clock
from jiheng.web.access.viewer import Closed, NotThere
from jiheng.web.actions.appointments import appoint as appoint_to
from jiheng.web.actions.appointments import dismiss, hand_over
from jiheng.web.actions.people import change_person, disable_person
from jiheng.web.actions.versions import Changed
from jiheng.web.models import Appointment, Assignment, Entry, Message, Person, Role
from tests.web.world import NOW, World, appoint, make_world

pytestmark = pytest.mark.django_db

KEEPER = "administrator"


@pytest.fixture
def world() -> Iterator[World]:
    with clock.moved_to(NOW):
        yield make_world()


def person(world: World, who: str) -> Person:
    return world.viewers[who].person


def first_person(world: World, **more: Any) -> dict[str, Any]:
    return {
        "name": "新来的人", "username": "New.Comer", "email": "", "phone": "0730-1",
        "organisation": world.subject.organisation.pk, "role": "county",
    } | more  # fmt: skip


def test_a_person_is_entered_with_his_appointment_and_first_password(world: World) -> None:
    client = world.client(KEEPER)
    answer = client.post("/people/add/", first_person(world))
    made = Person.objects.get(username="new.comer")
    assert answer["Location"] == f"/people/{made.pk}/"
    assert (made.must_change_password, made.appointments.get().role) == (True, "county")
    assert "只在这里显示这一次" in client.get(answer["Location"]).content.decode()
    deeds = ["person-added", "appointed", "password-reset"]
    assert list(Entry.objects.values_list("deed", flat=True)) == deeds
    assert Message.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("username", "COUNTY", "这个登录名已有人使用，请换一个。"),
        ("username", "a b", "登录名用 2 至 60 个字母、数字或汉字，可含 . _ - @。"),
        ("email", "County@example.org", "这个电子邮件已登记在别人名下，请核对。"),
    ],
)
def test_a_wrong_field_is_told_in_place_and_nothing_typed_is_lost(
    world: World, field: str, typed: str, told: str
) -> None:
    answer = world.client(KEEPER).post("/people/add/", first_person(world, **{field: typed}))
    assert answer.status_code == 422
    form = answer.context["form"]
    assert {name: list(wrong) for name, wrong in form.errors.items()} == {field: [told]}
    assert form["name"].value() == "新来的人"
    assert Entry.objects.count() == 0


def test_two_administrators_change_the_same_person(world: World) -> None:
    client, stored = world.client(KEEPER), person(world, "county")
    values = {"name": "甲", "username": "county", "email": "", "phone": "1", "version": "1"}
    assert client.post(f"/people/{stored.pk}/change/", values).status_code == 302
    late = client.post(f"/people/{stored.pk}/change/", values | {"name": "乙"})
    assert late.status_code == 422
    assert list(late.context["form"].errors["name"]) == ["姓名现在是“甲”。"]
    assert 'name="version" value="2"' in late.content.decode()
    with pytest.raises(Changed):
        change_person(world.viewers[KEEPER], stored, version=1, values=values)


FORBIDDEN = [
    (one, other) for one in (Role.ADMINISTRATOR, Role.AUDITOR) for other in Role if other != one
]


@pytest.mark.row("OP-07")
@pytest.mark.parametrize(("one", "other"), FORBIDDEN)
def test_a_forbidden_combination_is_refused_both_ways(world: World, one: Role, other: Role) -> None:
    """OP-07: the twelve combinations, whichever role comes first."""
    assert len(FORBIDDEN) == 12
    keeper, city = world.viewers[KEEPER], world.organiser
    for first, second in ((one, other), (other, one)):
        held = appoint(f"{first}-{second}-x", first, organisation=city)
        with pytest.raises(Closed, match="不能同时任"):
            appoint_to(keeper, held.person, organisation=city.pk, role=second)
        assert held.person.appointments.count() == 1


@pytest.mark.row("OP-07")
def test_a_role_that_begins_later_counts_too(world: World) -> None:
    held = appoint("later", "office", organisation=world.organiser)
    Appointment.objects.filter(person=held.person).update(until=NOW + timedelta(days=3))
    with pytest.raises(Closed):
        appoint_to(world.viewers[KEEPER], held.person, organisation=world.organiser.pk, role=Role.AUDITOR)  # fmt: skip


def test_a_refused_appointment_is_told_on_the_persons_page(world: World) -> None:
    stored = person(world, "office")
    answer = world.client(KEEPER).post(
        f"/people/{stored.pk}/appoint/", {"organisation": world.organiser.pk, "role": "auditor"}
    )
    assert answer.status_code == 422
    assert "不能同时任审计" in answer.content.decode()


@pytest.mark.row("OP-05")
def test_an_ended_appointment_acts_no_more_from_the_next_request_on(world: World) -> None:
    """OP-05."""
    client = world.client("county")
    assert client.get("/account/").status_code == 200
    world.client(KEEPER).post(f"/appointments/{world.viewers['county'].appointment.pk}/end/")
    assert client.get("/account/").status_code == 403
    assert Entry.objects.get().deed == "dismissed"


def test_handing_over_is_one_act(world: World) -> None:
    leaving = world.viewers["county"]
    Message.objects.create(to=leaving.appointment, about="a", title="没读过")
    Message.objects.create(to=leaving.appointment, about="b", title="读过", read_at=NOW)
    old, keeper = world.client("county"), world.client(KEEPER)
    url = f"/appointments/{leaving.appointment.pk}/hand-over/"
    fields = {"follower": "new", "name": "接任者", "username": "follower"}
    answer = keeper.post(url, fields)
    follows = Person.objects.get(username="follower")
    assert answer["Location"] == f"/people/{follows.pk}/"
    assert old.get("/").status_code == 403
    held = follows.appointments.get()
    assert (held.organisation, held.role) == (leaving.organisation, "county")
    told = held.messages.order_by("title").values_list("title", "words")
    titles = [title for title, _ in told]
    assert titles == [f"您接任{held.organisation.name}的填报人", "没读过"]
    assert "未读消息 1 条" in told[0][1]
    assert Entry.objects.filter(deed="handed-over").count() == 1
    assert keeper.post(url, fields | {"username": "again"}).status_code == 404  # it is over


def test_a_reviewers_subjects_go_along_but_not_those_of_the_followers_own_unit(
    world: World,
) -> None:
    reviewer, office = world.viewers["reviewer"], world.viewers["office"]
    Assignment.objects.create(subject=world.subject, person=reviewer.person, by=office.person)
    hand_over(world.viewers[KEEPER], reviewer.appointment.pk, to=person(world, "county"))
    assert list(
        Assignment.objects.filter(person=person(world, "county")).values_list("subject__name", flat=True)
    ) == ["华容县"]  # fmt: skip
    assert Assignment.objects.get(person=reviewer.person).subject == world.subject


def test_a_follower_who_holds_what_must_stay_apart_is_refused(world: World) -> None:
    leaving = world.viewers["county"].appointment
    answer = world.client(KEEPER).post(
        f"/appointments/{leaving.pk}/hand-over/", {"follower": person(world, "auditor").pk}
    )
    assert answer.status_code == 422
    leaving.refresh_from_db()
    assert leaving.until is None


def test_nobody_shuts_himself_out(world: World) -> None:
    keeper = world.viewers[KEEPER]
    with pytest.raises(Closed):
        disable_person(keeper, keeper.person, version=1)
    with pytest.raises(Closed):
        dismiss(keeper, keeper.appointment.pk)


def test_who_also_acts_elsewhere_keeps_his_account(world: World) -> None:
    """Else a new password given here would open what he may do there."""
    stranger = person(world, "other_office")
    Appointment.objects.create(
        person=stranger, organisation=world.organiser, role=Role.REVIEWER, since=NOW - timedelta(1)
    )
    client = world.client(KEEPER)
    page = client.get(f"/people/{stranger.pk}/").content.decode()
    assert "邻市" not in page
    for deed in ("reset-password", "disable"):
        assert client.post(f"/people/{stranger.pk}/{deed}/").status_code == 409
    assert client.get(f"/people/{stranger.pk}/change/").status_code == 409


@pytest.mark.parametrize(
    "who", ["county", "colleague", "leader", "reviewer", "body", "other_office"]
)
def test_the_directory_is_for_who_works_with_it(world: World, who: str) -> None:
    client, stored = world.client(who), person(world, "county")
    pages = [f"/people/{stored.pk}/", f"/organisations/{world.subject.organisation.pk}/"]
    assert [client.get(url).status_code for url in pages] == [404, 404]


@pytest.mark.parametrize("who", ["office", "auditor", "county", "other_office"])
def test_only_the_administrator_changes_it(world: World, who: str) -> None:
    viewer, stored = world.viewers[who], person(world, "colleague")
    deeds = (
        lambda: appoint_to(viewer, stored, organisation=world.organiser.pk, role=Role.OFFICE),
        lambda: dismiss(viewer, world.viewers["colleague"].appointment.pk),
        lambda: disable_person(viewer, stored, version=1),
        lambda: hand_over(viewer, world.viewers["colleague"].appointment.pk, to=person(world, "leader")),
    )  # fmt: skip
    for deed in deeds:
        with pytest.raises(NotThere):
            deed()
    assert Entry.objects.count() == 0


def test_an_administrator_sees_nobody_of_another_city(world: World) -> None:
    stranger = world.viewers["other_office"]
    client = world.client(KEEPER)
    assert client.get(f"/people/{stranger.person.pk}/").status_code == 404
    assert client.post(f"/appointments/{stranger.appointment.pk}/end/").status_code == 404
    assert stranger.person.name not in client.get("/people/").content.decode()


@pytest.mark.parametrize(
    ("asked", "count"),
    [("", 10), ("?role=county", 3), ("?state=idle", 0), ("?q=leader", 2), ("?state=disabled", 0)],
)
def test_the_list_narrows(world: World, asked: str, count: int) -> None:
    assert world.client(KEEPER).get(f"/people/{asked}").context["found"].total == count


@pytest.mark.parametrize("more", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(
    world: World, more: int, django_assert_num_queries: Any
) -> None:
    for number in range(more):
        appoint(f"more-{number}", "county", organisation=world.organiser)
    client = world.client(KEEPER)
    with django_assert_num_queries(12):
        assert len(client.get("/people/?q=more").context["found"].page) == more


def test_switching_is_seen_on_every_page(world: World) -> None:
    stored, other = person(world, "county"), world.counties["华容县"]
    second = Appointment.objects.create(
        person=stored, organisation=other, role=Role.COUNTY, since=NOW - timedelta(1)
    )
    client = world.client("county")
    assert "以 <b>平江县科学技术协会</b> 填报人身份" in client.get("/account/").content.decode()
    client.post("/switch", {"appointment": second.pk})
    for url in ("/", "/account/", "/inbox/"):
        assert "以 <b>华容县科学技术协会</b> 填报人身份" in client.get(url).content.decode()
    assert Entry.objects.get(deed="switched").organisation == other.pk
    foreign = world.viewers["leader"].appointment.pk
    assert client.post("/switch", {"appointment": foreign}).status_code == 404


def test_a_form_opened_as_one_is_not_sent_as_another(world: World) -> None:
    """Two tabs, one switched: what was opened as the administrator of one city stays his there."""
    keeper = person(world, KEEPER)
    other = Appointment.objects.create(
        person=keeper,
        organisation=world.other_city,
        role=Role.ADMINISTRATOR,
        since=NOW - timedelta(1),
    )
    client = world.client(KEEPER)
    opened = client.get("/people/add/").content.decode()
    acting = world.viewers[KEEPER].appointment.pk
    assert f'name="acting" value="{acting}"' in opened
    client.post("/switch", {"appointment": other.pk})
    answer = client.post("/people/add/", first_person(world, acting=acting))
    assert answer.status_code == 409
    assert "以另一个身份打开" in answer.content.decode()
    client.post("/switch", {"appointment": acting})
    assert client.post("/people/add/", first_person(world, acting=acting)).status_code == 302
