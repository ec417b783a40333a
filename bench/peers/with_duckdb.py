"""DuckDB: one query on both cores, in doubles and decimals as SQL types them."""

from __future__ import annotations

from typing import Any

import duckdb  # type: ignore[import-not-found]  # installed apart
import pandas as pd  # type: ignore[import-untyped]  # installed apart

from bench.answer import Answer, first_section, grades_of, natural
from bench.symbols import Reader, clauses_of, infix
from bench.synthetic import Case

SIGNS = ("+", "-", "*", "/", ">=", ">", "<=", "<", "=", "and", "or")
VERBS: dict[str, Any] = {sign: infix(sign) for sign in SIGNS} | {
    "//": lambda a, b: f"floor({a} / {b})",
    "pick": lambda c, a, b: f"(CASE WHEN {c} THEN {a} ELSE {b} END)",
    "least": lambda a, b: f"least({a}, {b})",
    "most": lambda a, b: f"greatest({a}, {b})",
}
KEYS = "total DESC, first DESC, base DESC"


class WithDuckDB:
    """A table of natural facts in memory, and one query."""

    name = "DuckDB"

    def __init__(self, case: Case) -> None:
        self.case = case
        self.connection = duckdb.connect()
        frame = pd.DataFrame(natural(case))
        frame["row"] = range(len(frame))
        self.connection.register("frame", frame)
        self.connection.execute("CREATE TABLE facts AS SELECT * FROM frame")
        reader = Reader(lambda number: str(float(number)), lambda name: f'"{name}"', VERBS)
        clauses = clauses_of(case.prepared)
        scores = ", ".join(f'{reader.read(one)} AS "s{name}"' for name, one in clauses.items())
        base = " + ".join(f'"s{name}"' for name in clauses)
        first = " + ".join(f'"s{name}"' for name in first_section(case))
        self.query = (
            f"WITH scored AS (SELECT row, category, serious, {scores} FROM facts), "
            f"t AS (SELECT row, category, serious, {base} AS base, {first} AS first FROM scored)"
        )

    def totals(self) -> Any:
        """Every clause, and their sum."""
        return self.connection.execute(f"{self.query} SELECT base, first FROM t").fetchnumpy()

    def whole(self) -> Answer:
        """Totals, ranks and grades."""
        steps = [
            "t0 AS (SELECT *, round(base, 2) AS total, count(*) OVER (PARTITION BY category) AS n, "
            "serious = 0 AS waits, NULL::INTEGER AS grade FROM t)",
            f"r AS (SELECT *, {_rank('serious = 0')} AS rank FROM t0)",
        ]
        source = "r"
        for at, one in enumerate(grades_of(self.case)):
            reached = f"waits AND total >= {one.line}"
            if one.floor is not None:
                reached += f" AND first >= {one.floor}"
            if one.quota is not None:
                reached += f" AND {_rank('waits')} <= n * {one.quota} // 100"
            steps.append(f"a{at} AS (SELECT *, {reached} AS reached FROM {source})")
            steps.append(
                f"g{at} AS (SELECT * EXCLUDE (reached) REPLACE (CASE WHEN reached THEN {at} "
                f"ELSE grade END AS grade, waits AND NOT reached AS waits) FROM a{at})"
            )
            source = f"g{at}"
        last = len(grades_of(self.case))
        query = (
            f"{self.query}, {', '.join(steps)} SELECT total, "
            f"CASE WHEN serious = 0 THEN rank ELSE 0 END AS rank, coalesce(grade, {last}) AS grade "
            f"FROM {source} ORDER BY row"
        )
        found = self.connection.execute(query).fetchnumpy()
        return Answer(found["total"], found["rank"], found["grade"])


def _rank(who: str) -> str:
    return f"rank() OVER (PARTITION BY category, {who} ORDER BY {KEYS})"
