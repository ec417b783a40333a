"""`assess`, `explain`, `fairness` and `demo` on the samples: what they print, write and answer."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from jiheng.cli.app import exit_code_of

HOUSE = Path(__file__).parents[2]
RULES = [str(HOUSE / "schemes/yueyang-2017"), "--facts", str(HOUSE / "samples/yueyang-2017")]
JURY = [str(HOUSE / "schemes/lianyungang-2018"), "--facts", str(HOUSE / "samples/lianyungang-2018")]


def _json(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert exit_code_of([*arguments, "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_outcome_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    told = _json(capsys, "assess", *RULES)
    short = {one["name"]: (one["total"], one["rank"], one["grade"]) for one in told["subjects"]}
    assert short == {
        "平江县": ("92.00", 1, "优秀"),
        "岳阳县": ("92.00", 1, "优秀"),
        "华容县": ("87.40", 3, "合格"),
        "湘阴县": (None, None, None),
        "临湘市": ("58.50", 5, "不合格"),
        "汨罗市": ("80.20", 4, "合格"),
        "岳阳楼区": ("85.00", 1, "优秀"),
        "云溪区": ("72.50", 2, "合格"),
        "君山区": ("90.00", None, "不合格"),
        "屈原管理区": ("60.00", 3, "合格"),
    }


def test_a_subject_has_every_promised_key(capsys: pytest.CaptureFixture[str]) -> None:
    one = _json(capsys, "assess", *RULES)["subjects"][3]
    promised = {"name", "category", "base", "bonus", "total", "vetoed", "rank", "grade", "why_not",
                "known", "at_most", "missing", "indicators"}  # fmt: skip
    assert promised - set(one) == set()
    clause = {"id", "points", "reported", "claimed", "computed", "settled", "score", "state",
              "attainment", "why"}  # fmt: skip
    assert set(one["indicators"][0]) == clause
    assert (one["known"], one["at_most"], one["missing"]) == ("88", "93", ["3.3"])


def test_one_clause_explained(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["explain", *RULES, "--subject", "平江县", "--indicator", "3.7"]
    told = _json(capsys, *arguments)
    assert [clause["score"] for clause in told["indicators"]] == ["0.5"]
    assert exit_code_of(arguments) == 0
    assert "落实“领导班子成员开展联基层活动”可得1分" in capsys.readouterr().out


@pytest.mark.slow
def test_readings_are_run_in_turn(capsys: pytest.CaptureFixture[str]) -> None:
    assert _json(capsys, "assess", *RULES, "--readings")["readings"] != []


@pytest.mark.slow
def test_a_jury_is_looked_at(capsys: pytest.CaptureFixture[str]) -> None:
    told = _json(capsys, "fairness", *JURY)
    flagged = {juror for flag in told["flags"] for juror in flag["jurors"]}
    assert "评委15（虚构）" in flagged
    assert exit_code_of(["fairness", *JURY]) == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["explain", *RULES, "--subject", "某县"], "没有单位“某县”"),
        (["explain", *RULES, "--subject", "平江县", "--indicator", "9.9"], "没有编号为“9.9”的指标"),
        (["fairness", *RULES], "没有评委打分"),
        (["assess", RULES[0], "--facts", "不存在"], "没有这个文件或文件夹"),
        (["assess", *RULES, "-o", "/proc/x", "--day", "2018-01-15"], "写不进这个文件夹"),
        (["assess", *RULES, "-o", "x", "--day", "昨天"], "日期应写成"),
    ],
)
def test_what_cannot_be_used_is_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert exit_code_of(arguments) == 2
    told = capsys.readouterr()
    assert (said in told.err, len(told.err.strip().splitlines())) == (True, 1)


def test_the_demo_goes_from_workbook_to_circular(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code_of(["demo", "-o", str(tmp_path), "--house", str(HOUSE)]) == 0
    capsys.readouterr()
    for sample, count in (("yueyang-2017", 10), ("lianyungang-2018", 6)):
        folder = tmp_path / sample
        names = sorted(path.name for path in folder.iterdir())
        assert names == [
            "填报表.xlsx",
            "复核数据",
            "考核结果.xlsx",
            "计分说明.docx",
            "评估表",
            "通报.docx",
        ]
        assert len(list((folder / "评估表").iterdir())) == count
        proof = folder / "复核数据"
        check = [sys.executable, "-I", str(HOUSE / "check/jiheng_check.py"),
                 str(proof / "bundle.json"), "--against", str(proof / "outcome.json")]  # fmt: skip
        assert subprocess.run(check, check=False, capture_output=True).returncode == 0


def test_the_demo_elsewhere_says_where_it_lies(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code_of(["demo", "-o", str(tmp_path / "x"), "--house", str(tmp_path)]) == 2
    assert "这里没有样例" in capsys.readouterr().err
    assert not (tmp_path / "x").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    "sample", sorted(path.parent.name for path in HOUSE.glob("samples/*/facts.csv"))
)
def test_every_sample_becomes_documents(
    sample: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folders = [str(HOUSE / "schemes" / sample), "--facts", str(HOUSE / "samples" / sample)]
    written = ["-o", str(tmp_path), "--day", "2020-01-01", "--sample"]
    assert exit_code_of(["assess", *folders, *written]) == 0
    assert (tmp_path / "计分说明.docx").exists()
    assert capsys.readouterr().err == ""
