"""The one visible list of points rules, and the box in which a scheme writes one: `{bands: {...}}`."""

from __future__ import annotations

from typing import Any

from pydantic import SerializationInfo, model_serializer, model_validator

from jiheng.rules.bonus.awards import Awards
from jiheng.rules.points.bands import Bands
from jiheng.rules.points.choice import Choice
from jiheng.rules.points.fixed import Fixed
from jiheng.rules.points.judged import Judged
from jiheng.rules.points.parts import Parts
from jiheng.rules.points.per import Per
from jiheng.rules.points.share import Share
from jiheng.rules.points.steps import Steps
from jiheng.rules.rule import Box, Rule

RULES: dict[str, type[Rule]] = {
    "bands": Bands,
    "steps": Steps,
    "per": Per,
    "share": Share,
    "choice": Choice,
    "judged": Judged,
    "fixed": Fixed,
    "parts": Parts,
    "awards": Awards,
}


class RuleBox(Box):
    """One rule under its name, with a title where it is a part of a clause."""

    bands: Bands | None = None
    steps: Steps | None = None
    per: Per | None = None
    share: Share | None = None
    choice: Choice | None = None
    judged: Judged | None = None
    fixed: Fixed | None = None
    parts: PartsOfBoxes | None = None
    awards: Awards | None = None

    @model_validator(mode="after")
    def _one_rule(self) -> RuleBox:
        given = [name for name in RULES if getattr(self, name) is not None]
        if len(given) != 1:
            found = "、".join(given) or "无"
            raise ValueError(f"必须且只能写一条规则（{'、'.join(RULES)}），现有：{found}")
        return self

    @model_serializer
    def _dump(self, info: SerializationInfo) -> dict[str, Any]:
        named = {"title": self.title} if self.title else {}
        rule = self.shape.model_dump(
            by_alias=True,
            exclude_defaults=info.exclude_defaults,
            exclude_none=info.exclude_none,
            mode="json",
        )
        return {**named, self.name: rule}

    @property
    def name(self) -> str:
        """The name of the rule in the box."""
        return next(name for name in RULES if getattr(self, name) is not None)

    @property
    def shape(self) -> Rule:
        """The rule in the box."""
        rule: Rule = next(one for one in map(self.__dict__.get, RULES) if one is not None)
        return rule


class PartsOfBoxes(Parts):
    """Parts as a scheme writes them: each in a box of its own, and any rule in each."""

    of: tuple[RuleBox, ...]


RuleBox.model_rebuild()
