"""What every room's tests share: golden files, the hint where a program is absent, Hypothesis."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import settings

from jiheng.cli.machine import SYSTEM_PACKAGES, Machine, install_command, read_machine

pytest_plugins = ["tests.platform.fixtures"]

Golden = Callable[[str, str], None]
# The marks of tests that rest on programs which a machine may lack.
WORKS = {package.serves for package in SYSTEM_PACKAGES}

# The same examples in every run: a test that fails today failed yesterday.
settings.register_profile("house", derandomize=True, deadline=None, database=None)
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="rewrite golden files; read the diff")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """`golden("golden/circular.txt", text)` compares with a file beside the test, or rewrites it."""
    beside = request.path.parent

    def compare(name: str, text: str) -> None:
        path = beside / name
        if request.config.getoption("--golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            return
        assert path.exists(), f"{path.name} is not there yet: run `make golden` and read it"
        assert text == path.read_text("utf-8")

    return compare


def pytest_runtest_setup(item: pytest.Item) -> None:
    item.user_properties += [("row", " ".join(mark.args)) for mark in item.iter_markers("row")][:1]
    works = [mark.name for mark in item.iter_markers() if mark.name in WORKS]
    lack = next(filter(None, map(_lack, works)), "")
    if not lack:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(lack, pytrace=False)
    pytest.skip(lack)


@cache
def _lack(work: str) -> str:
    """What one kind of test needs and this machine has not, and what to type; else empty."""
    missing = _machine().missing_for(work)
    return f"缺系统软件包，请运行 {install_command(missing)}" if missing else ""


@cache
def _machine() -> Machine:
    return read_machine()
