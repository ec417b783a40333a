"""Names: nothing homeless, nothing of one city, form or year, nothing of one machine."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import ROOT, Source, source, sources

HOMELESS = re.compile(r"(^|[_\W])(utils?|helpers?|common|misc|managers?)($|[_\W])", re.IGNORECASE)
# The places of the five documents; a scheme may name them, the program may not.
PLACES = re.compile(
    r"岳阳|平江|汨罗|湘阴|华容|临湘|连云港|东海|灌云|灌南|赣榆|秦皇岛|上海|杭州"
    r"|yueyang|lianyungang|qinhuangdao|shanghai|hangzhou",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?<![0-9])(19[5-9]|20[0-9])[0-9](?![0-9])")
# Written in pieces, so that this file does not hold what it forbids.
MACHINES = (
    "/" + "work/",
    "/" + "root/",
    "/" + "opt/",
    "file:" + "//",
    "py" + "pi.org",
    "mirr" + "ors.",
)


def tracked(*endings: str) -> list[Path]:
    """The files of the checkout that git knows or would take, with one of these endings."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip("this is not a git checkout")
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file() and (not endings or path.suffix in endings)]


def homeless(path: str) -> bool:
    """Does a path name a place for things without a noun?"""
    return any(HOMELESS.search(Path(part).stem) for part in Path(path).parts)


def particulars_in(file: Source) -> Iterator[str]:
    """Each place or year that a name, a number or a compared text of the program holds."""
    told = {id(text) for text in _docstrings(file.tree)}
    for node in ast.walk(file.tree):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.arg(arg=name):
                found = PLACES.search(name) or YEAR.search(name)
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.keyword(arg=str(name)):
                found = PLACES.search(name) or YEAR.search(name)
            case ast.Constant(value=str(text)) if id(node) not in told:
                found = PLACES.search(text)
            case ast.Compare(comparators=others):
                found = YEAR.search(" ".join(ast.unparse(one) for one in (node.left, *others)))
            case _:
                continue
        if found:
            yield file.at(node, found.group())


def _docstrings(tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def test_nothing_is_homeless() -> None:
    places = [path.relative_to(ROOT).as_posix() for path in tracked()]
    assert [place for place in places if homeless(place)] == []


@pytest.mark.parametrize("path", ["src/utils.py", "tests/common/a.py", "web/form_helpers.py"])
def test_a_homeless_name_is_found(path: str) -> None:
    assert homeless(path)


def test_no_city_form_or_year_in_the_program() -> None:
    assert [found for file in sources() for found in particulars_in(file)] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("def score_yueyang(): ...", ["made-up.py:1 yueyang"]),
        ("if scheme.name == '连云港考核': ...", ["made-up.py:1 连云港"]),
        ("if year >= 2018: ...", ["made-up.py:1 2018"]),
        ("rules_2017 = 1", ["made-up.py:1 2017"]),
        ('"""As in 连云港 2018."""\nface = "仿宋_GB2312"\nlimit = 20180', []),
    ],
)
def test_a_particular_is_found(text: str, found: list[str]) -> None:
    assert list(particulars_in(source(text))) == found


def test_nothing_is_of_one_machine() -> None:
    text_files = tracked(".py", ".md", ".yaml", ".toml", ".txt", ".in", ".sh", ".json", ".csv", "")
    found = [
        f"{path.relative_to(ROOT)}: {sign}"
        for path in text_files
        for sign in MACHINES
        if sign in path.read_text("utf-8", errors="replace")
    ]
    assert found == []
