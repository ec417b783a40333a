"""What is wrong, where it is, and the two ways a program can decline: content refused, file unreadable."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: `place` is an address its author can find, `message` says the cure."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}  {self.message}" if self.place else self.message


class Refused(Exception):
    """The content was read and cannot be accepted; carries every problem at once (exit code 1)."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Unreadable(Exception):
    """The input could not be read at all; carries the one line that says why (exit code 2)."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))
