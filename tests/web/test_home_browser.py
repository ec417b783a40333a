"""On the first page of every role, at every stage, the due task is the first thing after the skip link's
target, and its page is one click away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from jiheng.web.actions.submission import submit
from jiheng.web.clock import moved_to
from jiheng.web.models import Answer, AssessmentStage, HandBack
from jiheng.web.queries.fields import papers_of
from tests.platform.browsing import PHONE, Browsing
from tests.web.served_world import ServedWorld
from tests.web.world import NOW, World, fill, issued

pytestmark = [pytest.mark.slow, pytest.mark.browser]
ROLES = ("office", "county", "leader", "reviewer", "body", "auditor", "administrator")
LATER = timedelta(days=60)


def not_open(world: World) -> None:
    move(world, LATER)


def opened(world: World) -> None:
    move(world, timedelta())


def submitted(world: World) -> None:
    county = world.viewers["county"]
    fill(world)
    for paper in papers_of(issued(world.scheme.name).scheme):
        Answer.objects.create(
            subject=world.subject, of="note", about=paper, text="另行报送", by=county.person
        )
    with moved_to(NOW):
        submit(county, world.subject, revision=world.subject.revision)


def signed(world: World) -> None:
    stand(world, "signed")


def returned(world: World) -> None:
    stand(world, "returned")
    by = world.viewers["office"].person
    HandBack.objects.create(subject=world.subject, words="3.3缺盖章页", by=by)


def overdue(world: World) -> None:
    stand(world, "filling")
    move(world, -LATER)


def stand(world: World, standing: str) -> None:
    type(world.subject).objects.filter(pk=world.subject.pk).update(standing=standing)


def move(world: World, by: timedelta) -> None:
    """The stage of self-assessment and those after it, from where the world has them."""
    for position, stage in enumerate(world.assessment.stages.order_by("position")):
        begins = NOW + timedelta(weeks=2) * position - timedelta(weeks=1) + by
        AssessmentStage.objects.filter(pk=stage.pk).update(
            opens=begins, closes=begins + timedelta(weeks=2), opened_at=None, closed_at=None
        )


STATES: dict[str, tuple[Callable[[World], None], dict[str, str]]] = {
    "not open": (not_open, {"county": "先看看要填什么", "leader": "先看看要填什么"}),
    "open": (opened, {"county": "填报自评", "leader": "查看自评"}),
    "submitted": (submitted, {"county": "查看自评", "leader": "审阅并签字"}),
    "signed": (signed, {"county": "上传盖章件", "leader": "查看自评"}),
    "returned": (returned, {"county": "修改被退回的自评", "leader": "查看自评"}),
    "overdue": (overdue, {"county": "填报自评", "leader": "查看自评", "office": "催办逾期未报的"}),
}
ALWAYS = {
    "office": "看各单位进度",
    "reviewer": "",
    "body": "看考核进行到哪里",
    "auditor": "查看操作日志",
    "administrator": "8个单位还没有填报人",
}
"""What everybody else finds first, whatever one report does."""


def first_after_skipping(page: Page) -> str:
    """Tab to the skip link, follow it, tab once more: the text that then has the focus."""
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def test_the_due_task_is_the_first_thing(own_world: ServedWorld, browse: Browsing) -> None:
    pages = {
        who: own_world.page(browse, who, device=PHONE)
        if who == "county"
        else own_world.page(browse, who)
        for who in ROLES
    }
    for name, (make, own) in STATES.items():
        with own_world.inside():
            make(own_world.world)
        for who in ROLES:
            found = first_after_skipping(pages[who])
            wanted = own.get(who, ALWAYS.get(who, ""))
            if not wanted:
                continue
            assert (name, who, found[: len(wanted)]) == (name, who, wanted)
            with pages[who].expect_navigation():
                pages[who].keyboard.press("Enter")
            assert pages[who].locator("h1").count() == 1


def test_nothing_on_the_first_page_is_in_anybodys_way(
    own_world: ServedWorld, browse: Browsing
) -> None:
    page = own_world.page(browse, "county", device=PHONE)
    page.goto("/")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
