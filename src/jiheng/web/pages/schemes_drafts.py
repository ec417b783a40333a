"""Methods come in and change: uploaded, taken from the house's folder, copied, edited, issued."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from jiheng.web.access.schemes import draft_of
from jiheng.web.access.viewer import Closed
from jiheng.web.actions.schemes import add_scheme, change_text, copy_scheme, issuable, issue_scheme
from jiheng.web.inputs.schemes import IssueForm, SchemeTextForm
from jiheng.web.models import Role, SchemeVersion
from jiheng.web.pages.page import page
from jiheng.web.pages.refused import UNPROCESSABLE, done, form_page
from jiheng.web.pages.schemes import CRUMB, shown_with
from jiheng.web.queries.schemes import same_text
from jiheng.web.queries.schemes_difference import Comparison, comparison
from jiheng.web.queries.schemes_findings import findings_of
from jiheng.web.queries.schemes_house import house_schemes, house_text
from jiheng.web.queries.schemes_text import Written, loaded, written

_OFFICE = (Role.OFFICE,)


@page("GET", "POST", roles=_OFFICE)
def scheme_add(request: HttpRequest) -> HttpResponse:
    """A method from a file, or typed; what does not read stays in the form."""
    form = SchemeTextForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and form.written:
        return _taken(request, form.written)
    crumbs = [CRUMB, ("新增办法", "")]
    return form_page(
        request, "schemes/form.html", form=form, house=house_schemes(), title="新增办法", crumbs=crumbs
    )  # fmt: skip


@page("POST", roles=_OFFICE)
def scheme_house(request: HttpRequest) -> HttpResponse:
    """One of the methods that lie in the house's folder, as a draft."""
    text = house_text(request.POST.get("name", ""))
    if text is None:
        raise Closed("办法库里没有这一份，请刷新页面再选。")
    return _taken(request, written(text))


def _taken(request: HttpRequest, read: Written) -> HttpResponse:
    """The draft that was made of a text; the version that has it already, where there is one."""
    if read.scheme is None:
        raise Closed("；".join(one.message for one in read.troubles))
    same = same_text(request.viewer, sha256(read.text.encode()).hexdigest())
    if same is not None:
        messages.info(request, "库里已经有一字不差的这一版，没有重复保存。")
        return redirect("scheme-show", scheme=same.pk)
    made = add_scheme(request.viewer, read.scheme, text=read.text)
    messages.success(request, f"已存为草稿：{made}。请看检查结果，再决定是否印发。")
    return redirect("scheme-findings", scheme=made.pk)


@page("POST", roles=_OFFICE)
def scheme_copy(request: HttpRequest, scheme: str) -> HttpResponse:
    """A draft of the next version."""
    made = copy_scheme(request.viewer, scheme)
    messages.success(request, f"已起草{made}，正文与原来的一样，请在这里修改。")
    return redirect("scheme-edit", scheme=made.pk)


@page("GET", "POST", roles=_OFFICE)
def scheme_edit(request: HttpRequest, scheme: str) -> HttpResponse:
    """The text of a draft; whoever comes second sees what the two texts differ in."""
    viewer = request.viewer
    draft = draft_of(viewer, scheme)
    form = SchemeTextForm(
        request.POST or None,
        request.FILES or None,
        before=draft.text,
        initial={"version": draft.version},
    )

    def store(values: dict[str, Any]) -> None:
        assert form.written is not None  # a valid form has read its text
        assert form.written.scheme is not None
        change_text(
            viewer, draft.pk, version=values["version"] or 0,
            scheme=form.written.scheme, text=values["text"],
        )  # fmt: skip

    if request.method == "POST" and done(form, store):
        messages.success(request, "正文已保存，检查结果已更新。")
        return redirect("scheme-findings", scheme=draft.pk)
    context = shown_with(request, draft, "改正文")
    context |= {"title": f"改正文：{draft}", "form": form, "theirs": _theirs(form, draft)}
    return form_page(request, "schemes/form.html", **context)


def _theirs(form: SchemeTextForm, draft: SchemeVersion) -> Comparison | None:
    """What the text typed would change in the one that somebody else has stored meanwhile."""
    read = form.written
    if read is None or read.scheme is None:
        return None
    draft.refresh_from_db()
    if form.cleaned_data["version"] == draft.version:
        return None
    return comparison(loaded(draft), read.scheme)


@page("GET", "POST", roles=_OFFICE)
def scheme_issue(request: HttpRequest, scheme: str) -> HttpResponse:
    """What stands before issuing, the digest that it would have, and the word that makes it final."""
    draft = draft_of(request.viewer, scheme)
    found = findings_of(loaded(draft), show="open")
    context = shown_with(request, draft, "印发") | {"found": found}
    if found.blocking:
        status = UNPROCESSABLE if request.method == "POST" else None
        return render(request, "schemes/issue.html", context, status=status)
    made = issuable(draft)
    form = IssueForm(
        request.POST or None,
        title=str(draft),
        undecided=found.undecided,
        initial={"version": draft.version, "digest": made.digest},
    )
    if request.method == "POST" and done(form, lambda values: _issue(request, draft, values)):
        messages.success(request, f"已印发{draft}，编号 {made.digest}。")
        return redirect("scheme-show", scheme=draft.pk)
    return form_page(request, "schemes/issue.html", form=form, made=made, **context)


def _issue(request: HttpRequest, draft: SchemeVersion, values: dict[str, Any]) -> None:
    version, digest = values["version"], values["digest"]
    issue_scheme(request.viewer, draft.pk, version=version, digest=digest)


urlpatterns = [
    path("schemes/add/", scheme_add, name="scheme-add"),
    path("schemes/house/", scheme_house, name="scheme-house"),
    path("schemes/<str:scheme>/copy/", scheme_copy, name="scheme-copy"),
    path("schemes/<str:scheme>/edit/", scheme_edit, name="scheme-edit"),
    path("schemes/<str:scheme>/issue/", scheme_issue, name="scheme-issue"),
]
