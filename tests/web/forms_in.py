"""The forms of a page as a browser would send them, for tests that send them otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup, Tag

GIVEN = ("csrfmiddlewaretoken",)
_LIKE = {
    "date": "2017-10-01",
    "datetime-local": "2017-12-30T12:00",
    "number": "1",
    "email": "a@example.org",
}


@dataclass(frozen=True, slots=True)
class FormIn:
    """One form: where it goes, how, and what it holds; empty fields filled with something likely."""

    action: str
    method: str
    fields: dict[str, Any]


def forms_in(html: str, *, at: str) -> list[FormIn]:
    """Every form of a page; `at` is the page's own address."""
    if "<form" not in html:
        return []
    page = BeautifulSoup(html, "lxml")
    return [
        FormIn(str(one.get("action") or at), str(one.get("method") or "get").upper(), _fields(one))
        for one in page.find_all("form")
    ]


def _fields(form: Tag) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in form.find_all(["input", "select", "textarea", "button"]):
        name = str(one.get("name") or "")
        if name and name not in GIVEN and one.get("type") != "file":
            for value in _values(one):
                found[name] = value
    return found


def _values(one: Tag) -> Iterator[str]:
    kind = str(one.get("type") or "text")
    if one.name == "button" or (kind in {"checkbox", "radio"} and one.get("checked") is None):
        return
    if one.name == "select":
        options = [str(each.get("value") or "") for each in one.find_all("option")]
        chosen = one.find("option", selected=True)
        yield str(chosen.get("value")) if chosen else next(filter(None, options), "")
        return
    typed = one.get_text() if one.name == "textarea" else str(one.get("value") or "")
    yield typed.strip() or _LIKE.get(kind, "请核对")
