"""An issued scheme does not change, whoever asks, on both databases; a draft does."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from jiheng.web.models import SchemeVersion
from jiheng.web.models.issued_scheme import REFUSAL
from tests.platform.databases import both_databases
from tests.web.world import make_world

CHANGES = {
    "text": "scheme: other", "canonical": "{}", "digest": "0" * 64, "title": "另一个名称",
    "number": 9, "name": "other", "issued_at": None, "year": 1999, "text_sha256": "0" * 64,
}  # fmt: skip


@both_databases()
@pytest.mark.parametrize("field", CHANGES)
def test_the_database_refuses_to_change_what_is_issued(engine: str, field: str) -> None:
    stored = make_world().scheme
    before = SchemeVersion.objects.values().get(pk=stored.pk)
    with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
        SchemeVersion.objects.filter(pk=stored.pk).update(**{field: CHANGES[field]})
    setattr(stored, field, CHANGES[field])
    with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
        stored.save()
    assert SchemeVersion.objects.values().get(pk=stored.pk) == before


@both_databases()
def test_a_draft_changes_and_is_issued_once(engine: str) -> None:
    world = make_world()
    draft = SchemeVersion.objects.get(pk=world.scheme.pk)
    draft.pk, draft.number, draft.digest, draft.issued_at = "draft0000001", 2, "", None
    draft.save(force_insert=True)
    draft.text = "scheme: other"
    draft.save()
    draft.digest, draft.issued_at = "1" * 64, world.scheme.issued_at
    draft.save()
    with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
        draft.save()
