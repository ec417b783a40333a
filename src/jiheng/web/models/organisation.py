"""Organisations: a tree whose members keep their identity when renamed or merged."""

from __future__ import annotations

from django.db import models

from jiheng.web.models.stored import Stored


class Kind(models.TextChoices):
    """What an organisation is; a body is one that approves (领导小组, 党组)."""

    PROVINCE = "province", "省"
    CITY = "city", "市"
    COUNTY = "county", "县"
    TOWN = "town", "镇"
    UNIT = "unit", "单位"
    BODY = "body", "审定机构"


class Organisation(Stored):
    """One organisation. `subject_name` is how a method calls it (县名), `name` how it signs."""

    name = models.CharField("名称", max_length=100)
    subject_name = models.CharField("办法中的名称", max_length=100, blank=True)
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )
    phone = models.CharField("电话", max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "单位"
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(merged_into=None), name="organisation_name_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("key")), name="organisation_not_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FormerName(models.Model):
    """A name that an organisation had until a day."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="former_names")
    name = models.CharField(max_length=100)
    until = models.DateField()

    class Meta:
        verbose_name = "曾用名"
