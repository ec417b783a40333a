"""Last year's answers beside this year's questions: by name and unit, else by title."""

from __future__ import annotations

import copy

from jiheng.scheme.carried import CarriedClause, carried
from tests.scheme.test_difference import METHOD, Data, clause, of


def this_year() -> Data:
    data = copy.deepcopy(METHOD)
    data["facts"]["visits"]["unit"] = "人次"  # counted otherwise
    data["facts"]["enterprises"] = data["facts"].pop("firms")  # another name
    data["facts"]["rate"]["ratio"]["over"] = "enterprises"
    data["facts"]["level"]["options"] = ["优", "良", "差"]  # another scale
    data["facts"]["talks"] = {"title": "座谈", "unit": "场"}
    clause(data, 1).update(id="1.4")
    clause(data, 2)["source"] = {"line": "99"}
    clause(data, 0)["points"] = "5"
    data["indicators"].pop()
    data["indicators"].append({"id": "3", "title": "座谈", "points": "1",
                               "rule": {"per": {"of": "talks", "each": "1", "cap": "1"}}})  # fmt: skip
    return data


def test_a_fact_is_answered_by_last_years_fact() -> None:
    found = carried(of(METHOD), of(this_year()))
    assert found.facts == {
        "with": "with",
        "rate": "rate",
        "plan": "plan",
        "cases": "cases",
        "enterprises": "firms",
    }


def test_a_clause_is_the_same_changed_new_or_gone() -> None:
    found = carried(of(METHOD), of(this_year()))
    assert found.clauses == (
        CarriedClause("1.1", "1.1", "changed"),
        CarriedClause("1.2", "1.4", "same"),
        CarriedClause("1.3", "1.3", "same"),
        CarriedClause(None, "3", "new"),
        CarriedClause("2", None, "gone"),
    )
    assert (found.clause("1.4"), found.clause("3")) == ("1.2", None)


def test_a_scheme_carries_all_of_itself() -> None:
    scheme = of(METHOD)
    found = carried(scheme, scheme)
    assert found.facts == {name: name for name in scheme.facts}
    assert {one.fate for one in found.clauses} == {"same"}
