"""Claims for bonus points, and awards that were used before."""

from __future__ import annotations

from django.db import models

from jiheng.web.models.organisation import Organisation
from jiheng.web.models.person import Person
from jiheng.web.models.stored import Stored
from jiheng.web.models.subject import Subject


class Award(Stored):
    """What makes an award: work, name, level, document number, year, persons."""

    indicator = models.CharField("条款", max_length=60)
    kind = models.CharField("种类", max_length=80)
    level = models.CharField("级别", max_length=40, blank=True)
    work = models.CharField("工作", max_length=200, blank=True)
    award = models.CharField("奖项", max_length=200)
    year = models.PositiveIntegerField("年度")
    number = models.CharField("文号", max_length=80, blank=True)
    persons = models.PositiveIntegerField("人数", default=1)

    class Meta:
        abstract = True


class Claim(Award):
    """One award that a subject claims bonus points for."""

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="claims")
    on = models.DateField("日期", null=True, blank=True)
    names = models.CharField("人员", max_length=400, blank=True)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "加分申报"
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "indicator", "number", "award", "level"],
                condition=models.Q(withdrawn_at=None) & ~models.Q(number=""),
                name="claimed_award_once",
            )
        ]


class UsedAward(Award):
    """An award that an earlier assessment has counted."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="used_awards")
    used_in = models.PositiveIntegerField("使用年度")

    class Meta:
        verbose_name = "已用奖项"
