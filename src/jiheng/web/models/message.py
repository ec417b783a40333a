"""What lies in somebody's inbox."""

from __future__ import annotations

from django.db import models

from jiheng.web.models.person import Appointment
from jiheng.web.models.stored import Stored


class Message(Stored):
    """One message to one appointment; `about` makes it once-only (a reminder sent twice is one)."""

    to = models.ForeignKey(Appointment, models.CASCADE, related_name="messages")
    about = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    link = models.CharField(max_length=200, blank=True)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "消息"
        constraints = [models.UniqueConstraint(fields=["to", "about"], name="message_once")]
