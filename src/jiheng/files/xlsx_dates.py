"""A spreadsheet's day numbers as dates in words of ISO 8601, with both of its calendars."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

_LAST_DAY = 2958466  # the first day a spreadsheet cannot show: 1 January 10000


def date_text(days: Decimal, *, since_1904: bool) -> str | None:
    """The date (and time, to the second) that a day number stands for; None outside the calendar.

    The calendar that begins in 1900 counts a 29 February 1900 that never was; days before it are
    one off. Numbers under 1 are times of the day.
    """
    if not 0 <= days < _LAST_DAY:
        return None
    seconds = int((days * 86400).to_integral_value())
    day, rest = divmod(seconds, 86400)
    clock = _clock(rest)
    if day == 0 and not since_1904:
        return clock
    if day == 60 and not since_1904:
        return _joined("1900-02-29", clock)
    epoch = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 31 if day < 60 else 30)  # noqa: DTZ001  # a calendar, no moment in a time zone
    try:
        return _joined((epoch + timedelta(days=day)).date().isoformat(), clock)
    except OverflowError:
        return None


def _clock(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    return f"{hours:02}:{rest // 60:02}:{rest % 60:02}"


def _joined(day: str, clock: str) -> str:
    return day if clock == "00:00:00" else f"{day} {clock}"
