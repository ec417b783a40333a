"""pandas: floats in series, the way an analyst would write it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd  # type: ignore[import-untyped]  # installed apart

from bench.answer import Answer, first_section, grades_of, natural
from bench.symbols import Reader, clauses_of
from bench.synthetic import Case

VERBS: dict[str, Any] = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b,
    "/": lambda a, b: a / b, "//": lambda a, b: a // b,
    ">=": lambda a, b: a >= b, ">": lambda a, b: a > b, "<=": lambda a, b: a <= b,
    "<": lambda a, b: a < b, "=": lambda a, b: a == b,
    "and": lambda a, b: a & b, "or": lambda a, b: a | b,
    "pick": np.where, "least": np.minimum, "most": np.maximum,
}  # fmt: skip


class WithPandas:
    """A frame of natural facts, and the clauses as functions of it."""

    name = "pandas"

    def __init__(self, case: Case) -> None:
        self.case, self.frame = case, pd.DataFrame(natural(case))
        self.clauses = clauses_of(case.prepared)
        self.first = first_section(case)

    def totals(self) -> Any:
        """Every clause, and their sum."""
        reader = Reader(float, self.frame.__getitem__, VERBS)
        scores = {name: reader.read(one) for name, one in self.clauses.items()}
        base = sum(scores.values())
        return pd.Series(base), sum(scores[name] for name in self.first)

    def whole(self) -> Answer:
        """Totals, ranks and grades."""
        base, first = self.totals()
        table = pd.DataFrame({"category": self.frame["category"], "first": first, "base": base})
        table["total"] = table["base"].round(2)
        keys = ["total", "first", "base"]
        standing = table[self.frame["serious"] == 0]
        rank = _ranks(standing, keys)
        grade = pd.Series(len(grades_of(self.case)), index=table.index)
        waiting = standing
        sizes = table.groupby("category").size()
        for at, one in enumerate(grades_of(self.case)):
            reached = waiting["total"] >= one.line
            if one.floor is not None:
                reached &= waiting["first"] >= one.floor
            if one.quota is not None:
                places = waiting["category"].map(sizes * one.quota // 100)
                reached &= _ranks(waiting, keys).reindex(waiting.index) <= places
            grade[waiting.index[reached]] = at
            waiting = waiting[~reached]
        whole = rank.reindex(table.index, fill_value=0).astype(int)
        return Answer(table["total"].to_numpy(), whole.to_numpy(), grade.to_numpy())


def _ranks(table: Any, keys: list[str]) -> Any:
    """Competition ranks within the categories."""
    ordered = table.sort_values(["category", *keys], ascending=False)
    place = ordered.groupby("category").cumcount() + 1
    same = ordered.duplicated(["category", *keys])
    return place.mask(same).ffill().astype(int)
