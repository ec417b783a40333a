"""The directory of organisations: the tree, one of them, adding, changing, merging."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from jiheng.web.access.organisations import DIRECTORY, kept_organisation, organisation_of
from jiheng.web.access.viewer import Closed
from jiheng.web.actions import organisations as deeds
from jiheng.web.inputs.organisations import MergeForm, OrganisationForm
from jiheng.web.models import Organisation, Role
from jiheng.web.pages.page import page
from jiheng.web.pages.refused import done, form_page
from jiheng.web.queries.organisations import choices_for, matching, organisation_shown, tree_of

_KEEPER = (Role.ADMINISTRATOR,)
_CRUMB = ("单位", "/organisations/")


@page("GET", roles=DIRECTORY)
def organisation_list(request: HttpRequest) -> HttpResponse:
    """The tree, or what a search finds."""
    asked = request.GET.get("q", "").strip()[:100]
    context = {"q": asked, "found": matching(request.viewer, asked)} if asked else {}
    context |= {"tree": None if asked else tree_of(request.viewer), "filters": _search(asked)}
    return render(request, "organisations/list.html", context)


@page("GET", roles=DIRECTORY)
def organisation_show(request: HttpRequest, organisation: str) -> HttpResponse:
    """One organisation with its former names and who acts for it."""
    shown = organisation_shown(organisation_of(request.viewer, organisation))
    crumbs = [_CRUMB, (shown.organisation.name, "")]
    return render(request, "organisations/show.html", {"shown": shown, "crumbs": crumbs})


@page("GET", "POST", roles=_KEEPER)
def organisation_add(request: HttpRequest) -> HttpResponse:
    """A new organisation."""
    viewer = request.viewer
    parents = choices_for(viewer)
    begin = {"parent_id": request.GET.get("parent", viewer.organisation.pk)}
    form = OrganisationForm(request.POST or None, parents=parents, initial=begin)
    if request.method == "POST" and done(
        form, lambda values: deeds.add_organisation(viewer, values=values)
    ):
        return redirect("organisation-list")
    return form_page(
        request,
        "organisations/form.html",
        form=form,
        title="新增单位",
        crumbs=[_CRUMB, ("新增", "")],
    )


@page("GET", "POST", roles=_KEEPER)
def organisation_change(request: HttpRequest, organisation: str) -> HttpResponse:
    """Another name, place or telephone."""
    viewer, stored = request.viewer, kept_organisation(request.viewer, organisation)
    own = stored.pk == viewer.organisation.pk
    form = OrganisationForm(
        request.POST or None,
        stored=stored,
        parents=() if own else choices_for(viewer, but_below=stored),
        initial={name: getattr(stored, name) for name in (*deeds.FIELDS, "version")},
    )
    if request.method == "POST" and done(
        form,
        lambda values: deeds.change_organisation(
            viewer, stored, version=values.pop("version") or 0, values=values
        ),
    ):
        return redirect("organisation-show", organisation=stored.pk)
    return form_page(
        request, "organisations/form.html", form=form, stored=stored,
        title=f"修改：{stored.name}", crumbs=_crumbs(stored, "修改"),
    )  # fmt: skip


@page("GET", "POST", roles=_KEEPER)
def organisation_merge(request: HttpRequest, organisation: str) -> HttpResponse:
    """Merge it into another one."""
    viewer, stored = request.viewer, kept_organisation(request.viewer, organisation)
    if stored.merged_into_id:
        raise Closed(f"{stored.name}已经并入{stored.merged_into.name}。")
    form = MergeForm(
        request.POST or None,
        targets=choices_for(viewer, but_below=stored),
        initial={"version": stored.version},
    )
    if request.method == "POST" and done(
        form, lambda values: deeds.merge_organisation(viewer, stored, **values)
    ):
        return redirect("organisation-show", organisation=form.cleaned_data["into"])
    return form_page(
        request,
        "organisations/merge.html",
        form=form,
        stored=stored,
        crumbs=_crumbs(stored, "合并"),
    )


def _crumbs(stored: Organisation, last: str) -> list[tuple[str, str]]:
    return [_CRUMB, (stored.name, f"/organisations/{stored.pk}/"), (last, "")]


def _search(asked: str) -> list[dict[str, str]]:
    return [{"name": "q", "label": "名称或曾用名", "value": asked}]


urlpatterns = [
    path("organisations/", organisation_list, name="organisation-list"),
    path("organisations/add/", organisation_add, name="organisation-add"),
    path("organisations/<str:organisation>/", organisation_show, name="organisation-show"),
    path(
        "organisations/<str:organisation>/change/", organisation_change, name="organisation-change"
    ),
    path("organisations/<str:organisation>/merge/", organisation_merge, name="organisation-merge"),
]
