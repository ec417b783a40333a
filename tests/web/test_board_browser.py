"""On the board of forty clauses and ten counties one always sees which clause and which county a score is."""

from __future__ import annotations

import pytest

from tests.platform.browsing import DESKTOP, PHONE, Browsing
from tests.platform.looking import axe, overflow
from tests.web.served_world import ServedWorld

pytestmark = [pytest.mark.slow, pytest.mark.browser]

PLACES = """() => {
  const box = document.querySelector(".table-box:has(> .table-frozen)");
  const place = (one) => { const r = one.getBoundingClientRect(); return [Math.round(r.left), Math.round(r.top)]; };
  const head = box.querySelector("thead th:nth-child(3)"), first = box.querySelector("tbody tr:nth-child(9) th");
  const before = [place(head)[1], place(first)[0]];
  box.scrollTo(120, 300);
  const moved = [box.scrollLeft, box.scrollTop];
  return {before, after: [place(head)[1], place(first)[0]], moved};
}"""


@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["1280", "390"])
def test_head_and_first_column_stay(
    browse: Browsing, served_world: ServedWorld, device: dict[str, object]
) -> None:
    page = served_world.page(browse, "office", device=device)
    page.goto(f"/assessments/{served_world.world.assessment.pk}/board/?by=clauses")
    told = page.evaluate(PLACES)
    assert told["after"] == told["before"]
    assert told["moved"][1] > 0
    assert overflow(page) == []
    assert axe(page) == []


def test_charts_are_drawn_and_told_in_numbers(browse: Browsing, served_world: ServedWorld) -> None:
    page = served_world.page(browse, "office")
    page.goto(f"/assessments/{served_world.world.assessment.pk}/board/")
    page.locator("figure.chart svg").nth(1).wait_for()
    rows = page.locator("figure[data-chart=stage-progress] tbody tr")
    assert [one.text_content() for one in rows.all()] == [
        "填报齐全0010",
        "提交自评0010",
        "负责人签字0010",
    ]
