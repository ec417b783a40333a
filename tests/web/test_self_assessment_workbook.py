"""The fill-in workbook goes down filled and comes back: what was edited is the difference, no more."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from jiheng.web.actions.answers import Field, save_answer
from jiheng.web.clock import moved_to
from jiheng.web.models import Answer, Entry
from jiheng.web.queries.self_assessment_workbook import Amendment
from tests.web.world import NOW, OWN, World, fill, make_world

Edits = Mapping[str, object]


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with moved_to(NOW):
        made = make_world()
        fill(made, but=("reports-heard",))
        yield made


def address(world: World, rest: str = "") -> str:
    return f"/subjects/{world.subject.pk}/fill-in/{rest}"


def downloaded(world: World, client: Client) -> bytes:
    return client.get(address(world, "download/")).content


def edited(content: bytes, edits: Edits) -> bytes:
    """The workbook with other values in the cells of some facts."""
    book = load_workbook(BytesIO(content))
    sheet, column = entry_column(book)
    for row in sheet.iter_rows(min_row=4):
        if row[0].value in edits:
            row[column].value = edits[str(row[0].value)]  # type: ignore[assignment]
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def entry_column(book: Workbook) -> tuple[Worksheet, int]:
    """The sheet of facts, and where the subject's column is."""
    heads = ((sheet, row) for sheet in book.worksheets for row in sheet.iter_rows(max_row=5))
    return next(
        (sheet, at)
        for sheet, row in heads
        for at, cell in enumerate(row)
        if cell.value == OWN and row[0].value is not None
    )


def previewed(world: World, client: Client, content: bytes) -> Any:
    upload = SimpleUploadedFile("填报表.xlsx", content)
    return client.post(address(world), {"workbook": upload})


def rows_of(response: Any) -> list[Amendment]:
    return [one for one, _ in response.context["rows"]]


def taken(world: World, client: Client, response: Any) -> Any:
    """Send the preview's form as it stands."""
    found = response.context["rows"]
    sent = {f"new:{one.field.name}": new for one, new in found}
    chosen = [one.field.name for one, _ in found if one.is_chosen]
    returned = response.context["returned"]
    sent |= {"take": chosen, "name": returned.name, "sha256": returned.sha256}  # type: ignore[dict-item]
    return client.post(address(world, "take/"), sent)


@pytest.mark.row("IM-06")
def test_the_same_file_again_is_nothing_new(world: World) -> None:
    client = world.client("county")
    answer = previewed(world, client, downloaded(world, client))
    assert (rows_of(answer), answer.context["returned"].problems) == ([], ())
    assert "与系统里完全一样" in answer.content.decode()


def test_only_the_own_column_goes_down(world: World) -> None:
    content = downloaded(world, world.client("county"))
    texts = {
        str(cell.value)
        for sheet in load_workbook(BytesIO(content)).worksheets
        for row in sheet.iter_rows()
        for cell in row
    }
    others = set(world.subjects) - {OWN}
    assert (OWN in texts, others & texts) == (True, set())


@pytest.mark.row("IM-06")
def test_what_was_edited_is_shown_and_then_taken(world: World) -> None:
    client = world.client("county")
    content = edited(downloaded(world, client), {"reports-heard": 3, "secretary-in-charge": "否"})
    answer = previewed(world, client, content)
    assert [(one.field.about, one.text, one.is_chosen) for one in rows_of(answer)] == [
        ("reports-heard", "3", True),
        ("secretary-in-charge", "否", True),
    ]
    assert Answer.objects.filter(about="reports-heard").count() == 0
    assert taken(world, client, answer).status_code == 302
    assert Answer.objects.get(about="reports-heard").value == "3"
    assert [one.deed for one in Entry.objects.all()] == ["answer-saved"] * 2 + ["workbook-taken"]
    again = previewed(world, client, content)
    assert rows_of(again) == []


def test_a_blank_cell_clears_only_if_chosen(world: World) -> None:
    client = world.client("county")
    answer = previewed(world, client, edited(downloaded(world, client), {"trainings": None}))
    (only,) = rows_of(answer)
    assert (only.field.about, only.clears, only.is_chosen) == ("trainings", True, False)


def test_what_cannot_be_read_is_told_with_its_cell(world: World) -> None:
    client = world.client("county")
    answer = previewed(world, client, edited(downloaded(world, client), {"trainings": "好几次"}))
    (only,) = rows_of(answer)
    assert (only.text, only.is_chosen) == ("好几次", False)
    assert "请填准确的数" in only.problem
    assert "填报表" in only.place


@pytest.mark.row("IM-06")
def test_what_changed_since_the_preview_is_not_overwritten(world: World) -> None:
    client = world.client("county")
    answer = previewed(world, client, edited(downloaded(world, client), {"trainings": 9}))
    (only,) = rows_of(answer)
    field = Field("fact", "trainings", "5", only.field.version)
    save_answer(world.viewers["colleague"], world.subject, field)
    refused = taken(world, client, answer)
    assert refused.status_code == 409
    assert Answer.objects.get(about="trainings").text == "5"


def test_a_file_that_is_no_workbook_is_refused_with_a_reason(world: World) -> None:
    answer = previewed(world, world.client("county"), b"no workbook at all")
    assert answer.status_code == 200
    assert len(answer.context["returned"].problems) == 1


@pytest.mark.row("IM-07")
def test_a_fault_at_any_field_leaves_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    client = world.client("county")
    content = edited(downloaded(world, client), {"reports-heard": 3, "trainings": 9})
    answer = previewed(world, client, content)
    from jiheng.web.actions import workbook

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the last step fails")

    monkeypatch.setattr(workbook, "record", broken)
    with pytest.raises(RuntimeError):
        taken(world, client, answer)
    assert Answer.objects.filter(about="reports-heard").count() == 0
    assert Entry.objects.count() == 0


def random_edits(world: World, rng: random.Random, *, count: int) -> dict[str, object]:
    """New values, each unlike what is stored, for some facts."""
    from tests.web.world import issued

    facts = issued(world.scheme.name).scheme.facts
    stored = {one.about: one for one in Answer.objects.filter(subject=world.subject)}
    edits: dict[str, object] = {}
    for name in rng.sample(sorted(stored), count):
        if facts[name].type == "yes-no":
            edits[name] = "否" if stored[name].value == "1" else "是"
        else:
            least = int(facts[name].min or 0)
            edits[name] = rng.choice(
                [one for one in range(least, 900) if str(one) != stored[name].value]
            )
    return edits


@pytest.mark.row("IM-06")
@pytest.mark.parametrize(
    "seed", [1, *(pytest.param(n, marks=pytest.mark.prove) for n in range(2, 9))]
)
def test_the_difference_is_the_edit(world: World, seed: int) -> None:
    """IM-06: 25 random edits a workbook, 200 in all under `prove`; the sample takes one workbook."""
    client = world.client("county")
    edits = random_edits(world, random.Random(seed), count=25)
    answer = previewed(world, client, edited(downloaded(world, client), edits))
    assert {one.field.about: one.text for one in rows_of(answer)} == {
        name: str(value) for name, value in edits.items()
    }
    assert taken(world, client, answer).status_code == 302
    assert rows_of(previewed(world, client, edited(downloaded(world, client), {}))) == []
