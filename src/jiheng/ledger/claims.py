"""The tally of claimed awards: every claim is accepted with its points or rejected with a reason.

Follows the page of `rules/bonus/awards.py`. The sum of the accepted claims of one indicator is the
fact `awards:<indicator>` that its rule reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from jiheng.rules.bonus.awards import AwardKind, Awards
from jiheng.scheme.scheme import Scheme
from jiheng.scheme.walk import rules_of
from jiheng.values.exact import exact_text
from jiheng.values.inputs import Claim

Cause = Literal["tariff", "year", "used", "repeated", "highest"]
"""Why a claim does not count, in the order in which one looks."""


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One claim as it was judged: its points when it counts, or the reason why it does not."""

    claim: Claim
    accepted: bool
    points: Fraction
    reason: str
    cause: Cause | None = None

    @property
    def counted(self) -> Fraction:
        """The points that it brings: 0 when rejected."""
        return self.points if self.accepted else Fraction(0)


def award_rules(scheme: Scheme) -> dict[str, Awards]:
    """The awards rule of every indicator that has one."""
    return {
        leaf.id: rule
        for leaf in scheme.leaves()
        for rule in rules_of(leaf)
        if isinstance(rule, Awards)
    }


def judged_claims(
    scheme: Scheme, claims: Sequence[Claim], *, used: Iterable[Claim]
) -> tuple[ClaimLine, ...]:
    """Every claim in the order given, accepted or rejected with the reason."""
    rules = award_rules(scheme)
    spent = {claim.identity for claim in used}
    seen: set[tuple[str, ...]] = set()
    lines = []
    for claim in claims:
        line = _alone(claim, rules.get(claim.indicator), scheme=scheme, spent=spent)
        if line.accepted and claim.identity in seen:
            line = _rejected(line, "repeated", reason="同一奖项在本次申报中已列过，不重复计分")
        seen.add(claim.identity)
        lines.append(line)
    return _highest_only(lines, rules)


def points_by_indicator(lines: Iterable[ClaimLine]) -> Mapping[tuple[str, str], Fraction]:
    """The sum of accepted points by (subject, indicator)."""
    total: dict[tuple[str, str], Fraction] = {}
    for line in lines:
        key = (line.claim.subject, line.claim.indicator)
        total[key] = total.get(key, Fraction(0)) + line.counted
    return total


def _rejected(line: ClaimLine, cause: Cause, *, reason: str) -> ClaimLine:
    return replace(line, accepted=False, cause=cause, reason=reason)


def _alone(
    claim: Claim, rule: Awards | None, *, scheme: Scheme, spent: set[tuple[str, ...]]
) -> ClaimLine:
    """The claim judged by itself: tariff, year, used before."""
    if rule is None:
        return ClaimLine(
            claim, False, Fraction(0), f"指标“{claim.indicator}”不按奖项加分", "tariff"
        )
    kind = next((one for one in rule.kinds if one.kind == claim.kind), None)
    tariff = kind.tariff(claim.level) if kind else None
    if kind is None or tariff is None:
        what = f"“{claim.kind}”" if kind is None else f"“{claim.kind}”的“{claim.level}”级"
        return ClaimLine(claim, False, Fraction(0), f"办法没有规定{what}的加分", "tariff")
    points = tariff * (claim.persons if kind.of == "person" else 1)
    line = ClaimLine(claim, True, points, _accepted(claim, kind, tariff=tariff))
    last = scheme.period.year
    if not scheme.period.year - rule.carry <= claim.year <= last:
        window = f"{scheme.period.year - rule.carry}至{last}年" if rule.carry else f"{last}年"
        return _rejected(line, "year", reason=f"获奖年度{claim.year}年不在可用范围（{window}）")
    if claim.identity in spent:
        return _rejected(line, "used", reason="该奖项已在以前年度使用过，只能使用一次")
    return line


def _accepted(claim: Claim, kind: AwardKind, *, tariff: Fraction) -> str:
    persons = f"×{claim.persons}人" if kind.of == "person" else ""
    return f"{claim.kind}{claim.level}{exact_text(tariff)}分{persons}"


def _highest_only(lines: list[ClaimLine], rules: Mapping[str, Awards]) -> tuple[ClaimLine, ...]:
    """Of several claims for the same work, only the one that counts most; the first of equals."""
    best: dict[tuple[str, ...], ClaimLine] = {}
    for line in lines:
        key = _work(line, rules)
        if line.accepted and key and (key not in best or line.points > best[key].points):
            best[key] = line
    judged = []
    for line in lines:
        winner = best.get(_work(line, rules)) if line.accepted else None
        if winner is None or winner is line:
            judged.append(line)
            continue
        told = f"同一工作“{line.claim.work}”已按最高奖项（{winner.claim.award}）计分"
        judged.append(_rejected(line, "highest", reason=told))
    return tuple(judged)


def _work(line: ClaimLine, rules: Mapping[str, Awards]) -> tuple[str, ...]:
    """Within which claims one looks for the same work; empty where every claim counts."""
    claim, rule = line.claim, rules.get(line.claim.indicator)
    match (
        rule.highest if rule and claim.work else "none"
    ):  # nobody named a work: no two are the same
        case "kind":
            return (claim.subject, claim.work, claim.indicator, claim.kind)
        case "indicator":
            return (claim.subject, claim.work, claim.indicator)
        case "scheme":
            return (claim.subject, claim.work)
        case _:
            return ()
