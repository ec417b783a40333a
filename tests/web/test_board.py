"""The board tells the office where every subject stands; nobody else learns of others from it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from jiheng.web.clock import moved_to
from jiheng.web.models import Subject
from jiheng.web.queries.board import board_of, clause_rows, lost_points, number, profile_of
from tests.web.world import NOW, OTHER, OWN, World, fill, issued, make_world


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with moved_to(NOW):
        yield make_world()


def board_page(world: World, query: str = ""):
    return world.client("office").get(f"/assessments/{world.assessment.pk}/board/{query}")


def rows_of(page) -> list[str]:
    return [row.subject.name for row in page.context["page"]]


def test_the_board_fills_in_what_was_never_computed(world: World) -> None:
    fill(world)
    Subject.objects.filter(pk=world.subject.pk).update(revision=1)
    rows = {row.subject.name: row for row in board_page(world).context["page"]}
    own, empty = rows[OWN], rows[OTHER]
    assert own.whole.answered == own.whole.asked > 0
    assert empty.whole.answered == 0
    assert number(own.whole.known) == sum(number(cell.known) for cell in own.cells)
    assert [row.state for row in (own, empty)] == ["filling", "planned"]


def test_sections_are_the_sums_of_their_clauses(world: World) -> None:
    fill(world)
    Subject.objects.filter(pk=world.subject.pk).update(revision=1)
    page = board_page(world, "?by=clauses")
    at = [row.subject.name for row in page.context["page"]].index(OWN)
    section, found = "", dict[str, list[str | None]]()
    totals = {}
    for row in page.context["clauses"]:
        if row.is_section:
            section, totals[row.id] = row.id, row.scores[at][0]
        elif section and row.id.startswith(f"{section}."):
            found.setdefault(section, []).append(row.scores[at][0])
    assert {one: sum(number(score) for score in scores) for one, scores in found.items()} == {
        one: number(total) for one, total in totals.items()
    }


def test_what_is_late_is_told_and_found(world: World) -> None:
    fill(world)
    Subject.objects.filter(pk=world.subject.pk).update(standing="signed")
    other = world.subjects[OTHER]
    Subject.objects.filter(pk=other.pk).update(until=NOW + timedelta(days=30))
    with moved_to(NOW + timedelta(days=8)):
        page = board_page(world, "?state=overdue")
        assert OWN not in rows_of(page)
        assert OTHER not in rows_of(page)
        assert len(rows_of(page)) == 8
    with moved_to(NOW + timedelta(days=5)):
        assert len(rows_of(board_page(world, "?state=due"))) == 8


def test_it_filters_and_sorts_at_an_address(world: World) -> None:
    fill(world)
    Subject.objects.filter(pk=world.subject.pk).update(revision=1)
    category = world.subject.category
    wanted = [name for name, own in issued("yueyang-2017").scheme.subjects() if own == category]
    assert rows_of(board_page(world, f"?category={category}")) == wanted
    assert rows_of(board_page(world, f"?q={OWN}")) == [OWN]
    assert rows_of(board_page(world, "?sort=-known"))[0] == OWN
    assert rows_of(board_page(world, "?sort=known"))[-1] == OWN
    assert rows_of(board_page(world, "?sort=nonsense")) == list(world.subjects)
    assert rows_of(board_page(world, "?q=没有这个县")) == []


@pytest.mark.parametrize(
    ("who", "whole", "own", "other"),
    [
        ("office", 200, 200, 200), ("auditor", 200, 200, 200), ("county", 404, 200, 404),
        ("leader", 404, 200, 404), ("other_county", 404, 404, 200), ("reviewer", 404, 404, 404),
        ("body", 404, 404, 404), ("administrator", 404, 404, 404), ("other_office", 404, 404, 404),
    ],
)  # fmt: skip
def test_who_sees_which_figures(world: World, who: str, whole: int, own: int, other: int) -> None:
    client = world.client(who)
    assert client.get(f"/assessments/{world.assessment.pk}/board/").status_code == whole
    assert client.get(f"/subjects/{world.subject.pk}/standing/").status_code == own
    assert client.get(f"/subjects/{world.subjects[OTHER].pk}/standing/").status_code == other


def test_a_county_sees_the_same_whatever_others_have(world: World) -> None:
    def seen() -> str:
        page = world.client("county").get(f"/subjects/{world.subject.pk}/standing/")
        return "".join(line for line in page.content.decode().splitlines() if "csrf" not in line)

    before = seen()
    for name in world.subjects:
        if name != OWN:
            fill(world, name)
    Subject.objects.exclude(name=OWN).update(standing="signed", revision=9)
    assert seen() == before


def test_the_profile_knows_the_median_of_its_own_category(world: World) -> None:
    fill(world)
    Subject.objects.filter(pk=world.subject.pk).update(revision=1)
    board_page(world)
    subjects = list(world.assessment.subjects.order_by("made_at", "key"))
    board = board_of(world.assessment, subjects)
    own = next(one for one in subjects if one.name == OWN)
    lines = profile_of(board, own, with_others=True)
    assert [one.others for one in lines] == [0] * 6
    assert [one.own for one in lines] == [
        number(cell.known) for row in board.rows if row.subject == own for cell in row.cells
    ]
    assert {one.others for one in profile_of(board, own, with_others=False)} == {None}
    assert [name for name, _ in lost_points(board)] == [one.title for one in board.sections]


def test_the_board_takes_as_many_queries_for_three_as_for_one(
    world: World, django_assert_num_queries
) -> None:
    board_page(world)
    client = world.client("office")
    for query in (f"?q={OWN}", "?q=县"):
        with django_assert_num_queries(10):
            client.get(f"/assessments/{world.assessment.pk}/board/{query}")


def test_forty_clauses_and_ten_counties(world: World) -> None:
    found = list(world.assessment.subjects.all())
    rows = clause_rows(issued("yueyang-2017").scheme, found)
    leaves = len(list(issued("yueyang-2017").scheme.leaves()))
    assert len([one for one in rows if not one.is_section]) == leaves
    assert {len(one.scores) for one in rows} == {10}
