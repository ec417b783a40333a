"""Invented juries with known faults, drawn from a fixed seed (虚构示例).

Ten counties mark each other, not themselves: quality sd 2.2, severity sd 2, noise sd 3, as in T17
of the reliability trials. County 0 is the best, county 3 the fourth best.
"""

from collections.abc import Callable
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from jiheng.fairness.detect import detect
from jiheng.fairness.marks import Juror, Matrix

Marks = NDArray[np.float64]
Attack = Callable[[np.random.Generator, Marks], None]


def honest(rng: np.random.Generator, marks: Marks) -> None:
    """Everybody marks what he saw."""


def off_all_rivals(rng: np.random.Generator, marks: Marks) -> None:
    marks[3] -= 20


def off_top_three(rng: np.random.Generator, marks: Marks) -> None:
    marks[3, :3] -= 15


def off_top_three_from_below(rng: np.random.Generator, marks: Marks) -> None:
    marks[rng.integers(4, 10), :3] -= 15


def mutual_lift(rng: np.random.Generator, marks: Marks) -> None:
    one, two = rng.choice(10, 2, replace=False)
    marks[one, two] += 10
    marks[two, one] += 10


def two_press_a_third(rng: np.random.Generator, marks: Marks) -> None:
    one, two, third = rng.choice(10, 3, replace=False)
    marks[one, third] -= 15
    marks[two, third] -= 15


def county(number: int) -> str:
    return f"第{number + 1}县"


def jury(rng: np.random.Generator, attack: Attack, *, quality: float = 2.2) -> Matrix:
    """One jury of ten counties, marks to one decimal."""
    level = np.sort(rng.normal(0, quality, 10))[::-1]
    marks = 80 + level + rng.normal(0, 2, 10)[:, None] + rng.normal(0, 3, (10, 10))
    attack(rng, marks)
    return matrix_from(np.round(marks, 1))


def matrix_from(marks: Marks) -> Matrix:
    """Counties marking each other; nobody marks himself."""
    size = len(marks)
    jurors = tuple(Juror(f"{county(j)}评委", "县区组", county(j)) for j in range(size))
    totals = tuple(
        tuple(None if j == s else Fraction(str(marks[j, s])) for s in range(size))
        for j in range(size)
    )
    return Matrix(jurors, tuple(county(s) for s in range(size)), totals)


def share_flagged(attack: Attack, *, rounds: int, seed: int = 17, quality: float = 2.2) -> Fraction:
    """The share of simulated assessments in which the set flags anything."""
    rng = np.random.default_rng(seed)
    caught = sum(bool(detect(jury(rng, attack, quality=quality))) for _ in range(rounds))
    return Fraction(caught, rounds)
