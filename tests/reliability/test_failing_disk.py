"""DU-05: whichever deed on the disk fails, the state is the one before or the one after."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.reliability.powercut import failing_flows
from tests.reliability.powercut.failing import run_with_shim

pytestmark = pytest.mark.powercut

SCRIPT = Path(failing_flows.__file__)


def told_of(folder: Path, flow: str, care: str) -> Any:
    return json.loads(run_with_shim(SCRIPT, folder, flow, care))


@pytest.mark.parametrize(("flow", "least"), [("commit", 20), ("store", 20)])
def test_before_or_after(
    tmp_path: Path, record_property: pytest.RecordProperty, flow: str, least: int
) -> None:
    told = told_of(tmp_path, flow, "careful")
    record_property("row", "DU-05")
    record_property("volume", f"{flow}: {told['tries']} failing deeds")
    assert told["breaches"] == []
    assert told["tries"] >= least


@pytest.mark.parametrize("flow", ["commit", "store"])
def test_halves_are_seen_without_the_guard(
    tmp_path: Path, record_property: pytest.RecordProperty, flow: str
) -> None:
    told = told_of(tmp_path, flow, "careless")
    record_property("row", "DU-05")
    record_property("volume", f"{flow}: {len(told['breaches'])} of {told['tries']} left a half")
    assert told["breaches"] != []
