"""Records kept through the year (台账), and how a fact is tallied from them."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from jiheng.rules.condition import Condition
from jiheng.scheme.printed import DecidedBy, Source
from jiheng.values.noun import Noun

FieldType = Literal["text", "count", "number", "date", "choice", "money", "yes-no"]
NUMERIC: frozenset[FieldType] = frozenset({"count", "number", "money"})
DATE = "date"
"""The field that every record has without declaring it: the day on which it happened."""


class RecordField(Noun):
    """One field of a record; `options` where it is a choice; a row without a `required` one counts
    nowhere until it is filled in."""

    title: str
    type: FieldType = "text"
    options: tuple[str, ...] = ()
    unit: str = ""
    required: bool = False
    help: str = ""

    @model_validator(mode="after")
    def _type_fits(self) -> RecordField:
        if (self.type == "choice") != bool(self.options):
            raise ValueError("choice 类型必须有 options，其他类型不得有")
        if self.unit and self.type not in NUMERIC:
            raise ValueError("只有 count、number、money 类型可以写 unit")
        return self


class Record(Noun):
    """One kind of record: what is written down when something happens, and what proves it.

    Every record has a `date` of its own besides its `fields`. `by` and `because` say who thought of
    it where the document prints none.
    """

    title: str
    fields: dict[str, RecordField] = {}
    evidence: tuple[str, ...] = ()
    by: DecidedBy = "ours"
    because: str = ""
    source: Source = Source()


class TallyRule(Noun):
    """How the rows of one kind become one fact.

        trainings: {count: activity, when: {fact: sort, is: 培训}}
        innovation-students: {sum: activity, of: persons, when: {fact: sort, is: 创新教育}}

    - `count`: how many rows; for a yes-or-no fact, whether there is any. `sum`: what their field
      `of` comes to.
    - `when`: a condition as everywhere else, its `fact` being a field of the record.
    - `distinct`: of rows that say the same in this field only the earliest counts.
    - only rows of the scheme's period count; one row may count for several facts.
    """

    count: str | None = None
    sum: str | None = None
    of: str | None = None
    when: Condition | None = None
    distinct: str | None = None
    by: DecidedBy = "ours"
    because: str = ""

    @model_validator(mode="after")
    def _one_way(self) -> TallyRule:
        if (self.count is None) == (self.sum is None):
            raise ValueError("台账计数写 count（计次）或 sum（求和）之一")
        if (self.sum is None) != (self.of is None):
            raise ValueError("sum（求和）与 of（哪一栏）必须成对")
        return self

    @property
    def kind(self) -> str:
        """The kind of record that it reads."""
        return self.count or self.sum or ""

    def needs(self) -> frozenset[str]:
        """The fields without which a row cannot be judged."""
        named = frozenset(one for one in (self.of, self.distinct) if one is not None)
        return named | (self.when.needs() if self.when else frozenset())
