"""The year's records: written down once, counted by every clause that wants them, fixed with the report."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from jiheng.web.access.records import own_record, record_of
from jiheng.web.access.viewer import Closed, NotThere
from jiheng.web.actions.records import add_record, change_record, withdraw_record
from jiheng.web.actions.versions import Changed
from jiheng.web.clock import moved_to
from jiheng.web.models import Entry, Record, Subject
from jiheng.web.models.subject import Standing
from jiheng.web.queries.inputs import inputs_of
from jiheng.web.queries.records import book_of, verdicts_of
from tests.platform.databases import both_databases
from tests.web.world import NOW, OTHER, OWN, World, make_world

TRAINING = {"name": "农技协集中培训", "sort": "集中培训", "theme": "科普日", "persons": "60"}
DAY = date(2017, 9, 18)


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with moved_to(NOW):
        yield make_world()


def added(world: World, who: str = "county", **more: Any) -> Record:
    values = TRAINING | more.pop("values", {})
    return add_record(world.viewers[who], kind="activity", **{"on": DAY, "values": values} | more)


def sent(**more: str) -> dict[str, str]:
    return {"on": DAY.isoformat()} | {
        f"field-{name}": one for name, one in (TRAINING | more).items()
    }


@both_databases()
def test_one_record_counts_for_every_clause_that_wants_it(engine: str) -> None:
    with moved_to(NOW):
        world = make_world()
        made = added(world)
        verdict = verdicts_of(book_of(world.counties[OWN], 2017))[made.pk]
        facts = inputs_of(world.assessment, [world.subject]).facts[OWN]
    assert {one.title for one in verdict.counted} == {
        "科协干部、学会秘书处和农技协人员集中培训",
        "牵头或参与科普日",
    }
    assert verdict.clauses == ("3.4", "4.4")
    assert (facts["trainings"].value, facts["science-day"].value) == (1, 1)
    entry = Entry.objects.get(deed="record-added")
    assert (entry.key, entry.subject) == (made.pk, world.subject.pk)


def test_a_record_that_counts_nowhere_says_why(world: World) -> None:
    other = added(world, values={"sort": "其他活动", "theme": "无"})
    late = added(world, on=date(2016, 9, 18))
    own = verdicts_of(book_of(world.counties[OWN], 2017))
    assert own[other.pk].counted == ()
    assert (
        "科协干部、学会秘书处和农技协人员集中培训只计活动类别为集中培训的" in own[other.pk].why_not
    )
    assert own[other.pk].words == "暂不计入：没有条款计所填的这一类。"
    assert late.pk not in own
    assert late.year == 2016


def test_the_form_tells_at_once_what_becomes_of_it(world: World) -> None:
    client = world.client("county")
    url = "/records/add/?kind=activity"
    answer = client.post(url, sent() | {"then": "next"}, follow=True)
    assert answer.redirect_chain == [(url, 302)]
    said = [str(one) for one in answer.context["messages"]]
    assert said == [
        "已登记“农技协集中培训”。计入3.4 科协干部、学会秘书处和农技协人员集中培训：计1次；"
        "4.4 牵头或参与科普日：可证明“牵头或参与科普日”。"
    ]
    made = Record.objects.get()
    assert (made.title, made.year, json.loads(made.values)) == ("农技协集中培训", 2017, TRAINING)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"persons": "约60"}, "field-persons"),
        ({"persons": "2.5"}, "field-persons"),
        ({"persons": "-1"}, "field-persons"),
        ({"sort": "郊游"}, "field-sort"),
        ({"name": ""}, "field-name"),
    ],
)
def test_what_cannot_be_is_told_in_its_place(
    world: World, wrong: dict[str, str], field: str
) -> None:
    answer = world.client("county").post("/records/add/?kind=activity", sent(**wrong))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["form"]["field-theme"].value() == "科普日"  # nothing typed is lost
    assert not Record.objects.exists()


def test_no_day_that_has_not_come(world: World) -> None:
    answer = world.client("county").post(
        "/records/add/?kind=activity", sent() | {"on": "2017-11-21"}
    )
    assert list(answer.context["form"].errors) == ["on"]
    with pytest.raises(Closed):
        added(world, on=date(2017, 11, 21))


def test_the_same_thing_is_not_written_down_twice(world: World) -> None:
    added(world)
    with pytest.raises(Closed, match="已经登记过"):
        added(world, "colleague", values={"name": "农技协 集中培训"})
    added(world, on=date(2017, 9, 19))
    assert Record.objects.count() == 2


def test_a_number_is_kept_exactly(world: World) -> None:
    client = world.client("county")
    client.post("/records/add/?kind=activity", sent(persons="１，２００人"))
    assert json.loads(Record.objects.get().values)["persons"] == "1200"


def test_owner_colleague_and_stranger(world: World) -> None:
    made = added(world)
    change_record(
        world.viewers["colleague"], made, version=1, on=DAY, values=TRAINING | {"persons": "61"}
    )
    assert record_of(world.viewers["leader"], made.pk) == made
    stranger = world.viewers["other_county"]
    with pytest.raises(NotThere):
        record_of(stranger, made.pk)
    with pytest.raises(NotThere):
        change_record(stranger, made, version=2, on=DAY, values=TRAINING)
    with pytest.raises(NotThere):
        withdraw_record(stranger, made, version=2, reason="不对")
    for who in ("leader", "office", "auditor", "reviewer"):
        with pytest.raises(NotThere):
            own_record(world.viewers[who], made.pk)
        with pytest.raises(NotThere):
            added(world, who, on=date(2017, 3, 1))
    assert world.client("other_county").get(f"/records/{made.pk}/").status_code == 404


def test_who_reads_a_report_reads_its_records(world: World) -> None:
    own = added(world)
    strange = added(world, "other_county")
    seen = {
        who: {
            key
            for key in (own.pk, strange.pk)
            if world.client(who).get(f"/records/{key}/").status_code == 200
        }
        for who in ("county", "leader", "office", "auditor", "reviewer", "other_office", "body")
    }
    both = {own.pk, strange.pk}
    assert seen == {
        "county": {own.pk}, "leader": {own.pk}, "office": both, "auditor": both,
        "reviewer": {strange.pk}, "other_office": set(), "body": set(),
    }  # fmt: skip


def test_a_record_is_put_right_by_version(world: World) -> None:
    made = added(world)
    mine, theirs = TRAINING | {"persons": "61"}, TRAINING | {"persons": "62"}
    change_record(world.viewers["county"], made, version=1, on=DAY, values=mine)
    with pytest.raises(Changed) as changed:
        change_record(world.viewers["colleague"], made, version=1, on=DAY, values=theirs)
    assert [one.field for one in changed.value.clashes] == ["values"]
    made.refresh_from_db()
    assert (json.loads(made.values)["persons"], made.version) == ("61", 2)
    entry = Entry.objects.get(deed="record-changed")
    told = json.loads(entry.words)
    assert (told["before"]["values"]["参加人数"], told["after"]["values"]["参加人数"]) == (
        "60",
        "61",
    )


def test_a_withdrawn_record_counts_no_more_and_stays(world: World) -> None:
    made = added(world)
    with pytest.raises(Closed):
        withdraw_record(world.viewers["county"], made, version=1, reason="  ")
    client = world.client("county")
    client.post(f"/records/{made.pk}/withdraw/", {"reason": "与九月的重复", "version": 1})
    facts = inputs_of(world.assessment, [world.subject]).facts[OWN]
    assert "trainings" not in facts
    shown = client.get(f"/records/{made.pk}/").content.decode()
    assert "与九月的重复" in shown
    assert world.client("office").get(f"/records/{made.pk}/").status_code == 404
    assert world.client("auditor").get(f"/records/{made.pk}/").status_code == 200
    assert added(world).pk != made.pk  # now it may be written down again


@pytest.mark.parametrize("standing", [Standing.SUBMITTED, Standing.SIGNED])
def test_what_was_handed_in_does_not_change(world: World, standing: str) -> None:
    made = added(world)
    Subject.objects.filter(pk=world.subject.pk).update(standing=standing)
    before = Subject.objects.get(pk=world.subject.pk).revision
    county = world.viewers["county"]
    for deed in (
        lambda: added(world, on=date(2017, 10, 1)),
        lambda: change_record(county, made, version=1, on=DAY, values=TRAINING | {"persons": "1"}),
        lambda: change_record(county, made, version=1, on=date(2016, 1, 1), values=TRAINING),
        lambda: withdraw_record(county, made, version=1, reason="重复"),
    ):
        with pytest.raises(Closed, match="台账随之定稿"):
            deed()
    assert Subject.objects.get(pk=world.subject.pk).revision == before
    assert Record.objects.filter(withdrawn_at=None, version=1).count() == 1
    added(world, on=date(2016, 10, 1))  # another year's book is another book


def test_records_are_kept_before_the_stage_opens_but_not_after_it_closed(world: World) -> None:
    stage = world.stage("self-assessment")
    stage.opened_at = None
    stage.opens = NOW.replace(month=12)
    stage.closes = None
    stage.save()
    added(world)
    stage.closed_at, stage.opened_at = NOW, NOW
    stage.save()
    with pytest.raises(Closed, match="自评已经截止"):
        added(world, on=date(2017, 10, 1))


def test_each_change_counts_in_the_report(world: World) -> None:
    made = added(world)
    revisions = [Subject.objects.get(pk=world.subject.pk).revision]
    change_record(world.viewers["county"], made, version=1, on=DAY, values=TRAINING)  # the same
    revisions.append(Subject.objects.get(pk=world.subject.pk).revision)
    withdraw_record(world.viewers["county"], made, version=1, reason="重复")
    revisions.append(Subject.objects.get(pk=world.subject.pk).revision)
    assert revisions == [1, 1, 2]
    assert world.subjects[OTHER].revision == 0


def test_without_an_assessment_the_issued_method_says_which_kinds_there_are(world: World) -> None:
    Entry.objects.all().delete()
    world.subject.delete()
    world.assessment.pins.all().delete()
    page = world.client("county").get("/records/").content.decode()
    assert "本年度考核还没有开始" in page
    made = added(world)
    assert "考核开始后计数" in world.client("county").get("/records/").content.decode()
    assert made.year == 2017


def test_the_list_filters_and_sorts(world: World) -> None:
    first = added(world)
    other = added(
        world, on=date(2017, 3, 1), values={"name": "郊游", "sort": "其他活动", "theme": "无"}
    )
    county = world.viewers["county"]
    meeting = add_record(
        county, kind="meeting", on=date(2017, 4, 1), values={"name": "汇报", "sort": "其他会议"}
    )
    client = world.client("county")

    def keys(query: str) -> list[str]:
        return [one.record.pk for one in client.get(f"/records/{query}").context["lines"]]

    assert keys("") == [first.pk, meeting.pk, other.pk]
    assert keys("?sort=on") == [other.pk, meeting.pk, first.pk]
    assert keys("?kind=meeting") == [meeting.pk]
    assert keys("?counted=yes") == [first.pk]
    assert keys("?counted=no&sort=on") == [other.pk, meeting.pk]
    assert keys("?q=郊游") == [other.pk]
    assert keys("?year=2016") == []
    assert keys("?year=x&kind=x") == []
    assert keys("?state=withdrawn") == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(
    world: World, count: int, django_assert_num_queries: Any
) -> None:
    for month in range(count):
        added(world, on=date(2017, month + 1, 1))
    client = world.client("county")
    with django_assert_num_queries(11):
        assert len(client.get("/records/").context["lines"]) == count


def test_the_list_is_taken_away(world: World) -> None:
    added(world)
    for who, base in (
        ("county", "/records/"),
        ("office", f"/subjects/{world.subject.pk}/records/"),
    ):
        client = world.client(who)
        assert client.get(base).status_code == 200
        for kind, first in (("docx", b"PK"), ("xlsx", b"PK")):
            answer = client.get(f"{base}download/?as={kind}")
            assert (answer.status_code, answer.content[:2]) == (200, first)
            assert kind in answer["Content-Disposition"]


PASTED = (
    "序号\t日期\t活动名称\t活动类别\t所属主题\t参加人数（人）\n"
    "1\t2017年9月18日\t农技协集中培训\t集中培训\t科普日\t60\n"
    "2\t2017/3/1\t联基层\t联基层活动\t无\t1,200\n"
    "3\t2017-04-01\t郊游\t郊游\t无\t约60\n"
)


def test_many_are_written_down_from_a_table_after_a_preview(world: World) -> None:
    added(world)
    client = world.client("county")
    page = client.post("/records/read/?kind=activity", {"pasted": PASTED})
    told = [(one.title, one.on, there) for one, there in page.context["lines"]]
    assert told == [("农技协集中培训", DAY, True), ("联基层", date(2017, 3, 1), False)]
    places = [one.partition("：")[0] for one in page.context["problems"]]
    assert places == ["第4行，活动类别", "第4行，参加人数（人）"]
    assert Record.objects.count() == 1
    sealed = {"sealed": page.context["sealed"]}
    for _ in range(2):  # sent twice: the second finds nothing to do
        assert client.post("/records/read/apply/", sealed).status_code == 302
    made = Record.objects.exclude(title="农技协集中培训").get()
    assert json.loads(made.values) == {
        "name": "联基层", "sort": "联基层活动", "theme": "无", "persons": "1200",
    }  # fmt: skip
    assert Record.objects.count() == 2
    assert world.client("colleague").post("/records/read/apply/", sealed).status_code == 409
    assert client.post("/records/read/apply/", {"sealed": "x"}).status_code == 409


@pytest.mark.row("IM-07")
def test_a_table_is_written_down_as_a_whole_or_not_at_all(world: World) -> None:
    client = world.client("county")
    page = client.post("/records/read/?kind=activity", {"pasted": PASTED})
    Subject.objects.filter(pk=world.subject.pk).update(standing=Standing.SIGNED)
    sealed = {"sealed": page.context["sealed"]}
    assert client.post("/records/read/apply/", sealed).status_code == 409
    assert not Record.objects.exists()
    nothing = client.post("/records/read/?kind=activity", {"pasted": "甲\t乙\n1\t2"})
    assert nothing.context["problems"][0].startswith("没有认出表头")
