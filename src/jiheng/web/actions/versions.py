"""Changing a stored object that somebody else may be changing too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that both changed: what it is called, what was sent, what stands there now."""

    field: str
    title: str
    yours: Any
    theirs: Any


class Changed(Exception):
    """Somebody changed it since it was read; nothing was written. Carries both sides and the version
    that a second, deliberate save has to name."""

    def __init__(self, stored: models.Model, clashes: tuple[Clash, ...]) -> None:
        self.stored = stored
        self.version: int = stored.version
        self.clashes = clashes
        super().__init__(f"{stored._meta.verbose_name} {stored.pk}")


def change(stored: models.Model, version: int, **fields: Any) -> None:
    """Write these fields if the object still has this version, and raise its version by one.

    Never look first and write then: the database decides. Raises Changed with the fields that differ.
    """
    kind = type(stored)
    done = kind.objects.filter(pk=stored.pk, version=version).update(
        **fields, version=models.F("version") + 1
    )
    stored.refresh_from_db()
    if not done:
        raise Changed(stored, tuple(_clashes(stored, fields)))


def _clashes(stored: models.Model, fields: dict[str, Any]) -> list[Clash]:
    return [
        Clash(name, str(stored._meta.get_field(name).verbose_name), value, getattr(stored, name))
        for name, value in fields.items()
        if getattr(stored, name) != value
    ]
