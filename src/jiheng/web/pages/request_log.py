"""Around everything: one line and one count for each request, by route, never by what was typed."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from time import perf_counter_ns

import structlog
from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bound_contextvars

from jiheng.web.metrics import REQUESTS, SECONDS

log = structlog.get_logger("jiheng.request")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_QUIET = frozenset({"healthz", "metrics", "section-news", "job-state"})
"""Routes that machines and open pages ask for all the time: counted, not told."""


def request_log(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Django's middleware."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with bound_contextvars(request=secrets.token_hex(6)):
            begun = perf_counter_ns()
            response = answer(request)
            _tell(request, response, nanoseconds=perf_counter_ns() - begun)
            return response

    return middleware


def _tell(request: HttpRequest, response: HttpResponse, *, nanoseconds: int) -> None:
    match = request.resolver_match
    route = (match.view_name or "unnamed") if match else "none"
    method = request.method if request.method in _METHODS else "other"
    REQUESTS.labels(route, method, str(response.status_code)).inc()
    SECONDS.labels(route).observe(nanoseconds / 1e9)
    if route in _QUIET and response.status_code < 500:
        return
    viewer = getattr(request, "viewer", None)
    log.info(
        "request",
        route=route,
        method=method,
        status=response.status_code,
        milliseconds=nanoseconds // 1_000_000,
        person=viewer.person.pk if viewer else "",
        role=viewer.role.value if viewer else "",
    )
