"""Every number of the five documents is in a scheme with its line, or on the list of docs/sources.md."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tools.sources import (
    PAGE,
    SOURCES,
    Place,
    Value,
    left_out_on,
    missing_from,
    missing_numbers,
    numbers_in,
    said_by,
    unprinted_in,
    unprinted_on,
    unprinted_values,
)


@pytest.fixture
def sources() -> Path:
    if not SOURCES.is_dir():
        pytest.skip("the source documents are not there: expected ../shared/source-documents")
    return SOURCES


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("比例为10.04%，在", ["10.04%"]),
        ("\t2.3覆盖率100%。计4分，每10个百分点计0.4分", ["100%", "4", "10", "0.4"]),
        ("1.按期换届。计2分", ["2"]),
        ("依据： 1、《通知》（2016—2020年） 2、开展", ["2016", "2020"]),
        ("（3）每２次", ["2"]),
        ("项目编码\t13030022P00702210044W\t3A级", ["13030022P00702210044W", "3A"]),
        ("G20峰会，H5和VR", ["G20", "H5"]),
        ("“4+1”试点，1-2次", ["4", "1", "1", "2"]),
        ("六项重点任务，三年行动计划", ["六项", "三年"]),
        ("第三方，一个，一批，第十二届，一次性项目", []),
        ("仅使用一次", ["一次"]),
        ("十三五、十九大", []),
        ('新增 <input type="checkbox" checked=""/> 2', ["2"]),
    ],
)
def test_numbers_are_read_and_numbering_is_not(text: str, numbers: list[str]) -> None:
    assert [one.text for one in numbers_in(text)] == numbers


@pytest.mark.parametrize(
    ("written", "forms"),
    [
        ("40.00", {"40"}),
        ("10万人次", {"10", "100000"}),
        ("二十三个", {"二十三个", "23"}),
        ("二百一十名", {"二百一十名", "210"}),
        ("两家", {"两家", "2"}),
    ],
)
def test_the_same_number_in_another_form(written: str, forms: set[str]) -> None:
    assert [set(one.forms) for one in numbers_in(written)] == [forms]


LINES = ["考核办法", "1.宣传10次，计2分", "2.培训30人，计3分", "\t\t5", "\t\t培训", "\t\t5", ""]


def scheme(**change: Any) -> dict[str, Any]:
    """Two clauses over LINES; a change replaces keys of the second."""
    first = {"id": "1", "printed": {"cell": "2"}, "source": {"line": "2"}, "rule": {"of": "events"}}
    second = {
        "id": "2",
        "printed": {"cell": "3"},
        "targets": [{"fact": "people", "value": "30"}],
        "source": {"line": "3"},
    }
    return {
        "scheme": "sample",
        "facts": {"events": {"title": "宣传", "given": {"*": "10"}}, "people": {"title": "人"}},
        "indicators": [
            {
                "id": "0",
                "printed": {"heading": "5"},
                "source": {"line": "2-6"},
                "children": [first, second | change],
            }
        ],
    }


def test_a_number_is_carried_by_its_noun_or_by_a_fact_that_the_noun_names() -> None:
    assert missing_from("doc", LINES, said=said_by([scheme()])) == []


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"targets": []}, ["30"]),
        ({"targets": [{"value": "31"}]}, ["30"]),
        ({"printed": {"heading": "5"}}, ["3"]),
        ({"source": {"line": "5"}}, ["30", "3"]),
    ],
)
def test_what_no_noun_of_the_line_says_is_missing(
    change: dict[str, Any], missing: list[str]
) -> None:
    found = missing_from("doc", LINES, said=said_by([scheme(**change)]))
    assert found == [Place("doc", 3, number) for number in missing]


def test_for_a_noun_without_lines_the_noun_around_it_speaks() -> None:
    assert missing_from("doc", LINES, said=said_by([scheme(source={})])) == []


def test_a_section_does_not_vouch_for_its_clauses() -> None:
    loud = scheme(targets=[])
    loud["indicators"][0]["title"] = "30人"
    assert missing_from("doc", LINES, said=said_by([loud])) == [Place("doc", 3, "30")]


@pytest.mark.parametrize(
    ("change", "unprinted"),
    [
        ({}, []),
        ({"targets": [{"fact": "people", "value": "31", "text": "30人"}]}, ["31"]),
        ({"printed": {"cell": "4"}}, ["4"]),
        ({"source": {"line": "2"}}, ["3", "30"]),
    ],
)
def test_a_value_that_its_lines_do_not_print(change: dict[str, Any], unprinted: list[str]) -> None:
    found = unprinted_in(scheme(**change), LINES)
    assert found == [Value("sample", "2", value) for value in unprinted]


def test_of_a_yes_or_no_the_one_is_no_printed_number() -> None:
    told = scheme(targets=[{"fact": "people", "value": "1"}])
    assert unprinted_in(told, LINES) == [Value("sample", "2", "1")]
    told["facts"]["people"]["type"] = "yes-no"
    assert unprinted_in(told, LINES) == []


def test_the_page_lists_what_no_scheme_carries_and_nothing_else(sources: Path) -> None:
    page = PAGE.read_text("utf-8")
    assert sorted(left_out_on(page)) == sorted(missing_numbers(page, sources))


def test_the_page_lists_what_the_documents_do_not_print_and_nothing_else(sources: Path) -> None:
    page = PAGE.read_text("utf-8")
    assert sorted(unprinted_on(page)) == sorted(unprinted_values(page, sources))
