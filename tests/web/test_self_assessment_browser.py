"""What only a browser shows of a self-assessment: saving as one types, lost connections, two people."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from jiheng.web.models import Answer
from tests.platform.browsing import DESKTOP, PHONE, Browsing
from tests.platform.looking import axe, overflow

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BOX, TOLD = "#fact-reports-heard", "#told-fact-reports-heard"
SAVED = re.compile("已保存")


def opened(world: Any, browse: Browsing, who: str) -> Page:
    page: Page = world.page(browse, who)
    page.goto(section(world))
    return page


def section(world: Any, which: str = "1") -> str:
    return f"/subjects/{world.world.subject.pk}/sections/{which}/"


def stored(world: Any, about: str = "reports-heard") -> str:
    with world.inside():
        found = Answer.objects.filter(about=about).values_list("text", flat=True).first()
    return found or ""


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_page_fits_and_is_accessible(
    served_world: Any, browse: Browsing, device: Any
) -> None:
    page = served_world.page(browse, "county", device=device)
    subject = f"/subjects/{served_world.world.subject.pk}/"
    for place in (
        section(served_world, "3"),
        subject,
        f"{subject}submission/",
        f"{subject}fill-in/",
    ):
        page.goto(place)
        assert (place, axe(page), overflow(page)) == (place, [], [])


def test_what_is_typed_is_saved_and_nothing_is_lost(own_world: Any, browse: Browsing) -> None:
    """One world for all of it, because a world takes seconds."""
    browse.watch.allow("ERR_INTERNET_DISCONNECTED")
    browse.watch.allow("status of 403")
    page = opened(own_world, browse, "county")
    is_saved_and_scored(own_world, page)
    survives_a_lost_connection(own_world, page)
    survives_the_end_of_the_log_in(own_world, page)


def is_saved_and_scored(own_world: Any, page: Page) -> None:
    page.locator(BOX).press_sequentially("3")
    expect(page.locator(TOLD)).to_have_text(SAVED)
    expect(page.locator("[id='score-1.1']")).to_have_text(re.compile("得 1 分"))
    page.locator("#field-fact-reports-heard .field-input [data-types='0']").click()
    expect(page.locator("[id='score-1.1']")).to_have_text(re.compile("得 0 分"))
    page.locator("input[name='fact:secretary-in-charge'][value='是']").check()
    expect(page.locator("#told-fact-secretary-in-charge")).to_have_text(SAVED)
    assert (stored(own_world), stored(own_world, "secretary-in-charge")) == ("0", "是")


def survives_a_lost_connection(own_world: Any, page: Page) -> None:
    page.context.set_offline(True)
    page.fill(BOX, "4")
    page.fill("#fact-residents", "900000")
    expect(page.locator(TOLD)).to_have_text(re.compile("未保存"))
    assert stored(own_world) == "0"
    page.context.set_offline(False)
    expect(page.locator(TOLD)).to_have_text(SAVED)
    expect(page.locator("#told-fact-residents")).to_have_text(SAVED)
    page.context.set_offline(True)
    page.fill(BOX, "5")
    expect(page.locator(TOLD)).to_have_text(re.compile("未保存"))
    page.context.set_offline(False)
    page.goto(section(own_world))
    expect(page.locator(TOLD)).to_have_text(SAVED)
    page.reload()  # what was on its way when the page was left may arrive after it was drawn anew
    expect(page.locator(BOX)).to_have_value("5")
    expect(page.locator(TOLD)).to_have_text(SAVED)
    assert (stored(own_world), stored(own_world, "residents")) == ("5", "900000")
    assert (
        page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('jiheng:unsaved'))")
        == []
    )


def survives_the_end_of_the_log_in(own_world: Any, page: Page) -> None:
    page.context.clear_cookies()
    page.fill(BOX, "7")
    expect(page.locator("#messages")).to_have_text(re.compile("重新登录后回到本页会自动补存"))
    session = own_world.session("county")
    page.context.add_cookies(
        [{"name": "sessionid", "value": session, "url": own_world.site.address}]
    )
    page.goto(section(own_world))
    expect(page.locator(TOLD)).to_have_text(SAVED)
    assert stored(own_world) == "7"


def test_two_people_see_both_values(own_world: Any, browse: Browsing) -> None:
    browse.watch.allow("status of 409")
    first, second = (opened(own_world, browse, who) for who in ("county", "colleague"))
    first.fill(BOX, "2")
    expect(first.locator(TOLD)).to_have_text(SAVED)
    second.fill(BOX, "5")
    choice = second.locator(f"{TOLD} .two-values")
    expect(choice).to_have_text(re.compile("样例county填的：2.*您填的：5", re.DOTALL))
    second.fill(BOX, "6")  # going on is not choosing
    expect(second.locator("[data-mine-text]")).to_have_text("6")
    assert (stored(own_world), axe(second)) == ("2", [])
    second.locator("[data-mine]").click()
    expect(second.locator(TOLD)).to_have_text(SAVED)
    first.evaluate("window.dispatchEvent(new Event('focus'))")
    first.locator(f"{TOLD} [data-news] button").click()
    expect(first.locator(BOX)).to_have_value("6")
    assert stored(own_world) == "6"
    two_tabs_of_one_person(own_world, first)


def two_tabs_of_one_person(own_world: Any, page: Page) -> None:
    other = page.context.new_page()
    other.goto(section(own_world))
    page.fill(BOX, "2")
    expect(page.locator(TOLD)).to_have_text(SAVED)
    other.fill(BOX, "3")
    other.locator("[data-takes='2']").click()
    expect(other.locator(BOX)).to_have_value("2")
    expect(other.locator(TOLD)).to_have_text(SAVED)
