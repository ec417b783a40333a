"""Claims for bonus points: at once the sentence why one counts or not, and nobody sees another's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from jiheng.web.access.claims import claim_of, own_claim
from jiheng.web.access.viewer import Closed, NotThere
from jiheng.web.actions.claims import add_claim, change_claim, withdraw_claim
from jiheng.web.actions.versions import Changed
from jiheng.web.clock import moved_to
from jiheng.web.models import Assignment, Claim, Entry, Subject, UsedAward
from jiheng.web.models.subject import Standing
from jiheng.web.queries.claims import claim_shown, judged
from tests.platform.databases import both_databases
from tests.web.world import NOW, OTHER, OWN, World, make_world

PRIZE = {
    "indicator": "7.1", "kind": "表彰奖励", "level": "省部级", "work": "科普信息化",
    "award": "全省科普先进集体", "year": 2017, "number": "湘科协〔2017〕9号", "persons": 1,
    "on": date(2017, 6, 1), "names": "",
}  # fmt: skip
FORM = {
    "tariff": "7.1|表彰奖励|省部级", "award": "全省科普先进集体", "work": "科普信息化",
    "year": "2017", "number": "湘科协〔2017〕9号", "persons": "1", "on": "2017-06-01", "names": "",
}  # fmt: skip


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with moved_to(NOW):
        yield make_world()


def claimed(world: World, who: str = "county", name: str = OWN, **more: Any) -> Claim:
    return add_claim(world.viewers[who], world.subjects[name], values=PRIZE | more)


def address(world: World, more: str = "") -> str:
    return f"/subjects/{world.subject.pk}/claims/{more}"


@both_databases()
def test_a_claim_tells_at_once_what_it_comes_to(engine: str) -> None:
    with moved_to(NOW):
        world = make_world()
        answer = world.client("county").post(address(world, "add/"), FORM, follow=True)
        said = [str(one) for one in answer.context["messages"]]
    assert said == ["已申报“全省科普先进集体”。计5分：表彰奖励省部级5分。"]
    made = Claim.objects.get()
    assert {name: getattr(made, name) for name in PRIZE} == PRIZE
    entry = Entry.objects.get(deed="claim-added")
    assert (entry.key, entry.subject, entry.clause) == (made.pk, world.subject.pk, "7.1")


def test_each_claim_says_why_it_does_not_count(world: World) -> None:
    UsedAward.objects.create(
        organisation=world.counties[OWN], used_in=2016, indicator="7.1", kind="表彰奖励",
        level="国家级", award="全国先进", year=2016, number="国科〔2016〕1号",
    )  # fmt: skip
    made = {
        "counts": claimed(world),
        "lower": claimed(world, level="市委市政府", award="全市先进", number="岳〔2017〕1号"),
        "used": claimed(world, level="国家级", work="别的", award="全国先进", year=2016, number="国科〔2016〕1号"),
        "old": claimed(world, work="旧事", award="旧奖", year=2015, number="湘〔2015〕1号"),
    }  # fmt: skip
    lines = judged(world.assessment, [world.subject])
    assert {name: lines[one.pk].reason for name, one in made.items()} == {
        "counts": "表彰奖励省部级5分",
        "lower": "同一工作“科普信息化”已按最高奖项（全省科普先进集体）计分",
        "used": "该奖项已在以前年度使用过，只能使用一次",
        "old": "获奖年度2015年不在可用范围（2016至2017年）",
    }
    page = world.client("county").get(address(world))
    assert [(one.title, one.score) for one in page.context["sums"]] == [
        ("7.1 表彰奖励、竞赛获奖、小院士班次、专利", 5),
        ("7.2 特色工作和创新经验推广", 0),
    ]


def test_before_saving_the_form_says_what_it_would_come_to(world: World) -> None:
    client = world.client("county")
    told = client.post(address(world, "judge/"), FORM).content.decode()
    assert "照此保存，计5分：表彰奖励省部级5分。" in told
    assert (
        client.post(address(world, "judge/"), FORM | {"award": ""}).content.decode().strip() == ""
    )
    made = claimed(world)
    asked = f"judge/?claim={made.pk}"
    told = client.post(
        address(world, asked), FORM | {"tariff": "7.1|表彰奖励|国家级"}
    ).content.decode()
    assert "照此保存，计10分：表彰奖励国家级10分。" in told
    assert Claim.objects.get().level == "省部级"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"tariff": "7.1|表彰奖励|世界级"}, "tariff"),
        ({"year": "2018"}, "year"),
        ({"year": "17"}, "year"),
        ({"on": "2018-01-01"}, "on"),
        ({"persons": "3"}, "persons"),
        ({"tariff": "7.1|专利|", "persons": "3", "names": "张三、李四"}, "names"),
        ({"award": ""}, "award"),
    ],
)
def test_what_cannot_be_is_told_in_its_place(
    world: World, wrong: dict[str, str], field: str
) -> None:
    answer = world.client("county").post(address(world, "add/"), FORM | wrong)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert answer.context["form"]["number"].value() == FORM["number"]
    assert not Claim.objects.exists()


def test_persons_are_counted_where_the_method_counts_them(world: World) -> None:
    patent = FORM | {"tariff": "7.1|专利|", "persons": "2", "names": "张三、李四", "work": ""}
    answer = world.client("county").post(address(world, "add/"), patent, follow=True)
    assert [str(one) for one in answer.context["messages"]] == [
        "已申报“全省科普先进集体”。计4分：专利2分×2人。"
    ]


def test_the_same_award_is_not_claimed_twice(world: World) -> None:
    first = claimed(world)
    with pytest.raises(Closed, match="已经申报过"):
        claimed(world, "colleague")
    other = claimed(world, award="另一奖", number="湘科协〔2017〕10号")
    with pytest.raises(Closed, match="已经申报过"):
        change_claim(world.viewers["county"], other, version=1, values=PRIZE)
    withdraw_claim(world.viewers["county"], first, version=1, reason="重报")
    assert claimed(world).pk != first.pk


def test_owner_colleague_and_stranger(world: World) -> None:
    made = claimed(world)
    change_claim(world.viewers["colleague"], made, version=1, values=PRIZE | {"work": "信息化"})
    stranger = world.viewers["other_county"]
    for forbidden in (
        lambda: claim_of(stranger, made.pk),
        lambda: change_claim(stranger, made, version=2, values=PRIZE),
        lambda: withdraw_claim(stranger, made, version=2, reason="不对"),
        lambda: add_claim(stranger, world.subject, values=PRIZE),
        lambda: claimed(world, level="世界级"),
    ):
        with pytest.raises(NotThere):
            forbidden()
    for who in ("leader", "office", "auditor", "reviewer"):
        with pytest.raises(NotThere):
            own_claim(world.viewers[who], made.pk)
        with pytest.raises(NotThere):
            claimed(world, who, number="另一号")
    client = world.client("other_county")
    for url in (f"/claims/{made.pk}/", address(world), address(world, "add/")):
        assert client.get(url).status_code == 404


def test_only_the_office_sees_that_another_unit_claims_the_same(world: World) -> None:
    own = claimed(world)
    lone = claimed(world, work="别的", award="独有", number="独〔2017〕1号")
    alone = world.client("county").get(f"/claims/{own.pk}/").content
    claimed(world, "other_county", OTHER, number="湘科协〔2017〕 9号")
    office, auditor = world.viewers["office"], world.viewers["auditor"]
    for viewer in (office, auditor):
        assert claim_shown(viewer, own).elsewhere == (f"{OTHER}（2017年度，7.1）",)
        assert claim_shown(viewer, lone).elsewhere == ()
    reviewer = world.viewers["reviewer"]  # reads both, and still is not the office
    Assignment.objects.create(subject=world.subject, person=reviewer.person, by=office.person)
    for viewer in (world.viewers["county"], reviewer):
        assert claim_shown(viewer, own).elsewhere == ()
    again = world.client("county").get(f"/claims/{own.pk}/").content
    assert OTHER not in again.decode()
    assert len(again) == len(alone)
    listed = world.client("office").get(f"/assessments/{world.assessment.pk}/claims/")
    assert listed.content.decode().count("同一奖项还有") == 2


def test_the_second_to_save_sees_both(world: World) -> None:
    made = claimed(world)
    change_claim(world.viewers["county"], made, version=1, values=PRIZE | {"level": "国家级"})
    with pytest.raises(Changed) as changed:
        change_claim(world.viewers["colleague"], made, version=1, values=PRIZE | {"persons": 2})
    told = {one.field: (one.yours, one.theirs) for one in changed.value.clashes}
    assert told == {"level": ("省部级", "国家级"), "persons": (2, 1)}
    url = f"/claims/{made.pk}/change/"
    answer = world.client("colleague").post(url, FORM | {"version": "1"})
    assert answer.status_code == 422
    assert answer.context["form"]["version"].value() == "2"
    saved = world.client("colleague").post(url, FORM | {"version": "2"})
    assert saved.status_code == 302
    made.refresh_from_db()
    assert (made.level, made.version) == ("省部级", 3)


def test_a_withdrawn_claim_counts_no_more_and_stays(world: World) -> None:
    made = claimed(world)
    client = world.client("county")
    client.post(f"/claims/{made.pk}/withdraw/", {"reason": "文号写错", "version": 1})
    assert judged(world.assessment, [world.subject]) == {}
    assert "文号写错" in client.get(f"/claims/{made.pk}/").content.decode()
    assert world.client("office").get(f"/claims/{made.pk}/").status_code == 404
    told = json.loads(Entry.objects.get(deed="claim-withdrawn").words)
    assert (told["reason"], told["before"]["award"]) == ("文号写错", "全省科普先进集体")


@pytest.mark.parametrize("standing", [Standing.SUBMITTED, Standing.SIGNED])
def test_what_was_handed_in_does_not_change(world: World, standing: str) -> None:
    made = claimed(world)
    Subject.objects.filter(pk=world.subject.pk).update(standing=standing)
    county = world.viewers["county"]
    for deed in (
        lambda: claimed(world, number="另一号"),
        lambda: change_claim(county, made, version=1, values=PRIZE | {"level": "国家级"}),
        lambda: withdraw_claim(county, made, version=1, reason="重复"),
    ):
        with pytest.raises(Closed):
            deed()
    made.refresh_from_db()
    assert (made.version, made.level, made.withdrawn_at) == (1, "省部级", None)
    assert Subject.objects.get(pk=world.subject.pk).revision == 1


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_as_often_for_three_as_for_one(
    world: World, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        claimed(world, award=f"奖{number}", number=f"号{number}")
    county, office = world.client("county"), world.client("office")
    with django_assert_num_queries(10):
        assert len(county.get(address(world)).context["lines"]) == count
    with django_assert_num_queries(13):
        found = office.get(f"/assessments/{world.assessment.pk}/claims/")
    assert len(found.context["lines"]) == count


def test_each_goes_to_the_claims_that_are_his(world: World) -> None:
    goes = {
        who: world.client(who).get("/claims/").headers.get("Location")
        for who in ("county", "leader", "office", "auditor", "reviewer", "other_office")
    }
    own = f"/subjects/{world.subject.pk}/claims/"
    whole = f"/assessments/{world.assessment.pk}/claims/"
    assigned = f"/subjects/{world.subjects[OTHER].pk}/claims/"
    assert goes == {
        "county": own, "leader": own, "office": whole, "auditor": whole,
        "reviewer": assigned, "other_office": None,
    }  # fmt: skip
