"""Lengths on paper: millimetres and points as the twips that Word counts in (1 point is 20 twips)."""

from itertools import pairwise

# GB/T 9704-2012, 5.2: A4; margins top 37, left 28; a type area of 156 × 225 mm of 22 lines.
PAPER = (210, 297)
TOP, RIGHT, BOTTOM, LEFT = 37, 26, 35, 28
LINES = 22

GLYPH = 320  # 三号, 16 points
# 28 characters of 16 points are 448 points, the type area is 442: each gives up a quarter point.
TIGHTER = -5
PITCH = GLYPH + TIGHTER


def twips(mm: int) -> int:
    """Whole millimetres in twips, to the nearest."""
    return (mm * 14400 + 127) // 254


WIDTH = twips(PAPER[0]) - twips(LEFT) - twips(RIGHT)
HEIGHT = twips(PAPER[1]) - twips(TOP) - twips(BOTTOM)
LINE = HEIGHT // LINES


def shares(available: int, parts: tuple[int, ...]) -> tuple[int, ...]:
    """`available` twips divided in proportion to `parts`; what rounding leaves falls to no one twice.

    The results add up to `available` exactly.
    """
    total, edges, seen = sum(parts), [0], 0
    for part in parts:
        seen += part
        edges.append(available * seen // total)
    return tuple(right - left for left, right in pairwise(edges))
