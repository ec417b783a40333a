"""The workbook of organisations and people goes down filled and comes back: all of it or nothing (IM-07)."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from jiheng.files.xlsx_read import read_workbook
from jiheng.files.xlsx_write import write_workbook
from jiheng.forms.people_words import ListedPerson, ListedUnit
from jiheng.forms.people_workbook import people_of, people_workbook
from jiheng.web import clock
from jiheng.web.access.viewer import Closed, NotThere
from jiheng.web.actions.people_workbook import load_people
from jiheng.web.models import Appointment, Entry, FormerName, Organisation, Person
from jiheng.web.queries.people_workbook import people_listed, units_listed
from tests.platform.databases import both_databases
from tests.web.world import NOW, World, make_world

KEEPER = "administrator"
URL = "/people-workbook/"
CITY = "示例市科学技术协会"


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with clock.moved_to(NOW):
        yield make_world()


UNITS = [
    ListedUnit("示例新区科协", "county", CITY, "新区"),
    ListedUnit("示例镇科协", "town", "示例新区科协"),
]
PEOPLE = [
    ListedPerson(f"新人{number}", f"new-{number}", unit, role)
    for number, (unit, role) in enumerate(
        [("示例新区科协", "county"), ("示例新区科协", "leader"), ("示例镇科协", "county"), (CITY, "office")]
    )
]  # fmt: skip


def file_of(tmp_path: Path, units: list[ListedUnit], people: list[ListedPerson]) -> bytes:
    path = tmp_path / "people.xlsx"
    write_workbook(people_workbook(units, people, day=NOW.date()), path)
    return path.read_bytes()


def send(client: Client, content: bytes) -> Any:
    return client.post(URL, {"workbook": SimpleUploadedFile("人员.xlsx", content)})


def counts() -> tuple[int, ...]:
    kinds = (Organisation, Person, Appointment, FormerName, Entry)
    return tuple(kind.objects.count() for kind in kinds)


def test_down_filled_and_back_changes_nothing(world: World, tmp_path: Path) -> None:
    client = world.client(KEEPER)
    content = client.get(f"{URL}download/").content
    path = tmp_path / "down.xlsx"
    path.write_bytes(content)
    read = people_of(read_workbook(path))
    assert read.problems == []
    assert read.units == units_listed(world.viewers[KEEPER])
    assert read.people == people_listed(world.viewers[KEEPER])
    assert "没有变化" in send(client, content).content.decode()


def test_the_empty_one_is_empty(world: World) -> None:
    content = world.client(KEEPER).get(f"{URL}download/?empty=1").content
    book = load_workbook(BytesIO(content))
    words = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert not words & {one.name for one in Organisation.objects.all()}


@pytest.mark.row("IM-06")
def test_preview_apply_and_again(world: World, tmp_path: Path) -> None:
    client, content = world.client(KEEPER), file_of(tmp_path, UNITS, PEOPLE)
    before = counts()
    shown = send(client, content)
    assert counts() == before  # nothing yet
    assert len(shown.context["plan"].new_people) == 4
    answer = client.post(f"{URL}apply/", {"sealed": shown.context["sealed"]})
    assert answer["Location"] == URL
    page = client.get(URL)
    assert [one.username for one, _ in page.context["passwords"]] == [one.login for one in PEOPLE]
    one, password = page.context["passwords"][0]
    assert Person.objects.get(pk=one.pk).check_password(password)
    assert client.get(URL).context["passwords"] == []  # once
    assert Organisation.objects.get(name="示例镇科协").parent.name == "示例新区科协"
    after = counts()
    client.post(f"{URL}apply/", {"sealed": shown.context["sealed"]})
    assert counts() == after
    assert "没有变化" in send(client, content).content.decode()


def test_changes_are_told_before_they_are_made(world: World, tmp_path: Path) -> None:
    client = world.client(KEEPER)
    unit = ListedUnit("平江县科协", "county", CITY, "平江县", ("平江县科学技术协会",), "0730-1")
    staff = ListedPerson("改过的名", "COUNTY", "平江县科协", "county", "", "0730-2")
    shown = send(client, file_of(tmp_path, [unit], [staff]))
    plan = shown.context["plan"]
    assert [words for _, _, words in plan.changed_units] == [
        ("改名：平江县科学技术协会 → 平江县科协", "电话：空 → 0730-1")
    ]
    assert [words for _, _, words in plan.changed_people] == [
        ("姓名：样例county → 改过的名", "电话：空 → 0730-2")
    ]
    answer = client.post(f"{URL}apply/", {"sealed": shown.context["sealed"]})
    assert answer.status_code == 302, answer.content.decode()
    stored = world.counties["平江县"]
    stored.refresh_from_db()
    assert (stored.name, FormerName.objects.get().name) == ("平江县科协", "平江县科学技术协会")
    assert (
        Person.objects.get(username="county").email == "county@example.org"
    )  # an empty cell keeps


def test_problems_are_told_by_cell_and_nothing_can_be_applied(world: World, tmp_path: Path) -> None:
    people = [
        ListedPerson("甲", "auditor", CITY, "office"),
        ListedPerson("乙", "other_office", CITY, "office"),
        ListedPerson("丙", "new-c", "没有的单位", "county"),
    ]
    shown = send(world.client(KEEPER), file_of(tmp_path, [], people))
    assert shown.context["sealed"] == ""
    told = "\n".join(map(str, shown.context["problems"]))
    assert "单位“没有的单位”不在" in told
    assert "审计" in told
    assert "登录名“other_office”已有别处的人使用" in told
    assert told.count("人员.xlsx") == 0


ROWS = 23


def listed(*, wrong: int) -> tuple[list[ListedUnit], list[ListedPerson]]:
    """Two units and the people of twenty-one rows; the person of one row must not hold his role."""
    units, people = (
        list(UNITS),
        [
            ListedPerson(f"众人{number}", f"many-{number}", CITY, "office")
            for number in range(ROWS - 2)
        ],
    )
    if wrong < len(units):
        units[wrong] = ListedUnit(units[wrong].name, units[wrong].kind, "没有的单位")
    else:
        people[wrong - 2] = ListedPerson("样例auditor", "auditor", CITY, "office")
    return units, people


@pytest.mark.row("IM-07")
@both_databases()
def test_a_fault_at_any_row_leaves_nothing(engine: str) -> None:
    """IM-07: whichever of the rows it is, on both databases."""
    with clock.moved_to(NOW):
        keeper = make_world().viewers[KEEPER]
        before = counts()
        for at in range(ROWS):
            with pytest.raises(Closed):
                load_people(keeper, *listed(wrong=at))
            assert (at, counts()) == (at, before)
        load_people(keeper, *listed(wrong=ROWS - 1)[:1], [])
        assert counts() != before


def test_what_is_no_workbook_is_refused_with_words(world: World) -> None:
    shown = send(world.client(KEEPER), b"MZ\x90\x00 not a workbook")
    assert len(shown.context["problems"]) == 1
    assert str(shown.context["problems"][0]).startswith("人员.xlsx  ")


def test_a_seal_of_somebody_else_or_an_altered_one_opens_nothing(
    world: World, tmp_path: Path
) -> None:
    client = world.client(KEEPER)
    shown = send(client, file_of(tmp_path, UNITS, PEOPLE)).context["sealed"]
    assert client.post(f"{URL}apply/", {"sealed": shown[:-1] + "x"}).status_code == 409
    assert world.client("office").post(f"{URL}apply/", {"sealed": shown}).status_code == 404
    with pytest.raises(NotThere):
        load_people(world.viewers["office"], UNITS, PEOPLE)
    assert Person.objects.filter(username__startswith="new-").count() == 0
