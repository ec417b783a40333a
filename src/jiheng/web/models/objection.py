"""A subject objects to a fact that the office entered."""

from __future__ import annotations

from django.db import models

from jiheng.web.models.person import Person
from jiheng.web.models.stored import Stored
from jiheng.web.models.subject import Subject


class Objection(Stored):
    """One objection; open until the office answers it."""

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="objections")
    fact = models.CharField(max_length=80)
    shown = models.CharField("当时显示的数", max_length=200)
    words = models.TextField("理由")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)
    upheld = models.BooleanField(null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "异议"
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "fact"],
                condition=models.Q(answered_at=None),
                name="one_open_objection_a_fact",
            )
        ]
