"""The last minutes before the deadline: 200 clients who save, on two web workers.

python -m bench.site_rush [sqlite|postgres] [saves a second]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench.site_pages import saving
from bench.site_world import Large
from bench.sites import asked, described, large_site
from bench.timing import Line

CLIENTS, SECONDS = 200, 20


def rush(large: Large, *, clients: int, rate: float) -> list[dict[str, Any]]:
    """So many clerks, each of another unit where there are enough, together `rate` saves a second."""
    clerks = [one for one in large.desks if one.role == "county"][:clients]
    every = clients / rate if rate else 0.0
    return [
        saving(one, large.fields[n // 200 :: 4][:4], every=every) for n, one in enumerate(clerks)
    ]


def lines(kind: str, *, rate: float = 400) -> list[Line]:
    """What the rush comes to."""
    with (
        tempfile.TemporaryDirectory() as folder,
        large_site(kind, Path(folder), workers=2) as (site, large),
    ):
        asked(site, rush(large, clients=20, rate=0), seconds=2)  # methods and templates are read
        seen = asked(site, rush(large, clients=CLIENTS, rate=rate), seconds=SECONDS)
    return [_line(kind, seen, rate=rate)]


def _line(kind: str, seen: Any, *, rate: float) -> Line:
    times, done = seen["times"], seen["statuses"].get("200", 0)
    cuts = quantiles(times, n=100)
    figure = (
        f"{done / seen['seconds']:.0f} saves a second, median {median(times):.0f} ms, "
        f"p99 {cuts[98]:.0f} ms, longest {max(times):.0f} ms"
    )
    what = f"{CLIENTS} clients, {rate:.0f} saves a second asked, {SECONDS} s"
    return Line(f"rush on {kind}", what, figure, "400 a second, p99 3 s", len(times) - done)


if __name__ == "__main__":
    from bench.timing import table_of

    print(described())  # noqa: T201
    kinds = sys.argv[1:2] or ["sqlite", "postgres"]
    rate = float(sys.argv[2]) if len(sys.argv) > 2 else 400
    for kind in kinds:
        print(table_of(lines(kind, rate=rate)), flush=True)  # noqa: T201
