"""How long a first page and a save take on SQLite with 1,000 accounts, 200 units and three years of data.

python -m bench.site_pages
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode

from bench.site_world import Desk, Large
from bench.sites import asked, described, large_site
from bench.timing import Line

ROUNDS = 40


def lines(kind: str = "sqlite") -> list[Line]:
    """One person at a time, the client in a process of its own on the same machine."""
    with tempfile.TemporaryDirectory() as folder, large_site(kind, Path(folder)) as (site, large):
        measured = [(what, asked(site, [one], seconds=8)) for what, one in _cases(large).items()]
    return [_line(what, seen) for what, seen in measured]


def _cases(large: Large) -> dict[str, Any]:
    clerk, leader = (
        next(d for d in large.desks if d.role == role) for role in ("county", "leader")
    )
    page = f"/subjects/{clerk.subject}/"
    return {
        "a clerk's first page": _reading(clerk.session, "/"),
        "a leader's first page": _reading(leader.session, "/"),
        "the office's first page": _reading(large.office, "/"),
        "a report's overview": _reading(clerk.session, page),
        "one section": _reading(clerk.session, page + "sections/1/"),
        "the list of people": _reading(large.office, "/people/"),
        "a save": saving(clerk, large.fields[:8]),
    }


def _reading(session: str, path: str) -> dict[str, Any]:
    return {"session": session, "every": 0, "asks": [["GET", path, ""]]}


def saving(desk: Desk, fields: list[str], *, every: float = 0) -> dict[str, Any]:
    """Somebody who saves these fields in turn, another number each time, by the version that he read."""
    asks = [["POST", f"/subjects/{desk.subject}/answers/", _form(about)] for about in fields]
    return {"session": desk.session, "every": every, "asks": asks}


def _form(about: str) -> str:
    # version 1 was written with the site; each answered save is one more, and another number
    return urlencode({"of": "fact", "about": about}) + "&version={v}&text=7{n}"


def _line(what: str, seen: Any) -> Line:
    times = seen["times"][2:]
    wrong = sum(count for status, count in seen["statuses"].items() if status != "200")
    reach = "100 ms" if "save" in what else "200 ms"
    figure = (
        f"median {median(times):.0f} ms, p95 {quantiles(times, n=20)[-1]:.0f} ms ({len(times)})"
    )
    return Line("SQLite, 1,000 accounts, 200 units, 3 years", what, figure, reach, wrong)


if __name__ == "__main__":
    from bench.timing import table_of

    print(described())  # noqa: T201
    print(table_of(lines()))  # noqa: T201
