"""`jiheng lint`: what it prints, what it hands to programs, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from jiheng.cli.app import exit_code_of

METHOD = """\
scheme: invented
title: 虚构考核办法
period: {year: "2024"}
facts: {meetings: {title: 会议, unit: 次}}
indicators:
  - id: "1"
    title: 组织建设
    points: "98"
    printed: {heading: "100"}
    source: {line: "12-14"}
    children:
      - {id: "1.1", title: 会议, points: "98", rule: {bands: {of: meetings, rows: [{from: "2", points: "98"}]}}}
"""
DECISIONS = """\
decisions:
  - {about: "1", check: points-sum, decision: 按98分执行, by: office, because: 标题多印2分}
  - {about: "1.1", check: term-unclear, decision: 专题会议才算, because: 哪种会议没有写}
"""
CASES = """\
cases:
  - {case: 两次 （手算：98）, indicator: "1.1", facts: {meetings: "2"}, score: "98"}
  - {case: 一次 （手算：0）, indicator: "1.1", facts: {meetings: "1"}, score: "SCORE"}
"""
SUM = (
    "“1 组织建设”分值不一致：标题100分，现行分值98分，下级印出的分值合计98分，下级现行分值合计98分；"
    "请核对后改正一处，或在 decisions 中写明以哪个为准"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A scheme's folder with one contradiction that is decided, and two cases that agree."""
    (tmp_path / "scheme.yaml").write_text(METHOD + DECISIONS, "utf-8")
    (tmp_path / "cases.yaml").write_text(CASES.replace("SCORE", "0"), "utf-8")
    return tmp_path


def told(capsys: pytest.CaptureFixture[str], path: Path) -> tuple[int, Any]:
    """Exit code and JSON of one run."""
    code = exit_code_of(["lint", str(path), "--format", "json"])
    return code, json.loads(capsys.readouterr().out)


def report(capsys: pytest.CaptureFixture[str], path: Path) -> tuple[int, list[str]]:
    """Exit code and printed lines of one run, without the heading that holds the path."""
    code = exit_code_of(["lint", str(path)])
    return code, capsys.readouterr().out.splitlines()[1:]


def test_decided_findings_and_agreeing_cases_are_fine(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, printed = told(capsys, folder)
    assert code == 0
    assert printed == {
        "findings": [
            {
                "check": "points-sum",
                "severity": "error",
                "where": "1",
                "message": SUM,
                "source": {"line": "12-14"},
                "decided": {
                    "about": "1",
                    "check": "points-sum",
                    "decision": "按98分执行",
                    "by": "office",
                    "because": "标题多印2分",
                },
            },
            {
                "check": "term-unclear",
                "severity": "note",
                "where": "1.1",
                "message": "哪种会议没有写",
                "source": {},
                "decided": {
                    "about": "1.1",
                    "check": "term-unclear",
                    "decision": "专题会议才算",
                    "by": "ours",
                    "because": "哪种会议没有写",
                },
            },
        ],
        "cases": {"run": 2, "failed": []},
    }


def test_the_report_for_people(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert report(capsys, folder / "scheme.yaml") == (
        0,
        [
            "",
            "已决定 2 处，照决定执行：",
            "● 矛盾 分值不一致 points-sum　1，scheme.yaml:6，原文第12-14行",
            f"　{SUM}",
            "　已决定（办公室决定）：按98分执行；因为标题多印2分",
            "● 读者所记 term-unclear　1.1，scheme.yaml:12",
            "　哪种会议没有写",
            "　已决定（本库决定）：专题会议才算",
            "",
            "算例 2 个，全部与手算相符。",
        ],
    )


def test_an_undecided_finding_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "scheme.yaml").write_text(METHOD, "utf-8")
    code, printed = told(capsys, folder)
    assert code == 1
    assert [(one["check"], one["decided"]) for one in printed["findings"]] == [("points-sum", None)]
    assert report(capsys, folder) == (
        1,
        [
            "",
            "未决定 1 处，请改正办法或写明决定：",
            "● 矛盾 分值不一致 points-sum　1，scheme.yaml:6，原文第12-14行",
            f"　{SUM}",
            "",
            "算例 2 个，全部与手算相符。",
        ],
    )


def test_a_case_that_differs_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "cases.yaml").write_text(CASES.replace("SCORE", "50"), "utf-8")
    code, printed = told(capsys, folder)
    assert code == 1
    assert printed["cases"] == {
        "run": 2,
        "failed": [{"case": "一次 （手算：0）", "differences": ["应得 50，算得 0"]}],
    }
    assert report(capsys, folder)[1][-3:] == [
        "算例 2 个，1 个与手算不符：",
        "● 一次 （手算：0）",
        "　应得 50，算得 0",
    ]


def test_a_clean_scheme_without_cases(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "scheme.yaml").write_text(METHOD.replace('"98"', '"100"'), "utf-8")
    assert told(capsys, tmp_path) == (0, {"findings": [], "cases": {"run": 0, "failed": []}})
    expected = ["没有发现问题。", "", "没有算例（cases.yaml）。"]
    assert report(capsys, tmp_path) == (0, expected)


def test_what_is_no_scheme_is_refused_with_every_problem(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "scheme.yaml"
    path.write_text(
        METHOD.replace('"2024"', "2024").replace("of: meetings", "of: meeting"), "utf-8"
    )
    assert exit_code_of(["lint", str(path)]) == 1
    printed, complaints = capsys.readouterr()
    assert printed == ""
    assert [line.removeprefix(f"{path}:") for line in complaints.splitlines()] == [
        '3:16 数字要加引号，以免 3.10 变成 3.1：请写 "2024"',
        "12:60 indicators[0].children[0].rule.bands 填报项“meeting”没有在 facts 中说明",
        "共 2 处，改好后再运行一次。",
    ]


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("scheme.yaml", b"\xff\xfe\x00\x00", "不是 YAML 文本文件；请检查是否选错文件"),
        (
            "scheme.yaml",
            "办法: 甲".encode("gbk"),
            "文件不是 UTF-8 编码（可能是 GBK）；请另存为 UTF-8 后再试",
        ),
        ("scheme.yaml", None, "没有这个文件"),
    ],
)
def test_what_cannot_be_read_is_one_line(
    name: str,
    content: bytes | None,
    complaint: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert exit_code_of(["lint", str(tmp_path), "--format", "json"]) == 2
    assert capsys.readouterr() == ("", f"{tmp_path / name} {complaint}\n")


def test_every_scheme_of_the_house_is_sound() -> None:
    folders = sorted(
        path.parent for path in (Path(__file__).parents[2] / "schemes").glob("*/scheme.yaml")
    )
    assert {folder.name: exit_code_of(["lint", str(folder)]) for folder in folders} == {
        folder.name: 0 for folder in folders
    }
