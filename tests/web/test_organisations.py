"""Organisations keep their identity when they are renamed, moved or merged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from jiheng.web import clock
from jiheng.web.access.assessments import subjects_of
from jiheng.web.access.viewer import Closed, NotThere, viewer_of
from jiheng.web.actions.organisations import change_organisation, merge_organisation
from jiheng.web.models import Entry, FormerName, Organisation
from tests.web.world import NOW, OTHER, OWN, World, make_world

pytestmark = pytest.mark.django_db

KEEPER = "administrator"


@pytest.fixture
def world() -> Iterator[World]:
    with clock.moved_to(NOW):
        yield make_world()


def fields(stored: Organisation, **more: Any) -> dict[str, Any]:
    return {
        "name": stored.name, "kind": stored.kind, "parent_id": stored.parent_id or "",
        "subject_name": stored.subject_name, "phone": stored.phone, "version": stored.version,
    } | more  # fmt: skip


def test_a_new_name_keeps_the_old_one(world: World) -> None:
    stored, client = world.counties[OWN], world.client(KEEPER)
    url = f"/organisations/{stored.pk}/change/"
    answer = client.post(url, fields(stored, name="平江县科学技术协会（新）"))
    assert answer["Location"] == f"/organisations/{stored.pk}/"
    assert FormerName.objects.get().name == "平江县科学技术协会"
    page = client.get(answer["Location"]).content.decode()
    assert "<dt>曾用名</dt><dd>平江县科学技术协会（用到 " in page
    assert "原平江县科学技术协会" in client.get("/organisations/").content.decode()
    assert stored.pk == Organisation.objects.get(former_names__name="平江县科学技术协会").pk
    found = client.get("/organisations/?q=平江县科学技术协会").content.decode()
    assert stored.pk in found
    assert world.subject.organisation_id == stored.pk


def test_an_organisation_stands_below_another(world: World) -> None:
    client = world.client(KEEPER)
    town = {"name": "示例镇科协", "kind": "town", "parent_id": world.counties[OWN].pk}
    assert client.post("/organisations/add/", town).status_code == 302
    made = Organisation.objects.get(name="示例镇科协")
    again = client.post("/organisations/add/", town)
    assert again.status_code == 422
    assert list(again.context["form"].errors) == ["name"]
    client.post(
        f"/organisations/{made.pk}/change/", fields(made, parent_id=world.counties[OTHER].pk)
    )
    made.refresh_from_db()
    assert made.parent == world.counties[OTHER]


def test_no_organisation_stands_below_itself_or_outside(world: World) -> None:
    keeper, city = world.viewers[KEEPER], world.counties[OWN]
    town = Organisation.objects.create(name="示例镇科协", kind="town", parent=city)
    for parent in (city, town):
        with pytest.raises(Closed):
            change_organisation(keeper, city, version=1, values=fields(city, parent_id=parent.pk))
    values = fields(city, parent_id=world.other_city.pk)
    with pytest.raises(NotThere):
        change_organisation(keeper, city, version=1, values=values)
    form = world.client(KEEPER).get(f"/organisations/{city.pk}/change/").context["form"]
    offered = {key for key, _ in form.fields["parent_id"].choices}
    assert offered & {city.pk, town.pk, world.other_city.pk} == set()


def test_the_administrators_own_organisation_does_not_move(world: World) -> None:
    stored, client = world.organiser, world.client(KEEPER)
    url = f"/organisations/{stored.pk}/change/"
    client.post(url, fields(stored, parent_id=world.counties[OWN].pk, phone="0730-1"))
    before = stored.parent_id
    stored.refresh_from_db()
    assert (stored.parent_id, stored.phone) == (before, "0730-1")


def test_merging_takes_people_along_and_leaves_history(world: World) -> None:
    old, new = world.counties[OWN], world.counties[OTHER]
    town = Organisation.objects.create(name="示例镇科协", kind="town", parent=old)
    staff = world.viewers["county"].person
    answer = world.client(KEEPER).post(
        f"/organisations/{old.pk}/merge/", {"into": new.pk, "version": 1}
    )
    assert answer["Location"] == f"/organisations/{new.pk}/"
    moved = viewer_of(staff)
    assert (moved.organisation, moved.role) == (new, "county")
    assert staff.appointments.count() == 2  # the old one is over, not gone
    town.refresh_from_db()
    assert town.parent == new
    assert {one.name for one in subjects_of(moved)} == {OWN, OTHER}  # still his work
    world.subject.refresh_from_db()
    assert world.subject.organisation == old
    page = world.client(KEEPER).get(f"/organisations/{old.pk}/").content.decode()
    assert "已并入" in page
    assert Entry.objects.get().deed == "organisation-merged"


def test_merging_into_itself_or_below_is_refused(world: World) -> None:
    keeper, old = world.viewers[KEEPER], world.counties[OWN]
    town = Organisation.objects.create(name="示例镇科协", kind="town", parent=old)
    for into in (old, town):
        with pytest.raises(Closed):
            merge_organisation(keeper, old, into=into.pk, version=1)
    with pytest.raises(NotThere):
        merge_organisation(keeper, old, into=world.other_city.pk, version=1)
    with pytest.raises(Closed):
        merge_organisation(keeper, world.organiser, into=old.pk, version=1)


def test_merged_twice_points_to_the_last(world: World) -> None:
    keeper = world.viewers[KEEPER]
    first, second, third = list(world.counties.values())[:3]
    merge_organisation(keeper, first, into=second.pk, version=1)
    merge_organisation(keeper, second, into=third.pk, version=1)
    first.refresh_from_db()
    assert first.merged_into == third


@pytest.mark.parametrize("who", ["office", "auditor", KEEPER])
def test_the_directory_is_read_from_ones_own_organisation_down(world: World, who: str) -> None:
    page = world.client(who).get("/organisations/").content.decode()
    assert ("平江县科学技术协会" in page, "邻市科学技术协会" in page) == (True, False)
    assert "示例省" not in page


@pytest.mark.parametrize("who", ["office", "auditor", "county", "other_office"])
def test_only_the_administrator_changes_organisations(world: World, who: str) -> None:
    stored = world.counties[OWN]
    with pytest.raises(NotThere):
        change_organisation(world.viewers[who], stored, version=1, values=fields(stored))
    with pytest.raises(NotThere):
        merge_organisation(world.viewers[who], stored, into=world.counties[OTHER].pk, version=1)
    client = world.client(who)
    for url in ("add", f"{stored.pk}/change", f"{stored.pk}/merge"):
        assert client.get(f"/organisations/{url}/").status_code == 404


@pytest.mark.parametrize("more", [1, 3])
def test_the_tree_asks_as_often_for_three_as_for_one(
    world: World, more: int, django_assert_num_queries: Any
) -> None:
    for number in range(more):
        Organisation.objects.create(name=f"镇{number}", kind="town", parent=world.counties[OWN])
    client = world.client(KEEPER)
    with django_assert_num_queries(8):
        assert client.get("/organisations/").status_code == 200
