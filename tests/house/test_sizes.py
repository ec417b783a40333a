"""The sizes that STYLE limits hold in the whole checkout, and the measuring is right."""

from __future__ import annotations

import ast

import pytest

from tests.house.source import ROOT
from tools.sizes import excesses_in, excesses_of, functions_in, nesting

LONG = "def f() -> None:\n" + "    x = 1\n" * 40
DEEP = """
def f(a):
    for x in a:
        if x:
            pass
        elif a:
            with x:
                pass
        else:
            while x:
                try:
                    pass
                except ValueError:
                    pass
"""


def test_no_limit_is_passed() -> None:
    assert [str(excess) for excess in excesses_in(ROOT)] == []


@pytest.mark.parametrize(
    ("place", "text", "message"),
    [
        ("src/a.py", "x = 1\n" * 401, "401 lines; a file has at most 400"),
        ("tests/a.py", "x = 1\n" * 601, "601 lines; a file has at most 600"),
        ("src/a.py", LONG, "41 lines without docstring; at most 40"),
        ("src/a.py", DEEP, "nested 4 deep; at most 3"),
        ("src/a.py", "def f(a, b, c): ...", "3 positional arguments; keyword-only after 2"),
    ],
)
def test_each_limit_bites(place: str, text: str, message: str) -> None:
    assert [excess.message for excess in excesses_of(text, place)] == [message]


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("tests/a.py", "x = 1\n" * 600),
        ("src/a.py", LONG.replace("    x = 1\n", '    """One\n    two."""\n', 1)),
        ("src/a.py", "class A:\n    def f(self, a, b, *, c): ..."),
        ("src/a.py", "def f(a, b, c):  # sizes: the library calls it so\n    ..."),
        ("tests/a.py", "def f(a, b, c): ..."),
        ("src/jiheng/cli/a.py", "def f(a, b, c): ..."),
    ],
)
def test_what_keeps_the_limits_is_left_alone(place: str, text: str) -> None:
    assert excesses_of(text, place) == []


def test_an_elif_lies_no_deeper_than_its_if() -> None:
    chain = "def f(a):\n    if a:\n        pass\n" + "    elif a:\n        pass\n" * 9
    (function,) = functions_in(ast.parse(chain))
    assert nesting(function.body) == 1
