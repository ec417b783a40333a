"""Methods come in byte for byte, are edited without loss, copied, and taken from the house's folder."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import override_settings

from jiheng.web import clock
from jiheng.web.access.viewer import Closed
from jiheng.web.actions.schemes import add_scheme, change_text, copy_scheme
from jiheng.web.actions.versions import Changed
from jiheng.web.models import Entry, SchemeVersion
from jiheng.web.queries.schemes_text import LARGEST, as_kept, written
from tests.platform.databases import both_databases
from tests.web.world import NOW, SCHEMES, World, make_world, scheme_text

NAMES = sorted(path.parent.name for path in SCHEMES.glob("*/scheme.yaml"))
SHAPES = {
    "crlf": lambda text: text.replace("\n", "\r\n"),
    "bom": lambda text: "\ufeff" + text,
    "bom-crlf": lambda text: "\ufeff" + text.replace("\n", "\r\n"),
    "mixed": lambda text: text.replace("\n", "\r\n", 5),
    "no-last-line-end": lambda text: text.rstrip("\n"),
}
SMALL = "qinhuangdao-2022-property"


@pytest.fixture(autouse=True)
def at_the_world_s_time() -> Iterator[None]:
    with clock.moved_to(NOW):
        yield


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def post(world: World, raw: bytes, *, who: str = "office") -> HttpResponse:
    file = SimpleUploadedFile("scheme.yaml", raw)
    return world.client(who).post("/schemes/add/", {"file": file, "text": ""})


def draft_in(world: World, text: str = "", *, name: str = SMALL) -> SchemeVersion:
    text = text or scheme_text(name)
    read = written(text)
    assert read.scheme is not None
    return add_scheme(world.viewers["office"], read.scheme, text=text)


def downloaded(world: World, version: SchemeVersion) -> bytes:
    answer: HttpResponse = world.client("auditor").get(f"/schemes/{version.pk}/download/")
    return answer.content


def test_each_of_the_house_s_methods_comes_out_as_it_went_in(world: World) -> None:
    for name in NAMES:
        if name == "yueyang-2017":
            continue  # the world has it already
        raw = (SCHEMES / name / "scheme.yaml").read_bytes()
        answer = post(world, raw)
        made = SchemeVersion.objects.get(name=name)
        assert answer["Location"] == f"/schemes/{made.pk}/findings/"
        assert downloaded(world, made) == raw
        assert (made.number, made.is_issued, made.digest) == (1, False, "")
    assert downloaded(world, world.scheme) == (SCHEMES / "yueyang-2017/scheme.yaml").read_bytes()
    assert set(Entry.objects.values_list("deed", flat=True)) == {"scheme-uploaded"}


@both_databases()
@pytest.mark.parametrize("shape", SHAPES)
def test_line_ends_and_marks_come_out_as_they_went_in(engine: str, shape: str) -> None:
    world, raw = make_world(), SHAPES[shape](scheme_text(SMALL)).encode()
    post(world, raw)
    made = SchemeVersion.objects.get(name=SMALL)
    assert downloaded(world, made) == raw
    typed = made.text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\n", "\r\n")
    world.client("office").post(f"/schemes/{made.pk}/edit/", {"text": typed, "version": "1"})
    made.refresh_from_db()
    assert (downloaded(world, made), made.version) == (raw, 2)


def test_the_same_text_again_is_the_same_version(world: World) -> None:
    raw = scheme_text(SMALL).encode()
    post(world, raw)
    made = SchemeVersion.objects.get(name=SMALL)
    assert post(world, raw)["Location"] == f"/schemes/{made.pk}/"
    assert SchemeVersion.objects.filter(name=SMALL).count() == Entry.objects.count() == 1
    assert post(world, raw, who="other_office")["Location"] != f"/schemes/{made.pk}/"


def test_a_text_that_does_not_read_stays_in_the_form_with_all_that_is_wrong(world: World) -> None:
    text = (
        scheme_text(SMALL).replace("kind: project", "kind: projekt").replace("title:", "titel:", 1)
    )
    answer = post(world, text.encode())
    assert answer.status_code == 422
    form = answer.context["form"]
    assert form["text"].value() == text
    lines = text.split("\n")
    spots = [(one.line, one.column, one.entry) for one in form.written.troubles]
    kind = next(at for at, line in enumerate(lines, 1) if line == "kind: projekt")
    titel = next(at for at, line in enumerate(lines, 1) if line.startswith("titel:"))
    assert sorted(spots) == sorted([(kind, 7, "kind"), (titel, 8, "titel"), (2, 1, "")])
    assert f"第 {kind} 行第 7 列" in answer.content.decode()
    again = world.client("office").post("/schemes/add/", {"text": text})
    assert [one.message for one in again.context["form"].written.troubles] == [
        one.message for one in form.written.troubles
    ]
    assert SchemeVersion.objects.count() == 1
    assert Entry.objects.count() == 0


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("岳阳".encode("gbk"), "文件不是 UTF-8 编码（可能是 GBK）；请另存为 UTF-8 后再传。"),
        (b"PK\x03\x04", "这不是 YAML 文本文件；请检查是否选错文件。"),
        (b"a\0b", "这不是 YAML 文本文件；请检查是否选错文件。"),
        (b"#" * (LARGEST + 1), "文件超过 200 KB，不像是考核办法；请检查是否选错文件。"),
    ],
)
def test_a_file_that_is_no_text_is_told_so(world: World, raw: bytes, told: str) -> None:
    answer = post(world, raw)
    assert (answer.status_code, answer.context["form"].errors["file"]) == (422, [told])
    assert SchemeVersion.objects.count() == 1


@pytest.mark.parametrize("typed", ["", "  \n"])
def test_nothing_is_no_method(world: World, typed: str) -> None:
    answer = world.client("office").post("/schemes/add/", {"text": typed})
    assert answer.context["form"].errors["text"] == ["请选一个文件，或把正文贴在这里。"]


def test_what_the_library_has_no_room_for() -> None:
    text = scheme_text(SMALL)
    named = text.replace(f"scheme: {SMALL}", f"scheme: {'x' * 81}")
    assert [one.message for one in written(named).troubles] == [
        "代号（scheme）超过 80 字，请改短。"
    ]
    typed = "a" * (LARGEST + 1)
    assert [one.line for one in written(typed).troubles] == [None]


@pytest.mark.parametrize(
    ("typed", "before", "kept"),
    [
        ("a\r\nb", "a\nb", "a\nb"),
        ("a\r\nb", "\ufeffa\r\nb", "\ufeffa\r\nb"),
        ("a\r\nc", "\ufeffa\r\nb", "\ufeffa\r\nc"),
        ("a\r\nc", "a\nb", "a\nc"),
        ("\ufeffa\nb", "", "a\nb"),
    ],
)
def test_a_browser_does_not_change_line_ends(typed: str, before: str, kept: str) -> None:
    assert as_kept(typed, before) == kept


def test_a_draft_is_edited_and_the_log_tells_what_changed(world: World) -> None:
    made = draft_in(world)
    text = made.text.replace(
        "科协物业管理费项目绩效目标（2022年）", "科协物业管理费目标（2022年）", 1
    )
    answer = world.client("office").post(
        f"/schemes/{made.pk}/edit/", {"text": text, "version": "1"}
    )
    assert answer["Location"] == f"/schemes/{made.pk}/findings/"
    made.refresh_from_db()
    assert (made.title, made.text, made.version) == ("科协物业管理费目标（2022年）", text, 2)
    entry = Entry.objects.get(deed="scheme-changed")
    assert "由“科协物业管理费项目绩效目标（2022年）”改为" in entry.words


def test_a_draft_keeps_its_name(world: World) -> None:
    made = draft_in(world)
    text = made.text.replace(f"scheme: {SMALL}", "scheme: other")
    answer = world.client("office").post(
        f"/schemes/{made.pk}/edit/", {"text": text, "version": "1"}
    )
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()[0].startswith(f"这份草稿的代号是 {SMALL}")
    made.refresh_from_db()
    assert made.version == 1


def test_two_people_edit_one_draft(world: World) -> None:
    made = draft_in(world)
    address, title = f"/schemes/{made.pk}/edit/", "科协物业管理费项目绩效目标（2022年）"
    first, second = (made.text.replace(title, one, 1) for one in ("甲", "乙"))
    client = world.client("office")
    client.post(address, {"text": first, "version": "1"})
    answer = client.post(address, {"text": second, "version": "1"})
    assert answer.status_code == 422
    assert answer.context["form"]["text"].value() == second
    told = [one.sentence for part in answer.context["theirs"].parts for one in part.differences]
    assert told == ["办法的名称由“甲”改为“乙”。"]
    made.refresh_from_db()
    assert made.title == "甲"
    again = {"text": second, "version": answer.context["form"]["version"].value()}
    assert client.post(address, again).status_code == 302
    made.refresh_from_db()
    assert (made.title, made.version) == ("乙", 3)


def test_an_issued_version_is_not_edited_but_copied(world: World) -> None:
    client, key = world.client("office"), world.scheme.pk
    for address in ("edit", "issue"):
        assert client.get(f"/schemes/{key}/{address}/").status_code == 409
    with pytest.raises(Closed):
        change_text(
            world.viewers["office"], key, version=1,
            scheme=written(world.scheme.text).scheme, text=world.scheme.text,
        )  # fmt: skip
    answer = client.post(f"/schemes/{key}/copy/")
    made = SchemeVersion.objects.get(number=2)
    assert answer["Location"] == f"/schemes/{made.pk}/edit/"
    assert (made.text, made.based_on, made.is_issued) == (world.scheme.text, world.scheme, False)


def test_a_form_sent_twice_makes_one_draft(world: World) -> None:
    client = world.client("office")
    sent = {"once": "the-same-key", "acting": world.viewers["office"].appointment.pk}
    places = [client.post(f"/schemes/{world.scheme.pk}/copy/", sent)["Location"] for _ in range(3)]
    assert len(set(places)) == 1
    assert SchemeVersion.objects.count() == 2


def test_the_house_s_folder_is_offered_where_it_is(world: World, tmp_path: Path) -> None:
    client = world.client("office")
    with override_settings(HOUSE=SCHEMES.parent):
        assert [name for name, _ in client.get("/schemes/add/").context["house"]] == NAMES
        client.post("/schemes/house/", {"name": SMALL})
        assert client.post("/schemes/house/", {"name": f"../schemes/{SMALL}"}).status_code == 409
    made = SchemeVersion.objects.get(name=SMALL)
    assert downloaded(world, made) == (SCHEMES / SMALL / "scheme.yaml").read_bytes()
    with override_settings(HOUSE=tmp_path):
        assert "从办法库选用" not in client.get("/schemes/add/").content.decode()
        assert client.post("/schemes/house/", {"name": SMALL}).status_code == 409


def together(*deeds: Any) -> list[str]:
    """Each deed in a thread of its own, all at once; what became of each."""
    gate, told = threading.Barrier(len(deeds)), list[str]()

    def run(deed: Any) -> None:
        with clock.moved_to(NOW):
            gate.wait()
            try:
                deed()
                told.append("done")
            except (Changed, Closed) as refused:
                told.append(type(refused).__name__)
            finally:
                connection.close()

    threads = [threading.Thread(target=run, args=[one]) for one in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(told)


@both_databases(transaction=True)
def test_drafts_made_at_once_have_numbers_of_their_own(engine: str) -> None:
    world = make_world()
    office, key = world.viewers["office"], world.scheme.pk
    assert together(*[lambda: copy_scheme(office, key)] * 4) == ["done"] * 4
    assert sorted(SchemeVersion.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]


@both_databases(transaction=True)
def test_of_two_who_save_at_once_one_is_told(engine: str) -> None:
    world = make_world()
    made, office = draft_in(world), world.viewers["office"]

    def save(title: str) -> None:
        text = made.text.replace("科协物业管理费项目绩效目标（2022年）", title, 1)
        scheme = written(text).scheme
        assert scheme is not None
        change_text(office, made.pk, version=1, scheme=scheme, text=text)

    assert together(lambda: save("甲"), lambda: save("乙")) == ["Changed", "done"]
    assert Entry.objects.filter(deed="scheme-changed").count() == 1
