"""The library of methods: who sees which version, what stands in the list, what a file holds."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pytest

from jiheng.web import clock
from jiheng.web.access.schemes import schemes_of
from jiheng.web.actions.schemes import add_scheme, copy_scheme, issuable, issue_scheme
from jiheng.web.models import Pin, SchemeVersion
from jiheng.web.queries.schemes_text import written
from tests.web.routes import Askers
from tests.web.same import normal
from tests.web.world import NOW, World, issued, make_world, scheme_text, store_scheme

pytestmark = pytest.mark.django_db

OFFICE = ("office",)
KEEPERS = ("office", "auditor")
JUDGED = ("county", "colleague", "leader", "other_county", "other_leader", "reviewer", "body")
ROUTES = {
    ("GET", "/schemes/{}/"): (*KEEPERS, *JUDGED),
    ("GET", "/schemes/{}/findings/"): KEEPERS,
    ("GET", "/schemes/{}/compare/"): KEEPERS,
    ("GET", "/schemes/{}/download/"): KEEPERS,
    ("GET", "/schemes/{}/edit/"): OFFICE,
    ("GET", "/schemes/{}/issue/"): OFFICE,
    ("POST", "/schemes/{}/edit/"): OFFICE,
    ("POST", "/schemes/{}/issue/"): OFFICE,
    ("POST", "/schemes/{}/copy/"): OFFICE,
    ("POST", "/schemes/{}/findings/decide/"): OFFICE,
    ("POST", "/schemes/{}/findings/choose/"): OFFICE,
}


@pytest.fixture
def world() -> Iterator[World]:
    with clock.moved_to(NOW):
        yield make_world()


def draft(world: World, name: str = "qinhuangdao-2022", text: str = "") -> SchemeVersion:
    text = text or scheme_text(name)
    read = written(text)
    assert read.scheme is not None
    return add_scheme(world.viewers["office"], read.scheme, text=text)


def reached(world: World, method: str, address: str, *, askers: Askers) -> set[str]:
    """Everybody who does not meet a page that is not there."""
    return {who for who in world.viewers if askers.ask(who, method, address).status != 404}


def test_who_reaches_an_issued_version(world: World) -> None:
    askers, key = Askers(world), world.scheme.pk
    told = {one: reached(world, one[0], one[1].format(key), askers=askers) for one in ROUTES}
    assert told == {one: set(who) for one, who in ROUTES.items()}


def test_a_draft_is_for_its_own_house_alone(world: World) -> None:
    askers, key = Askers(world), draft(world).pk
    told = {one: reached(world, one[0], one[1].format(key), askers=askers) for one in ROUTES}
    assert told == {one: set(who) - set(JUDGED) for one, who in ROUTES.items()}


def test_a_foreign_version_answers_like_one_that_never_was(world: World) -> None:
    own, none, askers = draft(world).pk, "never00000was", Askers(world)
    for who in ("other_office", "county", "administrator"):
        for method, address in ROUTES:
            told = [
                normal(askers.ask(who, method, address.format(key)), keys=[key])
                for key in (own, none)
            ]
            assert told[0] == told[1]
            assert told[0][0] == 404


def test_who_reaches_the_library(world: World) -> None:
    askers = Askers(world)
    assert reached(world, "GET", "/schemes/", askers=askers) == {
        "office",
        "other_office",
        "auditor",
    }
    for method, address in (("GET", "/schemes/add/"), ("POST", "/schemes/house/")):
        assert reached(world, method, address, askers=askers) == {"office", "other_office"}


def test_a_county_reads_the_versions_of_its_assessment_and_no_others(world: World) -> None:
    office = world.viewers["office"]
    second = store_scheme("yueyang-2017", viewer=office, number=2)
    assert list(schemes_of(world.viewers["county"])) == [world.scheme]
    Pin.objects.create(assessment=world.assessment, scheme=second, by=office.person)
    assert set(schemes_of(world.viewers["county"])) == {world.scheme, second}
    assert list(schemes_of(world.viewers["other_office"])) == []


def given(own: str, other: str) -> str:
    """The method with a target that it sets apart for two counties."""
    before = "new-societies: {title: 年内新发展县级学会, unit: 个"
    text = scheme_text("yueyang-2017")
    assert text.count(before) == 1
    targets = f'{{平江县: "{own}", 华容县: "{other}", "*": "3"}}'
    return text.replace(before, f"{before}, given: {targets}")


def with_targets(own: str, other: str) -> World:
    made = make_world()
    office = made.viewers["office"]
    stored = draft(made, text=given(own, other))
    digest = issuable(stored).digest
    stored = issue_scheme(office, stored.pk, version=1, digest=digest)
    made.assessment.scheme = stored
    made.assessment.save()
    made.scheme = stored
    return made


def test_a_county_sees_its_own_targets_and_those_of_nobody_else() -> None:
    with clock.moved_to(NOW):
        world = with_targets("4711", "8822")
        pages = {
            who: world.client(who).get(f"/schemes/{world.scheme.pk}/").content.decode()
            for who in ("county", "leader", "other_county", "reviewer", "body", "office")
        }
        chosen = world.client("auditor").get(f"/schemes/{world.scheme.pk}/?subject=华容县")
        sneaked = world.client("county").get(f"/schemes/{world.scheme.pk}/?subject=华容县")
    seen = {who: [one for one in ("4711", "8822") if one in page] for who, page in pages.items()}
    assert seen == {
        "county": ["4711"], "leader": ["4711"], "other_county": ["8822"], "reviewer": ["8822"],
        "body": [], "office": [],
    }  # fmt: skip
    assert "8822" in chosen.content.decode()
    assert "8822" not in sneaked.content.decode()


@pytest.mark.parametrize(("rows", "queries"), [(1, 9), (3, 9)])
def test_the_list_asks_the_same_for_any_length(
    world: World, django_assert_num_queries: Any, rows: int, queries: int
) -> None:
    for _ in range(rows - 1):
        copy_scheme(world.viewers["office"], world.scheme.pk)
    client = world.client("auditor")
    with django_assert_num_queries(queries):
        page = client.get("/schemes/")
    assert page.context["found"].total == rows


def test_the_list_filters_sorts_and_says_where_a_version_is_used(world: World) -> None:
    office = world.viewers["office"]
    copy_scheme(office, world.scheme.pk)
    other = draft(world)
    client = world.client("office")

    def listed(query: str) -> list[str]:
        found = client.get(f"/schemes/?{query}").context["found"]
        return [f"{one.name} {one.number}" for one in found]

    first, second, third = "qinhuangdao-2022 1", "yueyang-2017 2", "yueyang-2017 1"
    assert listed("") == [first, second, third]
    assert listed("sort=-title") == [third, second, first]
    assert listed("state=draft") == [first, second]
    assert listed("state=issued") == listed("state=used") == [third]
    assert listed(f"year={other.year}") == [first]
    assert listed("year=x&state=nonsense") == [first, second, third]
    assert listed(f"q={world.scheme.digest[:9]}") == [third]
    page = client.get("/schemes/").content.decode()
    assert page.count(f"{world.assessment.title}（2017）") == 1
    assert "没有找到这样的办法" in client.get("/schemes/?q=没有这个").content.decode()
    assert "还没有办法" in world.client("other_office").get("/schemes/").content.decode()


def test_the_method_is_told_in_words(world: World) -> None:
    page = world.client("county").get(f"/schemes/{world.scheme.pk}/").content.decode()
    for words in (
        "1次（含）以上得1分",
        "优秀：总分达到85分，且名次在前30%。",
        "违纪违规违法事件不少于1例的，等次定为不合格；由纪检监察机关认定。",
        "合计 <b>99</b> 分（不含加分）",
        "保留2位小数，四舍五入",
    ):
        assert words in page
    assert "/download/" not in page


def test_the_issued_file_has_the_digest_that_it_is_called_by(world: World) -> None:
    client = world.client("auditor")
    made = client.get(f"/schemes/{world.scheme.pk}/download/?as=json")
    assert sha256(made.content).hexdigest() == world.scheme.digest == issued("yueyang-2017").digest
    name = f"yueyang-2017-v1-{world.scheme.digest[:12]}.json"
    assert made["Content-Disposition"] == f"attachment; filename*=UTF-8''{name}"
    assert client.get(f"/schemes/{draft(world).pk}/download/?as=json").status_code == 404


def test_two_versions_are_compared_in_words(world: World) -> None:
    changed = scheme_text("yueyang-2017").replace("全年1次计1分", "全年有1次计1分").replace(
        'because: 标题28分', 'because: 标题印28分'
    )  # fmt: skip
    made = draft(world, text=changed)
    client = world.client("office")
    told = client.get(f"/schemes/{made.pk}/compare/").context
    assert told["other"] == world.scheme
    assert told["told"].choices == (
        ("section:党委政府重视程度", "党委政府重视程度（1处）"),
        ("decisions", "决定（1处）"),
    )
    narrowed = client.get(f"/schemes/{made.pk}/compare/?with={world.scheme.pk}&part=decisions")
    assert [one.title for one in narrowed.context["told"].parts] == ["决定"]
    same = client.get(f"/schemes/{made.pk}/compare/?with={made.pk}").content.decode()
    assert "内容完全相同" in same
    assert client.get(f"/schemes/{made.pk}/compare/?with=never00000was").status_code == 404
    alone = client.get(f"/schemes/{draft(world).pk}/compare/").content.decode()
    assert "请选一版来比较" in alone
