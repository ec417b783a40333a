"""What every room's tests share: golden files, the hint where LibreOffice is absent, Hypothesis."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import settings

from jiheng.cli.machine import install_command, read_machine

Golden = Callable[[str, str], None]

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
    if item.get_closest_marker("office") is None or not (lack := _lack()):
        return
    if os.environ.get("CI") == "true":
        pytest.fail(lack, pytrace=False)
    pytest.skip(lack)


@cache
def _lack() -> str:
    """What the layout tests need and this machine has not, and what to type; else empty."""
    missing = read_machine().missing()
    return f"缺系统软件包，请运行 {install_command(missing)}" if missing else ""
