"""What the pages of evidence show: lists, previews, what is the same elsewhere; and what they never show."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from lxml import html
from PIL import Image

from jiheng.web.actions.evidence_changes import change_evidence, withdraw_evidence
from jiheng.web.actions.evidence_previews import make_preview
from jiheng.web.clock import moved_to
from jiheng.web.keys import keys_from
from jiheng.web.models import Entry, Evidence
from jiheng.web.queries.evidence_places import NOWHERE, Place
from tests.files.pdfs import pdf
from tests.files.photos import photo
from tests.web.evidence_given import added, asking, at_clause, docx, one, xlsx
from tests.web.world import NOW, OTHER, World, make_world

TAGS = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>", '"><script>alert(1)</script>', "'><img src=x onerror=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>", "<a href=javascript:alert(1)>甲</a>", "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>", "<math><mtext></table><mglyph><style><img src=x onerror=alert(1)>",
    "<input autofocus onfocus=alert(1)>", "<video><source onerror=alert(1)>", "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>", "<form action=javascript:alert(1)><button>甲", "<base href=//evil.example/>",
    "<link rel=stylesheet href=//evil.example/a.css>", "<meta http-equiv=refresh content=0;url=//evil.example/>",
    "<style>@import '//evil.example/a.css'</style>", "</title><script>alert(1)</script>", "</textarea><script>alert(1)</script>",
    "{{ 7|add:7 }}", "{% now 'Y' %}", "<!--><script>alert(1)</script-->", "<div hx-get=/account/log-out/ hx-trigger=load>",
    "<div data-evidence=//evil.example/>", "\" onmouseover=alert(1) x=\"", "' autofocus onfocus=alert(1) '",
    "<annotation-xml encoding=text/html><script>alert(1)</script>",
)  # fmt: skip
"""Thirty; each is tried as the name of a file and as text in documents: sixty."""


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Path) -> Iterator[World]:
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    with moved_to(NOW):
        yield make_world()


def shown(client: Client, evidence: Evidence, page: str = "") -> str:
    return client.get(f"/evidence/{evidence.pk}/{page}").content.decode()


def test_the_list_asks_as_much_for_three_as_for_one(
    world: World, django_assert_num_queries: Any
) -> None:
    one(world)
    for who, asked in (("county", 10), ("office", 10)):
        client = world.client(who)
        client.get("/evidence/")
        with django_assert_num_queries(asked):
            client.get("/evidence/")
    for text in ("乙", "丙"):
        one(world, name=f"{text}.pdf", content=pdf(text))
    for who, asked in (("county", 10), ("office", 10)):
        client = world.client(who)
        with django_assert_num_queries(asked):
            client.get("/evidence/")


def test_what_is_missing_asks_as_much_for_three_as_for_one(
    world: World, django_assert_num_queries: Any
) -> None:
    one(world)
    client, address = world.client("county"), f"/subjects/{world.subject.pk}/evidence/"
    client.get(address)
    with django_assert_num_queries(9):
        client.get(address)
    for number in (1, 2):
        one(world, name=f"{number}.pdf", content=pdf(str(number)), place=at_clause(world, number))
    with django_assert_num_queries(9):
        client.get(address)


def test_what_is_missing_and_what_is_there(world: World) -> None:
    first = asking(world)[0]
    assert first.evidence == ("会议纪要",)
    address = f"/subjects/{world.subject.pk}/evidence/"
    places = sum(1 for _ in asking(world)) + 1  # the whole-year paper is asked for too
    before = world.client("office").get(address).content.decode()
    one(world)
    after = world.client("office").get(address).content.decode()
    found = [re.search(r"还有 (\d+) 处缺材料", page) for page in (before, after)]
    assert [int(match[1]) for match in found if match] == [places, places - 1]


def test_the_list_filters_and_sorts(world: World) -> None:
    one(world, name="甲纪要.pdf")
    one(world, name="乙.pdf", content=pdf("乙"), place=at_clause(world, 1))
    one(world, name="丙.pdf", content=pdf("丙"), place=NOWHERE)
    gone = one(world, name="丁.pdf", content=pdf("丁"), place=NOWHERE)
    withdraw_evidence(world.viewers["county"], gone, version=1, reason="拿错了")

    def names(query: str) -> list[str]:
        page = html.fromstring(world.client("county").get(f"/evidence/{query}").content)
        return [link.text for link in page.cssselect(".evidence-name a")]

    assert sorted(names("")) == ["丙.pdf", "乙.pdf", "甲纪要.pdf"]
    assert names("?q=纪要") == ["甲纪要.pdf"]
    assert names(f"?clause={at_clause(world, 1).clause}") == ["乙.pdf"]
    assert names("?state=loose") == ["丙.pdf"]
    assert names("?state=withdrawn") == ["丁.pdf"]
    assert names("?sort=name") == list(reversed(names("?sort=-name")))


def test_a_photograph_is_shown_without_what_the_camera_wrote(
    world: World, record_property: Any
) -> None:
    record_property("row", "EU-09")
    record_property("volume", "shown copy and thumbnail of a photo with GPS")
    original = photo(1)
    assert Image.open(io.BytesIO(original)).getexif()
    evidence = one(world, name="活动照片.jpg", content=original)
    client = world.client("office")
    client.get(f"/evidence/{evidence.pk}/preview/")
    for address in ("picture/", "picture/?page=1"):
        answer = client.get(f"/evidence/{evidence.pk}/{address}")
        picture = Image.open(io.BytesIO(answer.content))
        assert (dict(picture.getexif()), picture.info.get("exif")) == ({}, None)
    assert client.get(f"/evidence/{evidence.pk}/picture/?page=2").status_code == 404
    assert client.get(f"/evidence/{evidence.pk}/file/").content == original


@pytest.mark.row("EU-06")
@pytest.mark.parametrize("page", ["file/", "picture/"])
def test_a_file_is_never_opened_in_the_sites_place(world: World, page: str) -> None:
    evidence = one(world)
    make_preview(evidence.pk)
    answer = world.client("county").get(f"/evidence/{evidence.pk}/{page}")
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Type"] in {"application/pdf", "image/jpeg"}


def test_a_preview_is_waited_for_and_comes(world: World) -> None:
    evidence = one(
        world, name="纪要.docx", content=docx("岳市科协〔2017〕38号", cells=("甲", "乙"))
    )
    client = world.client("county")
    waiting = shown(client, evidence)
    assert ("正在生成预览" in waiting, "every 2s" in waiting) == (True, True)
    piece = shown(client, evidence, "preview/")
    assert ("every 2s" in piece, "<td>乙</td>" in piece) == (False, True)
    evidence.refresh_from_db()
    assert (evidence.number, make_preview(evidence.pk)) == ("岳市科协〔2017〕38号", False)
    assert [entry.person for entry in Entry.objects.filter(deed="evidence-changed")] == [""]


def test_what_cannot_be_shown_says_so(world: World) -> None:
    evidence = one(world, name="清单.csv", content="名称,数量\n甲,1\n".encode())
    assert "这种文件不能在这里预览，请下载后查看" in shown(world.client("county"), evidence)


def test_sixty_payloads_are_words(world: World, record_property: Any) -> None:
    """EU-06: pages with payloads have the same elements and attributes as pages without."""
    record_property("row", "EU-06")
    record_property(
        "volume",
        "60 payloads as names, texts and cells; the pages' elements are those of harmless ones",
    )
    hostile = [
        one(world, name="一.docx", content=docx(*TAGS, cells=TAGS[:5])),
        one(world, name="二.xlsx", content=xlsx(*TAGS)),
    ]
    benign = [
        one(world, name="三.docx", content=docx(*["甲"] * len(TAGS), cells=("甲",) * 5)),
        one(world, name="四.xlsx", content=xlsx(*["甲"] * len(TAGS))),
    ]
    client = world.client("office")
    for bad, good in zip(hostile, benign, strict=True):
        for evidence in (bad, good):
            make_preview(evidence.pk)
        assert _elements(shown(client, bad)) == _elements(shown(client, good))
        assert "甲" in shown(client, good)
    evidence = one(world, name="名称.pdf", content=pdf("名称"))
    owner, viewer = world.client("county"), world.viewers["county"]
    plain = {"number": "甲", "kind": "甲", "level": "甲"}
    change_evidence(viewer, evidence, version=1, values=plain)
    before = [_elements(page) for page in _pages(owner, world, evidence=evidence)]
    for at, (first, second, third) in enumerate(zip(*[iter(TAGS)] * 3, strict=True), 2):
        values = {"number": first, "kind": second, "level": third[:40], "name": f"{first}.pdf"}
        change_evidence(viewer, evidence, version=at, values=values)
        pages = _pages(owner, world, evidence=evidence)
        assert (at, [_elements(page) for page in pages]) == (at, before)


def _pages(client: Client, world: World, *, evidence: Evidence) -> list[str]:
    addresses = (
        "/evidence/",
        f"/evidence/{evidence.pk}/",
        f"/subjects/{world.subject.pk}/evidence/",
    )
    return [client.get(address).content.decode() for address in addresses]


def _elements(page: str) -> list[tuple[str, list[str]]]:
    found = html.fromstring(page).iter()
    kept = [one for one in found if isinstance(one.tag, str) and one.tag != "option"]
    return [(one.tag, sorted(one.attrib)) for one in kept]


def test_the_same_elsewhere(world: World) -> None:
    """The county sees its own; the office sees that two counties hand in the same."""
    same = pdf("岳市科协〔2017〕38号")
    place = Place(subject=world.subjects[OTHER], clause=at_clause(world).clause)
    theirs = added(world, "other_county", name="华容的文件.pdf", content=same, place=place).evidence
    mine = one(world, name="文件.pdf", content=same)
    again = one(world, name="扫描.pdf", content=pdf("岳市科协〔2017〕38号", "盖章"), place=NOWHERE)
    for evidence in (theirs, mine, again):
        make_preview(evidence.pk)
    county, office = (shown(world.client(who), mine) for who in ("county", "office"))
    assert ("文号相同" in county, "扫描.pdf" in county, "华容" in county) == (True, True, False)
    assert ("同一个文件" in office, "华容的文件.pdf" in office, "扫描.pdf" in office) == (
        True, True, False,
    )  # fmt: skip


def test_nearly_the_same_picture(world: World) -> None:
    first, small = photo(7), io.BytesIO()
    Image.open(io.BytesIO(first)).resize((640, 480)).save(small, "JPEG", quality=60)
    pictures = [one(world, name="照片.jpg", content=first)]
    pictures.append(
        one(world, name="缩小.jpg", content=small.getvalue(), place=at_clause(world, 1))
    )
    pictures.append(one(world, name="别的.jpg", content=photo(8)))
    for evidence in pictures:
        make_preview(evidence.pk)
    page = shown(world.client("county"), pictures[0])
    assert ("几乎相同的图片" in page, "缩小.jpg" in page, "别的.jpg" in page) == (True, True, False)


@pytest.mark.parametrize("has_theirs", [True, False])
def test_another_county_leaves_no_trace(
    db: None, settings: Any, tmp_path: Path, has_theirs: bool
) -> None:
    """OP-06: what the county sees is the same whether another county handed in the same file or not."""
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    pages = [_seen_by_county(theirs) for theirs in (has_theirs, False)]
    assert pages[0] == pages[1]


def _seen_by_county(has_theirs: bool) -> list[str]:
    from django.db import transaction

    numbers = iter(range(10**6))
    pages: list[str] = []
    with moved_to(NOW), keys_from(lambda: f"{next(numbers):012}"), transaction.atomic():
        world = make_world()
        mine = one(world, name="照片.jpg", content=photo(7))
        if has_theirs:
            place = Place(subject=world.subjects[OTHER], clause=at_clause(world).clause)
            numbers = iter(range(10**6, 2 * 10**6))
            theirs = added(world, "other_county", name="照.jpg", content=photo(7), place=place)
            make_preview(theirs.evidence.pk)
        numbers = iter(range(2 * 10**6, 3 * 10**6))
        client = world.client("county")
        for address in (
            "", f"{mine.pk}/", f"{mine.pk}/preview/", f"{mine.pk}/", f"{mine.pk}/picture/",
            f"{mine.pk}/change/", "sort/", "add/", "?q=照", "?state=loose",
        ):  # fmt: skip
            answer = client.get(f"/evidence/{address}")
            pages.append(f"{answer.status_code} {_normal(answer.content)}")
        transaction.set_rollback(True)
    return pages


def _normal(content: bytes) -> str:
    text = content.decode("utf-8", "replace")
    return re.sub(
        r'(name="(?:csrfmiddlewaretoken|once)" value|csrf-token" content)="[^"]*"', "", text
    )
