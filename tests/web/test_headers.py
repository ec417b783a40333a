"""On every page: a strict policy without inline script, nothing from another host, nothing that a browser
may guess or keep; cookies that only HTTPS carries; Django's own deployment checks."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.platform.service import KEY
from tests.web.furnished import things
from tests.web.routes import NOBODY, Askers, Told, routes
from tests.web.states import world_at

VIEWERS = ("county", "office", "administrator", NOBODY)
_ADDRESS = re.compile(r"(?:https?:)?//([\w.-]+)", re.IGNORECASE)
_LOADS = {"src", "href", "action", "srcset", "poster", "data", "formaction", "manifest"}
OURS = {"127.0.0.1", "localhost", "testserver"}


@pytest.fixture(scope="module")
def pages(django_db_setup: None, django_db_blocker: object) -> list[tuple[str, Told]]:
    """Every page that somebody may read, once."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        askers = Askers(world_at("self-assessment"))
        keys = things(askers.world)
        found = [
            (f"{who} {one.name}", askers.ask(who, "GET", one.at(keys)))
            for one in routes()
            for who in VIEWERS
        ]
        transaction.set_rollback(True)
    return found


def shown(pages: list[tuple[str, Told]]) -> Iterator[tuple[str, Told]]:
    """Those that are HTML."""
    return (
        (where, told)
        for where, told in pages
        if told.headers.get("Content-Type", "").startswith("text/html") and told.body
    )


def test_every_answer_is_guarded(pages: list[tuple[str, Told]]) -> None:
    found = []
    for where, told in pages:
        policy = told.headers.get("Content-Security-Policy", "")
        if "default-src 'none'" not in policy or "unsafe" in policy:
            found.append(f"{where}: policy {policy}")
        if told.headers.get("X-Content-Type-Options") != "nosniff":
            found.append(f"{where}: no nosniff")
        if told.headers.get("X-Frame-Options") not in {"DENY", "SAMEORIGIN"}:
            found.append(f"{where}: may be framed")
    assert found == []
    assert len(pages) >= 250


def test_no_page_has_script_or_style_inside(pages: list[tuple[str, Told]]) -> None:
    found = [f"{where}: {fault}" for where, told in shown(pages) for fault in inline(told.text)]
    assert found == []
    assert len(list(shown(pages))) >= 50


def inline(html: str) -> Iterator[str]:
    """Script, style and handlers inside a page, and addresses that are script."""
    page = BeautifulSoup(html, "lxml")
    for one in page.find_all(True):
        if one.name == "style" or (one.name == "script" and not one.get("src")):
            kind = str(one.get("type") or "")
            if kind not in {"application/json", "application/ld+json"}:
                yield f"<{one.name}>"
        for name, value in one.attrs.items():
            if name.startswith("on") or name == "style":
                yield f"{one.name} {name}"
            if str(value).strip().lower().startswith("javascript:"):
                yield f"{one.name} {name}=javascript"


def test_inline_script_is_seen() -> None:
    planted = '<p onclick="x()" style="color:red">a<script>x()</script><a href="javascript:x">b</a>'
    assert len(list(inline(planted))) == 4


def hosts(html: str) -> set[str]:
    """Every other host that the page would load from or send to."""
    page = BeautifulSoup(html, "lxml")
    values = [
        str(value)
        for one in page.find_all(True)
        for name, value in one.attrs.items()
        if name in _LOADS or name.startswith("hx-")
    ]
    return {found for value in values for found in _ADDRESS.findall(value)} - OURS


def test_no_page_names_another_host(
    pages: list[tuple[str, Told]], record_property: pytest.RecordProperty
) -> None:
    told = {where: found for where, one in shown(pages) if (found := hosts(one.text))}
    record_property("row", "SU-01")
    record_property("volume", f"{len(list(shown(pages)))} pages")
    assert told == {}


def test_another_host_is_seen() -> None:
    assert hosts('<img src="//cdn.example.org/a.png"><a href="https://x.example.net">x</a>') == {
        "cdn.example.org",
        "x.example.net",
    }


_USED = re.compile(r'(?:src|href)="(/static/[^"?#]+)')
_TYPES: Mapping[str, str] = {
    ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
}  # fmt: skip


def test_static_files_have_their_types(db: None, pages: list[tuple[str, Told]]) -> None:
    used = {one for _, told in shown(pages) for one in _USED.findall(told.text)}
    told = {}
    for one in sorted(used):
        answer = Client().get(one)
        answer.close()
        told[one] = (answer.status_code, answer.headers.get("Content-Type", "").split(";")[0])
    assert len(used) >= 5
    assert told == {one: (200, _TYPES[Path(one).suffix]) for one in used}


def django_says(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What a new process of the site says, as it is deployed."""
    known = {
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "DJANGO_SETTINGS_MODULE": "jiheng.web.settings",
        "JIHENG_SECRET_KEY": KEY,
        "JIHENG_HOSTS": "kp.example.gov.cn",
    }
    return subprocess.run(
        [sys.executable, "-c", f"import django; django.setup()\n{code}"],
        env=known | environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_deployment_checks_are_clean(tmp_path: Path) -> None:
    code = (
        "from django.core.management import call_command\n"
        "call_command('check', deploy=True, fail_level='WARNING')"
    )
    done = django_says(code, JIHENG_DATA=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert "no issues" in done.stdout


def test_cookies_are_carried_by_https_alone(tmp_path: Path) -> None:
    code = (
        "from django.conf import settings as s\n"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, "
        "s.CSRF_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, s.SECURE_SSL_REDIRECT, "
        "s.SECURE_HSTS_SECONDS >= 31_536_000, s.DEBUG)"
    )
    done = django_says(code, JIHENG_DATA=str(tmp_path))
    assert done.stdout.split() == ["True", "True", "True", "True", "Lax", "True", "True", "False"]


def test_plain_http_is_for_this_machine_alone(tmp_path: Path) -> None:
    done = django_says("", JIHENG_DATA=str(tmp_path), JIHENG_HTTPS="off")
    assert done.returncode == 1
    assert "JIHENG_HTTPS=off" in done.stderr


def test_figures_of_the_machine_are_for_its_keeper(db: None) -> None:
    assert Client(REMOTE_ADDR="192.0.2.7").get("/metrics").status_code == 404
    assert Client(headers={"X-Forwarded-For": "192.0.2.7"}).get("/metrics").status_code == 404
