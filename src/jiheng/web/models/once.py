"""A form that was sent twice has one effect."""

from __future__ import annotations

from django.db import models

from jiheng.web.clock import now
from jiheng.web.models.person import Person


class Once(models.Model):
    """The answer to a form, kept under the key that the form carried."""

    person = models.ForeignKey(Person, models.CASCADE)
    key = models.CharField(max_length=40)
    body = models.CharField(max_length=64)
    location = models.CharField(max_length=400)
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = "已处理的表单"
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="form_once")]
