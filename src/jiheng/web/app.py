"""The site as Django knows it."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate


class SiteConfig(AppConfig):
    """One app, one label."""

    name = "jiheng.web"
    label = "web"
    verbose_name = "绩衡"
    default = True
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen at the door, and after migrations, once everything is loaded."""
        from jiheng.web.models.issued_scheme import guard_issued_schemes  # noqa: PLC0415 - as below
        from jiheng.web.pages.log_in_events import connect  # noqa: PLC0415 - models come first

        connect()
        post_migrate.connect(guard_issued_schemes, sender=self)
        post_migrate.connect(_shared_memory, sender=self)


def _shared_memory(*, using: str, **_: Any) -> None:
    """The table of what the processes of the site remember together; nothing where it is there."""
    call_command("createcachetable", database=using, verbosity=0)
