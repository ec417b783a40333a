"""Log-in through an OpenID provider: a fake one on loopback vouches for people, known and unknown."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest
from django.test import Client, override_settings

from jiheng.web.models import Entry, Person
from jiheng.web.pages import log_in_oidc
from jiheng.web.urls import urlpatterns as without
from tests.web.world import World, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

urlpatterns = [*without, *log_in_oidc.urlpatterns]


@dataclass
class Provider:
    """Says of everybody who comes what `claims` says; `asked` is what he was asked."""

    address: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)


def _answers(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            provider.asked.append(self.path)
            at = provider.address
            self._say(
                {
                    "issuer": at, "authorization_endpoint": f"{at}/authorize",
                    "token_endpoint": f"{at}/token", "userinfo_endpoint": f"{at}/userinfo",
                    "jwks_uri": f"{at}/keys",
                }
                if "well-known" in self.path
                else provider.claims
            )  # fmt: skip

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            self.rfile.read(int(self.headers["Content-Length"]))
            self._say({"access_token": "t", "token_type": "Bearer"})

        def _say(self, answer: dict[str, Any]) -> None:
            content = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            """Silence."""

    return Answers


@pytest.fixture
def provider() -> Iterator[Provider]:
    made = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _answers(made))
    made.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    app = {
        "provider_id": "oidc", "name": "统一身份认证", "client_id": "jiheng", "secret": "s",
        "settings": {"server_url": made.address},
    }  # fmt: skip
    providers = {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
    with override_settings(SOCIALACCOUNT_PROVIDERS=providers):
        yield made
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def world() -> World:
    return make_world()


def through(provider: Provider, client: Client, **claims: Any):
    provider.claims = {"sub": "unique-1"} | claims
    sent = client.post("/account/oidc/")
    assert sent.status_code == 302
    asked = parse_qs(urlparse(sent["Location"]).query)
    assert sent["Location"].startswith(f"{provider.address}/authorize")
    assert "code_challenge" in asked
    back = "/account/oidc/oidc/back/"
    assert asked["redirect_uri"] == [f"http://testserver{back}"]
    return client.get(back, {"code": "c", "state": asked["state"][0]})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "county@example.org", "email_verified": True},
        {"preferred_username": "County"},
    ],
)
def test_a_known_person_comes_in_and_stays_linked(
    world: World, provider: Provider, claims: dict[str, Any]
) -> None:
    client = Client()
    assert through(provider, client, **claims)["Location"] == "/"
    assert client.session["_auth_user_id"] == world.viewers["county"].person.pk
    assert Entry.objects.filter(deed="logged-in").count() == 1
    again = Client()  # by the provider's own name for him, whatever his address is now
    through(provider, again, email="new@example.org", email_verified=True)
    assert again.session["_auth_user_id"] == world.viewers["county"].person.pk


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "stranger@example.org", "email_verified": True, "preferred_username": "stranger"},
        {"email": "county@example.org", "email_verified": False},
        {"email": "county@example.org"},
        {},
    ],
)
def test_nobody_is_entered_by_logging_in(
    world: World, provider: Provider, claims: dict[str, Any]
) -> None:
    client, before = Client(), Person.objects.count()
    answer = through(provider, client, **claims)
    assert answer.status_code == 403
    assert "在本系统中没有登记" in answer.content.decode()
    assert (is_in(client), Person.objects.count()) == (False, before)


def test_a_disabled_person_stays_out(world: World, provider: Provider) -> None:
    person = world.viewers["county"].person
    through(provider, Client(), preferred_username="county")
    person.is_active = False
    person.save()
    client = Client()
    assert through(provider, client, preferred_username="county").status_code == 403
    assert not is_in(client)


def test_an_answer_to_a_question_that_was_not_asked_is_refused(
    world: World, provider: Provider
) -> None:
    provider.claims = {"sub": "1", "preferred_username": "county"}
    client = Client()
    answer = client.get("/account/oidc/oidc/back/", {"code": "c", "state": "invented"})
    assert answer.status_code == 403
    assert not is_in(client)
    assert "/token" not in provider.asked


def test_a_provider_that_does_not_answer_is_told(world: World, provider: Provider) -> None:
    gone = {"provider_id": "oidc", "client_id": "x", "name": "x", "settings": {"server_url": "http://127.0.0.1:9"}}  # fmt: skip
    with override_settings(SOCIALACCOUNT_PROVIDERS={"openid_connect": {"APPS": [gone]}}):
        client = Client()
        answer = client.post("/account/oidc/", follow=True)
    assert "现在连不上" in answer.content.decode()


def test_another_provider_is_nowhere(world: World, provider: Provider) -> None:
    assert Client().get("/account/oidc/elsewhere/back/?state=x").status_code == 404
