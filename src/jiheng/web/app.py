"""The site as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """One app, one label."""

    name = "jiheng.web"
    label = "web"
    verbose_name = "绩衡"
    default = True
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen at the door once everything is loaded."""
        from jiheng.web.pages.log_in_events import connect  # noqa: PLC0415 - models come first

        connect()
