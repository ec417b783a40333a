"""A list that filters, sorts and pages, with all of it in its address."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

SIZE = 50


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list, and how it was asked for; `sort` is a name of `sorts`, "-" before it turns it."""

    page: Page
    q: str
    sort: str
    chosen: Mapping[str, str]

    def __iter__(self):
        return iter(self.page.object_list)

    @property
    def total(self) -> int:
        """How many there are on all pages."""
        return self.page.paginator.count


def listing(
    found: QuerySet,
    asked: Mapping[str, str],
    *,
    sorts: Mapping[str, Sequence[str]],
    search: Sequence[str] = (),
    filters: Mapping[str, Callable[[QuerySet, str], QuerySet]] | None = None,
) -> Listing:
    """The page that was asked for: `q` is looked up in the fields of `search`, every name of `filters`
    narrows, `sort` chooses among `sorts` (the first is the default). Nonsense is read as nothing."""
    q = asked.get("q", "").strip()[:100]
    if q and search:
        found = found.filter(_any_field(search, q))
    chosen = {name: asked.get(name, "") for name in filters or {}}
    for name, value in chosen.items():
        if value:
            found = (filters or {})[name](found, value)
    sort = asked.get("sort", "")
    if sort.removeprefix("-") not in sorts:
        sort = next(iter(sorts))
    fields = sorts[sort.removeprefix("-")]
    order = [_turned(field) for field in fields] if sort.startswith("-") else list(fields)
    paginator = Paginator(found.order_by(*order, "pk"), SIZE)
    return Listing(paginator.get_page(asked.get("page", "1")), q, sort, chosen)


def _any_field(fields: Sequence[str], text: str) -> Q:
    wanted = Q()
    for field in fields:
        wanted |= Q(**{f"{field}__icontains": text})
    return wanted


def _turned(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"


def by_field(field: str) -> Callable[[QuerySet[Any], str], QuerySet[Any]]:
    """A filter that compares one field."""
    return lambda found, value: found.filter(**{field: value})
