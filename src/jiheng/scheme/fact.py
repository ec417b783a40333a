"""What is reported or supplied about a subject: a count, a rate, a yes or no, a date, a choice."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from jiheng.values.exact import Amount, Places
from jiheng.values.noun import Noun

FactType = Literal["yes-no", "count", "number", "percent", "money", "choice", "date"]
FactFrom = Literal["subject", "office", "authority", "jury", "survey"]


class RatioOf(Noun):
    """A rate kept as two numbers: `of` over `over`, both facts; compared by cross-multiplication."""

    of: str
    over: str


class Fact(Noun):
    """One fact of the scheme; it belongs to no indicator, so that one count can serve two clauses.

    - `type`: yes-no (1/0) · count (whole, from 0) · number · percent (in %, 0 to 100 unless `max`)
      · money · choice (one of `options`) · date (stored as day number).
    - `unit`: 次, 家, %, 万元; printed behind every value.
    - `min`, `max`: bounds that an entry must keep; `places`: decimals an entry may have (2).
    - `from`: who supplies it: subject (reports itself), office, authority, jury, survey.
    - `ratio`: {of, over}: computed from two facts, x 100 where the type is percent; no entry of its
      own. With 0 in `over` the rate is not applicable.
    - `given`: values that the method itself sets, by subject, by category id, or `"*"` for all
      others; such a fact is never asked for.
    """

    title: str
    type: FactType = "count"
    unit: str = ""
    min: Amount | None = None
    max: Amount | None = None
    places: Places = 2
    help: str = ""
    from_: FactFrom = "subject"
    ratio: RatioOf | None = None
    given: dict[str, Amount] = {}
    options: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _type_fits(self) -> Fact:
        if (self.type == "choice") != bool(self.options):
            raise ValueError("choice 类型必须有 options，其他类型不得有")
        if self.ratio and self.given:
            raise ValueError("填报项或由 ratio 算出，或由 given 给定，不能都有")
        if self.ratio and self.type not in ("percent", "number"):
            raise ValueError("ratio 的类型只能是 percent 或 number")
        if self.type == "percent" and self.unit not in ("", "%", "％"):
            raise ValueError("percent 类型的 unit 只能是 %")
        return self

    @property
    def is_asked(self) -> bool:
        """True when somebody has to supply a value."""
        return self.ratio is None and not self.given

    @property
    def is_whole(self) -> bool:
        """True when only whole numbers are possible."""
        return self.type in ("yes-no", "count", "choice", "date")
