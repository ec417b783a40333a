"""A ZIP of papers: matched to clauses by number and name, the rest listed, all or none."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from jiheng.web.actions.evidence import NotTaken
from jiheng.web.actions.evidence_parcels import MOST, add_parcel
from jiheng.web.clock import moved_to
from jiheng.web.models import Entry, Evidence, EvidenceUse, Subject
from tests.files.pdfs import pdf
from tests.web.evidence_given import asking, upload
from tests.web.world import NOW, World, make_world

NAMES = (
    "../../../tmp/escaped.pdf", "/etc/passwd.pdf", "C:\\\\Windows\\\\a.pdf", "..\\\\..\\\\b.pdf", "a\\x00b.pdf",
    "CON.pdf", "\\u202egpj.pdf", "./././c.pdf", "~/d.pdf", "e.pdf ", " .pdf", "f/../g.pdf",
)  # fmt: skip


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Path) -> Iterator[World]:
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    with moved_to(NOW):
        yield make_world()


def parcel(*names: str, more: dict[str, bytes] | None = None) -> bytes:
    """A ZIP with a PDF of its own under each name."""
    kept = io.BytesIO()
    with ZipFile(kept, "w") as package:
        for name in names:
            package.writestr(name, pdf(name))
        for name, content in (more or {}).items():
            package.writestr(name, content)
    return kept.getvalue()


def test_files_find_their_clauses(world: World) -> None:
    first, second = asking(world)[:2]
    names = (
        f"{first.printed.number or first.id} 纪要.pdf",
        f"材料/{second.printed.number or second.id}/分工.pdf",
        "随手拍.pdf",
    )
    content = parcel(*names, more={"说明.exe": b"MZ\0\0", "坏.pdf": b"%PDF-1.4 nothing"})
    client = world.client("county")
    answer = client.post("/evidence/add/", {"files": [upload("全部.zip", content)]})
    assert (answer.status_code, answer["Location"]) == (302, "/evidence/sort/")
    uses = EvidenceUse.objects.order_by("clause").values_list("evidence__name", "clause")
    assert sorted(uses) == sorted([(names[0], first.id), ("分工.pdf", second.id)])
    page = client.get("/evidence/sort/").content.decode()
    assert ("随手拍.pdf" in page, "说明.exe" in page, "坏.pdf" in page) == (True, True, True)
    assert [entry.deed for entry in Entry.objects.all()] == ["evidence-added"] * 3


def test_what_found_none_is_put_by_hand(world: World) -> None:
    client, clause = world.client("county"), asking(world)[0]
    client.post("/evidence/add/", {"files": [upload("全部.zip", parcel("随手拍.pdf"))]})
    evidence = Evidence.objects.get()
    place = f"subject={world.subject.pk}&clause={clause.id}"
    sent = {f"place-{evidence.pk}": place, f"was-{evidence.pk}": ""}
    assert client.post("/evidence/sort/", sent)["Location"] == "/evidence/"
    assert [use.clause for use in evidence.uses.all()] == [clause.id]
    back = {f"place-{evidence.pk}": "", f"was-{evidence.pk}": place}
    client.post("/evidence/sort/", back)
    assert evidence.uses.count() == 0
    world.client("other_county").post("/evidence/sort/", sent)
    assert (evidence.uses.count(), Entry.objects.last().deed) == (0, "evidence-detached")


def test_while_the_report_is_closed_all_wait(world: World) -> None:
    Subject.objects.update(standing="signed")
    first = asking(world)[0]
    name = f"{first.printed.number or first.id} 纪要.pdf"
    answer = world.client("county").post(
        "/evidence/add/", {"files": [upload("全部.zip", parcel(name))]}
    )
    assert (answer.status_code, Evidence.objects.count(), EvidenceUse.objects.count()) == (
        302,
        1,
        0,
    )


def test_a_parcel_is_for_no_single_place(world: World) -> None:
    query = f"subject={world.subject.pk}&clause={asking(world)[0].id}"
    answer = world.client("county").post(
        f"/evidence/add/?{query}", {"files": [upload("全部.zip", parcel("甲.pdf"))]}
    )
    assert (answer.status_code, Evidence.objects.count()) == (422, 0)


def test_too_many_or_none(world: World, settings: Any) -> None:
    viewer = world.viewers["county"]
    many = upload("多.zip", parcel(*(f"{number}.pdf" for number in range(MOST + 1))))
    with pytest.raises(NotTaken) as refused:
        add_parcel(viewer, many, subject=world.subject)
    assert refused.value.words == "压缩包里有 201 个文件，一次最多 200 个：请分成几个压缩包。"
    with pytest.raises(NotTaken) as refused:
        add_parcel(viewer, upload("空.zip", parcel(more={"a.exe": b"MZ"})), subject=None)
    assert refused.value.words.startswith("压缩包里没有能收下的文件")
    assert Evidence.objects.count() == 0
    assert list((settings.EVIDENCE_ROOT / "arriving").iterdir()) == []


def test_all_or_none(world: World, settings: Any) -> None:
    settings.EVIDENCE_DAY_LIMIT = 2_500
    with pytest.raises(NotTaken):
        add_parcel(
            world.viewers["county"],
            upload("全部.zip", parcel("甲.pdf", "乙.pdf", "丙.pdf")),
            subject=world.subject,
        )
    assert (Evidence.objects.count(), Entry.objects.count()) == (0, 0)


def test_names_lead_nowhere(world: World, tmp_path: Path, record_property: Any) -> None:
    """EU-02: nothing is written outside the store, whatever a name says."""
    record_property("row", "EU-02")
    record_property("volume", "24 names in a ZIP and as uploads; nothing outside the store")
    names = [name.encode().decode("unicode_escape") for name in NAMES]
    (tmp_path / "outside").mkdir()
    before = _tree(tmp_path)
    add_parcel(world.viewers["county"], upload("全部.zip", parcel(*names)), subject=world.subject)
    for name in names:
        world.client("county").post("/evidence/add/", {"files": [upload(name, pdf(f"另 {name}"))]})
    assert _tree(tmp_path) == before
    for name in Evidence.objects.values_list("name", flat=True):
        assert not set(name) & set("/\\\\\0\u202e<>"), name


def _tree(folder: Path) -> dict[str, str]:
    return {
        str(path): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
        for path in sorted(folder.rglob("*"))
        if "evidence" not in path.relative_to(folder).parts
    }
