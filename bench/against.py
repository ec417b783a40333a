"""Everything that `make bench-peers` measures: the same rules on the same facts in other programs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

from bench.answer import Answer
from bench.nation import wrongs
from bench.peers.with_duckdb import WithDuckDB
from bench.peers.with_openfisca import WithOpenFisca
from bench.peers.with_pandas import WithPandas
from bench.peers.with_polars import WithPolars
from bench.peers.with_spreadsheet import WithSpreadsheet
from bench.plainly import plainly
from bench.synthetic import Case, assessment
from bench.timing import Line, best_times
from bench.whole import NATIONAL, PROVINCIAL
from jiheng.score.column_sums import Work, sums_of
from jiheng.score.nation import score_columns, totals_of

REACH = {"DuckDB": "3 ×", "pandas": "2.5 ×", "LibreOffice": "1,000 ×"}


def lines(*, rounds: int = 12) -> Iterator[list[Line]]:
    """One case after the other."""
    yield _beside(assessment(NATIONAL, subjects=41_000, clauses=100), rounds=rounds)
    yield _spreadsheet(assessment(PROVINCIAL, subjects=3_000, clauses=30))


def _totals(case: Case) -> None:
    work = Work(case.prepared, case.columns)
    totals_of(work, sums_of(work, with_cells=False))


def _beside(case: Case, *, rounds: int) -> list[Line]:
    """Frames, queries and formulas against the columns, all in every round."""
    plain = plainly(case)
    peers: list[Any] = [make(case) for make in (WithPandas, WithPolars, WithDuckDB, WithOpenFisca)]
    actions = {
        "jiheng totals": lambda: _totals(case),
        "jiheng whole": lambda: score_columns(case.prepared, case.columns),
    }
    for peer in peers:
        actions |= {f"{peer.name} totals": peer.totals, f"{peer.name} whole": peer.whole}
    best = best_times(actions, rounds=rounds)
    own = wrongs(case, score_columns(case.prepared, case.columns, with_cells=True))
    result = [Line(case.name, "jiheng", _told(best, "jiheng"), wrong=own)]
    for peer in peers:
        answer: Answer = peer.whole()
        found = answer.wrongs(case, plain)
        result.append(
            Line(
                case.name,
                peer.name,
                _told(best, peer.name),
                REACH.get(peer.name, ""),
                sum(found),
                "totals {}, ranks {}, grades {}".format(*found),
            )
        )
    return result


def _told(best: dict[str, float], name: str) -> str:
    """`totals 3.9 × (62 ms), whole 4.4 × (98 ms)`, times as long as jiheng's."""
    told = []
    for what in ("totals", "whole"):
        seconds, ours = best[f"{name} {what}"], best[f"jiheng {what}"]
        told.append(f"{what} {seconds / ours:.1f} × ({seconds * 1000:.0f} ms)")
    return ", ".join(told)


def _spreadsheet(case: Case) -> list[Line]:
    """A workbook recalculated, against the same columns."""
    if shutil.which("soffice") is None:
        return [Line(case.name, "LibreOffice", "skipped: apt-get install libreoffice-calc")]
    plain = plainly(case)
    ours = best_times(
        {
            "totals": lambda: _totals(case),
            "whole": lambda: score_columns(case.prepared, case.columns),
        },
        rounds=200,
    )
    told, found = [], (0, 0, 0)
    for what, ranked in (("totals", False), ("whole", True)):
        book = WithSpreadsheet(case, ranked=ranked)
        runs = [book.seconds() for _ in range(3)]
        whole = min(run[0] for run in runs)
        alone = whole - min(run[1] for run in runs)
        told.append(
            f"{what} {whole / ours[what]:,.0f} × ({whole:.1f} s, "
            f"of which recalculation {alone:.1f} s)"
        )
        found = book.answer().wrongs(case, plain) if ranked else found
        book.close()
    wrong = "totals {}, ranks {}, grades {}".format(*found)
    own = ", ".join(f"{what} {seconds * 1000:.2f} ms" for what, seconds in ours.items())
    return [
        Line(case.name, "jiheng", own),
        Line(case.name, "LibreOffice", "; ".join(told), REACH["LibreOffice"], sum(found), wrong),
    ]
