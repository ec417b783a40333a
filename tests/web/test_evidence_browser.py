"""Evidence in a browser: chosen, dropped, pasted, photographed; and payloads that stay words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from jiheng.web.models import Evidence
from tests.files.pdfs import pdf
from tests.files.photos import photo
from tests.platform.browsing import PATIENCE, PHONE
from tests.platform.looking import axe, overflow
from tests.web.evidence_given import at_clause
from tests.web.test_evidence_pages import TAGS
from tests.web.test_evidence_parcels import parcel

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CARRY = """([selector, kind, name, bytes]) => {
    const carried = new DataTransfer();
    carried.items.add(new File([new Uint8Array(bytes)], name));
    const event = kind === "paste"
        ? new ClipboardEvent("paste", {clipboardData: carried, bubbles: true, cancelable: true})
        : new DragEvent(kind, {dataTransfer: carried, bubbles: true, cancelable: true});
    document.querySelector(selector).dispatchEvent(event);
}"""


def carry(page: Page, kind: str, selector: str, name: str, content: bytes) -> None:
    """Let go of a file over a place, or paste it there."""
    page.evaluate(CARRY, [selector, kind, name, list(content)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def test_files_come_to_a_clause_by_every_way(own_world: Any, browse: Any, folder: Path) -> None:
    page = own_world.page(browse, "county")
    subject = own_world.world.subject.pk
    page.goto(f"/subjects/{subject}/evidence/")
    slots = page.locator("[data-evidence]")
    name = slots.nth(0).get_attribute("aria-label")
    slot = page.locator(f'[data-evidence][aria-label="{name}"]')
    page.wait_for_load_state(
        "networkidle"
    )  # until its script is there the link opens the plain form
    with page.expect_file_chooser() as chooser:
        slot.get_by_text("上传材料").click()
    (folder / "会议纪要.pdf").write_bytes(pdf("会议纪要"))
    chooser.value.set_files(folder / "会议纪要.pdf")
    expect(slot.get_by_text("会议纪要.pdf")).to_be_visible(timeout=PATIENCE)
    place = f'[data-evidence][aria-label="{name}"]'
    carry(page, "dragover", place, "拖.jpg", b"")
    expect(slot).to_have_class("evidence-slot over")
    carry(page, "drop", place, "拖.jpg", photo(1))
    expect(slot.get_by_text("拖.jpg")).to_be_visible(timeout=PATIENCE)
    carry(page, "paste", place, "贴.jpg", photo(2))
    expect(slot.get_by_text("贴.jpg")).to_be_visible(timeout=PATIENCE)
    browse.watch.allow("status of 422")
    carry(page, "drop", place, "照片.jpg", pdf("不是照片"))
    expect(page.locator("#messages")).to_contain_text(
        "照片.jpg”：后缀是 .jpg，内容却是 PDF", timeout=PATIENCE
    )
    assert (axe(page), overflow(page)) == ([], [])


def test_a_parcel_is_sorted_on_a_phone(own_world: Any, browse: Any, folder: Path) -> None:
    page = own_world.page(browse, "county", device=PHONE)
    page.goto("/evidence/")
    assert (axe(page), overflow(page)) == ([], [])
    expect(page.get_by_label("或用手机拍照")).to_have_attribute("capture", "environment")
    (folder / "全部.zip").write_bytes(parcel("1.1 会议纪要.pdf", "随手拍.pdf"))
    page.get_by_label("选择文件（可多选）").set_input_files(folder / "全部.zip")
    page.get_by_role("button", name="上传", exact=True).click()
    page.wait_for_url("**/evidence/sort/")
    chosen = page.get_by_label("1.1 会议纪要.pdf用于")
    assert chosen.evaluate("one => one.selectedOptions[0].textContent").startswith("1.1 ")
    assert (axe(page), overflow(page)) == ([], [])
    page.get_by_label("随手拍.pdf用于").select_option(index=2)
    page.get_by_role("button", name="保存归类").click()
    expect(page.locator("#messages")).to_contain_text("已归类 1 个文件", timeout=PATIENCE)
    page.get_by_role("link", name="随手拍.pdf").click()
    expect(page.locator(".evidence-page")).to_have_count(1, timeout=PATIENCE)
    assert (axe(page), overflow(page)) == ([], [])


def test_without_script_a_form_does_it(own_world: Any, browse: Any, folder: Path) -> None:
    page = own_world.page(browse, "county", java_script_enabled=False)
    page.goto(f"/subjects/{own_world.world.subject.pk}/evidence/")
    page.get_by_role("link", name="上传材料").first.click()
    (folder / "会议纪要.pdf").write_bytes(pdf("会议纪要"))
    page.get_by_label("选择文件（可多选）").set_input_files(folder / "会议纪要.pdf")
    page.get_by_role("button", name="上传", exact=True).click()
    assert page.url.endswith(f"/subjects/{own_world.world.subject.pk}/evidence/")
    expect(page.get_by_role("link", name="会议纪要.pdf")).to_be_visible(timeout=PATIENCE)


@pytest.mark.row("EU-06")
def test_payloads_do_nothing(own_world: Any, browse: Any) -> None:
    """EU-06: no dialog, no report of the content security policy (`browse` fails on one), no request."""
    dialogs: list[str] = []
    page = own_world.page(browse, "county")
    page.context.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    with own_world.inside():
        evidence = _planted(own_world.world)
    for address in ("/evidence/", f"/evidence/{evidence.pk}/", f"/evidence/{evidence.pk}/change/"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert (
            page.evaluate(
                "document.querySelectorAll('main iframe, main embed, main script').length"
            )
            == 0
        )
    assert dialogs == []


def _planted(world: Any) -> Evidence:
    """A document full of payloads, known by payloads, in the served site's own database."""
    from jiheng.files.evidence_names import shown_name
    from jiheng.web.models import EvidenceUse, Preview

    person = world.viewers["county"].person
    row = {
        "organisation": world.subject.organisation, "size": 1, "media_type": "application/pdf",
        "extension": "pdf", "by": person,
    }  # fmt: skip
    made = [
        Evidence.objects.create(
            **row, sha256=f"{number:064}", name=shown_name(f"{text}.pdf")[:200],
            number=text[:80], kind=text[:80], level=text[:40], marks=text,
        )
        for number, text in enumerate(TAGS)
    ]  # fmt: skip
    for evidence, text in zip(made, TAGS, strict=True):
        Preview.objects.create(evidence=evidence, state="none", words=text)
    place = at_clause(world)
    EvidenceUse(evidence=made[0], subject=place.subject, clause=place.clause, by=person).save()
    return made[0]
