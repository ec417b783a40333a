"""The browser fixtures: a sound page passes; each planted fault is seen and told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.platform.browsing import PHONE, Browsing, Watch
from tests.platform.looking import AXE, axe, overflow, tab_to
from tests.platform.loopback import serving

pytestmark = pytest.mark.browser

HEAD = (
    '<!doctype html><html lang="zh-CN"><head><title>年度考核</title><link rel="icon" href="data:,">'
)
SMALL = '<meta name="viewport" content="width=device-width">'


def page_of(body: str, *, head: str = HEAD) -> str:
    return f"{head}{SMALL}</head><body><main><h1>考核</h1>{body}</main></body></html>"


LONG = "没有空格的长词" * 40
PAGES = {
    "/": page_of('<p><a href="/1">一</a></p><p><a href="/2">二</a></p><button>保存</button>'),
    "/wrong": page_of('<script src="/wrong.js"></script>'),
    "/wrong.js": "throw new Error('planted')",
    "/inline": page_of("<script>document.title = 'no'</script>"),
    "/outside": page_of('<img alt="" src="http://example.invalid/x.png">'),
    "/logged": page_of('<script src="/logged.js"></script>'),
    "/logged.js": "console.error('planted')",
    "/faulty": page_of('<input type="text"><img src="/none.png">', head=HEAD.replace(' lang="zh-CN"', "")),
    "/wide": page_of('<p id="wide"></p><script src="/wide.js"></script>'),
    "/wide.js": "document.getElementById('wide').style.width = '900px';"
    "document.getElementById('wide').style.height = '9px';",
}  # fmt: skip


@pytest.fixture
def address() -> Iterator[str]:
    with serving(PAGES) as address:
        yield address


def test_a_sound_page_passes(desktop: Page, address: str) -> None:
    desktop.goto(address)
    assert desktop.title() == "年度考核"
    assert desktop.evaluate("innerWidth") == 1280
    assert axe(desktop) == []
    assert overflow(desktop) == []


@pytest.mark.parametrize(
    ("path", "seen"),
    [
        ("/wrong", ["exception: planted"]),
        ("/logged", ["console: planted (/logged.js)"]),
        ("/missing", ["console: Failed to load resource: the server responded with a status of 404 (Not Found) (/missing)"]),
    ],
)  # fmt: skip
def test_a_planted_fault_is_seen(
    browse: Browsing, address: str, path: str, seen: list[str]
) -> None:
    browse.page(PHONE).goto(address + path)
    with pytest.raises(AssertionError):
        browse.end()
    assert browse.watch.faults() == seen
    browse.watch.seen.clear()


@pytest.mark.row("SU-01")
@pytest.mark.parametrize(
    ("path", "beginnings"),
    [
        ("/inline", ["console: Executing inline script violates"]),
        ("/outside", ["request to another host: example.invalid", "console: Loading the image"]),
    ],
)
def test_what_the_policy_refuses_is_seen(
    browse: Browsing, address: str, path: str, beginnings: list[str]
) -> None:
    page = browse.page(PHONE)
    page.goto(address + path)
    seen = browse.watch.faults()
    unseen = [one for one in beginnings if not any(each.startswith(one) for each in seen)]
    assert (unseen, len(seen)) == ([], len(beginnings)), seen
    browse.watch.seen.clear()


def test_a_fault_that_is_meant_is_allowed(desktop: Page, address: str, watch: Watch) -> None:
    watch.allow("status of 404")
    desktop.goto(f"{address}/missing")
    assert len(watch.seen) == 1


def test_axe_finds_planted_faults_under_a_strict_policy(
    desktop: Page, address: str, watch: Watch
) -> None:
    watch.allow("status of 404")
    desktop.goto(f"{address}/faulty")
    assert [line.split()[0] for line in axe(desktop)] == ["html-has-lang", "image-alt", "label"]


def test_what_sticks_out_is_named(phone: Page, address: str) -> None:
    phone.goto(f"{address}/wide")
    assert overflow(phone) == ["p#wide: 908 of 390"]


def test_dark_and_touch_are_real(phone_dark: Page, desktop: Page, address: str) -> None:
    phone_dark.goto(address)
    desktop.goto(address)
    asked = "[matchMedia('(prefers-color-scheme: dark)').matches, matchMedia('(pointer: coarse)').matches]"
    assert phone_dark.evaluate(asked) == [True, True]
    assert desktop.evaluate(asked) == [False, False]


def test_tabs_are_counted(desktop: Page, address: str) -> None:
    desktop.goto(address)
    assert tab_to(desktop, desktop.get_by_role("button", name="保存")) == 3
    desktop.goto(address)
    with pytest.raises(AssertionError, match="not reached in 2 tabs; passed"):
        tab_to(desktop, desktop.get_by_role("button", name="保存"), most=2)


def test_axe_is_the_one_that_was_looked_at() -> None:
    vendor = AXE.parents[1]
    listed = {
        one["file"]: one["sha256"]
        for one in json.loads((vendor / "manifest.json").read_text("utf-8"))
    }
    there = {
        path.relative_to(vendor).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in vendor.glob("*/*")
    }
    assert there == listed
