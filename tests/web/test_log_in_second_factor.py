"""The second factor: a code from an app, once; recovery codes, once each; guesses counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from playwright.sync_api import Page

from jiheng.web import clock
from jiheng.web.models import Entry, Person
from tests.platform.browsing import PHONE, Browsing
from tests.platform.looking import axe, overflow
from tests.web.world import NOW, PASSWORD, World, make_world

ON = "/account/second-factor/totp/on/"
ASKED = "/account/second-factor/log-in/"


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with clock.moved_to(NOW):
        made = make_world()
        person = made.viewers["county"].person
        person.set_password(PASSWORD)
        person.save()
        yield made


def code_of(secret: str) -> str:
    """What the app would show now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def come() -> Client:
    client = Client()
    client.post("/account/log-in/", {"login": "county", "password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def with_app(world: World) -> str:
    secret = generate_totp_secret()
    TOTP.activate(world.viewers["county"].person, secret)
    return secret


def test_an_app_is_set_up_with_the_password_and_its_first_code(world: World) -> None:
    client = come()
    asked = client.get(ON)
    assert asked["Location"].startswith("/account/again/")
    assert client.post(asked["Location"], {"password": "wrong"}).status_code == 200
    client.post(asked["Location"], {"password": PASSWORD})
    page = client.get(ON).content.decode()
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page)[1]
    assert "data:image/svg+xml" in page
    refused = client.post(ON, {"code": "000000"})
    assert "动态码不对" in refused.content.decode()
    done = client.post(ON, {"code": code_of(secret)}, follow=True)
    page = done.content.decode()
    assert "只在这里显示这一次" in page
    codes = re.findall(r"<li><code>(\d{8})</code></li>", page)
    assert len(codes) == 10
    assert codes[0] not in client.get("/account/second-factor/codes/").content.decode()
    assert list(Entry.objects.filter(deed="second-factor-changed").values_list("words", flat=True)) == [
        '{"after": "启用动态码"}', '{"after": "启用备用码"}',
    ]  # fmt: skip


def test_the_password_alone_opens_nothing(world: World) -> None:
    secret = with_app(world)
    client = come()
    assert not is_in(client)
    assert client.get("/").status_code == 302
    assert client.get(ASKED).status_code == 200
    code = code_of(secret)
    assert client.post(ASKED, {"code": code})["Location"] == "/"
    assert is_in(client)
    thief = come()
    assert thief.post(ASKED, {"code": code}).status_code == 200  # a code is used once
    assert not is_in(thief)


@pytest.mark.row("IS-01")
def test_guessed_codes_are_counted_with_the_account(world: World) -> None:
    with_app(world)
    client = come()
    answers = [client.post(ASKED, {"code": f"00000{number}"}).status_code for number in range(6)]
    assert answers == [200, 200, 200, 200, 429, 429]
    fresh = Client()
    refused = fresh.post("/account/log-in/", {"login": "county", "password": PASSWORD})
    assert refused.status_code == 429
    with clock.moved_to(NOW + timedelta(minutes=16)):
        assert come().get(ASKED).status_code == 200


@pytest.mark.row("IS-01")
def test_the_right_password_does_not_wipe_guessed_codes(world: World) -> None:
    """Else each right password would give four more guesses at the code."""
    with_app(world)
    for _ in range(2):
        client = come()
        for number in range(2):
            client.post(ASKED, {"code": f"11111{number}"})
    assert come().post(ASKED, {"code": "222222"}).status_code == 429


def test_what_protects_the_account_is_not_taken_away_without_the_password(world: World) -> None:
    secret = with_app(world)
    client = come()
    client.post(ASKED, {"code": code_of(secret)})
    off = "/account/second-factor/totp/off/"
    assert client.post(off)["Location"].startswith("/account/again/")
    assert Authenticator.objects.filter(type="totp").count() == 1


@pytest.mark.slow
@pytest.mark.browser
def test_a_security_key_opens_the_door(own_world: Any, browse: Browsing) -> None:
    """With the browser's own stand-in for a key, and the site reached as a name, as keys want it."""
    with own_world.inside():
        person = Person.objects.get(username="county")
        person.set_password(PASSWORD)
        person.save()
    context = browse.context(
        PHONE, base_url=own_world.site.address.replace("127.0.0.1", "localhost")
    )
    page = context.new_page()
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    key = {
        "protocol": "ctap2", "transport": "usb", "hasResidentKey": False,
        "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    page.goto("/account/second-factor/keys/add/")
    _type_password(page)
    page.get_by_label("密码").fill(PASSWORD)  # once more, before what protects the account changes
    page.get_by_role("button", name="继续").click()
    assert axe(page) == []
    page.get_by_label("名称").fill("办公室的钥匙")
    page.get_by_role("button", name="添加", exact=True).click()
    page.get_by_text("只在这里显示这一次").wait_for()
    assert axe(page) == []
    page.goto("/account/second-factor/keys/")
    assert page.get_by_text("办公室的钥匙").count() == 1
    assert (axe(page), overflow(page)) == ([], [])
    context.clear_cookies()
    page.goto("/")
    _type_password(page)
    assert axe(page) == []
    page.get_by_role("button", name="用安全密钥登录").click()
    page.get_by_role("heading", name="待办").wait_for()


def _type_password(page: Page) -> None:
    page.get_by_label("登录名或电子邮件").fill("county")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
