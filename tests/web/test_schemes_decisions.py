"""Findings are decided and questions answered in the draft's own text; nothing else in it changes."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.http import HttpResponse

from jiheng.scheme.difference import differences
from jiheng.scheme.printed import Decision
from jiheng.scheme.readings import Reading
from jiheng.web import clock
from jiheng.web.access.viewer import Closed, NotThere
from jiheng.web.actions.schemes import add_scheme
from jiheng.web.actions.schemes_decisions import choose_reading, decide_finding
from jiheng.web.actions.versions import Changed
from jiheng.web.models import Entry, SchemeVersion
from jiheng.web.queries.schemes_findings import findings_of, questions_of
from jiheng.web.queries.schemes_text import loaded, written
from tests.web.world import NOW, World, make_world, scheme_text

pytestmark = pytest.mark.django_db

DECISION = """  - about: "3.3"
    check: band-gap
    decision: 乡镇科协覆盖率恰为70%的计1分
    by: ours
    because: 原文只写高于70%和低于70%；同条其余三个下限都含本数，比照处理
"""
READING = "  quota-rounding: {chosen: down, by: ours,"
SENT = {
    "check": "band-gap",
    "where": "3.3",
    "decision": "恰为70%的\n 计1分",
    "because": "会议 议定",
    "version": "1",
}
CHOSEN = {"question": "quota-rounding", "chosen": "down", "because": "局务会定", "version": "1"}


def open_text() -> str:
    """The method with one finding undecided and one question open."""
    text = scheme_text("yueyang-2017")
    assert text.count(DECISION) == text.count(READING) == 1
    return text.replace(DECISION, "").replace(READING, "  quota-rounding: {by: ours,").replace(
        "check: quota-rounding-unstated", "check: quota-rounding-noted"
    )  # fmt: skip


@pytest.fixture
def world() -> Iterator[World]:
    with clock.moved_to(NOW):
        yield make_world()


@pytest.fixture
def draft(world: World) -> SchemeVersion:
    read = written(open_text())
    assert read.scheme is not None
    return add_scheme(world.viewers["office"], read.scheme, text=read.text)


def decide(world: World, draft: SchemeVersion, **other: str) -> HttpResponse:
    address = f"/schemes/{draft.pk}/findings/decide/"
    answer: HttpResponse = world.client("office").post(address, SENT | other)
    draft.refresh_from_db()
    return answer


def test_what_is_open_is_listed_by_clause(world: World, draft: SchemeVersion) -> None:
    page = world.client("auditor").get(f"/schemes/{draft.pk}/findings/?show=open")
    found = page.context["found"]
    assert [(one.title, [f.finding.check for f in one.findings]) for one in found.places] == [
        ("等次“优秀”", ["quota-rounding-unstated"]),
        ("3.3 基层科协组织体系", ["band-gap"]),
    ]
    assert (found.undecided, [one.name for one in found.blocking]) == (2, ["quota-rounding"])
    assert "/findings/decide/" not in page.content.decode()
    whole = findings_of(loaded(draft))
    decided = findings_of(loaded(draft), show="decided")
    counts = [sum(len(one.findings) for one in told.places) for told in (whole, decided)]
    assert counts == [whole.found, whole.found - 2]


def test_a_decision_changes_the_text_by_itself_and_nothing_else(
    world: World, draft: SchemeVersion
) -> None:
    before, text = loaded(draft), draft.text
    answer = decide(world, draft)
    assert answer["Location"] == f"/schemes/{draft.pk}/findings/"
    made = Decision(
        about="3.3", check="band-gap", decision="恰为70%的 计1分", by="office", because="会议 议定"
    )
    assert loaded(draft).decisions == (*before.decisions, made)
    assert [one.part for one in differences(before, loaded(draft))] == ["decisions"]
    assert draft.text.startswith(text)
    entry = Entry.objects.get(deed="finding-decided")
    assert (entry.clause, entry.person) == ("3.3", world.viewers["office"].person.pk)
    words = json.loads(entry.words)
    assert words == {
        "check": "band-gap", "before": None,
        "after": {"decision": "恰为70%的 计1分", "because": "会议 议定"},
    }  # fmt: skip
    decide(world, draft, version="2", decision="改为不计分")
    assert [one.decision for one in loaded(draft).decisions][-1] == "改为不计分"
    assert len(loaded(draft).decisions) == len(before.decisions) + 1
    told = json.loads(Entry.objects.filter(deed="finding-decided").latest("number").words)
    assert told["before"] == words["after"]


def test_an_answer_to_a_question_settles_it(world: World, draft: SchemeVersion) -> None:
    before = loaded(draft)
    client = world.client("office")
    client.post(f"/schemes/{draft.pk}/findings/choose/", CHOSEN)
    draft.refresh_from_db()
    after = loaded(draft)
    assert after.readings["quota-rounding"] == Reading(
        chosen="down", by="office", because="局务会定"
    )
    assert {one.address.split("/")[0] for one in differences(before, after)} == {"readings"}
    assert [one.name for one in questions_of(after) if one.blocks] == []
    assert findings_of(after).undecided == 1
    entry = Entry.objects.get(deed="reading-chosen")
    assert (entry.clause, json.loads(entry.words)["after"]["decision"]) == (
        "quota-rounding",
        "down",
    )


@pytest.mark.parametrize("missing", ["decision", "because"])
def test_a_decision_without_words_is_refused_in_its_place(
    world: World, draft: SchemeVersion, missing: str
) -> None:
    answer = decide(world, draft, **{missing: " \n"})
    assert (answer.status_code, draft.version) == (422, 1)
    forms = [form for _, lines in answer.context["places"] for _, form in lines if form.errors]
    assert [list(one.errors) for one in forms] == [[missing]]
    kept = "because" if missing == "decision" else "decision"
    assert forms[0][kept].value() == SENT[kept]


def test_an_answer_that_is_none_is_refused(world: World, draft: SchemeVersion) -> None:
    client, address = world.client("office"), f"/schemes/{draft.pk}/findings/choose/"
    for other in ({"chosen": "sideways"}, {"chosen": ""}, {"question": "no-such"}, {"because": ""}):
        assert client.post(address, CHOSEN | other).status_code == 422
    draft.refresh_from_db()
    assert draft.version == 1


def test_two_people_decide_at_once_and_the_second_is_told(
    world: World, draft: SchemeVersion
) -> None:
    decide(world, draft)
    text = draft.text
    answer = decide(world, draft, decision="另一种处理")
    assert (answer.status_code, draft.text) == (422, text)
    form = answer.context["refused"]
    assert (form["decision"].value(), form["version"].value()) == ("另一种处理", "2")
    with pytest.raises(Changed):
        choose_reading(
            world.viewers["office"], draft.pk, question="quota-rounding",
            reading=Reading(chosen="up"), version=1,
        )  # fmt: skip
    assert Entry.objects.filter(deed__in=["finding-decided", "reading-chosen"]).count() == 1


def test_only_what_was_found_is_decided_and_only_in_a_draft_of_ones_own(
    world: World, draft: SchemeVersion
) -> None:
    decision = Decision(about="3.3", check="band-gap", decision="照办", by="office")
    stray = decision.model_copy(update={"about": "3.4"})
    office = world.viewers["office"]
    with pytest.raises(Closed, match="没有这样的检查结果"):
        decide_finding(office, draft.pk, stray, version=1)
    with pytest.raises(Closed, match="没有这个问题"):
        choose_reading(
            office, draft.pk, question="trimming", reading=Reading(chosen="1"), version=1
        )
    with pytest.raises(Closed, match="已经印发"):
        decide_finding(office, world.scheme.pk, decision, version=1)
    for who in ("auditor", "county", "leader", "administrator", "other_office", "reviewer", "body"):
        with pytest.raises(NotThere):
            decide_finding(world.viewers[who], draft.pk, decision, version=1)
    draft.refresh_from_db()
    assert (draft.version, Entry.objects.filter(deed="finding-decided").count()) == (1, 0)
