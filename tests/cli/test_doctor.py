"""The doctor: what it says of a complete machine, a bare one, and one without proper faces."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from jiheng.cli.app import exit_code_of
from jiheng.cli.doctor import Finding, State, findings_on, is_healthy
from jiheng.cli.machine import (
    OFFICIAL_FACES,
    SYSTEM_PACKAGES,
    Face,
    Machine,
    Standing,
    install_command,
    read_machine,
)
from jiheng.values.problems import Problem

COMPLETE = Machine(
    python=(3, 11, 2),
    jiheng="0.1.0",
    libraries={"numpy": "2.4.6"},
    office="LibreOffice 7.4.7.2",
    parts=frozenset(package.sign for package in SYSTEM_PACKAGES),
    faces=tuple(Face(face, face, Standing.OFFICIAL) for face in OFFICIAL_FACES),
    debian=True,
)
BARE = replace(
    COMPLETE,
    office=None,
    parts=frozenset(),
    faces=tuple(Face(face, "", Standing.UNKNOWN) for face in OFFICIAL_FACES),
)
FACE_REMEDY = "安装正式字体：把字体文件放进 ~/.local/share/fonts，再运行 fc-cache -f"


def amiss(machine: Machine) -> list[Finding]:
    return [one for one in findings_on(machine) if one.state is not State.HERE]


def test_a_complete_machine_has_nothing_amiss() -> None:
    assert amiss(COMPLETE) == []
    assert is_healthy(tuple(findings_on(COMPLETE)))


def test_a_bare_machine_still_scores() -> None:
    assert is_healthy(tuple(findings_on(BARE)))
    assert [one.item for one in amiss(BARE)] == [
        "LibreOffice",
        *OFFICIAL_FACES,
        *(package.name for package in SYSTEM_PACKAGES),
    ]


def test_a_machine_without_the_fence_is_told_what_it_lacks() -> None:
    machine = replace(COMPLETE, no_fence="darwin 系统没有 seccomp")
    told = "没有建成，外来的表格、文档和图片一律不读：darwin 系统没有 seccomp"
    assert [(one.item, one.state, one.found) for one in amiss(machine)] == [
        ("外来文件的隔离", State.MISSING, told)
    ]
    assert is_healthy(tuple(findings_on(machine)))


def test_debian_is_told_the_exact_command() -> None:
    lacking = replace(COMPLETE, parts=COMPLETE.parts - {"program:pdftoppm"})
    command = "apt-get update && apt-get install -y --no-install-recommends poppler-utils"
    assert install_command(lacking.missing()) == command
    assert amiss(lacking) == [
        Finding(
            "系统软件包",
            "poppler-utils",
            State.MISSING,
            "没有（把 PDF 转成图片，供测试核对版面）",
            f"由管理员运行：{command}",
        )
    ]


def test_what_only_tests_need_is_told_apart() -> None:
    lacking = replace(COMPLETE, parts=COMPLETE.parts - {"program:chromium", "server:postgres"})
    assert [package.name for package in lacking.missing_for("browser")] == ["chromium"]
    assert lacking.missing_for("office") == ()
    advice = "只在要运行全部测试时，由管理员运行：" + install_command(lacking.missing())
    assert [(one.item, one.found, one.advice) for one in amiss(lacking)] == [
        ("chromium", "没有（只有开发测试用得上：在浏览器里测试网站）", advice),
        ("postgresql", "没有（只有开发测试用得上：在 PostgreSQL 上测试网站）", advice),
    ]


def test_another_system_is_told_what_to_ask_for() -> None:
    advice = {one.advice for one in amiss(replace(BARE, debian=False))}
    assert advice == {
        FACE_REMEDY,
        "由管理员安装 LibreOffice（Writer 和 Calc）、poppler、fontconfig 和上面列出的字体",
        "只在要运行全部测试时，由管理员安装 Chromium、PostgreSQL 和 C 编译器",
    }


@pytest.mark.parametrize(
    ("standing", "state", "found"),
    [
        (Standing.STAND_IN, State.SUBSTITUTED, "由 UKai 代替（同类字体）"),
        (Standing.STRAY, State.MISSING, "会变成 UKai（字形不同）"),
    ],
)
def test_a_substituted_face_is_marked(standing: Standing, state: State, found: str) -> None:
    machine = replace(COMPLETE, faces=(Face("楷体_GB2312", "UKai", standing),))
    assert amiss(machine) == [Finding("字体", "楷体_GB2312", state, found, FACE_REMEDY)]


@pytest.mark.office
def test_with_the_packages_every_face_has_at_least_a_stand_in() -> None:
    amiss_here = {Standing.STRAY, Standing.UNKNOWN}
    assert [face for face in read_machine().faces if face.standing in amiss_here] == []


@pytest.mark.parametrize(
    "ill", [replace(COMPLETE, python=(3, 10, 9)), replace(COMPLETE, libraries={"numpy": None})]
)
def test_what_everything_rests_on_is_essential(ill: Machine) -> None:
    assert not is_healthy(tuple(findings_on(ill)))
    assert [one.essential for one in amiss(ill)] == [True]


def test_this_machine_is_told_as_text_and_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code_of(["doctor"]) == 0
    assert "LibreOffice" in capsys.readouterr().out
    assert exit_code_of(["doctor", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["healthy"] is True
    assert [one["item"] for one in told["findings"]][:2] == ["Python", "绩衡"]


def test_a_site_whose_database_would_lose_data_is_told() -> None:
    assert [one for one in findings_on(COMPLETE) if one.area == "网站"] == []
    well = replace(COMPLETE, site=())
    assert is_healthy(tuple(findings_on(well)))
    lost = Problem("PostgreSQL fsync", "现在是 off，应是 on；在 postgresql.conf 中写 fsync = on")
    (found,) = [one for one in findings_on(replace(COMPLETE, site=(lost,))) if one.area == "网站"]
    assert (found.item, found.advice) == ("PostgreSQL fsync", "在 postgresql.conf 中写 fsync = on")
    assert not is_healthy((found,))
