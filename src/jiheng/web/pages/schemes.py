"""The library of methods: the list, one version to read, two versions compared, the files."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from jiheng.web.access.assessments import assessments_of, subjects_of
from jiheng.web.access.schemes import KEEPERS, kept_scheme, scheme_version_of
from jiheng.web.access.viewer import NotThere
from jiheng.web.models import Role, SchemeVersion
from jiheng.web.pages.download import JSON, YAML, attachment
from jiheng.web.pages.page import page
from jiheng.web.queries.schemes import STATES, others_of, schemes_listed, years_of
from jiheng.web.queries.schemes_difference import comparison
from jiheng.web.queries.schemes_findings import findings_of
from jiheng.web.queries.schemes_method import method_page
from jiheng.web.queries.schemes_text import loaded

READERS = (*KEEPERS, Role.COUNTY, Role.LEADER, Role.REVIEWER, Role.BODY)
CRUMB = ("办法", "/schemes/")
_SHORT = 12


@page("GET", roles=KEEPERS)
def scheme_list(request: HttpRequest) -> HttpResponse:
    """Every version of every method of the house."""
    found = schemes_listed(request.viewer, request.GET)
    filters: list[dict[str, Any]] = [
        {"name": "q", "label": "名称、代号、编号", "value": found.q},
        {"name": "state", "label": "状态", "options": STATES, "value": found.chosen["state"]},
        {"name": "year", "label": "年度", "options": years_of(request.viewer), "value": found.chosen["year"]},
    ]  # fmt: skip
    return render(request, "schemes/list.html", {"found": found, "filters": filters})


@page("GET", roles=READERS)
def scheme_show(request: HttpRequest, scheme: str) -> HttpResponse:
    """One version as people read it; with the targets of the reader's own subject."""
    viewer = request.viewer
    version = scheme_version_of(viewer, scheme)
    method, keeps = loaded(version), viewer.is_(*KEEPERS)
    names = _subject_names(request, version, [name for name, _ in method.subjects()])
    asked = request.GET.get("subject", "")
    chosen = asked if asked in names else names[0] if len(names) == 1 else ""
    context = shown_with(request, version) | {
        "shown": method_page(method, subject=chosen),
        "subject_filter": [{"name": "subject", "label": "看哪个单位的指标值", "options": [(one, one) for one in names], "value": chosen}],
        "names": names,
        "used": assessments_of(viewer).filter(scheme=version).order_by("-year", "pk"),
        "findings": findings_of(method) if keeps else None,
    }  # fmt: skip
    return render(request, "schemes/show.html", context)


def _subject_names(request: HttpRequest, version: SchemeVersion, named: list[str]) -> list[str]:
    """Whose targets the viewer may read: the office's all, everybody else's own."""
    if request.viewer.is_(*KEEPERS):
        return named
    own = subjects_of(request.viewer).filter(assessment__scheme=version)
    return list(own.order_by("name").values_list("name", flat=True).distinct())


@page("GET", roles=KEEPERS)
def scheme_compare(request: HttpRequest, scheme: str) -> HttpResponse:
    """From another version to this one, in words, by section."""
    version = kept_scheme(request.viewer, scheme)
    others = others_of(request.viewer, version)
    asked = request.GET.get("with", "")
    other = kept_scheme(request.viewer, asked) if asked else _before(version, others)
    part = request.GET.get("part", "")
    told = comparison(loaded(other), loaded(version), part=part) if other else None
    options = [(one.pk, str(one)) for one in others]
    filters = [{"name": "with", "label": "与哪一版比较", "options": options, "value": other.pk if other else ""}]  # fmt: skip
    if told and told.choices:
        filters.append({"name": "part", "label": "只看", "options": told.choices, "value": part})
    context = shown_with(request, version, "比较")
    context |= {"other": other, "others": others, "told": told, "filters": filters}
    return render(request, "schemes/compare.html", context)


def _before(version: SchemeVersion, others: list[SchemeVersion]) -> SchemeVersion | None:
    """What a version is compared with unasked: what it was made from, else the one before it."""
    earlier = [one for one in others if one.name == version.name and one.number < version.number]
    return version.based_on or next(iter(earlier), None)


@page("GET", roles=KEEPERS)
def scheme_download(request: HttpRequest, scheme: str) -> HttpResponse:
    """The text byte for byte, or (`?as=json`) the canonical form whose SHA-256 is the digest."""
    version = kept_scheme(request.viewer, scheme)
    name = f"{version.name}-v{version.number}"
    if request.GET.get("as") != "json":
        short = (version.digest or version.text_sha256)[:_SHORT]
        return attachment(version.text.encode(), f"{name}-{short}.yaml", media_type=YAML)
    if not version.is_issued:
        raise NotThere
    file = f"{name}-{version.digest[:_SHORT]}.json"
    return attachment(version.canonical.encode(), file, media_type=JSON)


def shown_with(request: HttpRequest, version: SchemeVersion, here: str = "") -> dict[str, Any]:
    """What every page of one version shows around its own content."""
    keeps = request.viewer.is_(*KEEPERS)
    own = (str(version), f"/schemes/{version.pk}/" if here else "")
    crumbs = [CRUMB, own] if keeps else [own]
    return {
        "version": version,
        "keeps": keeps,
        "changes": request.viewer.is_(Role.OFFICE),
        "here": here,
        "crumbs": [*crumbs, (here, "")] if here else crumbs,
    }


urlpatterns = [
    path("schemes/", scheme_list, name="scheme-list"),
    path("schemes/<str:scheme>/", scheme_show, name="scheme-show"),
    path("schemes/<str:scheme>/compare/", scheme_compare, name="scheme-compare"),
    path("schemes/<str:scheme>/download/", scheme_download, name="scheme-download"),
]
