"""Background work that somebody asked for, with its progress."""

from __future__ import annotations

from django.db import models

from jiheng.web.models.person import Appointment
from jiheng.web.models.stored import Stored


class Job(Stored):
    """One piece of background work. `about` with `kind` makes it once-only while it is not done."""

    by = models.ForeignKey(Appointment, models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=120)
    state = models.CharField(max_length=10, default="waiting")
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    words = models.TextField(blank=True)
    link = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "后台任务"
        constraints = [
            models.UniqueConstraint(
                fields=["by", "kind", "about"],
                condition=models.Q(ended_at=None),
                name="job_once",
            )
        ]
