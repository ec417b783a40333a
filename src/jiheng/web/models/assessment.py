"""An assessment: an issued scheme applied to subjects over a year, stage by stage."""

from __future__ import annotations

from django.db import models

from jiheng.web.clock import now
from jiheng.web.models.organisation import Organisation
from jiheng.web.models.person import Person
from jiheng.web.models.scheme import SchemeVersion
from jiheng.web.models.stored import Stored


class Assessment(Stored):
    """One assessment of one organiser. It begins when its first stage opens."""

    organiser = models.ForeignKey(Organisation, models.PROTECT, related_name="assessments")
    title = models.CharField("名称", max_length=200)
    year = models.PositiveIntegerField("考核年度")
    scheme = models.ForeignKey(SchemeVersion, models.PROTECT, related_name="assessments")
    previous = models.ForeignKey("self", models.PROTECT, null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "考核"

    def __str__(self) -> str:
        return self.title


class Pin(models.Model):
    """Which version of the scheme was in force from when, and why it was changed."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="pins")
    scheme = models.ForeignKey(SchemeVersion, models.PROTECT)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = "办法版本"


class AssessmentStage(Stored):
    """One stage of the procedure with its window; `stage` is its id in the scheme.

    It is open from `opened_at` (or `opens`, whichever comes first) until `closed_at` (or `closes`).
    """

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="stages")
    stage = models.CharField(max_length=60)
    position = models.PositiveIntegerField()
    opens = models.DateTimeField("开始时间", null=True, blank=True)
    closes = models.DateTimeField("截止时间", null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    remind_days = models.PositiveIntegerField("提前几天提醒", default=3)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "阶段"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "stage"], name="stage_once"),
            models.UniqueConstraint(fields=["assessment", "position"], name="stage_position_once"),
            models.CheckConstraint(
                condition=models.Q(opens=None)
                | models.Q(closes=None)
                | models.Q(opens__lt=models.F("closes")),
                name="stage_opens_before_it_closes",
            ),
        ]
