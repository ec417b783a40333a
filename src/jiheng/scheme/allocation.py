"""How points divide over rows that print none, and how a row without a rule is scored.

`levels` gives each first level its points (the key is the `level` of the top indicators); they are
divided equally over the leaves below it, to `places` decimals, cut down, and what is left over goes
to the `remainder` row (last, or first). `execution` gives the budget execution rate its points: a
leaf with id `execution` is added, scored in proportion, on the facts `executed` and `budget`.
A level named in `levels` that has no scored leaf hands its points to the others in proportion
(`unused: spread`) or keeps them out of the total (`unused: drop`).

A leaf without a rule gets one from its first target: `>=`, `>`, `=` full points when reached, else
in proportion; `<=`, `<` the other way; `qualitative` by three options (达成 100-80 %, 部分达成
80-`middle` %, 未达成 `middle`-0 %) and a per cent within; `range`, `deadline`, `period` all or nothing.
"""

from __future__ import annotations

from typing import Literal

from jiheng.values.exact import Amount, Places
from jiheng.values.noun import Noun


class Allocation(Noun):
    """Declared division of points; see the module for its meaning."""

    levels: dict[str, Amount]
    execution: Amount | None = None
    places: Places = 2
    remainder: Literal["last", "first"] = "last"
    unused: Literal["spread", "drop"] = "spread"
    middle: Amount | None = None  # lower end of the middle qualitative band in per cent; 60
    because: str = ""
