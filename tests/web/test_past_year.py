"""Last year comes from a workbook, with a preview, once; and goes down again as it stands."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jiheng.files.xlsx_write import write_workbook
from jiheng.forms.past_results import PastResult as ReadResult
from jiheng.forms.past_year_workbook import PastYear, past_year_workbook
from jiheng.values.exact import exact
from jiheng.values.inputs import Claim, Entry
from jiheng.web.access.viewer import NotThere
from jiheng.web.actions.past_year import load_past_year
from jiheng.web.clock import moved_to, today
from jiheng.web.models import Entry as LogEntry
from jiheng.web.models import PastAnswer, PastResult, UsedAward
from jiheng.web.queries.inputs import used_by
from jiheng.web.queries.past_year import PastRows
from jiheng.web.queries.self_assessment_past import last_year_of
from tests.web.world import NOW, OTHER, OWN, World, issued, make_world


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with moved_to(NOW):
        yield make_world()


def past(reports: str = "3") -> PastYear:
    award = Claim(OWN, "7.1", "表彰奖励", "省部级", "科普惠农", "先进单位", 2016, "岳科〔2016〕3号")
    return PastYear(
        results={
            OWN: ReadResult({"1.1": exact("1"), "1.4": exact("0.5")}, exact("86.55"), 2, "良好")
        },
        answers={
            OWN: {
                "reports-heard": Entry(exact(reports), "known", reports),
                "secretary-in-charge": Entry(exact("1"), "known", "是"),
            }
        },
        used=[award],
    )


def workbook(tmp_path: Path, filled: PastYear) -> SimpleUploadedFile:
    scheme = issued("yueyang-2017").scheme
    names = [name for name, _ in scheme.subjects()]
    file = tmp_path / "往年.xlsx"
    write_workbook(past_year_workbook(scheme, names, day=today(), past=filled), file)
    return SimpleUploadedFile("往年.xlsx", file.read_bytes())


def load(world: World, given: SimpleUploadedFile):
    """Upload, look at the preview, confirm it; the preview's plan."""
    client, way = world.client("office"), f"/assessments/{world.assessment.pk}/past-year/"
    page = client.post(way, {"workbook": given})
    assert page.status_code == 200
    assert [str(one) for one in page.context["problems"]] == []
    if not page.context["plan"].is_empty:
        done = client.post(f"{way}apply/", {"sealed": page.context["sealed"]})
        assert done["Location"] == way
    return page.context["plan"]


def test_it_is_previewed_written_once_and_shown_to_the_county(world: World, tmp_path: Path) -> None:
    given = workbook(tmp_path, past())
    client, way = world.client("office"), f"/assessments/{world.assessment.pk}/past-year/"
    page = client.post(way, {"workbook": given})
    assert page.context["plan"].new == 6
    assert PastResult.objects.count() == PastAnswer.objects.count() == 0
    sealed = {"sealed": page.context["sealed"]}
    for _ in range(2):
        assert client.post(f"{way}apply/", sealed).status_code == 302
    whole = PastResult.objects.get(indicator="")
    assert (whole.score, whole.rank, whole.grade, whole.year) == ("86.55", 2, "良好", 2016)
    assert (PastResult.objects.count(), PastAnswer.objects.count(), UsedAward.objects.count()) == (
        3, 2, 1,
    )  # fmt: skip
    assert [one.deed for one in LogEntry.objects.all()] == ["past-year-loaded"]
    shown = last_year_of(world.subject)
    assert shown.texts == {"reports-heard": "3", "secretary-in-charge": "是"}
    assert shown.scores == {"1.1": "1", "1.4": "0.5"}
    assert [one.number for one in used_by(world.assessment, [world.subject])] == ["岳科〔2016〕3号"]


@pytest.mark.row("IM-06")
def test_a_second_load_tells_only_what_differs(world: World, tmp_path: Path) -> None:
    load(world, workbook(tmp_path, past()))
    again = load(world, workbook(tmp_path, past()))
    assert (again.new, again.changed, again.same) == (0, (), 6)
    other = load(world, workbook(tmp_path, past("5")))
    assert other.changed == (f"{OWN} 党委常委会或政府常务会听取科协汇报：“3”改为“5”",)
    assert PastAnswer.objects.get(fact="reports-heard").text == "5"


def test_what_goes_down_comes_back_without_a_difference(world: World, tmp_path: Path) -> None:
    load(world, workbook(tmp_path, past()))
    client = world.client("office")
    down = client.get(f"/assessments/{world.assessment.pk}/past-year/download/")
    again = load(world, SimpleUploadedFile("往年.xlsx", down.content))
    assert (again.new, again.changed, again.same) == (0, (), 6)


def test_what_is_wrong_is_told_with_its_cell_and_nothing_is_written(
    world: World, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(tmp_path, past()).read()))
    sheet = book["往年结果"]
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == OWN:
                sheet.cell(cell.row, cell.column + 1).value = "八十六分左右"
    stream = io.BytesIO()
    book.save(stream)
    way = f"/assessments/{world.assessment.pk}/past-year/"
    given = SimpleUploadedFile("往年.xlsx", stream.getvalue())
    page = world.client("office").post(way, {"workbook": given})
    assert len(page.context["problems"]) == 1
    assert "往年结果" in str(page.context["problems"][0])
    assert "sealed" not in page.context
    junk = SimpleUploadedFile("往年.xlsx", b"PK not a workbook")
    page = world.client("office").post(way, {"workbook": junk})
    assert len(page.context["problems"]) == 1


def test_only_the_office_and_only_what_it_was_shown(world: World, tmp_path: Path) -> None:
    way = f"/assessments/{world.assessment.pk}/past-year/"
    page = world.client("office").post(way, {"workbook": workbook(tmp_path, past())})
    sealed = {"sealed": page.context["sealed"]}
    for who in ("county", "leader", "auditor", "other_office", "administrator"):
        client = world.client(who)
        assert client.get(way).status_code == 404
        assert client.post(f"{way}apply/", sealed).status_code == 404
        assert client.get(f"{way}download/").status_code == 404
    forged = world.client("office").post(f"{way}apply/", {"sealed": sealed["sealed"][:-2] + "xx"})
    assert forged.status_code == 409
    foreign = PastRows(((world.organiser.pk, "", "1", None, ""),), (), ())
    with pytest.raises(NotThere):
        load_past_year(world.viewers["office"], world.assessment, foreign)
    assert PastResult.objects.count() == 0
    assert world.subjects[OTHER].organisation.past_results.count() == 0
