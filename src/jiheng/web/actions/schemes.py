"""Methods come in, change while they are drafts, and are issued; then they stand for good.

A text is read and written before the transaction begins, because that takes a while; the version that
the form has read decides inside it whether somebody else was quicker.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Max

from jiheng.scheme.difference import differences
from jiheng.scheme.issue import Issued, issue
from jiheng.scheme.scheme import Scheme
from jiheng.values.problems import Refused, Unreadable
from jiheng.web.access.schemes import draft_of, kept_scheme
from jiheng.web.access.viewer import Closed, Viewer
from jiheng.web.actions.journal import record
from jiheng.web.actions.versions import Changed, change
from jiheng.web.clock import now
from jiheng.web.models import Organisation, Role, SchemeVersion
from jiheng.web.queries.method import method_of
from jiheng.web.queries.schemes import same_digest
from jiheng.web.queries.schemes_text import loaded

_TOLD = 100
"""So many differences are told in the log; the texts themselves stay known by their digests."""


@transaction.atomic
def add_scheme(viewer: Viewer, scheme: Scheme, *, text: str) -> SchemeVersion:
    """A new draft from a text that was read as `scheme`; the next version if its name is known."""
    viewer.must_be(Role.OFFICE)
    made = _new_draft(viewer, scheme, text=text)
    record(viewer, "scheme-uploaded", on=made, after=_told(made))
    return made


@transaction.atomic
def copy_scheme(viewer: Viewer, key: str) -> SchemeVersion:
    """A draft of the next version with the same text, to be changed."""
    viewer.must_be(Role.OFFICE)
    old = kept_scheme(viewer, key)
    made = _new_draft(viewer, loaded(old), text=old.text, based_on=old)
    record(viewer, "scheme-copied", on=made, before=_told(old), after=_told(made))
    return made


def _new_draft(
    viewer: Viewer, scheme: Scheme, *, text: str, based_on: SchemeVersion | None = None
) -> SchemeVersion:
    """Whoever holds the organisation's row gives the next number."""
    own = Organisation.objects.select_for_update().get(pk=viewer.organisation.pk)
    taken = SchemeVersion.objects.filter(organisation=own, name=scheme.scheme)
    made = SchemeVersion(
        organisation=own,
        name=scheme.scheme,
        number=(taken.aggregate(last=Max("number"))["last"] or 0) + 1,
        based_on=based_on,
        uploaded_by=viewer.person,
        **_fields(scheme, text),
    )
    made.save(force_insert=True)
    return made


def change_text(
    viewer: Viewer, key: str, *, version: int, scheme: Scheme, text: str
) -> SchemeVersion:
    """Another text for a draft, read as `scheme`; Changed if somebody else was quicker."""
    draft = draft_of(viewer, key)
    if scheme.scheme != draft.name:
        raise Closed(
            f"这份草稿的代号是 {draft.name}，正文里写的是 {scheme.scheme}。"
            "代号不能改；要另立一个办法，请在“新增办法”处上传。"
        )
    told = _differences(draft, scheme)
    with transaction.atomic():
        stored = write_text(viewer, key, version=version, scheme=scheme, text=text)
        record(
            viewer, "scheme-changed", on=stored,
            before=draft.text_sha256, after=stored.text_sha256, changes=told,
        )  # fmt: skip
    return stored


def write_text(
    viewer: Viewer, key: str, *, version: int, scheme: Scheme, text: str
) -> SchemeVersion:
    """Store a draft's text if it still has this version; inside the deed that logs it."""
    stored = draft_of(viewer, key)
    try:
        change(stored, version, **_fields(scheme, text))
    except Changed as changed:
        raise Changed(stored, ()) from changed  # whole texts are no help; the page tells them apart
    return stored


def issuable(draft: SchemeVersion) -> Issued:
    """What issuing a draft would make of it; Closed with every question that stands before it."""
    loaded(draft)
    try:
        return issue(method_of(draft).scheme)
    except Refused as refused:
        told = "；".join(problem.message for problem in refused.problems)
        raise Closed(f"还不能印发：{told}") from refused


def issue_scheme(viewer: Viewer, key: str, *, version: int, digest: str) -> SchemeVersion:
    """Make a draft final under the digest that was shown; Closed where anything stands against it."""
    draft = draft_of(viewer, key)
    made = issuable(draft)
    if made.digest != digest:
        raise Closed("在您打开之后，内容变了。请核对现在的内容，再确认一次。")
    with transaction.atomic():
        stored = draft_of(viewer, key)
        same = same_digest(viewer, digest)
        if same is not None:
            raise Closed(f"内容与已经印发的“{same}”完全相同，不必再印发。")
        issued: dict[str, Any] = {
            "digest": made.digest, "canonical": made.text, "issued_by": viewer.person, "issued_at": now(),
        }  # fmt: skip
        try:
            change(stored, version, **issued)
        except Changed as changed:
            raise Changed(stored, ()) from changed
        record(viewer, "scheme-issued", on=stored, after=_told(stored) | {"digest": digest})
    return stored


def _fields(scheme: Scheme, text: str) -> dict[str, Any]:
    digest = sha256(text.encode()).hexdigest()
    return {
        "title": scheme.title[:200],
        "year": scheme.period.year,
        "text": text,
        "text_sha256": digest,
    }


def _told(stored: SchemeVersion) -> dict[str, Any]:
    return {"title": stored.title, "number": stored.number, "text_sha256": stored.text_sha256}


def _differences(draft: SchemeVersion, scheme: Scheme) -> list[str]:
    """What a new text changes, in words; nothing where the old one can no longer be read."""
    try:
        old = method_of(draft).scheme
    except (Refused, Unreadable):
        return []
    return [one.sentence for one in differences(old, scheme)][:_TOLD]
