"""Every check told as cases: what it lets pass, and exactly what it says of what it does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from jiheng.files.yaml import read_yaml
from jiheng.lint.checks import CHECKS
from tests.lint.told import found_by, scheme_from

FILES = sorted(Path(__file__).parent.glob("*.yaml"))
Case = tuple[str, dict[str, Any]]


def cases(kind: str) -> list[Case]:
    """Each case of this kind with the name of its check."""
    return [(file.stem, case) for file in FILES for case in read_yaml(file).data[kind]]


def names(found: list[Case]) -> list[str]:
    return [f"{check}: {case['case']}" for check, case in found]


GOOD, BAD = cases("good"), cases("bad")


@pytest.mark.parametrize(("check", "case"), GOOD, ids=names(GOOD))
def test_what_is_sound_passes(check: str, case: dict[str, Any]) -> None:
    assert found_by(check, scheme_from(case["scheme"])) == []


@pytest.mark.parametrize(("check", "case"), BAD, ids=names(BAD))
def test_what_is_not_is_told(check: str, case: dict[str, Any]) -> None:
    assert case["findings"] != []
    assert found_by(check, scheme_from(case["scheme"])) == case["findings"]


def test_every_check_has_its_cases() -> None:
    assert [file.stem for file in FILES if not read_yaml(file).problems] == sorted(
        check.name for check in CHECKS
    )
