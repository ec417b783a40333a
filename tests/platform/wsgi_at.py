"""The site as `jiheng.web.wsgi` has it, but always at one moment, told in TESTS_MOMENT (ISO 8601)."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from jiheng.web.clock import moved_to
from jiheng.web.wsgi import application as site

MOMENT = datetime.fromisoformat(os.environ["TESTS_MOMENT"])


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer one request at that moment."""
    with moved_to(MOMENT):
        answer: Iterable[bytes] = site(environ, start_response)
        return answer
