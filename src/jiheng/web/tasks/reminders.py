"""Reminding in time, every hour."""

from __future__ import annotations

from django_tasks import task

from jiheng.web.actions.reminders import remind_in_time, subjects_to_remind


@task()
def remind() -> int:
    """Remind everybody who is due; how many subjects were."""
    return sum(remind_in_time(one) for one in subjects_to_remind())
