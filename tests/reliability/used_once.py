"""SC-09: over three years no award counts twice, and one work counts once a year, at its highest."""

from __future__ import annotations

import random
from fractions import Fraction

from jiheng.ledger.claims import ClaimLine, judged_claims
from jiheng.scheme.scheme import Scheme
from jiheng.values.inputs import Claim

LEVELS = {"国家级": 10, "省部级": 5, "市级": 3, "县级": 2}


def scheme(year: int) -> Scheme:
    """Awards by level, usable in their year or the next, the highest for the same work."""
    return Scheme.model_validate({
        "scheme": "awards", "title": "加分", "period": {"year": str(year)},
        "bonus": {"items": [{"id": "7", "title": "加分", "rule": {"awards": {
            "carry": "1", "highest": "indicator",
            "kinds": [{"kind": "表彰", "levels": {k: str(v) for k, v in LEVELS.items()}}]}}}]},
    })  # fmt: skip


def run(volume: int, seed: int) -> tuple[int, int]:
    """How many three-year sequences were judged, and how many broke a law."""
    draw = random.Random(seed)
    return volume, sum(_is_broken(draw) for _ in range(volume))


def _is_broken(draw: random.Random) -> bool:
    used: list[Claim] = []
    spent: set[tuple[str, ...]] = set()
    for year in (2017, 2018, 2019):
        claims = [_claim(draw, year) for _ in range(draw.randrange(1, 9))]
        accepted = [
            line for line in judged_claims(scheme(year), claims, used=used) if line.accepted
        ]
        if any(line.claim.identity in spent for line in accepted):
            return True
        spent |= {line.claim.identity for line in accepted}
        used += [line.claim for line in accepted]
        if not _works_count_once(accepted) or not _in_window(accepted, year):
            return True
    return len(spent) != len({claim.identity for claim in used})


def _works_count_once(accepted: list[ClaimLine]) -> bool:
    works = [(line.claim.subject, line.claim.work) for line in accepted]
    return len(works) == len(set(works)) and all(line.points > Fraction(0) for line in accepted)


def _in_window(accepted: list[ClaimLine], year: int) -> bool:
    return all(year - 1 <= line.claim.year <= year for line in accepted)


def _claim(draw: random.Random, year: int) -> Claim:
    number = draw.choice(["", *(f"文{n}号" for n in range(6))])
    return Claim(
        subject=draw.choice("甲乙"), indicator="7", kind="表彰", level=draw.choice(list(LEVELS)),
        work=f"工作{draw.randrange(4)}", award=f"奖{draw.randrange(5)}",
        year=year - draw.randrange(3), number=number,
    )  # fmt: skip
