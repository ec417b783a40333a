"""Sixty lines with pencil and paper: every cell again from the JSON of `jiheng explain` alone."""

from fractions import Fraction as F  # noqa: N817 - sixty lines have room for one letter


def value(facts, name):
    return F(facts[name]["value"])


def edge(raw, facts):
    return value(facts, raw["fact"]) if isinstance(raw, dict) else F(raw)


def total(of, facts):
    return sum(value(facts, name) for name in ([of] if isinstance(of, str) else of))


def holds(when, facts):
    if when.get("all") or when.get("any"):
        parts = [holds(part, facts) for part in when.get("all") or when["any"]]
        return all(parts) if when.get("all") else any(parts)
    if when.get("not"):
        return not holds(when["not"], facts)
    got = value(facts, when["fact"])
    if when.get("is") is not None:
        return got == int(when["code"])
    want = edge(when["value"], facts) if when.get("op") else F(0)
    return {">=": got >= want, ">": got > want, "<=": got <= want, "<": got < want,
            "=": got == want, "!=": got != want}[when.get("op") or ">"]  # fmt: skip


def within(score, rule):
    score = min(score, F(rule["cap"])) if rule.get("cap") is not None else score
    return max(score, F(rule["floor"])) if rule.get("floor") is not None else score


def in_band(got, row, facts):
    tests = {"from": got.__ge__, "above": got.__gt__, "to": got.__le__, "below": got.__lt__}
    return all(test(edge(row[key], facts)) for key, test in tests.items() if row.get(key))


def points(box, cell):
    facts, (name, rule) = cell["facts"], next((k, v) for k, v in box.items() if k != "title")
    if name in ("bands", "steps"):
        fits = (lambda row: in_band(total(rule["of"], facts), row, facts)) if name == "bands" else (
            lambda row: holds(row["when"], facts))  # fmt: skip
        return next(
            (F(row["points"]) for row in rule["rows"] if fits(row)), F(rule.get("otherwise", 0))
        )
    if name == "per":
        left = max(total(rule["of"], facts) - F(rule.get("beyond", 0)), F(0)) / F(
            rule.get("quantum", 1)
        )
        count = left if rule.get("steps") == "pro-rata" else F(left // 1)
        return within(F(rule.get("start", 0)) + F(rule["each"]) * count, rule)
    if name == "parts":
        return within(sum(points(part, cell) for part in rule["of"]), rule)
    if name == "awards":
        return within(
            sum(F(one["points"]) for one in cell.get("claims", ()) if one["accepted"]), rule
        )
    groups = [(F(g["weight"]), [F(m) for m in g["marks"]]) for g in cell["jury"]["groups"]]
    mean = sum(w * sum(marks) / len(marks) for w, marks in groups) / sum(w for w, _ in groups)
    return max(min(mean, F(rule["points"])), F(0))
