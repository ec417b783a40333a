"""What machines ask: is the site well?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jiheng.web.queries.health import health


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


urlpatterns = [path("healthz", healthz, name="healthz")]
