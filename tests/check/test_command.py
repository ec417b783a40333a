"""The second program as a command: alone with Python, exact, and seen to find what differs."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.check.tiny import bundle, counted

PROGRAM = Path(__file__).parents[2] / "check" / "jiheng_check.py"
DATA = bundle([counted("a", "10")], {"甲": {"a": "7"}, "乙": {"a": "6"}})


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    """The program, alone with the standard library."""
    command = [sys.executable, "-I", "-X", "utf8", str(PROGRAM), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")


def written(folder: Path, name: str, data: Any) -> Path:
    path = folder / name
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    return path


def test_it_imports_nothing_but_the_standard_library() -> None:
    tree = ast.parse(PROGRAM.read_text("utf-8"))
    names = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [a.name for a in node.names]
        )
    }
    assert names - sys.stdlib_module_names == set()


def test_no_float_is_written_in_it() -> None:
    tree = ast.parse(PROGRAM.read_text("utf-8"))
    floats = [
        n for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, float)
    ]
    named = [n for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id == "float"]
    assert (floats, named) == ([], [])


def test_it_prints_the_outcome_and_finds_no_difference_to_itself(tmp_path: Path) -> None:
    printed = run(written(tmp_path, "bundle.json", DATA))
    assert printed.returncode == 0
    outcome = json.loads(printed.stdout)
    assert [one["total"] for one in outcome["subjects"]] == ["7", "6"]
    same = run(tmp_path / "bundle.json", "--against", written(tmp_path, "outcome.json", outcome))
    assert (same.returncode, same.stdout, same.stderr) == (0, "逐格相同\n", "")


def test_it_names_every_cell_that_differs(tmp_path: Path) -> None:
    path = written(tmp_path, "bundle.json", DATA)
    outcome = json.loads(run(path).stdout)
    outcome["subjects"][0]["cells"][0]["score"] = "7.00"  # the same number
    outcome["subjects"][1]["cells"][0]["score"] = "6.01"
    del outcome["subjects"][1]["grade"], outcome["ledger"]
    outcome["subjects"][1]["rank"] = 3
    found = run(path, "--against", written(tmp_path, "outcome.json", outcome))
    assert found.returncode == 1
    assert found.stdout.splitlines() == [
        "outcome.subjects[乙].rank: 复算 2，对方 3",
        "outcome.subjects[乙].cells[a].score: 复算 6，对方 6.01",
    ]
    assert found.stderr == "对方没有、因而没有比较：ledger\n"


def test_a_subject_too_many_is_a_difference(tmp_path: Path) -> None:
    path = written(tmp_path, "bundle.json", DATA)
    outcome = json.loads(run(path).stdout)
    outcome["subjects"].append({})
    found = run(path, "--against", written(tmp_path, "outcome.json", outcome))
    assert (found.returncode, found.stdout) == (1, "outcome.subjects: 复算有 2 项，对方有 3 项\n")


@pytest.mark.parametrize(
    "text",
    [
        '{"scheme": {"indicators": [1.5]}}',
        "{",
        "[]",
        "{}",
        '{"scheme": {"period": {}}, "subjects": []}',
    ],
)
def test_what_cannot_be_read_is_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bundle.json"
    path.write_text(text, "utf-8")
    refused = run(path)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert len(refused.stderr.splitlines()) == 1
    assert refused.stderr.startswith("不能复算：")


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    refused = run(tmp_path / "none.json")
    assert (refused.returncode, len(refused.stderr.splitlines())) == (2, 1)
