"""Who judges: the groups of a jury, their weights, and who steps aside for whom."""

from __future__ import annotations

from typing import Literal

from jiheng.scheme.printed import Source
from jiheng.values.exact import Amount, Whole
from jiheng.values.noun import Noun


class JurorGroup(Noun):
    """One group of jurors and its weight in per cent."""

    id: str
    title: str
    weight: Amount
    source: Source = Source()


class Jury(Noun):
    """The jury of a scheme.

    - `recusal: own-unit`: a juror's marks for his own unit are set aside; the others in the group
      carry its whole weight. `none`: they count.
    - `quorum`: fewer jurors than this in a group (after recusal) is an empty group.
    - `places`: decimals that a mark may have.
    """

    groups: tuple[JurorGroup, ...]
    recusal: Literal["own-unit", "none"] = "own-unit"
    quorum: Whole = 1
    places: Whole = 1
    source: Source = Source()
