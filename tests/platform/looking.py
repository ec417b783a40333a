"""What a test asks of a page: is it accessible, does it fit, how far is a thing for the keyboard."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

AXE = Path(__file__).resolve().parents[1] / "web" / "vendor" / "axe-core-4.14.1" / "axe.min.js"
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]

RUN_AXE = """async levels => (await axe.run(document, {
    runOnly: {type: "tag", values: levels}, resultTypes: ["violations"],
})).violations"""

# What sticks out on the right, unless something around it scrolls or cuts it off.
STICKING_OUT = """() => {
    const width = document.documentElement.clientWidth;
    const held = element => {
        for (let up = element.parentElement; up && up !== document.body; up = up.parentElement)
            if (getComputedStyle(up).overflowX !== "visible") return true;
        return false;
    };
    return [...document.body.querySelectorAll("*")].flatMap(element => {
        const box = element.getBoundingClientRect();
        if (box.width === 0 || box.height === 0 || box.right <= width + 0.5 || held(element)) return [];
        const name = element.id ? "#" + element.id : [...element.classList].map(one => "." + one).join("");
        return [`${element.localName}${name}: ${Math.round(box.right)} of ${width}`];
    });
}"""

FOCUSED = """() => {
    const one = document.activeElement;
    return `${one.localName} ${(one.getAttribute("aria-label") || one.textContent || "").trim().slice(0, 30)}`;
}"""


def axe(page: Page) -> list[str]:
    """What axe finds on a page at WCAG 2.0 to 2.2, A and AA: one line for each element."""
    # put in by the browser's own tools, which a page's content security policy does not bind
    page.evaluate(_axe_source())
    violations = page.evaluate(RUN_AXE, LEVELS)
    return [line for violation in violations for line in _lines(violation)]


@cache
def _axe_source() -> str:
    return AXE.read_text("utf-8") + "\n;undefined"


def _lines(violation: dict[str, Any]) -> list[str]:
    return [
        f"{violation['id']} {' '.join(map(str, node['target']))}: {violation['help']}"
        for node in violation["nodes"]
    ]


def overflow(page: Page) -> list[str]:
    """The elements that stick out of the window on the right, with their right edge and the width."""
    sticking: list[str] = page.evaluate(STICKING_OUT)
    return sticking


def tab_to(page: Page, target: Locator, *, most: int = 6) -> int:
    """Press Tab until the target has the focus; how often it was pressed. Fails after `most` times."""
    passed = []
    for count in range(1, most + 1):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return count
        passed.append(page.evaluate(FOCUSED))
    raise AssertionError(f"not reached in {most} tabs; passed: {passed}")
