"""Every mangled copy of a filled-in sample gives the same facts, or is refused with every problem."""

from __future__ import annotations

from pathlib import Path

import pytest

from jiheng.files.inputs import ReadInputs, read_inputs
from jiheng.files.xlsx_read import read_workbook
from jiheng.forms.fill_in import own_texts
from jiheng.forms.fill_in_reading import read_fill_in
from jiheng.values.problems import Refused, Unreadable
from tests.files import mangled_files, mangled_shapes, mangled_values
from tests.files.mangled import FAMILY, Mangle, bare, filled_copy, original, scheme_of
from tests.files.told import lost_in, texts_in

MODULES = (mangled_files, mangled_shapes, mangled_values)
# The whole family takes half a minute; `make check` takes every twentieth.
ALL = [
    pytest.param(one, id=name, marks=[] if at % 20 == 0 else [pytest.mark.slow])
    for at, (name, one) in enumerate(sorted(FAMILY.items()))
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mangled")


def answer_to(one: Mangle, path: Path) -> ReadInputs | Refused | Unreadable:
    try:
        return read_inputs(scheme_of(one.sample), path)
    except (Refused, Unreadable) as declined:
        return declined


def test_the_family_is_as_large_as_promised() -> None:
    fates = {
        name: "refused" if one.refused else "unreadable" if one.unreadable else "same"
        for name, one in FAMILY.items()
    }
    assert (len(fates) >= 100, [*fates.values()].count("same") >= 55) == (True, True)


@pytest.mark.parametrize("one", ALL)
def test_same_facts_or_every_problem(one: Mangle, folder: Path) -> None:
    check(one, folder)


def check(one: Mangle, folder: Path) -> None:
    """Hold one mangle against what it promises."""
    path = filled_copy(one.sample, folder)
    path = one.change(path) or path
    answer = answer_to(one, path)
    if isinstance(answer, Unreadable):
        assert str(answer.problem) == one.unreadable
        return
    if isinstance(answer, Refused):
        assert [str(problem) for problem in answer.problems] == [*one.refused]
    else:
        wanted = {**bare(original(one.sample))}
        facts = dict(wanted["facts"])  # type: ignore[call-overload]
        wanted["facts"] = {key: value for key, value in facts.items() if key not in one.lost}
        assert (bare(answer.inputs), one.refused, one.unreadable) == (wanted, (), "")
        assert [str(note) for note in answer.notes] == [*one.notes]
    if path.suffix != ".csv":
        rows_are_accounted_for(one, path)


def rows_are_accounted_for(one: Mangle, path: Path) -> None:
    """Rows in = rows read + rows listed; texts in = texts read + texts listed, counted by other code."""
    scheme = scheme_of(one.sample)
    subjects = [name for name, _ in scheme.subjects()]
    found = read_fill_in(scheme, read_workbook(path), subjects=subjects)
    assert found.rows_read + found.rows_listed == texts_in(path)[1]
    assert lost_in(path, found, own_texts(scheme, scheme.subjects())[0]) == []
