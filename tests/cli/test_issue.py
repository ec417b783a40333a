"""`jiheng issue` names the method by its hash, or says what has to be decided first."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from jiheng.cli.app import exit_code_of

HOUSE = Path(__file__).parents[2]


def test_an_issued_method_is_what_was_hashed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "issued.json"
    scheme = str(HOUSE / "schemes/yueyang-2017")
    assert exit_code_of(["issue", scheme, "-o", str(file), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["sha256"] == hashlib.sha256(file.read_bytes().rstrip(b"\n")).hexdigest()
    assert json.loads(file.read_text("utf-8"))["scheme"] == "yueyang-2017"


def test_open_questions_are_told_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scheme = tmp_path / "s.yaml"
    scheme.write_text(
        'scheme: s\ntitle: s\nperiod: {year: "2017"}\n'
        'grading: {grades: [{grade: 优秀, line: "85"}, {grade: 合格}]}\n',
        "utf-8",
    )
    assert exit_code_of(["issue", str(scheme), "-o", str(tmp_path / "x.json")]) == 1
    assert capsys.readouterr().err.count("尚未决定") == 5
    assert not (tmp_path / "x.json").exists()
