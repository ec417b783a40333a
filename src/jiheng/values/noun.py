"""The base of every noun that a scheme declares: frozen, closed to unknown keys, loaded from plain text."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


def key_of(field: str) -> str:
    """The YAML key of a Python field: `keeps_place` is written `keeps-place`; `from_` is `from`."""
    return field.rstrip("_").replace("_", "-")


class Noun(BaseModel):
    """Frozen data with declared fields only; Python's `keeps_place` is `keeps-place` in a file."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=key_of,
        populate_by_name=True,
        validate_default=False,
        arbitrary_types_allowed=True,
    )


def later(default: Any) -> Any:
    """A field that joined the format after schemes had been issued: at its default it is written
    nowhere, not even in the form that is hashed, so that their digests stand."""
    return Field(default=default, exclude_if=lambda value: bool(value == default))
