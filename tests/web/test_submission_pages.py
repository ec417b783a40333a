"""From the clerk's button to the seal and back, by the pages: each by the right person, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from jiheng.web.actions.answers import Field, save_answer
from jiheng.web.clock import moved_to
from jiheng.web.models import Entry, HandBack, Message, Submission
from jiheng.web.models.subject import Standing
from jiheng.web.queries.fields import papers_of
from tests.web.world import NOW, World, fill, issued, make_world


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with moved_to(NOW):
        made = make_world()
        fill(made)
        for paper in papers_of(issued("yueyang-2017").scheme):
            save_answer(made.viewers["county"], made.subject, Field("note", paper, "另行报送", 0))
        yield made


def at(world: World, rest: str = "") -> str:
    return f"/subjects/{world.subject.pk}/{rest}"


def page(world: World, who: str, rest: str = "") -> str:
    return unescape(world.client(who).get(at(world, rest)).content.decode())


def do(world: World, who: str, rest: str, **fields: Any) -> Any:
    return world.client(who).post(at(world, rest), fields)


def submitted(world: World) -> Submission:
    world.subject.refresh_from_db()
    assert do(world, "county", "submit/", revision=world.subject.revision).status_code == 302
    return Submission.objects.latest("number")


def signed(world: World) -> Submission:
    return signed_by_leader(world, submitted(world))


def signed_by_leader(world: World, made: Submission) -> Submission:
    name = world.viewers["leader"].person.name
    answer = do(world, "leader", "submission/sign/", name=name, digest=made.digest)
    assert answer.status_code == 302
    return Submission.objects.get(pk=made.pk)


def standing(world: World) -> str:
    world.subject.refresh_from_db()
    return str(world.subject.standing)


def test_the_overview_offers_each_the_next_step(world: World) -> None:
    assert "提交给负责人签字" in page(world, "county")
    assert "提交给负责人签字" not in page(world, "leader")
    submitted(world)
    assert "等负责人签字" in page(world, "county")
    assert "通读并签字" in page(world, "leader")
    assert "退回修改" in page(world, "office")
    do(world, "leader", "submission/sign/", name="别人", digest="x")
    assert standing(world) == Standing.SUBMITTED


def test_a_report_with_gaps_is_not_submitted(world: World) -> None:
    save_answer(world.viewers["county"], world.subject, Field("fact", "trainings", "", 1))
    world.subject.refresh_from_db()
    assert "提交给负责人签字" not in page(world, "county")
    refused = do(world, "county", "submit/", revision=world.subject.revision)
    assert (refused.status_code, standing(world)) == (409, Standing.FILLING)


def test_what_changed_since_it_was_read_is_not_submitted(world: World) -> None:
    world.subject.refresh_from_db()
    read = world.subject.revision
    save_answer(world.viewers["colleague"], world.subject, Field("fact", "trainings", "9", 1))
    assert do(world, "county", "submit/", revision=read).status_code == 409
    assert standing(world) == Standing.FILLING


def test_the_leader_reads_all_of_it_and_signs(world: World) -> None:
    made = submitted(world)
    told = page(world, "leader", "submission/")
    assert made.digest in told
    assert "党委常委会或政府常务会听取科协汇报：1次" in told
    kept = signed_by_leader(world, made)
    assert (kept.signed_by, standing(world)) == (world.viewers["leader"].person, Standing.SIGNED)
    assert [one.deed for one in Entry.objects.all()][-2:] == ["submitted", "signed"]


def test_a_wrong_name_is_told_in_place(world: World) -> None:
    made = submitted(world)
    refused = do(world, "leader", "submission/sign/", name="张三", digest=made.digest)
    told = unescape(refused.content.decode())
    assert refused.status_code == 422
    assert f"请输入您本人的姓名“{world.viewers['leader'].person.name}”作为签字" in told
    assert 'value="张三"' in told
    assert f'value="{made.digest}"' in told


def test_the_leader_sends_it_back_with_words(world: World) -> None:
    submitted(world)
    assert do(world, "leader", "submission/send-back/", words="").status_code == 422
    assert do(world, "leader", "submission/send-back/", words="3.3数字请核对").status_code == 302
    told = page(world, "county")
    assert "3.3数字请核对" in told
    assert "提交给负责人签字" in told


def test_the_office_hands_it_back_with_clauses(world: World) -> None:
    signed(world)
    fields = {"words": "请补材料", "clauses": ["1.1", "3.3"]}
    assert do(world, "office", "hand-back/", **fields).status_code == 302
    assert HandBack.objects.get().clauses == "1.1 3.3"
    told = page(world, "county")
    assert "请补材料" in told
    assert f'href="{at(world, "sections/3/")}#clause-3.3"' in told
    section = page(world, "county", "sections/1/")
    assert section.count("这一条被退回") == 1
    assert 'id="section-form"' in section


def test_after_the_deadline_a_new_one_is_asked_for(world: World) -> None:
    signed(world)
    with moved_to(NOW + timedelta(days=20)):
        refused = do(world, "office", "hand-back/", words="请补材料")
        assert (refused.status_code, standing(world)) == (422, Standing.SIGNED)
        until = (NOW + timedelta(days=25)).strftime("%Y-%m-%dT%H:%M")
        assert do(world, "office", "hand-back/", words="请补材料", until=until).status_code == 302
        assert 'id="section-form"' in page(world, "county", "sections/1/")


@pytest.mark.parametrize("who", ["county", "leader", "other_office", "auditor", "reviewer"])
def test_nobody_else_hands_back(world: World, who: str) -> None:
    signed(world)
    assert do(world, who, "hand-back/", words="请补材料").status_code == 404
    assert standing(world) == Standing.SIGNED


@pytest.mark.parametrize("who", ["county", "colleague", "office", "other_leader"])
def test_nobody_else_signs(world: World, who: str) -> None:
    made = submitted(world)
    name = world.viewers[who].person.name
    answer = do(world, who, "submission/sign/", name=name, digest=made.digest)
    assert (answer.status_code, standing(world)) == (404, Standing.SUBMITTED)


def words_in(document: bytes) -> str:
    with ZipFile(BytesIO(document)) as package:
        return package.read("word/document.xml").decode()


def test_the_table_is_what_was_signed(world: World) -> None:
    draft = world.client("county").get(at(world, "table/"))
    assert "草稿" in words_in(draft.content)
    made = signed(world)
    answer = world.client("county").get(at(world, "table/"))
    told = words_in(answer.content)
    assert answer["Content-Disposition"].startswith("attachment")
    assert "草稿" not in told
    last = Entry.objects.latest("number")
    for piece in (made.signed_name, made.digest[:8], last.hash[:8]):
        assert piece in told


@pytest.mark.slow
@pytest.mark.office
def test_the_table_comes_as_pdf(world: World) -> None:
    answer = world.client("county").get(at(world, "table/"), {"as": "pdf"})
    assert answer.content[:5] == b"%PDF-"


def picture() -> SimpleUploadedFile:
    kept = BytesIO()
    Image.new("RGB", (400, 300), "white").save(kept, "JPEG")
    return SimpleUploadedFile("盖章件.jpg", kept.getvalue())


def test_the_sealed_scan_joins_what_was_signed(world: World) -> None:
    refused = do(world, "county", "submission/seal/", scan=picture())
    assert refused.status_code == 409
    made = signed(world)
    assert "上传盖章件" in page(world, "county")
    assert do(world, "county", "submission/seal/", scan=picture()).status_code == 302
    made.refresh_from_db()
    assert made.sealed is not None
    assert made.sealed.name in page(world, "office")
    assert do(world, "office", "submission/seal/", scan=picture()).status_code == 404


def test_a_scan_that_is_none_is_refused_in_place(world: World) -> None:
    signed(world)
    wrong = SimpleUploadedFile("盖章件.pdf", b"not a pdf")
    assert do(world, "county", "submission/seal/", scan=wrong).status_code == 422


def test_whoever_is_next_is_told(world: World) -> None:
    signed(world)
    do(world, "office", "hand-back/", words="请补材料")
    told = [
        (one.to.person.username, one.title, one.link)
        for one in Message.objects.order_by("made_at", "to__person__username")
    ]
    name = world.subject.name
    assert sorted(told) == sorted(
        [
            ("leader", f"{name}自评已提交，等您签字上报", at(world)),
            ("office", f"{name}自评已签字上报", at(world)),
            *(
                (who, f"{name}自评被退回，请按意见修改", at(world))
                for who in ("county", "colleague", "leader")
            ),
        ]
    )


def test_sent_twice_it_is_submitted_once(world: World) -> None:
    client = world.client("county")
    world.subject.refresh_from_db()
    fields = {"revision": world.subject.revision, "once": "one-key"}
    places = [client.post(at(world, "submit/"), fields).headers["Location"] for _ in range(2)]
    assert (places, Submission.objects.count()) == ([at(world)] * 2, 1)
