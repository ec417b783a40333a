"""A newer version in mid-year: shown before it is taken, answers kept, what does not stand asked again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256

import pytest

from jiheng.files.yaml import yaml_of
from jiheng.scheme.issue import Issued, issue
from jiheng.scheme.load import scheme_of
from jiheng.scheme.resolve import resolve
from jiheng.web.access.viewer import Closed, NotThere
from jiheng.web.actions.assessments_supplement import Letter, pin_version
from jiheng.web.actions.submission import submit
from jiheng.web.actions.versions import Changed
from jiheng.web.clock import moved_to
from jiheng.web.models import Answer, Entry, HandBack, Message, Notice, SchemeVersion, Subject
from jiheng.web.queries.assessments_supplement import supplement_of
from jiheng.web.queries.submission import lacks_of
from tests.platform.databases import both_databases
from tests.web.world import NOW, OTHER, OWN, World, fill, make_world, scheme_text

OLD = "reports-heard: {title: 党委常委会或政府常务会听取科协汇报, unit: 次"
EDITS = (
    (OLD, "visits: {title: 到外地考察, unit: 次}\n  " + OLD.replace("unit: 次", "unit: 场")),
    ("reform-advice", "reform-opinions"),
    ('{from: "1", points: "1"}]}}\n      - id: "1.2"', '{from: "9", points: "1"}]}}\n      - id: "1.2"'),
)  # fmt: skip


FURTHER = (*EDITS, ("到外地考察", "到外省考察"))


@cache
def edited(edits: tuple[tuple[str, str], ...]) -> tuple[str, Issued]:
    text = scheme_text("yueyang-2017")
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return text, issue(resolve(scheme_of(yaml_of(text, name="yueyang-2017"))))


def newer(
    world: World,
    number: int = 2,
    edits: tuple[tuple[str, str], ...] = EDITS,
    *,
    is_issued: bool = True,
) -> SchemeVersion:
    """A next version: one fact asked in another unit, one renamed, one new, one rule changed."""
    text, made = edited(edits)
    person = world.viewers["office"].person
    issuing = {
        "digest": made.digest,
        "canonical": made.text,
        "issued_by": person,
        "issued_at": NOW,
    }
    return SchemeVersion.objects.create(
        organisation=world.organiser,
        name=world.scheme.name,
        number=number,
        title=made.scheme.title,
        text=text,
        text_sha256=sha256(text.encode()).hexdigest(),
        based_on=world.scheme,
        uploaded_by=person,
        **(issuing if is_issued else {}),
    )


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with moved_to(NOW):
        made = make_world()
        fill(made)
        yield made


def pin(
    world: World, new: SchemeVersion, *, reason: str = "统计口径改了", until: datetime | None = None
) -> Notice:
    world.assessment.refresh_from_db()
    letter = Letter(reason, "岳科协〔2017〕20号", None, until)
    return pin_version(
        world.viewers["office"], world.assessment, new,
        version=world.assessment.version, letter=letter,
    )  # fmt: skip


def own(world: World, about: str) -> Answer:
    return Answer.objects.get(subject=world.subject, of="fact", about=about)


def test_the_page_tells_what_it_does_and_does_nothing(world: World) -> None:
    new = newer(world)
    plan = supplement_of(world.assessment, new)
    before = {one.subject.name: one.words for one in plan.subjects}
    assert before[OWN] == (
        "请重新填报：“党委常委会或政府常务会听取科协汇报”（原填“3”）；请补报新增的：“到外地考察”"
    ).replace("“3”", f"“{own(world, 'reports-heard').text}”")
    assert before[OTHER] == "请补报新增的：“到外地考察”"
    assert [one.old for one in plan.answers("again")] == ["reports-heard"]
    page = world.client("office").get(f"/assessments/{world.assessment.pk}/supplement/{new.pk}/")
    for one in plan.changes:
        assert one.sentence in page.content.decode()
    world.assessment.refresh_from_db()
    assert world.assessment.scheme == world.scheme
    assert Entry.objects.count() == 0


@both_databases()
def test_answers_are_kept_and_what_does_not_stand_is_asked_again(engine: str) -> None:
    with moved_to(NOW):
        world = make_world()
        fill(world)
        advice = own(world, "reform-advice").text
        count = Answer.objects.count()
        pin(world, newer(world))
        world.assessment.refresh_from_db()
        assert (world.assessment.scheme.number, world.assessment.version) == (2, 2)
        assert [one.scheme.number for one in world.assessment.pins.order_by("pk")] == [1, 2]
        assert Answer.objects.count() == count
        assert own(world, "reform-opinions").text == advice
        again = own(world, "reports-heard")
        assert (again.text, again.value, again.state, again.version) == ("", "", "missing", 2)
        world.subject.refresh_from_db()
        subject = Subject.objects.select_related("assessment__scheme").get(pk=world.subject.pk)
        lacking = {one.about for one in lacks_of(subject)}
    assert {"reports-heard", "visits"} <= lacking
    assert "reform-opinions" not in lacking


def test_everybody_is_told_and_everything_is_logged(world: World) -> None:
    text = own(world, "reports-heard").text
    made = pin(world, newer(world))
    deeds = [one.deed for one in Entry.objects.all()]
    assert deeds == ["handed-back"] * 10 + ["scheme-pinned", "notice-sent"]
    mine = HandBack.objects.get(subject=world.subject)
    assert mine.words.startswith("办法改为第2版，请重新填报：")
    entry = Entry.objects.get(deed="handed-back", subject=world.subject.pk)
    assert f'"before": {{"reports-heard": "{text}"}}' in entry.words
    assert made.receipts.count() == 10
    assert Message.objects.filter(to=world.viewers["county"].appointment).count() == 1
    receipt = made.receipts.get(subject=world.subject)
    county = world.client("county")
    assert county.get(f"/receipts/{receipt.pk}/document/").status_code == 200
    assert "单位由“次”改为“场”" in county.get(f"/receipts/{receipt.pk}/").content.decode()
    assert county.get(f"/subjects/{world.subject.pk}/").status_code == 200


def test_a_signed_report_comes_back_with_a_new_deadline(world: World) -> None:
    Subject.objects.filter(pk=world.subject.pk).update(standing="signed")
    new, later = newer(world), NOW + timedelta(days=20)
    with moved_to(NOW + timedelta(days=10)):
        with pytest.raises(Closed) as caught:
            pin(world, new)
        assert caught.value.words == (
            "有单位的自评时间已过而又有要补报的内容，请给出补报的截止时间。"
        )
        pin(world, new, until=later)
    world.subject.refresh_from_db()
    assert (world.subject.standing, world.subject.until) == ("returned", later)


def test_a_report_read_under_the_old_version_is_not_submitted(world: World) -> None:
    revision = world.subject.revision
    pin(world, newer(world))
    with pytest.raises(Closed) as caught:
        submit(world.viewers["county"], world.subject, revision=revision)
    assert caught.value.words == "在您打开之后，自评又有改动。请刷新页面，核对后再操作。"


def test_a_reason_is_needed_and_only_newer_versions_will_do(world: World) -> None:
    new = newer(world)
    with pytest.raises(Closed):
        pin(world, new, reason=" ")
    with pytest.raises(NotThere):
        pin(world, world.scheme)
    draft = newer(world, 3, FURTHER, is_issued=False)
    with pytest.raises(NotThere):
        pin(world, draft)
    pin(world, new)
    with pytest.raises(NotThere):
        pin(world, new)


def test_a_version_without_or_with_other_subjects_is_refused(world: World) -> None:
    fewer = newer(world, 2, (("屈原管理区]", "某新区]"),))
    with pytest.raises(Closed) as caught:
        pin(world, fewer)
    assert caught.value.words == (
        "补充通知不能增减被考核单位，请先在办法里核对：屈原管理区、某新区。"
    )
    with pytest.raises(Closed):
        pin(world, newer(world, 3, ()))


def test_the_second_of_two_clerks_reads_again(world: World) -> None:
    new, other = newer(world), newer(world, 3, FURTHER)
    stale = world.assessment.version
    pin(world, new)
    with pytest.raises(Changed):
        pin_version(
            world.viewers["office"], world.assessment, other,
            version=stale, letter=Letter("统计口径改了"),
        )  # fmt: skip


def test_only_the_office_that_runs_it(world: World) -> None:
    new = newer(world)
    way = f"/assessments/{world.assessment.pk}/supplement/"
    for who in ("county", "leader", "auditor", "reviewer", "body", "other_office"):
        with pytest.raises(NotThere):
            pin_version(world.viewers[who], world.assessment, new, version=1, letter=Letter("试"))
        client = world.client(who)
        assert client.get(way).status_code == 404
        assert client.post(f"{way}{new.pk}/", {"reason": "试", "version": "1"}).status_code == 404


def test_the_page_puts_it_in_force(world: World) -> None:
    new = newer(world)
    way = f"/assessments/{world.assessment.pk}/supplement/{new.pk}/"
    client = world.client("office")
    assert client.get(f"/assessments/{world.assessment.pk}/supplement/").status_code == 200
    assert client.post(way, {"version": "1", "number": "9号"}).status_code == 422
    done = client.post(way, {"version": "1", "number": "9号", "reason": "调整"})
    assert done["Location"] == f"/assessments/{world.assessment.pk}/"
    assert client.get(way).status_code == 409
    assert client.get(f"/assessments/{world.assessment.pk}/board/").status_code == 200
