"""Every golden case of every scheme in the house: hand and engine must agree."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from jiheng.files.cases_yaml import load_cases
from jiheng.files.scheme_yaml import load_scheme
from jiheng.scheme.scheme import Scheme
from jiheng.score.cases import Case, differences

SCHEMES = sorted(
    folder
    for folder in (Path(__file__).parents[2] / "schemes").iterdir()
    if (folder / "scheme.yaml").exists()
)
CASES = [(folder, case) for folder in SCHEMES for case in load_cases(folder)]


@lru_cache
def _scheme(folder: Path) -> Scheme:
    return load_scheme(folder)


@pytest.mark.parametrize(
    ("folder", "case"), CASES, ids=[f"{folder.name}: {case.case}" for folder, case in CASES]
)
def test_hand_and_engine_agree(folder: Path, case: Case) -> None:
    assert differences(_scheme(folder), case) == []


def test_there_are_at_least_120_cases() -> None:
    assert len(CASES) >= 120


def test_a_record_of_a_kind_that_the_method_does_not_know_is_told() -> None:
    told = {"case": "台账", "indicator": "1.1", "score": "0"}
    record = {"kind": "trip", "date": "2017-05-01"}
    case = Case.model_validate(told | {"records": [record]})
    folder = next(one for one in SCHEMES if one.name == "yueyang-2017")
    assert differences(_scheme(folder), case) == [
        "算例无法运行：没有“trip”，请核对单位、指标和填报项的名称"
    ]
