"""An assessment is made from an issued method: its units found, its windows suggested, its version kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.utils.timezone import localtime

from jiheng.web.access.viewer import NotThere
from jiheng.web.actions.assessments import make_assessment
from jiheng.web.clock import moved_to
from jiheng.web.models import Assessment, Entry, FormerName, Organisation, Pin
from jiheng.web.queries.assessments_making import (
    NewSubject,
    Plan,
    listed_subjects,
    suggested_windows,
)
from tests.web.world import NOW, OWN, World, issued, make_world, store_scheme


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with moved_to(NOW):
        yield make_world()


def test_a_listed_subject_is_found_by_each_of_its_names(db: None) -> None:
    scheme = issued("yueyang-2017").scheme
    names = [name for name, _ in scheme.subjects()]
    kept = [
        Organisation.objects.create(name="甲协会", kind="county", subject_name=names[0]),
        Organisation.objects.create(name=names[1], kind="county"),
        Organisation.objects.create(name="丙协会", kind="county"),
        Organisation.objects.create(name=f"{names[3]}科学技术协会", kind="county"),
        Organisation.objects.create(name=f"{names[4]}甲", kind="county"),
        Organisation.objects.create(name=f"{names[4]}乙", kind="county"),
    ]
    FormerName.objects.create(organisation=kept[2], name=names[2], until="2016-01-01")
    found = [(one.found, one.why) for one in listed_subjects(scheme, kept)]
    assert found[:6] == [
        (kept[0], "办法中的名称一致"),
        (kept[1], "单位名称一致"),
        (kept[2], "曾用名一致"),
        (kept[3], "名称相近，请核对"),
        (None, ""),
        (None, ""),
    ]


def windows(scheme: str) -> dict[str, tuple[str, str]]:
    def told(moment: datetime | None) -> str:
        return f"{localtime(moment):%Y-%m-%d %H:%M}" if moment else ""

    found = suggested_windows(issued(scheme).scheme)
    return {one.stage.id: (told(one.opens), told(one.closes)) for one in found}


def test_windows_follow_the_words_of_the_method() -> None:
    assert windows("yueyang-2017") == {
        "self-assessment": ("", "2017-11-30 18:00"),
        "on-site": ("2017-12-01 08:00", "2017-12-31 18:00"),
        "recheck": ("2017-12-11 08:00", "2017-12-31 18:00"),
        "approval": ("", ""),
        "circular": ("", ""),
    }


def test_another_method_has_other_stages() -> None:
    assert windows("lianyungang-2018") == {
        "targets": ("2018-01-01 08:00", "2018-01-31 18:00"),
        "report": ("2018-12-01 08:00", "2018-12-31 18:00"),
        "presentation": ("", ""),
        "answers": ("", ""),
        "marking": ("", ""),
        "appraisal": ("", ""),
        "publication": ("", ""),
        "approval": ("", ""),
        "circular": ("", ""),
    }


def form_of(world: World, scheme: str) -> dict[str, str]:
    """What the page suggests, as a browser would send it."""
    page = world.client("office").get(f"/assessments/add/{scheme}/")
    form = page.context["form"]
    return {field.html_name: str(field.value() or "") for field in form}


def test_the_page_makes_what_it_suggests(world: World) -> None:
    Assessment.objects.exclude(pk=world.assessment.pk).delete()
    other = store_scheme("lianyungang-2018", viewer=world.viewers["office"])
    units = [name for name, _ in issued("lianyungang-2018").scheme.subjects()]
    for name in units[1:]:
        Organisation.objects.create(
            name=f"{name}科协", kind="county", parent=world.organiser, subject_name=name
        )
    sent = form_of(world, other.pk)
    assert sent["unit-0"] == ""
    client = world.client("office")
    refused = client.post(f"/assessments/add/{other.pk}/", sent)
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["unit-0"]
    answer = client.post(f"/assessments/add/{other.pk}/", {**sent, "unit-0": "-"})
    made = Assessment.objects.get(scheme=other)
    assert answer["Location"] == f"/assessments/{made.pk}/"
    assert [one.stage for one in made.stages.all()] == list(windows("lianyungang-2018"))
    assert sorted(made.subjects.values_list("name", flat=True)) == sorted(units[1:])
    assert [one.scheme for one in Pin.objects.filter(assessment=made)] == [other]
    assert Entry.objects.last().deed == "assessment-made"
    again = client.post(f"/assessments/add/{other.pk}/", {**sent, "unit-0": "-"})
    assert again.status_code == 422
    assert Assessment.objects.filter(scheme=other).count() == 1
    assert client.get(f"/assessments/{made.pk}/").status_code == 200
    assert client.get(f"/assessments/{made.pk}/board/").status_code == 200


def test_one_unit_is_not_two_subjects(world: World) -> None:
    other = store_scheme("lianyungang-2018", viewer=world.viewers["office"])
    sent = form_of(world, other.pk)
    own = world.counties[OWN].pk
    sent |= {name: "-" for name in sent if name.startswith("unit-")}
    sent |= {"unit-0": own, "unit-1": own}
    refused = world.client("office").post(f"/assessments/add/{other.pk}/", sent)
    assert list(refused.context["form"].errors) == ["unit-1"]


def test_an_office_makes_it_of_its_own_methods_and_units_only(world: World) -> None:
    office, stranger = world.viewers["office"], world.viewers["other_office"]
    other = store_scheme("lianyungang-2018", viewer=office)
    own = NewSubject("甲", "counties", world.counties[OWN].pk)
    plan = Plan("考核", (own,), {})
    for who in ("county", "leader", "auditor", "other_office"):
        with pytest.raises(NotThere):
            make_assessment(world.viewers[who], other, plan)
    foreign = Organisation.objects.create(name="外县", kind="county", parent=stranger.organisation)
    with pytest.raises(NotThere):
        make_assessment(office, other, Plan("考核", (NewSubject("甲", "", foreign.pk),), {}))
    assert Assessment.objects.count() == 1


def test_a_newer_version_changes_nothing_by_itself(world: World) -> None:
    store_scheme("yueyang-2017", viewer=world.viewers["office"], number=2)
    world.assessment.refresh_from_db()
    assert world.assessment.scheme == world.scheme
    assert world.assessment.pins.count() == 1


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("office", 200), ("auditor", 200), ("county", 200), ("leader", 200), ("reviewer", 200),
        ("body", 200), ("other_office", 404), ("administrator", 404),
    ],
)  # fmt: skip
def test_who_sees_the_stage_line(world: World, who: str, seen: int) -> None:
    page = world.client(who).get(f"/assessments/{world.assessment.pk}/")
    assert page.status_code == seen
    if seen == 200:
        assert ("个单位" in page.content.decode()) == (who in ("office", "auditor"))


def test_the_list_takes_as_many_queries_for_three_as_for_one(
    world: World, django_assert_num_queries
) -> None:
    client = world.client("office")
    with django_assert_num_queries(9):
        client.get("/assessments/")
    for year in (2015, 2016):
        Assessment.objects.create(
            organiser=world.organiser, title="往年", year=year, scheme=world.scheme
        )
    with django_assert_num_queries(9):
        client.get("/assessments/")
