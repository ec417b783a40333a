"""Who judges: the groups of a jury, their weights, and who steps aside for whom."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from pydantic import field_validator

from jiheng.scheme.printed import Source
from jiheng.values.exact import Amount, Places, Whole
from jiheng.values.noun import Noun


class JurorGroup(Noun):
    """One group of jurors and its weight in per cent."""

    id: str
    title: str
    weight: Amount
    source: Source = Source()

    @field_validator("weight")
    @classmethod
    def _weighs_something(cls, weight: Fraction) -> Fraction:
        if weight < 0:
            raise ValueError("评委组的权重不能小于 0")
        return weight


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
    places: Places = 1
    source: Source = Source()
