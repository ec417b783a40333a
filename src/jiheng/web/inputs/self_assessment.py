"""A form of a self-assessment as fields to save: only what its sender changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from jiheng.web.queries.fields import Field
from jiheng.web.queries.self_assessment_fields import FieldShown

_MOST_DIGITS = 9


def field_in(sent: Mapping[str, str]) -> Field:
    """The one field that the script sends while somebody types."""
    return Field(
        of=sent.get("of", ""),
        about=sent.get("about", ""),
        text=sent.get("text", ""),
        version=whole(sent.get("version", "")),
        reason=sent.get("reason", ""),
    )


def fields_in(sent: Mapping[str, str], asked: Iterable[FieldShown]) -> list[Field]:
    """The fields of a whole form that differ from what its sender was shown (`was:…`).

    What somebody else changed meanwhile and the sender left alone is no change of his.
    """
    return [
        Field(
            one.of,
            one.about,
            text=_text(sent, one),
            version=whole(sent.get(f"version:{one.name}", "")),
            reason=_reason(sent, one),
        )
        for one in asked
        if one.name in sent and _is_changed(sent, one)
    ]


def whole(text: str) -> int:
    """A whole number that a page wrote; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else 0


def _is_changed(sent: Mapping[str, str], one: FieldShown) -> bool:
    before = (sent.get(f"was:{one.name}", ""), sent.get(f"was-reason:{one.name}", ""))
    return (_text(sent, one), _reason(sent, one)) != tuple(map(_lines, before))


def _text(sent: Mapping[str, str], one: FieldShown) -> str:
    return _lines(sent.get(one.name, ""))


def _reason(sent: Mapping[str, str], one: FieldShown) -> str:
    return _lines(sent.get(f"reason:{one.name}", ""))


def _lines(text: str) -> str:
    """As the database keeps it; browsers send two signs for the end of a line."""
    return text.replace("\r\n", "\n").strip()
