"""What the facts of a scheme are called in a sentence: titles, units, options, the parts of rates."""

from __future__ import annotations

from jiheng.rules.wording import DAY, YES_NO, Wording
from jiheng.scheme.fact import Fact
from jiheng.scheme.references import options_of
from jiheng.scheme.scheme import Scheme


def wording_of(scheme: Scheme) -> Wording:
    """Titles, units and options of all facts, for every sentence about the scheme."""
    facts = scheme.facts
    titles = {name: fact.title for name, fact in facts.items()}
    units = {n: _unit_word(f) for n, f in facts.items()}
    options = {name: fact.options for name, fact in facts.items() if fact.options}
    options["category"] = tuple(one.title for one in scheme.categories)
    options["subject"] = options_of(scheme, "subject")
    titles |= {"category": "类别", "subject": "单位"}
    ratios = {name: (f.ratio.of, f.ratio.over) for name, f in facts.items() if f.ratio}
    return Wording(titles, units, options, ratios)


def _unit_word(fact: Fact) -> str:
    """What stands behind a value: the unit as declared, and what the type itself implies."""
    if fact.type in ("yes-no", "date"):
        return YES_NO if fact.type == "yes-no" else DAY
    return fact.unit or ("%" if fact.type == "percent" else "")
