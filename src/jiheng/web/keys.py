"""The site's only maker of keys: random, so that an address tells no counts; tests replace it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

LENGTH = 12
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that is mistaken for another letter


def _random() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(LENGTH))


_maker: ContextVar[Callable[[], str]] = ContextVar("maker", default=_random)


def new_key() -> str:
    """A key that was never given before (59 random bits)."""
    return _maker.get()()


@contextmanager
def keys_from(maker: Callable[[], str]) -> Iterator[None]:
    """Every key inside comes from `maker`, so that two worlds get the same keys."""
    token = _maker.set(maker)
    try:
        yield
    finally:
        _maker.reset(token)
