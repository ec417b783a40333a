"""The stages of several assessments, read in one go, for the first pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.utils.timezone import localtime

from jiheng.web.clock import now
from jiheng.web.models import Assessment, AssessmentStage
from jiheng.web.queries.home_tasks import Deadline
from jiheng.web.queries.method import method_of
from jiheng.web.queries.stages import StageLine, state_of

AHEAD = timedelta(days=45)
"""How far ahead deadlines are told."""

Lines = Mapping[str, list[StageLine]]


def lines_of(assessments: Iterable[Assessment]) -> Lines:
    """The stages of each assessment in order, by its key: one query for all."""
    known = {one.pk: one for one in assessments}
    lines: defaultdict[str, list[StageLine]] = defaultdict(list)
    stored = AssessmentStage.objects.filter(assessment__in=known).order_by("position")
    for one in stored:
        one.assessment = known[one.assessment_id]
        nouns = {noun.id: noun for noun in method_of(one.assessment.scheme).scheme.procedure}
        if one.stage in nouns:
            lines[one.assessment_id].append(StageLine(nouns[one.stage], one, state_of(one)))
    return lines


def line_that(lines: Iterable[StageLine], does: str) -> StageLine | None:
    """The stage in which something is done (`self-assessment`, `approval`); None if there is none."""
    return next((one for one in lines if one.noun.does == does), None)


def deadlines_in(lines: Iterable[StageLine], link: str) -> list[Deadline]:
    """What begins and ends within the next weeks."""
    found = []
    for line in lines:
        stored = line.stored
        title = stored.assessment.title
        if line.state == "planned" and _is_near(stored.opens):
            found.append(Deadline(stored.opens, f"{line.noun.title}开始", title, link))
        if line.state == "open" and _is_near(stored.closes):
            found.append(Deadline(stored.closes, f"{line.noun.title}截止", title, link))
    return found


def begins(line: StageLine | None) -> str:
    """When a planned stage begins, in words."""
    if line is None or line.stored.opens is None:
        return "时间还没有定"
    at = localtime(line.stored.opens)
    return f"{at.year}年{at.month}月{at.day}日开始"


def _is_near(at) -> bool:
    return at is not None and now() < at <= now() + AHEAD
