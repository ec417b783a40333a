"""The year's records (台账): what happened, entered once."""

from __future__ import annotations

from django.db import models

from jiheng.web.models.organisation import Organisation
from jiheng.web.models.person import Person
from jiheng.web.models.stored import Stored


class Record(Stored):
    """One row of a table that the scheme declares (`records`); `values` is JSON text by field."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="records")
    year = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    on = models.DateField("日期")
    title = models.CharField("名称", max_length=200)
    values = models.TextField(default="{}")
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "台账记录"
        indexes = [models.Index(fields=["organisation", "year", "kind"], name="record_of_year")]
