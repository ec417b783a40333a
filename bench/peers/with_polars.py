"""Polars: lazy expressions on both cores, in floats."""

from __future__ import annotations

from typing import Any

import polars as pl  # type: ignore[import-not-found]  # installed apart

from bench.answer import Answer, first_section, grades_of, natural
from bench.symbols import Reader, clauses_of
from bench.synthetic import Case

VERBS: dict[str, Any] = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b,
    "/": lambda a, b: a / b, "//": lambda a, b: a // b,
    ">=": lambda a, b: a >= b, ">": lambda a, b: a > b, "<=": lambda a, b: a <= b,
    "<": lambda a, b: a < b, "=": lambda a, b: a == b,
    "and": lambda a, b: a & b, "or": lambda a, b: a | b,
    "pick": lambda c, a, b: pl.when(c).then(a).otherwise(b),
    "least": pl.min_horizontal, "most": pl.max_horizontal,
}  # fmt: skip


class WithPolars:
    """A frame of natural facts, and the clauses as expressions."""

    name = "Polars"

    def __init__(self, case: Case) -> None:
        self.case, self.frame = case, pl.DataFrame(natural(case))
        reader = Reader(lambda number: pl.lit(float(number)), pl.col, VERBS)
        self.scores = [reader.read(one).alias(n) for n, one in clauses_of(case.prepared).items()]
        self.ids = list(clauses_of(case.prepared))
        self.first = first_section(case)

    def _totals(self) -> Any:
        scored = self.frame.lazy().select(
            "category",
            "serious",
            *(
                score.alias(f"score {name}")
                for name, score in zip(self.ids, self.scores, strict=True)
            ),
        )
        return scored.select(
            "category",
            "serious",
            pl.sum_horizontal([f"score {name}" for name in self.ids]).alias("base"),
            pl.sum_horizontal([f"score {name}" for name in self.first]).alias("first"),
        )

    def totals(self) -> Any:
        """Every clause, and their sum."""
        return self._totals().collect()

    def whole(self) -> Answer:
        """Totals, ranks and grades."""
        last = len(grades_of(self.case))
        table = self._totals().with_columns(
            pl.col("base").round(2).alias("total"),
            pl.len().over("category").alias("size"),
            (pl.col("serious") == 0).alias("waits"),
            pl.lit(last).alias("grade"),
        )
        table = table.with_columns(_rank().alias("rank"))
        for at, one in enumerate(grades_of(self.case)):
            reached = pl.col("waits") & (pl.col("total") >= one.line)
            if one.floor is not None:
                reached &= pl.col("first") >= one.floor
            if one.quota is not None:
                reached &= _rank() <= pl.col("size") * one.quota // 100
            table = table.with_columns(reached.alias("reached")).with_columns(
                pl.when("reached").then(at).otherwise("grade").alias("grade"),
                (pl.col("waits") & ~pl.col("reached")).alias("waits"),
            )
        done = table.select("total", pl.col("rank").fill_null(0), "grade").collect()
        return Answer(*(done[name].to_numpy() for name in ("total", "rank", "grade")))


def _rank() -> Any:
    """Competition ranks of those who wait, within the categories."""
    keys = pl.struct("total", "first", "base")
    waiting = pl.when("waits").then(keys)
    return waiting.rank("min", descending=True).over("category")
