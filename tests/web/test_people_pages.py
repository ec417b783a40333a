"""The directory and the account in a browser: nothing that axe finds, nothing that sticks out."""

from __future__ import annotations

from typing import Any

import pytest

from tests.platform.browsing import DESKTOP, PHONE, Browsing
from tests.platform.looking import axe, overflow

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def addresses(world: Any) -> list[str]:
    county = world.viewers["county"]
    organisation, person = county.organisation.pk, county.person.pk
    return [
        "/organisations/", f"/organisations/{organisation}/",
        f"/organisations/{organisation}/change/", f"/organisations/{organisation}/merge/",
        "/people/", "/people/?q=nobody-at-all", f"/people/{person}/", "/people/add/",
        f"/appointments/{county.appointment.pk}/hand-over/", "/people-workbook/",
        "/account/", "/account/password/", "/account/sessions/", "/account/again/",
    ]  # fmt: skip


@pytest.mark.parametrize(("device", "dark"), [(DESKTOP, False), (PHONE, True)])
def test_every_page_is_accessible_and_fits(
    served_world: Any, browse: Browsing, device: dict[str, Any], dark: bool
) -> None:
    page = served_world.page(browse, "administrator", device=device, dark=dark)
    found = {}
    for address in addresses(served_world.world):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200
        if wrong := [*axe(page), *overflow(page)]:
            found[address] = wrong
    assert found == {}
    assert page.locator("h1").count() == 1


def test_a_refused_form_takes_the_focus_and_keeps_what_was_typed(
    served_world: Any, browse: Browsing
) -> None:
    browse.watch.allow("422")
    page = served_world.page(browse, "administrator")
    page.goto("/people/add/")
    page.get_by_label("姓名").fill("新来的人")
    page.get_by_label("登录名").fill("county")
    page.get_by_label("单位").select_option(label="平江县科学技术协会")
    page.get_by_label("角色").select_option(label="填报人")
    page.get_by_role("button", name="保存", exact=True).click()
    problems = page.locator(".problems")
    problems.wait_for()
    assert problems.evaluate("one => one === document.activeElement")
    assert page.get_by_label("姓名").input_value() == "新来的人"
    assert (axe(page), overflow(page)) == ([], [])
    page.get_by_role("link", name="登录名：这个登录名已有人使用，请换一个。").click()
    assert page.get_by_label("登录名").evaluate("one => one === document.activeElement")


def test_taking_away_asks_first(served_world: Any, browse: Browsing) -> None:
    page = served_world.page(browse, "administrator")
    page.goto(f"/people/{served_world.world.viewers['leader'].person.pk}/")
    page.get_by_role("button", name="停用账号").click()
    dialog = page.get_by_role("dialog")
    assert "确定停用样例leader的账号吗" in dialog.inner_text()
    dialog.get_by_role("button", name="取消").click()
    page.reload()
    assert page.get_by_role("button", name="停用账号").count() == 1
