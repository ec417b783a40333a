"""Where an assessment stands: its stages as the scheme names them, which are open, who is through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.timezone import localtime

from jiheng.forms.page import day_in_words
from jiheng.scheme.procedure import Stage
from jiheng.web.clock import now
from jiheng.web.models import Assessment, AssessmentStage, Receipt, Subject
from jiheng.web.models.subject import Standing
from jiheng.web.queries.method import method_of

Look = Literal["past", "now", "late", "to-come"]
"""How a stage is drawn: over, open, over although somebody is not through, not begun."""

ACTS: Mapping[str, str] = {
    "subject": "各被考核单位",
    "office": "考核办公室",
    "reviewer": "评估组",
    "body": "审定机构",
    "jury": "评委",
    "public": "公众",
}


@dataclass(frozen=True, slots=True)
class Times:
    """The window of a stage and how long before its end people are reminded."""

    opens: datetime | None
    closes: datetime | None
    remind_days: int


@dataclass(frozen=True, slots=True)
class StageLine:
    """One stage: as the method prints it, as it is stored, and whether it is open."""

    noun: Stage
    stored: AssessmentStage
    state: str  # planned, open, closed

    @property
    def ends(self) -> datetime | None:
        """When it was or will be closed."""
        return self.stored.closed_at or self.stored.closes

    @property
    def begins(self) -> datetime | None:
        """When it was or will be opened."""
        return self.stored.opened_at or self.stored.opens

    @property
    def acts(self) -> str:
        """Who acts in it, in the method's own words where it has them."""
        return self.noun.who or "、".join(self.noun.bodies) or ACTS.get(self.noun.acts or "", "")


@dataclass(frozen=True, slots=True)
class StageShown:
    """A stage on the stage line. `through` of `of` subjects are done with it; `of` is 0 where nothing is
    counted (yet) or the viewer may not know."""

    line: StageLine
    look: Look
    through: int
    of: int

    @property
    def lacking(self) -> int:
        """How many are not through."""
        return self.of - self.through


def state_of(stage: AssessmentStage) -> str:
    """planned, open or closed: by the office's word, else by the clock."""
    moment = now()
    if stage.closed_at is not None and stage.closed_at <= moment:
        return "closed"
    begun = stage.opened_at is not None or (stage.opens is not None and stage.opens <= moment)
    if not begun:
        return "planned"
    return "closed" if stage.closes is not None and stage.closes <= moment else "open"


def stage_lines(assessment: Assessment) -> list[StageLine]:
    """Every stage in order."""
    nouns = {one.id: one for one in method_of(assessment.scheme).scheme.procedure}
    return [
        StageLine(nouns[one.stage], one, state_of(one))
        for one in assessment.stages.all()
        if one.stage in nouns
    ]


def stages_shown(assessment: Assessment, subjects: Sequence[Subject]) -> list[StageShown]:
    """The stage line with what has become of these subjects: those that the viewer may count."""
    return [_shown(line, subjects) for line in stage_lines(assessment)]


def _shown(line: StageLine, subjects: Sequence[Subject]) -> StageShown:
    done = _through(line.noun, subjects)
    through, of = (0, 0) if done is None else (done, len(subjects))
    look: Mapping[str, Look] = {"planned": "to-come", "open": "now", "closed": "past"}
    late = line.state == "closed" and through < of
    return StageShown(line, "late" if late else look[line.state], through, of)


def _through(noun: Stage, subjects: Sequence[Subject]) -> int | None:
    """How many are done with the stage; None where nobody can tell."""
    if not subjects:
        return None
    if noun.does == "self-assessment":
        return sum(one.standing == Standing.SIGNED for one in subjects)
    if noun.does == "targets":
        return received(one.pk for one in subjects)
    return None


def received(subjects: Iterable[str]) -> int:
    """How many of the subjects with these keys have signed for every notice that they were sent."""
    keys = set(subjects)
    found = Receipt.objects.filter(subject__in=keys).values_list("subject", "at")
    sent, open_ = set(), set()
    for key, at in found:
        sent.add(key)
        if at is None:
            open_.add(key)
    return len(sent - open_)


def moment_words(moment: datetime) -> str:
    """A moment in a sentence, on the office's clock."""
    local = localtime(moment)
    return f"{day_in_words(local.date())}{local:%H:%M}"
