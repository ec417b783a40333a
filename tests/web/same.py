"""When two answers are the same: all but what is drawn anew for each of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tests.web.routes import Told

_DRAWN = (
    re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]*'),
    re.compile(rb'(name="csrf-token" content=")[^"]*'),
    re.compile(rb'(name="once" value=")[^"]*'),
)
_DRAWN_HEADERS = {"Set-Cookie", "Expires", "Content-Length"}


def normal(
    told: Told, *, keys: Iterable[str] = ()
) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
    """Status, headers and body; `keys` (that the asker himself put into the address) stand as one."""
    body = told.body
    for drawn in _DRAWN:
        body = drawn.sub(rb"\1", body)
    headers = [(name, value) for name, value in told.headers.items() if name not in _DRAWN_HEADERS]
    for key in keys:
        body = body.replace(key.encode(), b"KEY")
        headers = [(name, value.replace(key, "KEY")) for name, value in headers]
    return told.status, tuple(sorted(headers)), body
