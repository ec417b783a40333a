"""A stage says who acts and what is done, so that a program can carry a procedure that it does not know."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from jiheng.files.scheme_yaml import load_scheme
from jiheng.scheme.dump import digest
from jiheng.scheme.procedure import Stage
from jiheng.scheme.scheme import Scheme

SCHEMES = Path(__file__).parents[2] / "schemes"


def _stage(**named: Any) -> Stage:
    return Stage.model_validate({"id": "a", "title": "自评"} | named)


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ({"acts": "office"}, "acts（谁来办）与 does（办什么）必须成对"),
        ({"does": "approval"}, "acts（谁来办）与 does（办什么）必须成对"),
        ({"acts": "body", "does": "approval"},
         "由审定机构办理（acts: body）的阶段要写 bodies，其他阶段不写"),
        ({"acts": "office", "does": "approval", "bodies": ["党组"]},
         "由审定机构办理（acts: body）的阶段要写 bodies，其他阶段不写"),
        ({"acts": "office", "does": "targets", "papers": ["总结"]},
         "papers 只写在由被考核单位办理（acts: subject）的阶段"),
        ({"acts": "subject", "does": "presentation", "claims": True},
         "claims 只写在自评（does: self-assessment）的阶段"),
    ],
)  # fmt: skip
def test_a_stage_hangs_together(named: dict[str, Any], told: str) -> None:
    with pytest.raises(ValidationError) as refused:
        _stage(**named)
    assert [one["msg"] for one in refused.value.errors()] == [f"Value error, {told}"]


def test_what_joined_the_format_later_leaves_older_digests_alone() -> None:
    """The literal was computed before stages had acts, does, bodies, papers and claims, and before
    schemes had records and tallies."""
    stages = [{"id": "a", "title": "自评", "who": "各县"}, {"id": "b", "title": "通报"}]
    told = {"scheme": "s", "title": "小办法", "period": {"year": "2030"}, "procedure": stages}
    scheme = Scheme.model_validate(told)
    assert digest(scheme) == "2039617312b0561dbe728d1eb25cf638bf5327e20f140ce72ab75cc7e336ba31"
    stages[0] |= {"acts": "subject", "does": "self-assessment"}
    assert digest(Scheme.model_validate(told)) != digest(scheme)


def test_the_rule_scored_method_asks_for_claims_and_a_summary() -> None:
    stages = load_scheme(SCHEMES / "yueyang-2017").procedure
    assert [(one.acts, one.does) for one in stages] == [
        ("subject", "self-assessment"),
        ("reviewer", "on-site"),
        ("office", "settlement"),
        ("body", "approval"),
        ("office", "circular"),
    ]
    assert stages[0].claims
    assert stages[0].papers == ("年度工作总结",)
    assert stages[3].bodies == ("绩效评估工作领导小组", "市科协党组")


def test_the_jury_scored_method_begins_with_targets_and_ends_with_praise() -> None:
    stages = load_scheme(SCHEMES / "lianyungang-2018").procedure
    assert [(one.acts, one.does) for one in stages] == [
        ("office", "targets"),
        ("subject", "self-assessment"),
        ("subject", "presentation"),
        ("subject", "presentation"),
        ("jury", "marking"),
        ("body", "settlement"),
        ("body", "approval"),
        ("office", "publication"),
        ("office", "circular"),
    ]
    assert not any(one.claims for one in stages)
