"""No float touches a score: the rooms that make scores hold none, and round nowhere by accident."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.house.source import SCORE_ROOMS, Source, source, sources

# Names that make a float, or (`round`) round half to even where the schemes say half up.
FLOATING = {"float", "complex", "round"}
METHODS = {"mean", "std", "var", "round"}  # of an array
NUMPY = METHODS | {
    "float16", "float32", "float64", "double", "floating", "divide", "true_divide", "average",
    "median", "percentile", "quantile", "linspace", "sqrt", "nan", "inf", "isclose", "allclose",
}  # fmt: skip
FLOATING_MODULES = {
    "math": {"sqrt", "floor", "ceil", "fsum", "pow", "log", "exp", "isclose", "nan", "inf"},
    "np": NUMPY,
    "numpy": NUMPY,
    "statistics": METHODS | {"fmean", "median", "stdev"},
}


def floats_in(file: Source) -> Iterator[str]:
    """Each float literal and each name that makes one; asking `isinstance(x, float)` is allowed."""
    asked = {
        id(part)
        for call in ast.walk(file.tree)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "isinstance"
        for argument in call.args[1:]
        for part in ast.walk(argument)
    }
    for node in ast.walk(file.tree):
        if id(node) not in asked and (what := _floating(node)):
            yield file.at(node, what)


def _floating(node: ast.AST) -> str:
    match node:
        case ast.Constant(value=float() | complex()):
            return repr(node.value)
        case ast.Name(id=name) if name in FLOATING:
            return name
        case ast.Attribute(value=ast.Name(id=module), attr=name) if module in FLOATING_MODULES:
            return f"{module}.{name}" if name in FLOATING_MODULES[module] else ""
        case ast.Call(func=ast.Attribute(attr=name) as method) if name in METHODS:
            module = getattr(method.value, "id", "")
            return "" if module in FLOATING_MODULES else f"{ast.unparse(method)}()"
        case ast.ImportFrom(module=str(module), names=names):
            known = FLOATING_MODULES.get(module, set())
            return ", ".join(name.name for name in names if name.name in known)
        case _:
            return ""


def test_no_float_in_the_rooms_that_make_scores() -> None:
    assert [found for file in sources(*SCORE_ROOMS) for found in floats_in(file)] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("x = 0.5", ["made-up.py:1 0.5"]),
        ("x = float('1')", ["made-up.py:1 float"]),
        ("x: float = y", ["made-up.py:1 float"]),
        ("x = round(y, 2)", ["made-up.py:1 round"]),
        ("x = np.mean(y)", ["made-up.py:1 np.mean"]),
        ("x = y.mean()", ["made-up.py:1 y.mean()"]),
        ("x = marks.mean", []),
        ("x = y[0].astype(np.float64)", ["made-up.py:1 np.float64"]),
        ("x = math.floor(y)", ["made-up.py:1 math.floor"]),
        ("from math import sqrt", ["made-up.py:1 sqrt"]),
        (
            "x = math.gcd(2, 4) if isinstance(y, int) and not isinstance(y, (bool, float)) else 1",
            [],
        ),
    ],
)
def test_the_guard_bites(text: str, found: list[str]) -> None:
    assert list(floats_in(source(text))) == found
