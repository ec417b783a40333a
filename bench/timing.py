"""Best times of several actions, measured in turn in one run, so that their ratios mean something."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np

Action = Callable[[], Any]


def best_times(actions: Mapping[str, Action], *, rounds: int) -> dict[str, float]:
    """The shortest of `rounds` runs of every action in seconds, all actions in every round."""
    best = dict.fromkeys(actions, float("inf"))
    for _ in range(rounds):
        for name, action in actions.items():
            start = perf_counter()
            action()
            best[name] = min(best[name], perf_counter() - start)
    return best


def read_once(columns: Mapping[str, Any]) -> list[Any]:
    """The read limit: NumPy adds up every column once, the least that any total must do."""
    return [np.sum(column) for column in columns.values()]


@dataclass(frozen=True)
class Line:
    """One measured line: what, how it went, what was hoped for, how many results were wrong."""

    case: str
    what: str
    figure: str
    reach: str = ""
    wrong: int | None = None
    which: str = ""  # what the wrong ones are

    def cells(self) -> tuple[str, ...]:
        """As a row of a table."""
        wrong = "" if self.wrong is None else self.which or str(self.wrong)
        return (self.case, self.what, self.figure, self.reach, wrong)


HEAD = ("case", "what", "measured", "reach", "wrong")


def ratio_text(seconds: float, limit: float) -> str:
    """`7.6 × the read limit (14.8 ms)`."""
    return f"{seconds / limit:.1f} × the read limit ({seconds * 1000:.2f} ms)"


def table_of(lines: list[Line]) -> str:
    """The lines as a Markdown table."""
    rows = [HEAD, ("---",) * len(HEAD), *(line.cells() for line in lines)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
