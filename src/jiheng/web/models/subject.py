"""One organisation in one assessment, and where its self-assessment stands."""

from __future__ import annotations

from django.db import models

from jiheng.web.clock import now
from jiheng.web.models.assessment import Assessment
from jiheng.web.models.organisation import Organisation
from jiheng.web.models.person import Person
from jiheng.web.models.stored import Stored


class Standing(models.TextChoices):
    """Where the self-assessment stands."""

    FILLING = "filling", "填报中"
    SUBMITTED = "submitted", "待负责人签字"
    SIGNED = "signed", "已签字上报"
    RETURNED = "returned", "已退回"


class Subject(Stored):
    """One assessed organisation. `name` is the subject's name in the scheme.

    `revision` counts every change of what it reported; `figures` is derived from it (JSON: sections,
    totals, completeness) and written in the same transaction. `until` lets a single subject work on
    after its stage has closed.
    """

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="subjects")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="subjects")
    name = models.CharField("单位", max_length=100)
    category = models.CharField(max_length=60, blank=True)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.FILLING)
    revision = models.PositiveIntegerField(default=0)
    figures = models.TextField(default="{}")
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "被考核单位"
        constraints = [
            models.UniqueConstraint(fields=["assessment", "name"], name="subject_name_once"),
            models.UniqueConstraint(
                fields=["assessment", "organisation"], name="subject_organisation_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class HandBack(Stored):
    """The office hands a self-assessment back (退回), or re-opens one after the deadline; with words."""

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="hand_backs")
    words = models.TextField()
    clauses = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "退回"


class Assignment(models.Model):
    """A reviewer and a subject that he is to look at."""

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="assignments")
    person = models.ForeignKey(Person, models.PROTECT, related_name="assignments")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = "分工"
        constraints = [
            models.UniqueConstraint(fields=["subject", "person"], name="assignment_once")
        ]
