"""A deed that says no is told in the form that asked for it: nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiheng.web.access.viewer import Closed
from jiheng.web.actions.versions import Changed

UNPROCESSABLE = 422


def done(form: Form, deed: Callable[[dict[str, Any]], Any]) -> bool:
    """Do the deed with what a valid form says. False where the form now tells why not: wrong fields,
    a stage or rule that does not allow it, or somebody who was quicker (the next save is deliberate).
    """
    if not form.is_valid():
        return False
    try:
        deed(form.cleaned_data)
    except Closed as closed:
        form.add_error(None, closed.words)
    except Changed as changed:
        form.data = form.data.copy()
        form.data["version"] = str(changed.version)
        form.add_error(
            None,
            "在您打开之后，别人改过这一项。请核对下面标出的各处，仍要按您填的改，请再保存一次。",
        )
        for clash in changed.clashes:
            field = clash.field if clash.field in form.fields else None
            form.add_error(field, f"{clash.title}现在是“{clash.theirs or '空'}”。")
    return not form.errors


def form_page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """The page of a form; 422 where it was sent and refused."""
    refused = request.method == "POST"
    return render(request, template, context, status=UNPROCESSABLE if refused else None)
