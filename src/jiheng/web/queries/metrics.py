"""What is read from the database for the operator's figures."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count
from django_tasks_db.models import DBTaskResult

from jiheng.web.models import JournalHead, Message


def stored_figures() -> Iterator[tuple[str, str, dict[str, str], int]]:
    """Name, help, labels and value of every figure, now."""
    told = DBTaskResult.objects.order_by().values("status").annotate(many=Count("pk"))
    for one in told:
        status = str(one["status"]).lower()
        yield "jiheng_tasks", "Background tasks.", {"status": status}, one["many"]
    unsent = Message.objects.filter(mailed_at=None).exclude(to__person__email="").count()
    yield "jiheng_messages_not_mailed", "Messages waiting for the mail server.", {}, unsent
    head = JournalHead.objects.filter(pk=1).first()
    yield "jiheng_journal_entries", "Entries of the log.", {}, head.number if head else 0
