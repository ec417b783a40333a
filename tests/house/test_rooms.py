"""The rooms: each is placed, imports point downwards, and the pure ones are given what they know."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import HOUSE, PURE_ROOMS, ROOT, SCORE_ROOMS, Source, source, sources

LINTER = Path(sys.executable).with_name("lint-imports")

IMPURE_MODULES = {
    "django", "docx", "openpyxl", "xlsxwriter", "python_calamine", "pdfplumber", "pypdfium2",
    "random", "secrets", "time", "os", "sys", "io", "pathlib", "shutil", "subprocess", "socket",
    "tempfile", "glob", "logging", "locale", "uuid", "urllib", "threading", "asyncio",
}  # fmt: skip
IMPURE_CALLS = {
    "open", "input", "print", "now", "utcnow", "today", "default_rng", "getenv", "breakpoint",
    "read_text", "write_text", "read_bytes", "write_bytes",
}  # fmt: skip


def impurities_in(file: Source) -> Iterator[str]:
    """Each import or call by which a file would reach for the clock, files, settings or chance."""
    for node in ast.walk(file.tree):
        match node:
            case ast.Import(names=names):
                modules = [name.name for name in names]
            case ast.ImportFrom(module=str(module)):
                modules = [module]
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
                modules = []
                if name in IMPURE_CALLS:
                    yield file.at(node, f"{name}()")
            case _:
                continue
        yield from (file.at(node, one) for one in modules if one.split(".")[0] in IMPURE_MODULES)


def test_pure_rooms_are_given_what_they_know() -> None:
    assert [found for file in sources(*PURE_ROOMS) for found in impurities_in(file)] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("import random", ["made-up.py:1 random"]),
        ("from os.path import join", ["made-up.py:1 os.path"]),
        ("x = date.today()", ["made-up.py:1 today()"]),
        ("x = open('y')", ["made-up.py:1 open()"]),
        ("x = np.random.default_rng()", ["made-up.py:1 default_rng()"]),
        ("from datetime import date", []),
    ],
)
def test_the_guard_bites(text: str, found: list[str]) -> None:
    assert list(impurities_in(source(text))) == found


def test_every_room_is_in_the_contracts() -> None:
    contracts = {
        contract["id"]: contract
        for contract in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"][
            "importlinter"
        ]["contracts"]
    }
    layers = " ".join(contracts["rooms"]["layers"])
    placed = {room.strip("() ") for room in layers.replace("|", " ").split()}
    there = {path.name for path in HOUSE.iterdir() if any(path.glob("**/*.py"))}
    assert there - placed == set()
    assert contracts["rooms"]["exhaustive"] is True
    assert contracts["pure"]["source_modules"] == [f"jiheng.{room}.**" for room in PURE_ROOMS]
    assert contracts["no-float-in-scores"]["source_modules"] == [
        f"jiheng.{room}.**" for room in SCORE_ROOMS
    ]


# What a careless change would add to the house, and the contract that then breaks.
BREACHES = {
    "attic/__init__.py": ("", "Rooms import downwards only BROKEN"),
    "values/up.py": ("import jiheng.score", "Rooms import downwards only BROKEN"),
    "jury/side.py": ("import jiheng.ledger.x", "Rooms import downwards only BROKEN"),
    "score/drift.py": (
        "import jiheng.fairness.x",
        "Scores never see fairness, the only room with floats BROKEN",
    ),
    "rules/clock.py": ("import time", "Pure rooms know no file format, framework, clock or chance BROKEN"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("path", BREACHES)
def test_each_contract_breaks_when_it_should(path: str, tmp_path: Path) -> None:
    text, verdict = BREACHES[path]
    files = dict.fromkeys(f"{room}/{name}.py" for room in PURE_ROOMS for name in ("__init__", "x"))
    for name, body in ({"__init__.py": ""} | files | {path: text}).items():
        (tmp_path / "jiheng" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "jiheng" / name).write_text(body or "", "utf-8")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    done = subprocess.run(
        [LINTER, "--no-cache"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert verdict in done.stdout.splitlines()
