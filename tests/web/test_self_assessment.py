"""A self-assessment's pages: who sees and fills in what, what a save answers, and that nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from jiheng.web.actions.answers import Field, save_answer
from jiheng.web.clock import moved_to
from jiheng.web.models import Answer, Claim, Entry, PastAnswer, PastResult, Record
from jiheng.web.queries.self_assessment import report_of, sections_of
from jiheng.web.queries.self_assessment_overview import lacks_shown
from tests.web.world import NOW, OWN, World, fill, issued, make_world


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with moved_to(NOW):
        yield make_world()


def section(world: World, which: str = "1") -> str:
    return f"/subjects/{world.subject.pk}/sections/{which}/"


def text_of(response: Any) -> str:
    return unescape(response.content.decode())


def sent(world: World, client: Client, **changes: str) -> Any:
    """One field as the script sends it."""
    fields = {"of": "fact", "about": "reports-heard", "text": "3", "version": "0", "section": "1"}
    return client.post(f"/subjects/{world.subject.pk}/answers/", fields | changes)


def form_of(world: World, client: Client, which: str = "1") -> dict[str, str]:
    """The section's form as a browser without script would send it back unchanged."""
    shown = client.get(section(world, which)).context["shown"]
    form: dict[str, str] = {}
    for one in shown.asked.fields:
        form |= {one.name: one.text, f"version:{one.name}": str(one.version)}
        form |= {f"was:{one.name}": one.text, f"reason:{one.name}": one.reason}
        form |= {f"was-reason:{one.name}": one.reason}
    return form


# --- who sees it --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("county", 200), ("colleague", 200), ("leader", 200), ("office", 200), ("auditor", 200),
        ("other_county", 404), ("other_leader", 404), ("other_office", 404), ("reviewer", 404),
        ("body", 404), ("administrator", 404),
    ],
)  # fmt: skip
def test_who_sees_a_report(world: World, who: str, status: int) -> None:
    client = world.client(who)
    places = [f"/subjects/{world.subject.pk}/", section(world)]
    assert [client.get(place).status_code for place in places] == [status, status]


def test_only_its_own_clerks_get_a_form(world: World) -> None:
    forms = {
        who: 'id="section-form"' in text_of(world.client(who).get(section(world)))
        for who in ("county", "colleague", "leader", "office", "auditor")
    }
    assert forms == {
        "county": True, "colleague": True, "leader": False, "office": False, "auditor": False,
    }  # fmt: skip


def test_every_section_opens_for_clerk_and_office(world: World) -> None:
    fill(world)
    report = report_of(world.subject)
    for who in ("county", "office"):
        client = world.client(who)
        for one in sections_of(report.method):
            assert client.get(section(world, one.id)).status_code == 200
    assert client.get(section(world, "no-such-section")).status_code == 404


def test_another_method_opens_too(db: None) -> None:
    """Targets, percentages and other kinds of clause; no scores claimed by the county itself."""
    with moved_to(NOW):
        procedure = issued("lianyungang-2018").scheme.procedure
        stage = next(one.id for one in procedure if one.does == "self-assessment")
        world = make_world("lianyungang-2018", opened=stage)
        subject = world.viewers["county"].organisation.subjects.get()
        client = world.client("county")
        report = report_of(subject)
        places = [
            f"/subjects/{subject.pk}/sections/{one.id}/" for one in sections_of(report.method)
        ]
        places += [
            f"/subjects/{subject.pk}/{one}" for one in ("", "submission/", "table/", "fill-in/")
        ]
        assert [client.get(place).status_code for place in places] == [200] * len(places)
        page = text_of(client.get(places[2]))
    assert "指标值：不少于10项；整数" in page
    assert "这一条由评委按填报内容和材料打分" in page
    assert "自评得分" not in page


def test_every_asked_fact_has_exactly_one_field(world: World) -> None:
    report = report_of(world.subject)
    fields = [
        field.about
        for one in sections_of(report.method)
        for field in (*report.loose(one), *(f for c in report.clauses(one) for f in c.fields))
    ]
    asked = [name for name, fact in report.scheme.facts.items() if fact.is_asked]
    own = [name for name in asked if report.scheme.facts[name].from_ == "subject"]
    assert sorted(fields) == sorted(own)


# --- a save as one types ------------------------------------------------------------------------------


def test_a_save_answers_with_what_depends_on_it(world: World) -> None:
    told = text_of(sent(world, world.client("county")))
    assert 'id="told-fact-reports-heard" data-version="1"' in told
    assert "得 1 分" in told
    assert 'id="score-1.1"' in told
    assert 'id="score-1.2"' not in told
    assert 'id="section-sum"' in told


def test_a_save_takes_few_statements(world: World, django_assert_num_queries: Any) -> None:
    client = world.client("county")
    sent(world, client)
    with django_assert_num_queries(20):
        sent(world, client, text="4", version="1")


def test_the_second_of_two_is_shown_both_and_chooses(world: World) -> None:
    sent(world, world.client("county"))
    colleague = world.client("colleague")
    refused = sent(world, colleague, text="5")
    told = text_of(refused)
    assert refused.status_code == 409
    assert f"{world.viewers['county'].person.name}填的：<b>3</b>" in told
    assert "您填的：<b data-mine-text>5</b>" in told
    assert 'data-version="1"' in told
    chosen = sent(world, colleague, text="5", version="1")
    assert (chosen.status_code, Answer.objects.get().text) == (200, "5")


def test_a_save_that_was_answered_into_the_void_may_be_sent_again(world: World) -> None:
    client = world.client("county")
    answers = [sent(world, client).status_code for _ in range(3)]
    world.subject.refresh_from_db()
    assert (answers, Entry.objects.count(), world.subject.revision) == ([200] * 3, 1, 1)


def test_after_the_deadline_the_text_comes_back_with_the_words(world: World) -> None:
    client = world.client("county")
    client.get(section(world))
    with moved_to(NOW + timedelta(days=20)):
        refused = sent(world, client, text="17")
        told = text_of(refused)
        page = text_of(client.get(section(world)))
    assert refused.status_code == 409
    assert "自评已经截止" in told
    assert "您填的“17”还在" in told
    assert 'id="section-form"' not in page
    assert "自评已经截止" in page
    assert Answer.objects.count() == 0


def test_what_cannot_be_read_is_told_at_the_field(world: World) -> None:
    told = text_of(sent(world, world.client("county"), text="好几次"))
    assert "请填准确的数" in told
    assert "已保存" in told


def test_not_applicable_is_no_way_around_a_score(world: World) -> None:
    client = world.client("county")
    refused = text_of(sent(world, client, text="不适用"))
    assert "本办法没有规定这一项可以不适用" in refused
    sent(world, client, about="firms", text="不适用", section="3")
    states = dict(Answer.objects.values_list("about", "state"))
    assert states == {"reports-heard": "missing", "firms": "not-applicable"}


@pytest.mark.parametrize("who", ["leader", "office", "other_county", "auditor"])
def test_nobody_else_saves(world: World, who: str) -> None:
    assert sent(world, world.client(who)).status_code == 404
    assert Answer.objects.count() == 0


# --- without script -----------------------------------------------------------------------------------


def test_a_form_saves_only_what_its_sender_changed(world: World) -> None:
    county, colleague = world.client("county"), world.client("colleague")
    form = form_of(world, county)
    sent(world, colleague, text="8")
    form["fact:secretary-in-charge"] = "是"
    answer = county.post(section(world), form | {"then": "next"})
    assert (answer.status_code, answer["Location"]) == (302, section(world, "2"))
    assert dict(Answer.objects.values_list("about", "text")) == {
        "reports-heard": "8",
        "secretary-in-charge": "是",
    }


def test_a_form_that_meets_another_loses_nothing(world: World) -> None:
    county = world.client("county")
    form = form_of(world, county)
    sent(world, world.client("colleague"), text="8")
    form |= {"fact:reports-heard": "9", "fact:secretary-in-charge": "是"}
    refused = county.post(section(world), form)
    shown = refused.context["shown"]
    assert refused.status_code == 409
    assert dict(Answer.objects.values_list("about", "text")) == {"reports-heard": "8"}
    typed = {one.about: (one.now_text, one.clash) for one in shown.unsaved}
    assert typed == {"reports-heard": ("9", True), "secretary-in-charge": ("是", False)}
    again = {
        name: value
        for one in shown.asked.fields
        for name, value in {
            one.name: one.now_text,
            f"version:{one.name}": str(one.version),
            f"was:{one.name}": one.text,
        }.items()
    }
    assert county.post(section(world), again).status_code == 302
    assert dict(Answer.objects.values_list("about", "text")) == {
        "reports-heard": "9",
        "secretary-in-charge": "是",
    }


def test_a_form_begun_before_the_deadline_keeps_its_text(world: World) -> None:
    county = world.client("county")
    form = form_of(world, county) | {"fact:reports-heard": "9"}
    with moved_to(NOW + timedelta(days=20)):
        refused = county.post(section(world), form)
    told = text_of(refused)
    assert refused.status_code == 409
    assert "党委常委会或政府常务会听取科协汇报：9" in told
    assert Answer.objects.count() == 0


def test_a_reason_is_saved_with_its_field(world: World) -> None:
    county = world.client("county")
    form = form_of(world, county) | {"reason:fact:residents": "统计局12月才公布"}
    county.post(section(world), form)
    (kept,) = Answer.objects.all()
    assert (kept.about, kept.text, kept.reason) == ("residents", "", "统计局12月才公布")
    report = report_of(world.subject)
    assert "residents" not in {one.lack.about for one in lacks_shown(report)}


# --- beside the fields --------------------------------------------------------------------------------


def test_last_year_stands_beside(world: World) -> None:
    when = {"organisation": world.subject.organisation, "year": 2016}
    PastAnswer.objects.create(**when, fact="reports-heard", text="2")
    PastResult.objects.create(**when, indicator="1.1", score="0.5")
    PastResult.objects.create(
        organisation=world.subjects["华容县"].organisation, year=2016, indicator="1.2", score="0.7"
    )
    told = text_of(world.client("county").get(section(world)))
    assert "上年：党委常委会或政府常务会听取科协汇报 <b>2次</b>；得 <b>0.5</b> 分" in told
    assert "0.7" not in told


def records(world: World, count: int) -> None:
    for at in range(count):
        values = {"name": f"会议{at}", "sort": "党委常委会或政府常务会听取科协汇报"}
        Record.objects.create(
            organisation=world.subject.organisation,
            year=2017,
            kind="meeting",
            on=date(2017, 3, at + 1),
            title=f"会议{at}",
            values=json.dumps(values),
            by=world.viewers["county"].person,
        )


def test_records_count_where_nothing_was_typed(world: World) -> None:
    records(world, 3)
    client = world.client("county")
    assert "台账：3次，没有另填，按台账计" in text_of(client.get(section(world)))
    told = text_of(sent(world, client, text="5"))
    assert "台账：3次，填报比台账多2次，请补记台账或更正" in told
    assert "与台账一致" in text_of(sent(world, client, text="3", version="1"))


def test_a_part_is_no_more_than_its_whole(world: World) -> None:
    fill(world, but=("towns", "towns-with"))
    client = world.client("county")
    sent(world, client, about="towns", text="20", section="3")
    told = text_of(sent(world, client, about="towns-with", text="22", section="3"))
    words = "已建立科协的乡镇22个，多于乡镇总数20个，请核对"
    assert words in told
    assert words in text_of(client.get(f"/subjects/{world.subject.pk}/"))
    assert words not in text_of(
        sent(world, client, about="towns-with", text="20", version="1", section="3")
    )


def test_awards_stand_at_their_clause(world: World) -> None:
    made = Claim.objects.create(
        subject=world.subject,
        indicator="7.1",
        kind="表彰奖励",
        level="国家级",
        award="全国先进",
        year=2017,
        by=world.viewers["county"].person,
    )
    page = text_of(world.client("county").get(section(world, "bonus")))
    assert f'<a href="/claims/{made.pk}/">全国先进</a>' in page
    assert "申报一项" in page
    assert "申报一项" not in text_of(world.client("office").get(section(world, "bonus")))


def test_what_is_lacking_leads_to_its_field(world: World) -> None:
    fill(world, but=("press-items",))
    page = text_of(world.client("county").get(f"/subjects/{world.subject.pk}/"))
    place = f"{section(world, '4')}#field-fact-press-items"
    assert f'href="{place}"' in page
    assert 'id="field-fact-press-items"' in text_of(world.client("county").get(section(world, "4")))
    assert "还差 2 处" in page  # it and the paper of the year


# --- what others do meanwhile -------------------------------------------------------------------------


def test_news_tells_what_others_changed(world: World) -> None:
    county = world.client("county")
    news = f"{section(world)}news/"
    assert county.get(news, {"since": "0"}).status_code == 204
    viewer = world.viewers["colleague"]
    save_answer(viewer, world.subject, Field("fact", "reports-heard", "4", 0))
    save_answer(viewer, world.subject, Field("fact", "trainings", "2", 0))
    told = county.get(news, {"since": "0"}).json()
    assert told == {
        "revision": 2,
        "here": [viewer.person.name],
        "fields": [
            {"id": "fact-reports-heard", "version": 1, "text": "4", "reason": "",
             "by": viewer.person.name, "at": "10:00"},
        ],
    }  # fmt: skip
    with moved_to(NOW + timedelta(minutes=5)):
        assert county.get(news, {"since": "1"}).json()["here"] == []
    assert world.client("leader").get(news).status_code == 404


def test_typed_text_is_only_text(world: World) -> None:
    payload = '"><script>alert(1)</script>'
    client = world.client("county")
    sent(world, client, of="note", about="1.1", text=payload)
    sent(world, client, text=payload)
    for page in (section(world), f"/subjects/{world.subject.pk}/submission/"):
        assert "<script>alert" not in client.get(page).content.decode()
    assert OWN in text_of(client.get(section(world)))
