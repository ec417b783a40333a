"""The log: who reads what, in which words; what somebody types never looks like an entry; no deed
without its entry."""

from __future__ import annotations

import ast
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from jiheng.web.actions.answers import Field, save_answer
from jiheng.web.actions.journal import head
from jiheng.web.actions.submission import hand_back, send_back
from jiheng.web.clock import moved_to
from jiheng.web.models import Answer, Entry, HandBack, Subject, Submission
from jiheng.web.queries.journal import exported, journal_of
from tests.web.world import NOW, OTHER, World, fill, make_world

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
CHECKER = ROOT / "check" / "jiheng_audit.py"
FACT = "town-associations"


def saved(world: World, text: str, *, who: str = "county", version: int = 0) -> Answer:
    viewer = world.viewers[who]
    subject = world.subject if who == "county" else world.subjects[OTHER]
    with moved_to(NOW):
        return save_answer(viewer, subject, Field("fact", first_fact(world), text, version))


def first_fact(world: World) -> str:
    from tests.web.world import issued

    facts = issued(world.scheme.name).scheme.facts
    return next(name for name, one in facts.items() if one.from_ == "subject" and one.is_asked)


def lines(world: World, who: str, **asked: str) -> list[tuple[str, str, str, str]]:
    found = journal_of(world.viewers[who], asked).lines
    return [(one.who, one.deed, one.before, one.after) for one in found]


def test_who_did_what_from_what_to_what_and_why() -> None:
    world = make_world()
    saved(world, "3")
    saved(world, "5", version=1)
    with moved_to(NOW):
        Subject.objects.filter(pk=world.subject.pk).update(standing="submitted")
        hand_back(world.viewers["office"], world.subject, words="缺盖章页")
    told = journal_of(world.viewers["auditor"], {}).lines
    assert [(one.who, one.place, one.deed) for one in told] == [
        ("样例office", "示例市科学技术协会 科协办公室", "退回"),
        ("样例county", "平江县科学技术协会 填报人", "填报"),
        ("样例county", "平江县科学技术协会 填报人", "填报"),
    ]
    assert (told[0].reason, told[0].what) == ("缺盖章页", "平江县")
    assert (told[1].before, told[1].after, told[2].before) == ("3", "5", "")
    assert told[1].what.startswith("平江县 “")
    page = world.client("auditor").get("/journal/").content.decode()
    assert "从“3”改为“5”" in page
    assert "因为“缺盖章页”" in page
    assert head() in page


def test_everybody_reads_what_is_his() -> None:
    world = make_world()
    saved(world, "3")
    saved(world, "4", who="other_county")
    own, other = ("样例county", "填报", "", "3"), ("样例other_county", "填报", "", "4")
    assert lines(world, "auditor") == lines(world, "office") == [other, own]
    assert lines(world, "county") == lines(world, "leader") == lines(world, "colleague") == [own]
    assert lines(world, "other_county") == [other]
    assert lines(world, "other_office") == []
    for who in ("reviewer", "body", "administrator"):
        for address in ("/journal/", "/journal/export/"):
            assert world.client(who).get(address).status_code == 404


def test_filters_and_export_agree() -> None:
    world = make_world()
    saved(world, "3")
    saved(world, "4", who="other_county")
    county = world.viewers["county"].person.pk
    own = ("样例county", "填报", "", "3")
    assert lines(world, "auditor", person=county) == [own]
    assert lines(world, "auditor", since="2017-11-20", until="2017-11-20", sort="oldest")[0] == own
    assert lines(world, "auditor", since="2017-11-21") == []
    assert lines(world, "auditor", deed="signed") == []
    assert len(lines(world, "auditor", clause=first_fact(world), since="nonsense")) == 2
    answer = world.client("auditor").get(f"/journal/export/?person={county}")
    rows = [json.loads(row) for row in b"".join(answer.streaming_content).splitlines()]
    assert [row["person"] for row in rows] == [county]
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_asks_as_often_for_three_as_for_one(
    many: int, django_assert_num_queries: Any
) -> None:
    world = make_world()
    for number in range(many):
        saved(world, str(number), version=number)
    client = world.client("auditor")
    with moved_to(NOW), django_assert_num_queries(QUERIES):
        assert client.get("/journal/").status_code == 200


QUERIES = 16


def payloads() -> list[str]:
    """What somebody might type to look like a line, an end, or another entry."""
    chance = random.Random(5)
    evil = [
        "\n", "\r\n", "\r", "\x1b[2J", "\x08", "\u2028", "\u2029", "\u202e", "\u2066", "\ufeff",
        '"}', "\\", '"},{"number":99', "</td></tr>", "第99条", "\x85", "\x0b", "\x7f", "，改为“9”",
    ]  # fmt: skip
    forged = json.dumps(dict.fromkeys(["number", "deed", "hash"], "x"))
    return ["".join(chance.choices([*evil, forged, "正常"], k=6)) for _ in range(200)]


@pytest.mark.row("AU-05")
def test_nothing_typed_looks_like_an_entry(tmp_path: Path) -> None:
    """AU-05: as many entries as deeds, in the export and on the page."""
    world = make_world()
    written = 0
    note = Field("note", papers(world), "", 0)
    for text in payloads():
        with moved_to(NOW):
            stored = save_answer(
                world.viewers["county"],
                world.subject,
                Field(note.of, note.about, f"{text.strip()}{written}", written),
            )
        written = stored.version
    assert Entry.objects.count() == written == 200
    log = tmp_path / "log.jsonl"
    log.write_text("".join(exported(Entry.objects.order_by("number"))), "utf-8")
    assert len(log.read_bytes().splitlines()) == len(log.read_text("utf-8").splitlines()) == 200
    assert log.read_bytes().isascii()
    done = subprocess.run(
        [sys.executable, "-I", CHECKER, log, "--head", head()],
        capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "链条完整。")
    for page in range(1, 5):
        for line in journal_of(world.viewers["auditor"], {"page": str(page)}).lines:
            assert all(sign.isprintable() for sign in line.before + line.after)


def papers(world: World) -> str:
    from jiheng.web.queries.fields import papers_of
    from tests.web.world import issued

    return papers_of(issued(world.scheme.name).scheme)[0]


class Broken(Exception):
    """The log cannot be written."""


@pytest.mark.row("AU-06")
def test_no_deed_without_its_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    """AU-06: when the log cannot be written, nothing else is."""
    world = make_world()
    fill(world, but=(first_fact(world),))
    office, leader = world.viewers["office"], world.viewers["leader"]

    def broken(*_: Any, **__: Any) -> None:
        raise Broken

    def stand(standing: str) -> Subject:
        Subject.objects.filter(pk=world.subject.pk).update(standing=standing)
        return Subject.objects.get(pk=world.subject.pk)

    deeds = (
        (lambda: saved(world, "7777"), "filling"),
        (lambda: hand_back(office, stand("submitted"), words="x"), "submitted"),
        (lambda: send_back(leader, stand("submitted"), words="x"), "submitted"),
    )
    monkeypatch.setattr(Entry, "save", broken)
    for deed, standing in deeds:
        with moved_to(NOW), pytest.raises(Broken):
            deed()
        assert Subject.objects.get(pk=world.subject.pk).standing == standing
    assert not Answer.objects.filter(text="7777").exists()
    assert (HandBack.objects.count(), Submission.objects.count(), Entry.objects.count()) == (
        0,
        0,
        0,
    )


WRITING = {"update", "bulk_create", "bulk_update", "delete", "save", "create", "get_or_create", "update_or_create"}  # fmt: skip


@pytest.mark.row("AU-04")
def test_only_deeds_write() -> None:
    """AU-04: no `.update(`, `.delete(`, `bulk_…` or raw SQL on a manager outside the deeds."""
    web = ROOT / "src" / "jiheng" / "web"
    files = [path.relative_to(web) for path in sorted(web.rglob("*.py"))]
    outside = [path for path in files if path.parts[0] not in ("actions", "migrations")]
    found = [
        str(path)
        for path in outside
        if any(map(is_writing, ast.walk(ast.parse((web / path).read_text("utf-8")))))
    ]
    assert found == ALLOWED


def is_writing(node: ast.AST) -> bool:
    """A call that writes through a manager, or past the models."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    name = node.func.attr
    bulk = name in ("bulk_create", "bulk_update", "raw")
    return bulk or (name in WRITING and "objects" in ast.unparse(node.func))


ALLOWED = ["pages/page.py"]
"""It keeps the keys of forms that were sent, in the same transaction as the deed."""
