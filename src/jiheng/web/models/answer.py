"""What a subject answered: one field a row."""

from __future__ import annotations

from django.db import models

from jiheng.web.clock import now
from jiheng.web.models.person import Person
from jiheng.web.models.subject import Subject


class Of(models.TextChoices):
    """What kind of field an answer fills."""

    FACT = "fact", "填报项"
    CLAIMED = "claimed", "自评得分"
    NOTE = "note", "说明"


class Answer(models.Model):
    """One field of one subject; `about` is a fact's name or a clause's id.

    `text` is as typed, `value` the exact value as text ("" where there is none), `state` as in
    `values.inputs`, `reason` why it is missing. `version` grows with each change: a save names the
    version that it read.
    """

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="answers")
    of = models.CharField(max_length=8, choices=Of.choices)
    about = models.CharField(max_length=80)
    text = models.TextField(blank=True)
    value = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=16, default="known")
    reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = "填报"
        constraints = [
            models.UniqueConstraint(fields=["subject", "of", "about"], name="answer_once"),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["known", "missing", "pending", "refused", "not-applicable"]
                ),
                name="answer_state_known",
            ),
        ]
