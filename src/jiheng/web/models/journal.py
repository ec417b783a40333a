"""The log of who did what, chained by hash. `actions.journal.record` is its only writer."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One deed. `words` (JSON: from, to, reason) is salted and digested, so that it can be erased and
    the chain still holds; everything else is part of `hash` as it stands."""

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.CharField(max_length=32)
    person = models.CharField(max_length=12, blank=True, db_index=True)
    role = models.CharField(max_length=14, blank=True)
    organisation = models.CharField(max_length=12, blank=True)
    deed = models.CharField(max_length=40)
    what = models.CharField(max_length=40)
    key = models.CharField(max_length=40, db_index=True)
    assessment = models.CharField(max_length=12, blank=True, db_index=True)
    subject = models.CharField(max_length=12, blank=True, db_index=True)
    clause = models.CharField(max_length=80, blank=True)
    salt = models.CharField(max_length=32, blank=True)
    words = models.TextField(blank=True)
    words_digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = "日志"
        ordering = ["number"]


class JournalHead(models.Model):
    """The last entry's number and hash: one row, locked by every deed."""

    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = "日志链头"
