"""Notices and receipts: what went out, who has signed for it, and the papers as they were sent."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime

from jiheng.forms.notice import Letter, Window, assessed, notice, supplementary_notice
from jiheng.forms.page import Document
from jiheng.forms.receipt import Seal
from jiheng.web.clock import today
from jiheng.web.models import Assessment, Entry, Notice, Receipt
from jiheng.web.queries.assessments import in_order
from jiheng.web.queries.method import method_of
from jiheng.web.queries.stages import stage_lines


@dataclass(frozen=True, slots=True)
class Content:
    """What is sent beside the method, as it stood on the day: `windows` by stage as (opens, closes) in
    ISO, `changes` and `versions` for a supplement."""

    day: str
    office: str
    windows: dict[str, tuple[str, str]]
    back_by: str = ""
    changes: tuple[str, ...] = ()
    versions: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """As JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)


def content_now(
    assessment: Assessment,
    *,
    back_by: date | None,
    changes: Sequence[str] = (),
    versions: tuple[int, ...] = (),
) -> Content:
    """What would be sent now."""
    windows = {
        one.noun.id: (_iso(one.stored.opens), _iso(one.stored.closes))
        for one in stage_lines(assessment)
    }
    day = today().isoformat()
    back = back_by.isoformat() if back_by else ""
    return Content(day, assessment.organiser.name, windows, back, tuple(changes), versions)


def _iso(moment: datetime | None) -> str:
    return localtime(moment).date().isoformat() if moment else ""


def notice_title(assessment: Assessment, *, is_supplement: bool) -> str:
    """What the notice is called."""
    name = assessed(method_of(assessment.scheme).scheme)
    return f"关于调整{name}有关内容的补充通知" if is_supplement else f"关于做好{name}工作的通知"


@dataclass(frozen=True, slots=True)
class NoticeShown:
    """One notice and its receipts, those still open first."""

    notice: Notice
    receipts: Sequence[Receipt]

    @property
    def received(self) -> int:
        """How many have signed."""
        return sum(one.at is not None for one in self.receipts)

    @property
    def open(self) -> list[Receipt]:
        """Who has not yet."""
        return [one for one in self.receipts if one.at is None]

    @property
    def is_supplement(self) -> bool:
        """Does it change a running assessment?"""
        return bool(_content(self.notice)["versions"])

    @property
    def changes(self) -> list[str]:
        """What it changes, a sentence each."""
        return list(_content(self.notice)["changes"])

    @property
    def back_by(self) -> date | None:
        """Until when the receipts are due."""
        return _day(_content(self.notice)["back_by"])


def notices_shown(receipts: Sequence[Receipt], notices: Sequence[Notice]) -> list[NoticeShown]:
    """The notices with those of the receipts that belong to them."""
    return [
        NoticeShown(one, [got for got in receipts if got.notice_id == one.pk]) for one in notices
    ]


def open_first(sent: Notice, receipts: Sequence[Receipt]) -> list[Receipt]:
    """Those who have not signed, then the others, each in the order of the method."""
    places = [one.pk for one in in_order(sent.assessment, (one.subject for one in receipts))]
    return sorted(receipts, key=lambda one: (one.at is not None, places.index(one.subject_id)))


def _content(stored: Notice) -> dict[str, Any]:
    empty = asdict(Content("", "", {}))
    return empty | json.loads(stored.content)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def paper_of(receipt: Receipt) -> Document:
    """The notice to one subject as it was sent, with its receipt; sealed with the digest of the method
    and the head of the log of that moment."""
    sent = receipt.notice
    content, scheme = _content(sent), method_of(sent.scheme).scheme
    letter = Letter(
        day=_day(content["day"]) or localtime(sent.made_at).date(),
        to=receipt.subject.organisation.name,
        number=sent.number,
        office=content["office"],
        back_by=_day(content["back_by"]),
        seal=Seal(sent.scheme.digest, _head(sent)),
    )
    if content["versions"]:
        before, after = content["versions"]
        return supplementary_notice(
            scheme, content["changes"], versions=(before, after), letter=letter
        )
    windows = [
        Window(stage, *(_day(one) for one in content["windows"].get(stage.id, ("", ""))))
        for stage in scheme.procedure
    ]
    return notice(scheme, receipt.subject.name, windows=windows, letter=letter)


def _head(sent: Notice) -> str:
    """The hash of the entry that says that it was sent."""
    found = Entry.objects.filter(deed="notice-sent", key=sent.pk).order_by("number").first()
    return found.hash if found else ""
