"""Notices that go out, and the receipts that come back."""

from __future__ import annotations

from django.db import models

from jiheng.web.models.assessment import Assessment
from jiheng.web.models.person import Person
from jiheng.web.models.scheme import SchemeVersion
from jiheng.web.models.stored import Stored
from jiheng.web.models.subject import Subject


class Notice(Stored):
    """One notice of an assessment: the method with each county's targets, or a supplement. `content`
    (JSON) is what was sent beside the method: day, office, windows, changes; it never changes."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="notices")
    scheme = models.ForeignKey(SchemeVersion, models.PROTECT)
    title = models.CharField(max_length=200)
    number = models.CharField("文号", max_length=80, blank=True)
    words = models.TextField(blank=True)
    content = models.TextField(default="{}")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "通知"
        constraints = [models.UniqueConstraint(fields=["assessment", "scheme"], name="notice_once")]


class Receipt(Stored):
    """What one subject was sent, and that it was received; the journal's head then is printed on it."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="receipts")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="receipts")
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)
    head = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = "回执"
        constraints = [models.UniqueConstraint(fields=["notice", "subject"], name="receipt_once")]
