"""A date that is not one.

## What it finds
A project's start or end that is not a year, a month and a day, or an end before the start.
## Why it matters
Periods, reminders and the execution rate hang on it.
## Example
    project: {start: 19 年 1 月 1, end: 2019 年 12 月 31 日}
## What to do
Write year, month and day in full; where the form is issued, say in `decisions` how it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiheng.lint.finding import Fault
from jiheng.scheme.scheme import Scheme

_DATE = re.compile(r"\s*([0-9]{4})\s*[年/.-]\s*([0-9]{1,2})\s*[月/.-]\s*([0-9]{1,2})\s*(?:日\s*)?")
Day = tuple[int, int, int]


def date_broken(scheme: Scheme) -> Iterator[Fault]:
    """The start and the end of a project that are no dates, or in the wrong order."""
    project = scheme.project
    if project is None:
        return
    days = {"start": _day(project.start), "end": _day(project.end)}
    words = {"start": ("开始", project.start), "end": ("结束", project.end)}
    for name, (word, text) in words.items():
        if text and days[name] is None:
            message = (
                f"项目{word}时间“{text}”不是完整的日期；请写成某年某月某日，或在 decisions 中说明"
            )
            yield Fault(f"project.{name}", message, project.source)
    start, end = days["start"], days["end"]
    if start and end and end < start:
        message = f"项目结束时间“{project.end}”早于开始时间“{project.start}”；请改正"
        yield Fault("project.end", message, project.source)


def _day(text: str) -> Day | None:
    found = _DATE.fullmatch(text)
    if found is None or ("年" in text and "日" not in text):
        return None
    year, month, day = (int(part) for part in found.groups())
    return (year, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None
