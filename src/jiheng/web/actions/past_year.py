"""Loading last year's results, answers and used awards; a second time there is nothing left to do."""

from __future__ import annotations

from django.db import transaction

from jiheng.web.access.viewer import NotThere, Viewer
from jiheng.web.actions.journal import record
from jiheng.web.models import Assessment, PastAnswer, PastResult, Role, UsedAward
from jiheng.web.queries.past_year import AWARD, PastPlan, PastRows, plan_of


@transaction.atomic
def load_past_year(viewer: Viewer, assessment: Assessment, rows: PastRows) -> PastPlan:
    """Write the rows; says what was new and what changed. Nothing new writes nothing."""
    if not viewer.is_(Role.OFFICE) or assessment.organiser_id != viewer.organisation.pk:
        raise NotThere
    Assessment.objects.select_for_update().get(pk=assessment.pk)
    units = set(assessment.subjects.values_list("organisation", flat=True))
    if {row[0] for row in (*rows.results, *rows.answers, *rows.used)} - units:
        raise NotThere
    plan, year = plan_of(assessment, rows), assessment.year - 1
    if plan.is_empty:
        return plan
    for unit, clause, score, rank, grade in rows.results:
        PastResult.objects.update_or_create(
            organisation_id=unit, year=year, indicator=clause,
            defaults={"score": score, "rank": rank, "grade": grade},
        )  # fmt: skip
    for unit, fact, text in rows.answers:
        PastAnswer.objects.update_or_create(
            organisation_id=unit, year=year, fact=fact, defaults={"text": text}
        )
    for unit, *award in rows.used:
        UsedAward.objects.get_or_create(
            organisation_id=unit, used_in=year, **dict(zip(AWARD, award, strict=True))
        )
    record(
        viewer, "past-year-loaded", on=assessment,
        year=year, new=plan.new, after=list(plan.changed),
    )  # fmt: skip
    return plan
