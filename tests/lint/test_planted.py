"""Twenty clean schemes and the faults planted in them: every fault found, nothing said of the clean."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from jiheng.files.yaml import read_yaml
from jiheng.lint.checks import CHECKS
from jiheng.lint.lint_scheme import lint_scheme
from jiheng.scheme.load import scheme_of
from jiheng.values.placed import Placed

FILES = sorted((Path(__file__).parent / "planted").glob("*.yaml"))
DATA = {file.stem: read_yaml(file) for file in FILES}
PLANTED = [(name, fault) for name, placed in DATA.items() for fault in placed.data["faults"]]
# What takes more than one change of a clean scheme, and has its cases beside its check.
ELSEWHERE = {
    "figure-vague", "level-mismatch", "points-missing", "quota-counted-unstated", "tariff-unstated",
}  # fmt: skip


def told(scheme: dict[str, Any]) -> list[str]:
    """Check and place of every finding."""
    return [f"{one.check} {one.where}" for one in lint_scheme(scheme_of(Placed(scheme, {})))]


def with_fault(scheme: dict[str, Any], fault: dict[str, Any]) -> dict[str, Any]:
    """The scheme with values set and dropped as the fault says."""
    changed = deepcopy(scheme)
    for path, value in fault.get("set", {}).items():
        holder, key = _holder(changed, path)
        holder[key] = value
    for path in fault.get("drop", ()):
        holder, key = _holder(changed, path)
        del holder[key]
    return changed


def _holder(scheme: Any, path: str) -> tuple[Any, Any]:
    *above, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in above:
        scheme = scheme[step]
    return scheme, last


@pytest.mark.parametrize("name", DATA)
def test_nothing_is_said_of_a_clean_scheme(name: str) -> None:
    assert DATA[name].problems == ()
    assert told(DATA[name].data["scheme"]) == []


@pytest.mark.parametrize(
    ("name", "fault"), PLANTED, ids=[f"{name}: {fault['fault']}" for name, fault in PLANTED]
)
def test_a_planted_fault_is_found_and_nothing_else(name: str, fault: dict[str, Any]) -> None:
    found = told(with_fault(DATA[name].data["scheme"], fault))
    assert sorted(found) == sorted(fault["found"])


def test_there_are_enough_of_them() -> None:
    assert len(DATA) == 20
    assert len(PLANTED) >= 40


def test_nearly_every_check_has_a_fault_planted_for_it() -> None:
    planted = {found.split(" ")[0] for _, fault in PLANTED for found in fault["found"]}
    assert {check.name for check in CHECKS} - planted == ELSEWHERE
