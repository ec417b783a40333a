"""The library of methods: every version with its state and where it is used."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Prefetch, QuerySet

from jiheng.web.access.assessments import assessments_of
from jiheng.web.access.schemes import schemes_of
from jiheng.web.access.viewer import Viewer
from jiheng.web.models import SchemeVersion
from jiheng.web.queries.listing import Listing, listing

STATES = (("draft", "草稿"), ("issued", "已印发"), ("used", "考核在用"))


def schemes_listed(viewer: Viewer, asked: Mapping[str, str]) -> Listing:
    """Versions of the viewer's library; each has `used`, the assessments that run under it."""
    used = Prefetch("assessments", queryset=assessments_of(viewer).order_by("-year", "pk"), to_attr="used")  # fmt: skip
    return listing(
        schemes_of(viewer).defer("text", "canonical").prefetch_related(used),
        asked,
        sorts={
            "title": ("name", "-number"),
            "year": ("-year", "name", "-number"),
            "made": ("-made_at",),
            "issued": ("-issued_at",),
        },
        search=("title", "name", "digest"),
        filters={
            "state": _in_state,
            "year": lambda found, year: found.filter(year=year) if year.isdecimal() else found,
        },
    )


def years_of(viewer: Viewer) -> list[tuple[str, str]]:
    """The years that the viewer's library covers, the latest first."""
    years = schemes_of(viewer).exclude(year=None).values_list("year", flat=True).distinct()
    return [(str(year), f"{year}年度") for year in sorted(years, reverse=True)]


def others_of(viewer: Viewer, version: SchemeVersion) -> list[SchemeVersion]:
    """The other versions of a viewer's library to compare with: those of the same method first."""
    found = schemes_of(viewer).defer("text", "canonical").exclude(pk=version.pk)
    return sorted(found, key=lambda one: (one.name != version.name, one.name, -one.number, one.pk))


def same_text(viewer: Viewer, sha256: str) -> SchemeVersion | None:
    """The version of the viewer's library that has this text already, the latest of them."""
    return schemes_of(viewer).filter(text_sha256=sha256).order_by("-number", "pk").first()


def same_digest(viewer: Viewer, digest: str) -> SchemeVersion | None:
    """The issued version of the viewer's library that says the same already."""
    return schemes_of(viewer).filter(digest=digest).exclude(digest="").first()


def _in_state(found: QuerySet[SchemeVersion], state: str) -> QuerySet[SchemeVersion]:
    narrowed = {
        "draft": found.filter(issued_at=None),
        "issued": found.exclude(issued_at=None),
        "used": found.filter(assessments__isnull=False).distinct(),
    }
    return narrowed.get(state, found)
