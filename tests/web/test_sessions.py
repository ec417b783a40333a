"""A session has a beginning and an end; old cookies open nothing (IS-02, IS-03)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from jiheng.web.actions.people import disable_person, enable_person, reset_password
from jiheng.web.models import Entry, Message, Person
from tests.web.world import PASSWORD, World, make_world

pytestmark = pytest.mark.django_db

NEW = "another-long-horse-42"
CHANGE = "/account/password/"


@pytest.fixture
def world() -> World:
    made = make_world()
    person = made.viewers["county"].person
    person.set_password(PASSWORD)
    person.save()
    return made


def come(client: Client | None = None, password: str = PASSWORD) -> Client:
    client = client or Client()
    answer = client.post("/account/log-in/", {"login": "county", "password": password})
    assert answer.status_code == 302
    return client


def replayed(cookies: SimpleCookie) -> int:
    """What somebody gets who sends these cookies again."""
    thief = Client()
    thief.cookies = SimpleCookie({name: one.value for name, one in cookies.items()})
    return thief.get("/account/").status_code


def copy(client: Client) -> SimpleCookie:
    return SimpleCookie({name: one.value for name, one in client.cookies.items()})


def change(client: Client, old: str = PASSWORD, new: str = NEW):
    return client.post(CHANGE, {"oldpassword": old, "password1": new, "password2": new})


def before_log_in(world: World) -> SimpleCookie:
    client = Client()
    session = client.session
    session["planted"] = True
    session.save()
    old = copy(client)
    come(client)
    assert client.cookies["sessionid"].value != old["sessionid"].value
    return old


def after_log_out(world: World) -> SimpleCookie:
    client = come()
    old = copy(client)
    client.post("/account/log-out/")
    return old


def after_a_new_password_elsewhere(world: World) -> SimpleCookie:
    old = copy(come())
    assert change(come()).status_code == 302
    return old


def after_a_reset(world: World) -> SimpleCookie:
    old = copy(come())
    reset_password(world.viewers["administrator"], world.viewers["county"].person)
    return old


def after_disabling_and_enabling(world: World) -> SimpleCookie:
    old, person = copy(come()), Person.objects.get(username="county")
    disable_person(world.viewers["administrator"], person, version=1)
    assert replayed(old) == 302
    enable_person(world.viewers["administrator"], person, version=2)
    return old


def after_being_ended_elsewhere(world: World) -> SimpleCookie:
    old = copy(come())
    other = come()
    assert other.post("/account/sessions/").status_code == 302
    assert other.get("/account/").status_code == 200
    return old


def after_two_idle_hours(world: World) -> SimpleCookie:
    return aged(come(), seen=timedelta(hours=2, seconds=1))


def after_twelve_hours(world: World) -> SimpleCookie:
    return aged(come(), since=timedelta(hours=12, seconds=1))


def aged(client: Client, **ages: timedelta) -> SimpleCookie:
    session = client.session
    for name, age in ages.items():
        session[name] = (timezone.now() - age).timestamp()
    session.save()
    return copy(client)


@pytest.mark.row("IS-02")
@pytest.mark.parametrize(
    "old",
    [
        before_log_in, after_log_out, after_a_new_password_elsewhere, after_a_reset,
        after_disabling_and_enabling, after_being_ended_elsewhere, after_two_idle_hours,
        after_twelve_hours,
    ],
)  # fmt: skip
def test_an_old_cookie_opens_nothing(world: World, old: Callable[[World], SimpleCookie]) -> None:
    assert replayed(old(world)) == 302


def test_a_session_that_is_used_lives_on(world: World) -> None:
    client = come()
    aged(client, seen=timedelta(hours=1, minutes=59), since=timedelta(hours=11))
    assert client.get("/account/").status_code == 200
    assert timezone.now().timestamp() - client.session["seen"] < 60


def test_who_changes_his_password_stays_in(world: World) -> None:
    client = come()
    answer = change(client)
    assert (answer.status_code, answer["Location"]) == (302, "/account/")
    assert client.get("/account/").status_code == 200
    come(password=NEW)
    assert Entry.objects.filter(deed="password-changed").count() == 1


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ("short-pass", "太短了，至少要 12 个字符。"),
        ("123456789012345", "不能全是数字，请加上字母或汉字。"),
        ("password1234", "这是常见密码，容易被猜到，请换一个。"),
        ("county-county", "与姓名、登录名、电子邮件或电话太像，请换一个。"),
        (PASSWORD, "新密码与现在的密码相同，请换一个。"),
    ],
)
def test_a_weak_password_is_refused_in_place(world: World, new: str, told: str) -> None:
    client = come()
    answer = change(client, new=new)
    assert answer.status_code == 200
    assert [str(one) for one in answer.context["form"].errors["password1"]][:1] == [told]


def test_the_old_password_is_asked_and_its_guesses_are_counted(world: World) -> None:
    client = come()
    answers = [change(client, old=f"wrong-{number}").status_code for number in range(6)]
    assert answers == [200, 200, 200, 200, 429, 429]


def test_a_first_password_leads_to_a_new_one_and_nowhere_else(world: World) -> None:
    person = world.viewers["county"].person
    person.must_change_password = True
    person.save()
    client = come()
    for url in ("/", "/account/", "/inbox/", "/people/", f"/people/{person.pk}/", "/no-such-page"):
        answer = client.get(url)
        assert (answer.status_code, answer["Location"]) == (302, CHANGE)
    assert client.post("/switch").status_code == 302
    assert "这是初始密码" in client.get(CHANGE).content.decode()
    change(client)
    assert client.get("/").status_code == 200


@pytest.mark.row("IS-03")
def test_both_are_told_of_a_second_log_in(world: World) -> None:
    first = come()
    assert "另一处" not in first.get("/account/").content.decode()
    second = come()
    assert "这个账号还有 1 处正在登录" in second.get("/account/").content.decode()
    assert "这个账号刚才在另一处（127.0.0.1）登录" in first.get("/account/").content.decode()
    assert "刚才在另一处" not in first.get("/account/").content.decode()  # once
    assert UserSession.objects.count() == 2
    assert Entry.objects.filter(deed="logged-in").count() == 2


@pytest.mark.row("IS-03")
def test_the_page_shows_the_sessions_and_the_last_log_ins(world: World) -> None:
    client = come()
    Client().post("/account/log-in/", {"login": "county", "password": "wrong"})
    page = client.get("/account/").content.decode()
    assert ("输错密码，被拒绝" in page, "只有本次登录" in page) == (True, True)
    come()
    assert "这个账号现在在 2 处登录" in client.get("/account/sessions/").content.decode()


def test_a_reset_shows_the_first_password_once_and_tells_the_person(world: World) -> None:
    person = world.viewers["county"].person
    keeper = world.client("administrator")
    keeper.post(f"/people/{person.pk}/reset-password/")
    page = keeper.get(f"/people/{person.pk}/").content.decode()
    shown = page.split("初始密码 <code>")[1].split("</code>")[0]
    assert len(shown) == 19
    assert shown not in keeper.get(f"/people/{person.pk}/").content.decode()
    assert Message.objects.filter(to=world.viewers["county"].appointment).count() == 1
    assert all(shown not in entry.words for entry in Entry.objects.all())
    client = come(password=shown)
    assert client.get("/")["Location"] == CHANGE


def test_nobody_comes_in_with_another_sites_address(world: World) -> None:
    answer = Client().post(
        "/account/log-in/?next=https://elsewhere.example/",
        {"login": "county", "password": PASSWORD, "next": "https://elsewhere.example/"},
    )
    assert answer["Location"] == "/"
