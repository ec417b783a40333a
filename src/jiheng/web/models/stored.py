"""What every stored object has: a random key and a clock."""

from __future__ import annotations

from django.db import models

from jiheng.web.clock import now
from jiheng.web.keys import LENGTH, new_key


class KeyField(models.CharField):
    """A random text as primary key; see `keys`."""

    def __init__(self, **options: object) -> None:
        options |= {
            "primary_key": True,
            "max_length": LENGTH,
            "default": new_key,
            "editable": False,
        }
        super().__init__(**options)

    def deconstruct(self):
        """Migrations hold no more than the kind of the field."""
        name, path, arguments, options = super().deconstruct()
        for fixed in ("primary_key", "max_length", "default", "editable"):
            options.pop(fixed, None)
        return name, path, arguments, options


class Stored(models.Model):
    """An object with a random key and the moment of its making."""

    key = KeyField()
    made_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        abstract = True
