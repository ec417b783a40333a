"""Facts that the office holds: entered once for all, seen by each its own, objected to and answered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from jiheng.web.access.objections import objection_of
from jiheng.web.access.viewer import Closed, NotThere
from jiheng.web.actions.answers import Clashed, Field, save_answer
from jiheng.web.actions.objections import Ruling, answer_objection, object_to
from jiheng.web.actions.office_facts import enter_office_facts
from jiheng.web.actions.versions import Changed
from jiheng.web.clock import moved_to
from jiheng.web.models import Answer, Entry, Message, Objection, Subject
from jiheng.web.models.subject import Standing
from jiheng.web.queries.inputs import inputs_of
from jiheng.web.queries.office_facts import Entered
from tests.platform.databases import both_databases
from tests.web.world import NOW, OTHER, OWN, World, make_world

FACT, SOURCE = "violations", "市纪委监委11月18日函"


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with moved_to(NOW):
        yield make_world()


def entered(world: World, text: str = "1", *, who: str = "office", **more: Any) -> int:
    told = {"fact": FACT, "version": 0, "source": SOURCE, "name": OWN} | more
    subject = world.subjects[told.pop("name")]
    return enter_office_facts(
        world.viewers[who], world.assessment, [Entered(subject=subject, text=text, **told)]
    )


def table(world: World) -> str:
    return f"/assessments/{world.assessment.pk}/office-facts/"


def sent(world: World, who: str = "office", **texts: str) -> dict[str, str]:
    """The whole table as a browser sends it, with these cells (by the subject's name) changed."""
    context = world.client(who).get(table(world)).context
    cells = context["table"].cells.values()
    form = {f"read:{cell.name}": cell.read for cell in cells}
    form |= {cell.name: texts.get(cell.subject.name, cell.text) for cell in cells}
    return form | {f"source:{FACT}": texts.get("source", SOURCE)}


def stored(world: World, name: str = OWN) -> Answer:
    return Answer.objects.get(subject=world.subjects[name], of="fact", about=FACT)


@both_databases()
def test_one_table_fills_all_subjects_at_once(engine: str) -> None:
    with moved_to(NOW):
        world = make_world()
        form = sent(world, **{OWN: "0", OTHER: "2"})
        answer = world.client("office").post(table(world), form)
        facts = inputs_of(world.assessment).facts
    assert answer.status_code == 302
    assert [facts[name][FACT].value for name in (OWN, OTHER)] == [0, 2]
    assert (stored(world).reason, stored(world).by) == (SOURCE, world.viewers["office"].person)
    entries = Entry.objects.filter(deed="office-fact-entered")
    assert {(one.subject, one.clause) for one in entries} == {
        (world.subjects[name].pk, FACT) for name in (OWN, OTHER)
    }
    revisions = Subject.objects.values_list("name", "revision")
    assert {name for name, revision in revisions if revision} == {OWN, OTHER}


def test_what_cannot_be_read_is_told_in_its_cell_and_nothing_is_lost(world: World) -> None:
    form = sent(world, **{OWN: "没有吧", OTHER: "2"})
    answer = world.client("office").post(table(world), form)
    cells = {cell.subject.name: cell for cell in answer.context["table"].cells.values()}
    assert answer.status_code == 422
    assert (cells[OWN].now_text, bool(cells[OWN].problem)) == ("没有吧", True)
    assert (cells[OTHER].now_text, cells[OTHER].problem) == ("2", "")
    assert not Answer.objects.exists()


def test_every_value_names_its_source(world: World) -> None:
    answer = world.client("office").post(table(world), sent(world, **{OWN: "0", "source": ""}))
    assert answer.status_code == 422
    assert answer.context["table"].columns[0].problem == "请写明来源，例如哪个部门哪天的函"
    with pytest.raises(Closed, match="请写明来源"):
        entered(world, source=" ")
    assert not Answer.objects.exists()


def test_another_source_for_one_more_value_leaves_the_others_theirs(world: World) -> None:
    client = world.client("office")
    client.post(table(world), sent(world, **{OWN: "0"}))
    client.post(table(world), sent(world, **{OTHER: "1", "source": "第二函"}))
    assert (stored(world).reason, stored(world, OTHER).reason) == (SOURCE, "第二函")
    client.post(table(world), sent(world, source="两函合并"))
    assert (stored(world).reason, stored(world, OTHER).reason) == ("两函合并", "两函合并")


def test_a_cell_left_alone_is_left_alone(world: World) -> None:
    before = sent(world, **{OTHER: "3"})
    entered(world, "1")
    answer = world.client("office").post(table(world), before)
    assert answer.status_code == 302
    assert (stored(world).text, stored(world, OTHER).text) == ("1", "3")


def test_the_second_sees_what_the_first_wrote_and_nothing_is_written(world: World) -> None:
    before = sent(world, **{OWN: "2", OTHER: "3"})
    entered(world, "1")
    with pytest.raises(Clashed):
        entered(world, "2")
    client = world.client("office")
    answer = client.post(table(world), before)
    cells = {cell.subject.name: cell for cell in answer.context["table"].cells.values()}
    assert answer.status_code == 422
    assert (cells[OWN].text, cells[OWN].now_text) == ("1", "2")
    assert "已改为“1”" in cells[OWN].problem
    assert not Answer.objects.filter(subject=world.subjects[OTHER]).exists()
    again = {cell.name: cell.now_text for cell in cells.values()}
    again |= {f"read:{cell.name}": cell.read for cell in cells.values()}
    client.post(table(world), again | {f"source:{FACT}": SOURCE})
    assert (stored(world).text, stored(world, OTHER).text) == ("2", "3")


def test_only_the_office_of_the_assessment_enters(world: World) -> None:
    for who in ("county", "leader", "reviewer", "auditor", "administrator", "other_office", "body"):
        with pytest.raises(NotThere):
            entered(world, who=who)
        assert world.client(who).post(table(world), {}).status_code == 404
    with pytest.raises(NotThere):
        entered(world, fact="towns")  # a county's own fact is not the office's to write
    with pytest.raises(NotThere):
        save_answer(world.viewers["county"], world.subject, Field("fact", FACT, "0", 0))


def test_office_facts_are_entered_after_the_report_is_signed_but_not_after_settlement(
    world: World,
) -> None:
    Subject.objects.filter(pk=world.subject.pk).update(standing=Standing.SIGNED)
    assert entered(world) == 1
    stage = world.stage("recheck")
    stage.opened_at, stage.closed_at = NOW, NOW
    stage.save()
    with pytest.raises(Closed, match="随之定稿"):
        entered(world, "2", version=1)
    with pytest.raises(Closed, match="随之定稿"):
        object_to(world.viewers["county"], world.subject, fact=FACT, words="不对")
    assert world.client("office").post(table(world), sent(world, **{OWN: "3"})).status_code == 409


def test_a_county_sees_its_own_value_and_no_other(world: World) -> None:
    entered(world, "1")
    client = world.client("county")
    address = f"/subjects/{world.subject.pk}/office-facts/"
    before = client.get(address).content
    assert SOURCE in before.decode()
    entered(world, "77", name=OTHER, source="别的函")
    assert len(client.get(address).content) == len(before)
    assert client.get(f"/subjects/{world.subjects[OTHER].pk}/office-facts/").status_code == 404
    assert client.get(table(world)).status_code == 404


def objected(world: World, words: str = "那件事不在本年度") -> Objection:
    entered(world)
    return object_to(world.viewers["county"], world.subject, fact=FACT, words=words)


@both_databases()
def test_an_objection_upheld_changes_the_value_and_both_are_told(engine: str) -> None:
    with moved_to(NOW):
        world = make_world()
        made = objected(world)
        ruling = Ruling(upheld=True, words="核对属实", text="0", version=1)
        answer_objection(world.viewers["office"], made, ruling)
    assert (stored(world).text, stored(world).version) == ("0", 2)
    assert stored(world).reason == f"采纳{OWN}的异议：核对属实"
    told = {(one.to.pk, one.title) for one in Message.objects.all()}
    viewers = world.viewers
    answered = "异议已答复：采纳（违纪违规违法事件）"
    assert told == {
        (viewers["office"].appointment.pk, f"{OWN}对“违纪违规违法事件”提出异议"),
        *((viewers[who].appointment.pk, answered) for who in ("county", "colleague", "leader")),
    }
    deeds = [one.deed for one in Entry.objects.order_by("number")]
    assert deeds == [
        "office-fact-entered", "objected", "office-fact-entered", "objection-answered",
    ]  # fmt: skip
    words = json.loads(Entry.objects.get(deed="objection-answered").words)
    assert (words["before"], words["after"], words["reason"]) == ("1", "0", "核对属实")


def test_an_objection_refused_changes_nothing(world: World) -> None:
    made = objected(world)
    client = world.client("office")
    address = f"/objections/{made.pk}/"
    form = {"upheld": "no", "words": "已经核实", "text": "", "version": "1"}
    assert client.post(address, form).status_code == 302
    made.refresh_from_db()
    assert (stored(world).text, made.upheld, made.answer) == ("1", False, "已经核实")
    assert client.post(address, form).status_code == 422  # answered once
    assert "已经核实" in world.client("county").get(address).content.decode()
    again = object_to(world.viewers["colleague"], world.subject, fact=FACT, words="仍不对")
    assert again.pk != made.pk


def test_upholding_needs_another_value_and_undoes_itself_without(world: World) -> None:
    made = objected(world)
    for text in ("1", "没有吧"):
        ruling = Ruling(upheld=True, words="属实", text=text, version=1)
        with pytest.raises(Closed):
            answer_objection(world.viewers["office"], made, ruling)
    made.refresh_from_db()
    assert (made.answered_at, stored(world).version) == (None, 1)
    entered(world, "2", version=1)
    with pytest.raises(Changed):
        answer_objection(world.viewers["office"], made, Ruling(True, "属实", "0", 1))
    made.refresh_from_db()
    assert (made.answered_at, stored(world).text) == (None, "2")


def test_one_open_objection_a_fact(world: World) -> None:
    objected(world)
    with pytest.raises(Closed, match="还没有答复"):
        object_to(world.viewers["colleague"], world.subject, fact=FACT, words="不对")
    Objection.objects.all().delete()
    with pytest.raises(Closed, match="理由"):
        object_to(world.viewers["county"], world.subject, fact=FACT, words="  ")


def test_there_must_be_something_to_object_to(world: World) -> None:
    with pytest.raises(Closed, match="还没有填数"):
        object_to(world.viewers["county"], world.subject, fact=FACT, words="不对")
    with pytest.raises(NotThere):
        object_to(world.viewers["county"], world.subject, fact="towns", words="不对")


def test_owner_colleague_and_stranger(world: World) -> None:
    made = objected(world)
    for who in ("county", "colleague", "leader", "office", "auditor"):
        assert objection_of(world.viewers[who], made.pk) == made
    for who in (
        "other_county",
        "other_leader",
        "reviewer",
        "body",
        "administrator",
        "other_office",
    ):
        with pytest.raises(NotThere):
            objection_of(world.viewers[who], made.pk)
    for who in ("other_county", "leader", "office"):
        with pytest.raises(NotThere):
            object_to(world.viewers[who], world.subject, fact=FACT, words="不对")
    for who in ("county", "leader", "auditor", "other_office"):
        with pytest.raises(NotThere):
            answer_objection(world.viewers[who], made, Ruling(False, "不", "", 1))
        form = {"upheld": "no", "words": "不", "version": "1"}
        assert world.client(who).post(f"/objections/{made.pk}/", form).status_code == 404


def test_the_county_objects_on_the_page(world: World) -> None:
    entered(world)
    client = world.client("county")
    address = f"/subjects/{world.subject.pk}/objections/add/?fact={FACT}"
    assert client.get(address).status_code == 200
    assert client.post(address, {"words": ""}).status_code == 422
    assert client.post(address, {"words": "不在本年度"}).status_code == 302
    listed = [one.words for one, _ in client.get("/objections/").context["lines"]]
    assert listed == ["不在本年度"]
    assert client.get("/objections/?state=upheld").context["lines"] == []
    assert "有异议待答复" in world.client("office").get(table(world)).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_as_often_for_three_as_for_one(
    world: World, count: int, django_assert_num_queries: Any
) -> None:
    for name in list(world.subjects)[:count]:
        entered(world, name=name)
        Objection.objects.create(
            subject=world.subjects[name],
            fact=FACT,
            shown="1",
            words="不",
            by=world.viewers["office"].person,
        )
    client = world.client("office")
    with django_assert_num_queries(10):
        assert client.get(table(world)).status_code == 200
    with django_assert_num_queries(7):
        assert len(client.get("/objections/").context["lines"]) == count


def test_a_pasted_table_stands_in_the_page_and_changes_nothing_until_it_is_saved(
    world: World,
) -> None:
    entered(world, "1")
    client = world.client("office")
    pasted = (
        f"单位\t违纪违规违法事件（例）\t排名\n{OWN}\t1\t3\n{OTHER}（公章）\t 2 \t1\n别的县\t0\t2\n"
    )
    page = client.post(f"{table(world)}read/", {"pasted": pasted})
    cells = {one.subject.name: one for one in page.context["table"].cells.values()}
    assert (cells[OWN].is_changed, cells[OTHER].now_text, cells[OTHER].text) == (False, "2", "")
    assert page.context["changed"] == 1
    assert page.context["read"].notes == (
        "第1行的“排名”不是要统一填的项目，这一列没有采用",
        "第4行没有认出单位，没有采用：别的县，0，2",
    )
    assert Answer.objects.count() == 1
    form = {one.name: one.now_text for one in cells.values()}
    form |= {f"read:{one.name}": one.read for one in cells.values()} | {f"source:{FACT}": "第二函"}
    client.post(f"{table(world)}?all=1", form)
    assert (stored(world).version, stored(world, OTHER).text) == (1, "2")
    client.post(f"{table(world)}?all=1", form)  # sent twice: the second finds nothing to do
    assert stored(world, OTHER).version == 1


def test_a_workbook_says_the_same_as_pasting(world: World, tmp_path: Any) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for row in ([None, "县市区", "违纪违规违法事件"], [1, OWN, 4], [2, OTHER, "没有吧"]):
        book.active.append(row)
    book.save(tmp_path / "facts.xlsx")
    with (tmp_path / "facts.xlsx").open("rb") as file:
        page = world.client("office").post(f"{table(world)}read/", {"workbook": file})
    cells = {one.subject.name: one for one in page.context["table"].cells.values()}
    assert (cells[OWN].now_text, cells[OTHER].now_text) == ("4", "没有吧")
    assert (bool(cells[OTHER].problem), page.context["problems"]) == (True, 1)
    nothing = world.client("office").post(f"{table(world)}read/", {"pasted": ""})
    assert nothing.status_code == 422
    assert world.client("county").get(f"{table(world)}read/").status_code == 404
