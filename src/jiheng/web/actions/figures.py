"""Keeping the derived figures of subjects fresh; nobody's deed, so nothing for the log."""

from __future__ import annotations

from collections.abc import Sequence

from jiheng.web.models import Assessment, Subject
from jiheng.web.queries.figures import computed, stale


def refresh_figures(assessment: Assessment, subjects: Sequence[Subject]) -> None:
    """Bring the kept figures of these subjects up to their revision; a newer revision is left alone."""
    behind = stale(assessment, subjects)
    if not behind:
        return
    fresh = computed(assessment, behind)
    for one in behind:
        one.figures = fresh[one.pk]
        Subject.objects.filter(pk=one.pk, revision=one.revision).update(figures=one.figures)
