"""What machines ask: is the site well, and how much does it do?"""

from __future__ import annotations

import os

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from jiheng.web.access.viewer import NotThere
from jiheng.web.queries.health import health
from jiheng.web.queries.metrics import stored_figures


@require_safe
@never_cache
def healthz(_: HttpRequest) -> HttpResponse:
    """200 where pages can be answered, 503 where not; which part is ill, and no more."""
    found = health()
    told = {
        "status": found.status,
        "database": found.database,
        "migrations": found.migrations,
        "store": found.store,
    }
    return JsonResponse(told, status=200 if found.serves else 503)


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """The operator's figures, for whoever sends the token; without one set, for this machine alone.
    Everybody else finds nothing here."""
    if not _may_measure(request):
        raise NotThere
    text = generate_latest(_counted()) + generate_latest(_stored())
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)


def _may_measure(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}")
    # behind a web server every request comes from this machine; it says so in a header
    is_passed_on = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded"))
    return request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1") and not is_passed_on


def _counted() -> CollectorRegistry:
    """What the processes of the site counted: all of them where they share a folder."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    together = CollectorRegistry()
    MultiProcessCollector(together)
    return together


def _stored() -> CollectorRegistry:
    """What is read from the database; gauges of this answer only."""
    registry, known = CollectorRegistry(), {}
    for name, told, labels, value in stored_figures():
        if name not in known:
            known[name] = GaugeMetricFamily(name, told, labels=list(labels))
        known[name].add_metric(list(labels.values()), value)
    registry.register(_Given(list(known.values())))
    return registry


class _Given:
    """Families that are ready made."""

    def __init__(self, families: list[GaugeMetricFamily]) -> None:
        self._families = families

    def collect(self) -> list[GaugeMetricFamily]:
        return self._families


urlpatterns = [path("healthz", healthz, name="healthz"), path("metrics", metrics, name="metrics")]
