"""Versions of methods as they were uploaded, and as they were issued."""

from __future__ import annotations

from django.db import models

from jiheng.web.models.organisation import Organisation
from jiheng.web.models.person import Person
from jiheng.web.models.stored import Stored


class SchemeVersion(Stored):
    """One version of one method. `text` is the YAML byte for byte; an issued version never changes.

    `models.issued_scheme` holds the latter in the database itself. `name` is the scheme's own name
    and groups its versions; `digest` and `canonical` are written when it is issued (`scheme.issue`).
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="schemes")
    name = models.CharField(max_length=80)
    number = models.PositiveIntegerField("版本")
    title = models.CharField("名称", max_length=200)
    year = models.PositiveIntegerField("年度", null=True)
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, blank=True)
    canonical = models.TextField(blank=True)
    based_on = models.ForeignKey("self", models.PROTECT, null=True, blank=True)
    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    issued_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "办法"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name", "number"], name="scheme_version_once"
            ),
            models.CheckConstraint(
                condition=models.Q(issued_at=None, digest="")
                | (models.Q(issued_at__isnull=False) & ~models.Q(digest="")),
                name="issued_scheme_has_digest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（第{self.number}版）"

    @property
    def is_issued(self) -> bool:
        """True when it can no longer change."""
        return self.issued_at is not None
