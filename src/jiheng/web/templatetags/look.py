"""Tags and filters of every page: icons, vendored files, exact numbers, Chinese dates, addresses."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.template import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString

from jiheng.values.exact import exact, exact_text, fixed_text

register = template.Library()

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"
NONE = "—"  # what stands where there is no number yet


@cache
def _vendored() -> Mapping[str, str]:
    """The address under static/ of each vendored file, by its plain name."""
    entries = json.loads((VENDOR / "manifest.json").read_text("utf-8"))
    return {entry["file"].rsplit("/", 1)[1]: f"vendor/{entry['file']}" for entry in entries}


@cache
def icons() -> frozenset[str]:
    """The names of the icons in the sprite."""
    path = VENDOR.parent / _vendored()["sprite.svg"]
    return frozenset(re.findall(r'<symbol id="([^"]+)"', path.read_text("utf-8")))


@register.simple_tag
def vendor(name: str) -> str:
    """The address of a vendored file, so that its version stands in the manifest alone."""
    return static(_vendored()[name])


@register.simple_tag
def icon(name: str, words: str = "") -> SafeString:
    """One icon; decoration unless `words` say what it means. ValueError for an unknown name."""
    if name not in icons():
        raise ValueError(f"no icon {name!r} in the sprite; tools/assets.py lists the icons")
    spoken = format_html('role="img" aria-label="{}"', words) if words else 'aria-hidden="true"'
    return format_html(
        '<svg class="icon" {}><use href="{}#{}"></use></svg>',
        SafeString(spoken),
        vendor("sprite.svg"),
        name,
    )


@register.filter
def points(value: Fraction | int | str | None, places: int | None = None) -> str:
    """A score's exact text: `86.5`, with `places` decimals if asked (half-up), `—` where there is none.

    Text is what the database keeps: a decimal or a fraction (`85/3`). A value that does not end is
    shown with two decimals and a sign that says so.
    """
    if value is None or value == "":
        return NONE
    number = _number(value)
    if places is not None:
        return fixed_text(number, places)
    text = exact_text(number)
    return text if "/" not in text else f"≈{fixed_text(number, 2)}"


def _number(value: Fraction | int | str) -> Fraction:
    if not isinstance(value, str):
        return Fraction(value)
    above, stroke, below = value.partition("/")
    return exact(above) / exact(below) if stroke else exact(above)


@register.filter
def day(value: date | datetime | None) -> str:
    """A day as it is written in documents: 3月15日 of this year's page is still said with its year."""
    if value is None:
        return NONE
    local = timezone.localtime(value) if _is_aware(value) else value
    return f"{local.year}年{local.month}月{local.day}日"


@register.filter
def moment(value: datetime | None) -> str:
    """A day with hour and minute, on the office's clock."""
    if value is None:
        return NONE
    local = timezone.localtime(value) if _is_aware(value) else value
    return f"{day(local)} {local.hour:02}:{local.minute:02}"


def _is_aware(value: date | datetime) -> bool:
    return isinstance(value, datetime) and timezone.is_aware(value)


@register.filter
def machine_day(value: date | datetime | None) -> str:
    """What goes into `<time datetime>`."""
    return "" if value is None else value.isoformat()


@register.filter
def errors_of(form: Any, name: str) -> list[str]:
    """The sentences that stand at one field of a form."""
    return list(form.errors.get(name, ())) if form is not None else []


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: object) -> str:
    """`?…` with the rest of this page's query kept; a value of None or "" drops its name.

    Changing anything but the page goes back to the first page.
    """
    asked = context["request"].GET.copy()
    if "page" not in changes:
        asked.pop("page", None)
    for name, value in changes.items():
        if value is None or value == "":
            asked.pop(name, None)
        else:
            asked[name] = str(value)
    return f"?{asked.urlencode()}" if asked else "?"


@register.simple_tag(takes_context=True)
def sort_link(context: Context, by: str) -> str:
    """The address that sorts this list by a column; the second time, the other way round."""
    now_by = context["request"].GET.get("sort", "")
    return query(context, sort=f"-{by}" if now_by == by else by)


@register.simple_tag(takes_context=True)
def sorted_by(context: Context, by: str) -> str:
    """`ascending`, `descending` or `none`: what `aria-sort` of a column says."""
    now_by = context["request"].GET.get("sort", "")
    return {by: "ascending", f"-{by}": "descending"}.get(now_by, "none")


STATES: Mapping[str, tuple[str, str, str]] = {
    "filling": ("填报中", "doing", "pencil"),
    "submitted": ("待负责人签字", "waiting", "hourglass"),
    "signed": ("已签字上报", "done", "circle-check"),
    "returned": ("已退回", "wrong", "arrow-back-up"),
    "planned": ("未开始", "quiet", "circle-dashed"),
    "open": ("进行中", "doing", "clock"),
    "closed": ("已结束", "quiet", "lock"),
    "overdue": ("已逾期", "wrong", "alert-triangle"),
    "due": ("即将到期", "waiting", "clock"),
    "known": ("已填", "done", "check"),
    "missing": ("缺资料", "wrong", "alert-circle"),
    "pending": ("待核定", "waiting", "hourglass"),
    "not-applicable": ("不适用", "quiet", "minus"),
    "refused": ("不予采用", "wrong", "x"),
    "not-done": ("未开展", "quiet", "minus"),
    "complete": ("已填齐", "done", "circle-check"),
    "counted": ("计分", "done", "check"),
    "not-counted": ("不计分", "quiet", "x"),
    "draft": ("草稿", "quiet", "pencil"),
    "issued": ("已印发", "done", "rubber-stamp"),
    "waiting": ("等待中", "waiting", "hourglass"),
    "running": ("处理中", "doing", "refresh"),
    "done": ("已完成", "done", "check"),
    "failed": ("未成功", "wrong", "alert-circle"),
    "read": ("已读", "quiet", "check"),
    "unread": ("未读", "doing", "mail"),
}
"""Of each state: what it is called, its tone and its icon. Never told by colour alone."""


@register.simple_tag
def state_of(state: str, words: str = "") -> Mapping[str, str]:
    """Words, tone and icon of a state; an unknown one is shown quietly by its own words."""
    said, tone, drawn = STATES.get(state, (state, "quiet", "info-circle"))
    return {"words": words or said, "tone": tone, "icon": drawn}


@register.simple_tag
def chart_data(data: object, name: str) -> SafeString:
    """The data island beside a chart; charts.js finds it by `name`."""
    return json_script(data, f"{name}-data")
