"""What `jiheng explain` prints is enough to compute every cell of both samples again."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from jiheng.files.inputs import read_inputs
from jiheng.files.scheme_yaml import load_scheme
from jiheng.score.explain_data import explanation_data
from jiheng.score.outcome import assess
from tests.score.recompute import points

HOUSE = Path(__file__).parents[2]


@pytest.mark.parametrize("name", ["yueyang-2017", "lianyungang-2018"])
def test_every_cell_is_computed_again(name: str) -> None:
    scheme = load_scheme(HOUSE / "schemes" / name)
    outcome = assess(scheme, read_inputs(scheme, HOUSE / "samples" / name).inputs)
    compared = 0
    for one in outcome.subjects:
        told = json.loads(json.dumps(explanation_data(outcome, one.name)))
        for cell in told["indicators"]:
            if cell["computed"] is not None:
                compared += 1
                assert points(cell["rule"], cell) == Fraction(cell["computed"]), cell["id"]
    assert compared >= 150


def test_the_script_is_sixty_lines() -> None:
    lines = (Path(__file__).parent / "recompute.py").read_text("utf-8").splitlines()
    assert len([line for line in lines if line.strip()]) <= 60
