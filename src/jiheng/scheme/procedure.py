"""Stages as data: who acts, what is done, what each produces, when."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from jiheng.scheme.printed import Source
from jiheng.values.exact import Whole
from jiheng.values.noun import Noun, later

Acts = Literal["subject", "office", "reviewer", "body", "jury", "public"]
"""Who may act: those assessed, the organiser's office, its reviewers on the spot, the bodies that
decide, the jury, or everybody who reads a publication."""
Deed = Literal[
    "targets", "self-assessment", "presentation", "marking", "on-site", "settlement", "approval",
    "publication", "appeal", "circular",
]  # fmt: skip
"""What is done: what is to be reached is handed down (下达) · each reports on itself (自评) · it
presents and answers (陈述、答问) · a jury marks (打分) · reviewers look on the spot (现场评估) · scores
are settled with reasons and a result is proposed (复核、综合评议) · bodies decide (审议、审定) · the
result is shown (公示、公布) · objections are heard (申诉) · the result is sent out (通报)."""


class Stage(Noun):
    """One stage of a procedure.

    - `who`, `produces`, `starts`, `ends`: as printed; `minutes` where the document limits a
      presentation or answers.
    - `acts`, `does`: the same for a program, both or neither. A stage without them is only told.
    - `bodies`: where bodies act, their names in the order in which they decide.
    - `papers`: what a subject hands in as a whole, once a year (工作总结); evidence hangs on clauses.
    - `claims`: the method asks each subject for its own score of every clause.
    """

    id: str
    title: str
    who: str = ""
    produces: tuple[str, ...] = ()
    starts: str = ""
    ends: str = ""
    minutes: Whole | None = None
    acts: Acts | None = None
    does: Deed | None = None
    bodies: tuple[str, ...] = later(())
    papers: tuple[str, ...] = later(())
    claims: bool = later(False)
    source: Source = Source()

    @model_validator(mode="after")
    def _hangs_together(self) -> Stage:
        if (self.acts is None) != (self.does is None):
            raise ValueError("acts（谁来办）与 does（办什么）必须成对")
        if (self.acts == "body") != bool(self.bodies):
            raise ValueError("由审定机构办理（acts: body）的阶段要写 bodies，其他阶段不写")
        if self.papers and self.acts != "subject":
            raise ValueError("papers 只写在由被考核单位办理（acts: subject）的阶段")
        if self.claims and self.does != "self-assessment":
            raise ValueError("claims 只写在自评（does: self-assessment）的阶段")
        return self
