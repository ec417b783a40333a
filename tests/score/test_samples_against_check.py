"""The engine against `check/` on the sample data of every scheme."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from check import jiheng_check
from jiheng.files.inputs import read_inputs
from jiheng.files.scheme_yaml import load_scheme
from jiheng.score.bundle import bundle_of, outcome_data
from jiheng.score.outcome import assess

HOUSE = Path(__file__).parents[2]
SAMPLES = sorted(path for path in (HOUSE / "samples").iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", SAMPLES, ids=lambda path: path.name)
def test_both_programs_agree_on_the_sample_data(folder: Path) -> None:
    scheme = load_scheme(HOUSE / "schemes" / folder.name)
    inputs = read_inputs(scheme, folder).inputs
    theirs = jiheng_check.outcome_of(json.loads(json.dumps(bundle_of(scheme, inputs))))
    ours = outcome_data(assess(scheme, inputs))
    lacking: set[str] = set()
    assert list(jiheng_check.differences(theirs, ours, where="", lacking=lacking)) == []
    assert lacking == set()
