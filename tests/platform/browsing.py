"""Chromium for the tests: pages of a desk and of a phone, and a watch that lets no fault of them pass."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    expect,
    sync_playwright,
)

DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
PATIENCE = 10_000  # milliseconds that a page has to do what a test waits for
OURS = ("127.0.0.1", "localhost")
# No sandbox, because tests run as root in containers; nothing of its own on the network.
QUIET = (
    "--lang=zh-CN",
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-default-apps", "--disable-extensions", "--no-default-browser-check", "--no-pings",
    "--disable-domain-reliability", "--disable-features=Translate,OptimizationHints,MediaRouter",
)  # fmt: skip


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """The browser of the system, without a window."""
    program = shutil.which("chromium")
    assert program is not None, "the marker `browser` skips a test where there is no Chromium"
    # Playwright keeps a loop in this thread; Django, asked in the same thread, would refuse to answer.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        try:
            yield browser
        finally:
            browser.close()


@dataclass  # no slots: Playwright writes a note of its own on the object whose method it calls
class Watch:
    """What pages did that no page may do: errors on the console (a refusal by the content security
    policy is one), exceptions, requests to another host."""

    seen: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def allow(self, pattern: str) -> None:
        """Expect a fault in this test: those that the pattern is found in do not count."""
        self.allowed.append(pattern)

    def faults(self) -> list[str]:
        """What was seen and not expected."""
        return [one for one in self.seen if not any(re.search(each, one) for each in self.allowed)]

    def over(self, context: BrowserContext) -> None:
        """Watch all pages of a context, those it opens later too."""
        context.on("console", self._said)
        context.on("weberror", lambda error: self.seen.append(f"exception: {error.error}"))
        context.on("request", self._asked)

    def _said(self, message: ConsoleMessage) -> None:
        where = message.location.get("url", "")
        # a browser asks for this by itself, and stops asking when its window is closed
        if message.type == "error" and urlsplit(where).path != "/favicon.ico":
            self.seen.append(f"console: {message.text} ({urlsplit(where).path})")

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.hostname not in OURS:
            self.seen.append(f"request to another host: {address.hostname}")


@dataclass(slots=True)
class Browsing:
    """Opens pages, each in a context of its own: another person, or the same one elsewhere."""

    browser: Browser
    watch: Watch = field(default_factory=Watch)
    contexts: list[BrowserContext] = field(default_factory=list)

    def context(self, device: dict[str, Any], *, dark: bool = False, **more: Any) -> BrowserContext:
        """A new person at a device; two pages of one context are two tabs."""
        scheme = "dark" if dark else "light"
        options = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "color_scheme": scheme}
        context = self.browser.new_context(**(options | device | more))
        context.set_default_timeout(PATIENCE)
        self.watch.over(context)
        self.contexts.append(context)
        return context

    def page(self, device: dict[str, Any], *, dark: bool = False, **more: Any) -> Page:
        """A page for a new person at a device."""
        return self.context(device, dark=dark, **more).new_page()

    def end(self) -> None:
        """Close everything, and fail on what the watch has seen."""
        for context in self.contexts:
            context.close()
        faults = self.watch.faults()
        assert not faults, faults
