"""A self-assessment as it was submitted: frozen, signed, sealed."""

from __future__ import annotations

from django.db import models

from jiheng.web.models.evidence import Evidence
from jiheng.web.models.person import Person
from jiheng.web.models.stored import Stored
from jiheng.web.models.subject import Subject


class Submission(Stored):
    """What was submitted, byte for byte (`content`, JSON), and who signed which digest."""

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="submissions")
    number = models.PositiveIntegerField()
    content = models.TextField()
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    signed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    signed_name = models.CharField(max_length=60, blank=True)
    signed_at = models.DateTimeField(null=True)
    sealed = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+")
    sealed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "自评上报"
        constraints = [
            models.UniqueConstraint(fields=["subject", "number"], name="submission_number_once")
        ]
