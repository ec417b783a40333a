"""Where an assessment stands: its stages as the scheme names them, and which are open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from jiheng.scheme.procedure import Stage
from jiheng.web.clock import now
from jiheng.web.models import Assessment, AssessmentStage
from jiheng.web.queries.method import method_of


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
