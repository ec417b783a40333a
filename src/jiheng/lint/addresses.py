"""Where each place of a scheme stands in its document."""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.scheme.printed import Source
from jiheng.scheme.scheme import Scheme

_PROJECT = (
    "start", "end", "types", "uses", "sources", "parts", "spending-plan", "this-year", "last-year",
)  # fmt: skip


def addresses(scheme: Scheme) -> dict[str, Source]:
    """Every place that has an address in the document, in the order of the scheme.

    A place with several parts (indicators, goals, vetoes, procedure) stands where the first stands.
    """
    found: dict[str, Source] = {}
    for name, source in _named(scheme):
        if source.line is not None or source.table is not None:
            found.setdefault(name, source)
    return found


def _named(scheme: Scheme) -> Iterator[tuple[str, Source]]:
    if scheme.document is not None:
        yield "document", scheme.document.source
    for category in scheme.categories:
        yield from ((category.id, category.source), ("categories", category.source))
    yield from _of_project(scheme)
    for indicator in scheme.walk():
        yield indicator.id, indicator.source
    for goal in scheme.goals:
        yield from ((goal.id, goal.source), ("goals", goal.source))
    for indicator in scheme.indicators:
        yield from (("indicators", indicator.source), ("allocation", indicator.source))
    yield "bonus", scheme.bonus.source
    yield from _of_standing(scheme)


def _of_project(scheme: Scheme) -> Iterator[tuple[str, Source]]:
    project = scheme.project
    if project is None:
        return
    for step in project.spending_plan:
        yield "project.spending-plan", step.source
    for part in project.parts:
        yield "project.parts", part.source
    for name in _PROJECT:
        yield f"project.{name}", project.source


def _of_standing(scheme: Scheme) -> Iterator[tuple[str, Source]]:
    for grade in scheme.grading.grades:
        yield grade.grade, grade.source
        yield grade.grade, scheme.grading.source
    yield "grading", scheme.grading.source
    for veto in scheme.vetoes:
        yield from ((veto.id, veto.source), ("vetoes", veto.source))
    for honour in scheme.honours:
        yield honour.title, honour.source
    if scheme.jury is not None:
        yield "jury", scheme.jury.source
    for stage in scheme.procedure:
        yield "procedure", stage.source
