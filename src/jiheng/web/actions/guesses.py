"""Wrong passwords, counted in the database: five an account and twenty an address in 15 minutes.

A device from which the person has come in before is counted by itself (its guesses are not those of
the account), so that nobody locks out the owner by guessing from elsewhere (IS-01). The count lies in
the database: it survives a restart and holds for all workers.
"""

from __future__ import annotations

from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db import transaction
from django.db.models import Q, Sum
from django.http import HttpRequest

from jiheng.web.access.log_in import address_of, counted_as, person_called
from jiheng.web.actions.journal import record
from jiheng.web.clock import now
from jiheng.web.models import Person

PER_ADDRESS = 20


class Guesses(AxesDatabaseHandler):
    """Counts and refuses; see the head of this file."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Failures of the account; those of the address weigh so that both limits are reached at
        AXES_FAILURE_LIMIT. A known device answers for itself alone."""
        name = counted_as(request, credentials)
        by_name = _failures(Q(username=name))
        if " " in name:
            return by_name
        by_address = _failures(Q(ip_address=address_of(request)))
        return max(by_name, by_address * settings.AXES_FAILURE_LIMIT // PER_ADDRESS)

    @transaction.atomic
    def user_login_failed(
        self,
        sender: Any,
        credentials: dict[str, Any],
        request: HttpRequest | None = None,
        **more: Any,
    ) -> None:
        """Count it, and write it down for the person whom it concerns; what was refused unread
        because the limit was reached is not counted again."""
        if request is None:
            return
        unread = request.axes_locked_out
        request.axes_attempt_time = now()
        super().user_login_failed(sender, credentials, request, **more)
        if not unread:
            AccessAttempt.objects.filter(
                username=counted_as(request, credentials), ip_address=address_of(request)
            ).update(attempt_time=now())
            person = person_called(str(credentials.get("username") or ""))
            record(None, "log-in-refused", on=person or Person(key=""), address=address_of(request))

    def user_logged_in(self, sender: Any, request: HttpRequest, user: Person, **more: Any) -> None:
        """Whoever came in starts at nought: on his device, not on the account as others see it."""
        name = counted_as(request, {"username": user.username})
        AccessAttempt.objects.filter(username=name).delete()


def _failures(whose: Q) -> int:
    recent = AccessAttempt.objects.filter(
        whose, attempt_time__gt=now() - settings.AXES_COOLOFF_TIME
    )
    return recent.aggregate(found=Sum("failures_since_start"))["found"] or 0
