"""Making an assessment from an issued method, and changing what it is called."""

from __future__ import annotations

from dataclasses import asdict

from django.db import transaction

from jiheng.web.access.assessments import assessable, assessments_of, issued_version
from jiheng.web.access.viewer import Closed, NotThere, Viewer
from jiheng.web.actions.journal import record
from jiheng.web.actions.versions import change
from jiheng.web.models import Assessment, AssessmentStage, Pin, Role, SchemeVersion, Subject
from jiheng.web.queries.assessments_making import Plan
from jiheng.web.queries.method import method_of
from jiheng.web.queries.stages import Times

NO_TIMES = Times(None, None, 3)


@transaction.atomic
def make_assessment(viewer: Viewer, version: SchemeVersion, plan: Plan) -> Assessment:
    """A new assessment of an issued version: its stages, its subjects, its first pin.

    NotThere for what the office may not use; Closed where the method is assessed this year already.
    """
    version = issued_version(viewer, version.pk)
    SchemeVersion.objects.select_for_update().get(pk=version.pk)
    _possible(viewer, version, plan)
    made = Assessment.objects.create(
        organiser=viewer.organisation,
        title=plan.title,
        year=method_of(version).scheme.period.year,
        scheme=version,
        previous=_previous(viewer, plan.previous),
    )
    Pin.objects.create(assessment=made, scheme=version, by=viewer.person)
    for position, stage in enumerate(method_of(version).scheme.procedure):
        times = plan.windows.get(stage.id, NO_TIMES)
        AssessmentStage.objects.create(
            assessment=made, stage=stage.id, position=position, **asdict(times)
        )
    for one in plan.subjects:
        Subject.objects.create(
            assessment=made,
            organisation_id=one.organisation,
            name=one.name,
            category=one.category,
        )
    record(
        viewer,
        "assessment-made",
        on=made,
        title=made.title,
        digest=version.digest,
        subjects=[one.name for one in plan.subjects],
    )
    return made


@transaction.atomic
def change_assessment(
    viewer: Viewer, assessment: Assessment, *, version: int, title: str, previous: str
) -> None:
    """Another title, another assessment before it."""
    if not viewer.is_(Role.OFFICE) or assessment.organiser_id != viewer.organisation.pk:
        raise NotThere
    before = {"title": assessment.title, "previous": assessment.previous_id or ""}
    earlier = _previous(viewer, previous)
    if earlier is not None and earlier.year >= assessment.year:
        raise Closed("上一次考核应是更早年度的。")
    change(assessment, version, title=title, previous=earlier)
    after = {"title": title, "previous": previous}
    record(viewer, "assessment-changed", on=assessment, before=before, after=after)


def _possible(viewer: Viewer, version: SchemeVersion, plan: Plan) -> None:
    scheme = method_of(version).scheme
    year = scheme.period.year
    if Assessment.objects.filter(
        organiser=viewer.organisation, year=year, scheme__name=version.name
    ).exists():
        raise Closed(f"{year}年度已按这个办法建立考核。改用新版本，请在那次考核里发补充通知。")
    if not scheme.procedure:
        raise Closed("这个办法没有写考核程序，请先在办法里写明各阶段。")
    keys = [one.organisation for one in plan.subjects]
    if not keys:
        raise Closed("至少要有一个参加考核的单位。")
    if len(set(keys)) < len(keys):
        raise Closed("同一个单位选了两次，请核对。")
    if assessable(viewer).filter(pk__in=keys).count() < len(keys):
        raise NotThere


def _previous(viewer: Viewer, key: str) -> Assessment | None:
    if not key:
        return None
    found = assessments_of(viewer).filter(pk=key).first()
    if found is None:
        raise NotThere
    return found
