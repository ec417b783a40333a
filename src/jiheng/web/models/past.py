"""Last year, where it was not assessed here: results and answers loaded from a workbook."""

from __future__ import annotations

from django.db import models

from jiheng.web.models.organisation import Organisation


class PastResult(models.Model):
    """The score of one clause, or (with no `indicator`) the total, rank and grade of one year."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="past_results")
    year = models.PositiveIntegerField()
    indicator = models.CharField(max_length=60, blank=True)
    score = models.CharField(max_length=60, blank=True)
    rank = models.PositiveIntegerField(null=True, blank=True)
    grade = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = "往年结果"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year", "indicator"], name="past_result_once"
            )
        ]


class PastAnswer(models.Model):
    """What one fact was in one year, as text."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="past_answers")
    year = models.PositiveIntegerField()
    fact = models.CharField(max_length=80)
    text = models.CharField(max_length=200)

    class Meta:
        verbose_name = "往年填报"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year", "fact"], name="past_answer_once"
            )
        ]
