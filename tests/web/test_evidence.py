"""Evidence handed in, used, changed, withdrawn: by whom, when, and what is left behind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jiheng.web.access.viewer import Closed, NotThere
from jiheng.web.actions.evidence import NotTaken, add_evidence
from jiheng.web.actions.evidence_changes import (
    change_evidence,
    replace_evidence,
    withdraw_evidence,
)
from jiheng.web.actions.evidence_uses import attach, detach
from jiheng.web.actions.submission import seal
from jiheng.web.actions.versions import Changed
from jiheng.web.clock import moved_to
from jiheng.web.models import Claim, Entry, Evidence, EvidenceUse, Record, Subject, Submission
from jiheng.web.queries.evidence_places import NOWHERE, Place
from jiheng.web.store import evidence_store
from tests.files.pdfs import pdf
from tests.platform.databases import both_databases
from tests.web.evidence_given import added, at_clause, one, upload
from tests.web.world import NOW, OTHER, World, issued, make_world

SEEN_BY = {
    "county": 200, "colleague": 200, "leader": 200, "office": 200, "auditor": 200,
    "reviewer": 404, "body": 404, "administrator": 404,
    "other_county": 404, "other_leader": 404, "other_office": 404,
}  # fmt: skip


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Path) -> Iterator[World]:
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    with moved_to(NOW):
        yield make_world()


def deeds() -> list[str]:
    return [entry.deed for entry in Entry.objects.order_by("number")]


@both_databases()
def test_a_file_its_row_its_use_and_its_entry(engine: str, settings: Any, tmp_path: Path) -> None:
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    with moved_to(NOW):
        world = make_world()
        made = added(world, place=at_clause(world))
    evidence = made.evidence
    assert (evidence.name, evidence.kind, evidence.media_type, made.was_there) == (
        "会议纪要.pdf", "会议纪要", "application/pdf", False,
    )  # fmt: skip
    with evidence_store().open(evidence.sha256) as stream:
        assert stream.read() == pdf("会议纪要")
    assert [(use.subject_id, use.clause) for use in evidence.uses.all()] == [
        (world.subject.pk, at_clause(world).clause)
    ]
    (entry,) = Entry.objects.all()
    assert (entry.deed, entry.subject, entry.clause) == (
        "evidence-added", world.subject.pk, at_clause(world).clause,
    )  # fmt: skip
    assert json.loads(entry.words)["after"]["sha256"] == evidence.sha256
    world.subject.refresh_from_db()
    assert world.subject.revision == 1


def test_a_form_without_script_leads_back(world: World) -> None:
    address = f"/evidence/add/{at_clause(world).query}"
    answer = world.client("county").post(address, {"files": [upload()], "then": "/evidence/?q=1"})
    assert (answer.status_code, answer["Location"]) == (302, "/evidence/?q=1")
    stray = world.client("county").post(address, {"files": [upload()], "then": "//evil.example/"})
    assert stray["Location"] == "/evidence/"
    assert Evidence.objects.count() == 1


@pytest.mark.parametrize("page", ["", "preview/", "file/", "picture/"])
def test_who_opens_a_file(world: World, page: str, record_property: Any) -> None:
    record_property("row", "OP-04")
    record_property("volume", "4 addresses of a file, 11 people")
    evidence = one(world)
    assert world.client("county").get(f"/evidence/{evidence.pk}/preview/").status_code == 200
    found = {
        who: world.client(who).get(f"/evidence/{evidence.pk}/{page}").status_code for who in SEEN_BY
    }
    assert found == SEEN_BY


def test_what_is_not_put_forward_is_the_units_own(world: World) -> None:
    evidence = one(world, place=NOWHERE)
    found = {
        who: world.client(who).get(f"/evidence/{evidence.pk}/").status_code
        for who in ("county", "colleague", "leader", "office", "auditor", "other_county")
    }
    assert found == {
        "county": 200, "colleague": 200, "leader": 200,
        "office": 404, "auditor": 404, "other_county": 404,
    }  # fmt: skip


def test_a_reviewer_opens_what_he_is_assigned(world: World) -> None:
    place = Place(subject=world.subjects[OTHER], clause=at_clause(world).clause)
    theirs = added(world, "other_county", place=place).evidence
    assert world.client("reviewer").get(f"/evidence/{theirs.pk}/file/").status_code == 200
    assert world.client("county").get(f"/evidence/{theirs.pk}/file/").status_code == 404


@pytest.mark.parametrize("who", ["leader", "office", "auditor", "other_county", "reviewer"])
def test_nobody_else_changes_it(world: World, who: str) -> None:
    evidence, viewer = one(world), world.viewers[who]
    before = deeds()
    for deed in (
        lambda: add_evidence(viewer, upload("另.pdf", pdf("另")), place=at_clause(world)),
        lambda: attach(viewer, evidence, at_clause(world, 1)),
        lambda: detach(viewer, evidence, at_clause(world)),
        lambda: change_evidence(viewer, evidence, version=1, values={"name": "甲.pdf"}),
        lambda: withdraw_evidence(viewer, evidence, version=1, reason="试"),
        lambda: replace_evidence(viewer, evidence, upload("新.pdf", pdf("新")), version=1),
    ):
        with pytest.raises(NotThere):
            deed()
    assert deeds() == before


def test_the_same_file_again_is_used_again(world: World) -> None:
    first = added(world, place=at_clause(world))
    second = added(world, "colleague", name="纪要（副本）.pdf", place=at_clause(world, 1))
    assert (second.evidence, second.was_there) == (first.evidence, True)
    third = added(world, place=at_clause(world, 1))
    assert (third.was_there, EvidenceUse.objects.count()) == (True, 2)
    assert deeds() == ["evidence-added", "evidence-attached"]


def test_one_file_for_several_clauses(world: World) -> None:
    evidence, viewer = one(world), world.viewers["colleague"]
    attach(viewer, evidence, at_clause(world, 1))
    with pytest.raises(Closed):
        attach(viewer, evidence, at_clause(world, 1))
    detach(viewer, evidence, at_clause(world))
    with pytest.raises(NotThere):
        detach(viewer, evidence, at_clause(world))
    assert [use.clause for use in evidence.uses.all()] == [at_clause(world, 1).clause]
    assert deeds() == ["evidence-added", "evidence-attached", "evidence-detached"]


@pytest.mark.parametrize("standing", ["submitted", "signed"])
def test_what_was_handed_in_does_not_change(world: World, standing: str) -> None:
    evidence, viewer = one(world), world.viewers["county"]
    Subject.objects.filter(pk=world.subject.pk).update(standing=standing)
    world.subject.refresh_from_db()
    before, use = deeds(), EvidenceUse.objects.get()
    for deed in (
        lambda: added(world, content=pdf("另"), place=at_clause(world)),
        lambda: attach(viewer, evidence, at_clause(world, 1)),
        lambda: detach(viewer, evidence, at_clause(world)),
        lambda: change_evidence(viewer, evidence, version=1, values={"name": "甲.pdf"}),
        lambda: withdraw_evidence(viewer, evidence, version=1, reason="试"),
        lambda: replace_evidence(viewer, evidence, upload("新.pdf", pdf("新")), version=1),
    ):
        with pytest.raises(Closed):
            deed()
    assert (deeds(), EvidenceUse.objects.get(), Evidence.objects.count()) == (before, use, 1)


def test_the_year_goes_on_while_the_report_is_closed(world: World) -> None:
    Subject.objects.update(standing="signed")
    made = added(world, name="新活动照片.pdf")
    assert (made.place, deeds()) == (NOWHERE, ["evidence-added"])


def test_two_colleagues_change_what_is_known_of_it(world: World) -> None:
    evidence, again = one(world), Evidence.objects.get()
    change_evidence(
        world.viewers["county"], evidence, version=1, values={"number": "甲〔2017〕1号"}
    )
    with pytest.raises(Changed) as caught:
        change_evidence(
            world.viewers["colleague"], again, version=1, values={"number": "甲〔2017〕2号"}
        )
    assert [(clash.title, clash.theirs) for clash in caught.value.clashes] == [
        ("文号", "甲〔2017〕1号")
    ]


def test_a_name_stays_a_name_and_a_number_becomes_normal(world: World) -> None:
    evidence = one(world)
    address = f"/evidence/{evidence.pk}/change/"
    typed = {"name": "../../纪要<b>", "number": "甲科协[2017] 3号", "version": "1", "pages": "2"}
    assert world.client("county").post(address, typed).status_code == 302
    evidence.refresh_from_db()
    assert (evidence.name, evidence.number, evidence.pages) == (
        "纪要＜b＞.pdf", "甲科协〔2017〕3号", 2,
    )  # fmt: skip
    refused = world.client("county").post(address, typed | {"name": "", "version": "2"})
    assert (refused.status_code, "甲科协[2017] 3号" in refused.content.decode()) == (422, True)


@pytest.mark.row("OP-04")
def test_withdrawn_with_a_reason_and_still_on_record(world: World) -> None:
    evidence, viewer = one(world), world.viewers["county"]
    with pytest.raises(Closed):
        withdraw_evidence(viewer, evidence, version=1, reason="  ")
    withdraw_evidence(viewer, evidence, version=1, reason="拿错了")
    assert (EvidenceUse.objects.count(), deeds()[-1]) == (0, "evidence-withdrawn")
    found = {
        who: world.client(who).get(f"/evidence/{evidence.pk}/file/").status_code
        for who in ("county", "colleague", "office", "reviewer", "other_county")
    }
    assert found == {
        "county": 200, "colleague": 200, "office": 404, "reviewer": 404, "other_county": 404,
    }  # fmt: skip
    assert "拿错了" in world.client("county").get(f"/evidence/{evidence.pk}/").content.decode()
    assert "会议纪要.pdf" not in world.client("county").get("/evidence/").content.decode()
    assert added(world).was_there is False


def test_a_better_file_takes_over_and_the_old_one_is_history(world: World) -> None:
    evidence, viewer = one(world), world.viewers["county"]
    change_evidence(viewer, evidence, version=1, values={"level": "县级"})
    with pytest.raises(Closed):
        replace_evidence(viewer, evidence, upload(), version=2)
    new = replace_evidence(viewer, evidence, upload("纪要（盖章）.pdf", pdf("盖章")), version=2)
    new.evidence.refresh_from_db()
    assert (new.evidence.replaces, new.evidence.level, new.evidence.kind) == (
        evidence, "县级", "会议纪要",
    )  # fmt: skip
    assert [use.evidence for use in EvidenceUse.objects.all()] == [new.evidence]
    assert evidence_store().exists(evidence.sha256)
    page = world.client("county").get(f"/evidence/{new.evidence.pk}/").content.decode()
    assert f'href="/evidence/{evidence.pk}/"' in page


def test_the_sealed_copy_is_not_withdrawn(world: World) -> None:
    evidence, viewer = one(world, place=NOWHERE), world.viewers["county"]
    Submission.objects.create(
        subject=world.subject, number=1, content="{}", digest="0" * 64, by=viewer.person
    )
    Subject.objects.filter(pk=world.subject.pk).update(standing="signed")
    world.subject.refresh_from_db()
    seal(viewer, world.subject, evidence=evidence)
    with pytest.raises(Closed):
        withdraw_evidence(viewer, evidence, version=1, reason="试")


@pytest.mark.row("EU-08")
@pytest.mark.parametrize(
    ("limit", "words"),
    [
        ("EVIDENCE_DAY_LIMIT", "本单位今天已上传"),
        ("EVIDENCE_UNIT_LIMIT", "本单位的材料已有"),
    ],
)
def test_no_more_than_a_day_and_a_unit_may(
    world: World, settings: Any, limit: str, words: str
) -> None:
    one(world)
    setattr(settings, limit, 2_000)
    with pytest.raises(NotTaken) as refused:
        added(world, name="另.pdf", content=pdf("另"))
    assert refused.value.words.startswith(words)
    assert Evidence.objects.count() == 1
    assert added(world, "other_county").was_there is False


def test_a_file_that_is_not_what_it_says(world: World) -> None:
    answer = world.client("county").post(
        f"/evidence/add/{at_clause(world).query}", {"files": [upload("照片.jpg"), upload()]}
    )
    assert (answer.status_code, Evidence.objects.count()) == (302, 1)
    page = world.client("county").post(
        f"/evidence/add/{at_clause(world).query}", {"files": [upload("照片.jpg")]}
    )
    assert page.status_code == 422
    assert "照片.jpg”：后缀是 .jpg，内容却是 PDF" in page.content.decode()


def test_the_piece_that_script_asks_for(world: World) -> None:
    client, address = world.client("county"), f"/evidence/add/{at_clause(world).query}"
    htmx = {"HX-Request": "true"}
    taken = client.post(address, {"files": [upload()]}, headers=htmx)
    assert (taken.status_code, "会议纪要.pdf" in taken.content.decode()) == (200, True)
    assert "<html" not in taken.content.decode()
    refused = client.post(address, {"files": [upload("照片.jpg")]}, headers=htmx)
    assert refused.status_code == 422


def test_somebody_elses_place_is_no_place(world: World) -> None:
    other = world.subjects[OTHER]
    client = world.client("county")
    for query in (
        f"subject={other.pk}&clause={at_clause(world).clause}",
        f"subject={world.subject.pk}&clause=nothing",
        f"subject={world.subject.pk}",
        "record=zzzzzzzzzzzz",
        "claim=zzzzzzzzzzzz",
    ):
        answer = client.post(f"/evidence/add/?{query}", {"files": [upload()]})
        assert (query, answer.status_code) == (query, 404)
    assert Evidence.objects.count() == 0


def test_at_a_record_and_a_claim(world: World) -> None:
    viewer = world.viewers["county"]
    records = world_records(world)
    claim = Claim.objects.create(
        subject=world.subject, indicator="bonus-1", kind="奖", award="先进集体", year=2017, by=viewer.person
    )  # fmt: skip
    at_record = added(world, name="签到册.pdf", place=Place(record=records[0])).evidence
    attach(viewer, at_record, Place(subject=world.subject, claim=claim))
    uses = EvidenceUse.objects.order_by("pk").values_list("subject", "record", "claim")
    assert list(uses) == [(None, records[0].pk, None), (world.subject.pk, None, claim.pk)]
    found = {
        who: world.client(who).get(f"/evidence/{at_record.pk}/").status_code
        for who in ("colleague", "office", "auditor", "other_county", "other_office", "reviewer")
    }
    assert found == {
        "colleague": 200, "office": 200, "auditor": 200,
        "other_county": 404, "other_office": 404, "reviewer": 404,
    }  # fmt: skip
    theirs = world.client("other_county").post(
        f"/evidence/add/?record={records[0].pk}", {"files": [upload("另.pdf", pdf("另"))]}
    )
    assert theirs.status_code == 404
    Subject.objects.update(standing="signed")
    with pytest.raises(Closed):
        detach(viewer, at_record, Place(record=records[0]))
    with pytest.raises(Closed):
        added(world, content=pdf("新"), place=Place(record=records[1]))


def world_records(world: World) -> list[Record]:
    """Two records of the county's year, of a kind that the method counts."""
    kind = next(iter(issued(world.scheme.name).scheme.records))
    return [
        Record.objects.create(
            organisation=world.subject.organisation, year=2017, kind=kind, on=NOW.date(),
            title=f"活动{number}", by=world.viewers["county"].person,
        )
        for number in (1, 2)
    ]  # fmt: skip
