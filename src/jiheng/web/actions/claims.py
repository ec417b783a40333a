"""Claiming bonus points: making, changing and withdrawing a claim, while the report is open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from jiheng.web.access.viewer import Closed, NotThere, Viewer
from jiheng.web.actions.journal import record
from jiheng.web.actions.records import touch_book
from jiheng.web.actions.versions import change
from jiheng.web.clock import now
from jiheng.web.models import Claim, Role, Subject
from jiheng.web.queries.claims import tariffs_of
from jiheng.web.queries.method import method_of

COLUMNS = (
    "indicator", "kind", "level", "work", "award", "year", "number", "persons", "on", "names",
)  # fmt: skip


@transaction.atomic
def add_claim(viewer: Viewer, subject: Subject, *, values: Mapping[str, Any]) -> Claim:
    """Claim an award for the viewer's own subject. Closed while the report is out of its hands;
    NotThere for a kind or level that the method does not count."""
    _must_own(viewer, subject)
    _must_be_known(subject, values)
    touch_book(subject)
    _not_twice(subject, values)
    made = Claim.objects.create(subject=subject, by=viewer.person, **values)
    record(viewer, "claim-added", on=made, clause=made.indicator, after=_told(made))
    return made


@transaction.atomic
def change_claim(viewer: Viewer, stored: Claim, *, version: int, values: Mapping[str, Any]) -> None:
    """Put it right. The same again changes nothing."""
    _must_stand(viewer, stored)
    _must_be_known(stored.subject, values)
    before = _told(stored)
    if version == stored.version and all(getattr(stored, n) == v for n, v in values.items()):
        return
    touch_book(stored.subject)
    _not_twice(stored.subject, values, but=stored.pk)
    change(stored, version, **values)
    record(
        viewer, "claim-changed", on=stored, clause=stored.indicator,
        before=before, after=_told(stored),
    )  # fmt: skip


@transaction.atomic
def withdraw_claim(viewer: Viewer, stored: Claim, *, version: int, reason: str) -> None:
    """It counts no more, and stays readable with the reason."""
    _must_stand(viewer, stored)
    if not reason.strip():
        raise Closed("撤回要写明理由。")
    touch_book(stored.subject)
    change(stored, version, withdrawn_at=now())
    record(
        viewer, "claim-withdrawn", on=stored, clause=stored.indicator,
        before=_told(stored), reason=reason.strip(),
    )  # fmt: skip


def _must_own(viewer: Viewer, subject: Subject) -> None:
    if not viewer.is_(Role.COUNTY) or subject.organisation_id != viewer.organisation.pk:
        raise NotThere


def _must_stand(viewer: Viewer, stored: Claim) -> None:
    _must_own(viewer, stored.subject)
    if stored.withdrawn_at is not None:
        raise NotThere


def _must_be_known(subject: Subject, values: Mapping[str, Any]) -> None:
    scheme = method_of(subject.assessment.scheme).scheme
    known = {tariff for _, found in tariffs_of(scheme) for _, _, tariff in found}
    if (values["indicator"], values["kind"], values["level"]) not in known:
        raise NotThere


def _not_twice(subject: Subject, values: Mapping[str, Any], *, but: str = "") -> None:
    """The subject's row is locked, so nobody adds the same between this look and the insert."""
    names = ("indicator", "number", "award", "level")
    same = Claim.objects.filter(
        subject=subject, withdrawn_at=None, **{name: values[name] for name in names}
    )
    if values["number"] and same.exclude(pk=but).exists():
        raise Closed(f"“{values['award']}”（{values['number']}）已经申报过，请在列表中核对。")


def _told(stored: Claim) -> dict[str, Any]:
    told = {name: getattr(stored, name) for name in COLUMNS}
    return told | {"on": stored.on.isoformat() if stored.on else ""}
