"""One field of a self-assessment as a page shows it: how it is asked, what stands in it, what is beside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction

from jiheng.ledger.tally import Tally
from jiheng.rules.wording import number_text
from jiheng.scheme.bounds import bounds_of
from jiheng.scheme.fact import Fact
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.scheme import Scheme
from jiheng.values.exact import exact
from jiheng.web.models import Answer, Subject
from jiheng.web.models.answer import Of
from jiheng.web.queries.fields import exceeding, may_not_apply, read_field
from jiheng.web.queries.inputs import tallies_of
from jiheng.web.queries.method import method_of
from jiheng.web.queries.self_assessment_past import LastYear

NOT_APPLICABLE = "不适用"
_YES_NO = ("是", "否")


@dataclass(frozen=True, slots=True)
class FieldShown:
    """A field. `kind`: number, choice, date, words; `choices` of a choice; `none` is the text that says
    honestly that nothing was done; `last` is last year's, `tally` what the records come to. `typed`: a
    text and reason that were sent and not saved, `clash`: because somebody else was faster."""

    of: str
    about: str
    title: str
    kind: str
    unit: str = ""
    help: str = ""
    is_whole: bool = False
    choices: tuple[str, ...] = ()
    none: str = ""
    text: str = ""
    reason: str = ""
    version: int = 0
    problem: str = ""
    by: str = ""
    at: datetime | None = None
    last: str = ""
    tally: str = ""
    apart: str = ""
    typed: tuple[str, str] | None = None
    clash: bool = False

    @property
    def now_text(self) -> str:
        """What stands in the box: what was typed and not saved, else what is stored."""
        return self.text if self.typed is None else self.typed[0]

    @property
    def now_reason(self) -> str:
        """The reason likewise."""
        return self.reason if self.typed is None else self.typed[1]

    @property
    def name(self) -> str:
        """Its name in forms."""
        return f"{self.of}:{self.about}"

    @property
    def id(self) -> str:
        """Its id in the page."""
        return f"{self.of}-{self.about}"

    @property
    def input_mode(self) -> str:
        """Which keys a phone shows."""
        return "numeric" if self.is_whole else "decimal"

    @property
    def is_asked(self) -> bool:
        """Is it a fact, which has to be answered or explained?"""
        return self.of == Of.FACT

    @property
    def is_saved(self) -> bool:
        """Does anything of it lie in the database?"""
        return self.version > 0


@dataclass(frozen=True, slots=True)
class Beside:
    """All that is known of one subject's fields: answers by (of, about), tallies, parts that exceed
    their whole, last year."""

    scheme: Scheme
    answers: Mapping[tuple[str, str], Answer]
    tallies: Mapping[str, Tally] = field(default_factory=dict)
    exceeding: Mapping[str, str] = field(default_factory=dict)
    last: LastYear = field(default_factory=LastYear)


def beside(subject: Subject, *, last: LastYear) -> Beside:
    """Read what is known of the subject's fields."""
    scheme = method_of(subject.assessment.scheme).scheme
    found = [*Answer.objects.filter(subject=subject).select_related("by")]
    values = {one.about: exact(one.value) for one in found if one.of == Of.FACT and one.value}
    return Beside(
        scheme,
        {(one.of, one.about): one for one in found},
        tallies_of(scheme, [subject]).get(subject.name, {}),
        exceeding(scheme, values),
        last,
    )


def fact_field(known: Beside, name: str) -> FieldShown:
    """The field of one fact."""
    fact = known.scheme.facts[name]
    shown = FieldShown(
        Of.FACT.value,
        name,
        fact.title,
        _kind(fact),
        unit=fact.unit,
        help="；".join(one for one in (fact.help, span_words(fact)) if one),
        is_whole=fact.is_whole,
        choices=_choices(known.scheme, name),
        none={"yes-no": "否", "choice": "", "date": ""}.get(fact.type, "0"),
        last=known.last.texts.get(name, ""),
    )
    answered = _with_tally(known, name, shown=_with_answer(known, shown))
    return replace(answered, problem=answered.problem or known.exceeding.get(name, ""))


def claimed_field(known: Beside, leaf: Indicator) -> FieldShown:
    """The county's own score of a clause."""
    most = "" if leaf.points is None else f"0至{number_text(leaf.points)}分"
    shown = FieldShown(Of.CLAIMED.value, leaf.id, "自评得分", "number", unit="分", help=most)
    return _with_answer(known, shown)


def note_field(known: Beside, about: str, *, title: str = "说明") -> FieldShown:
    """Words about a clause, or about a paper."""
    return _with_answer(known, FieldShown(Of.NOTE.value, about, title, "words"))


def span_words(fact: Fact) -> str:
    """Between which values an entry must lie, in words."""
    if fact.type in ("yes-no", "choice", "date"):
        return ""
    least, most = (None if edge is None else number_text(edge) for edge in bounds_of(fact))
    digits = "整数" if fact.is_whole else f"最多{fact.places}位小数"
    if least is not None and most is not None:
        return f"{least}至{most}，{digits}"
    if least not in (None, "0"):
        return f"不小于{least}，{digits}"
    return digits


def _kind(fact: Fact) -> str:
    kinds = {"yes-no": "choice", "choice": "choice", "date": "date"}
    return kinds.get(fact.type, "number")


def _choices(scheme: Scheme, name: str) -> tuple[str, ...]:
    fact = scheme.facts[name]
    own = {"yes-no": _YES_NO, "choice": fact.options}.get(fact.type, ())
    return (*own, NOT_APPLICABLE) if may_not_apply(scheme, name) else own


def _with_answer(known: Beside, shown: FieldShown) -> FieldShown:
    answer = known.answers.get((shown.of, shown.about))
    return shown if answer is None else with_text(known.scheme, shown, answer=answer)


def with_text(scheme: Scheme, shown: FieldShown, *, answer: Answer) -> FieldShown:
    """The field with what an answer says."""
    problem = ""
    if answer.text and answer.state == "missing":
        problem = read_field(scheme, answer.of, answer.about, text=answer.text).problem
    text = answer.text if problem else _as_choice(scheme, shown, answer=answer)
    return replace(
        shown,
        text=text,
        reason=answer.reason,
        version=answer.version,
        problem=problem,
        by=answer.by.name,
        at=answer.at,
    )


def _as_choice(scheme: Scheme, shown: FieldShown, *, answer: Answer) -> str:
    """The text as the field offers it: 已落实 is 是 where one chooses between yes and no."""
    if shown.of != Of.FACT or not answer.text:
        return answer.text
    fact = scheme.facts[shown.about]
    if answer.state == "not-applicable":
        return NOT_APPLICABLE
    if not answer.value:
        return answer.text
    value = exact(answer.value)
    if fact.type == "yes-no":
        return _YES_NO[0] if value else _YES_NO[1]
    if fact.type == "choice":
        return fact.options[int(value)]
    if fact.type == "date":
        return datetime.fromordinal(int(value)).date().isoformat()
    return answer.text


def _with_tally(known: Beside, name: str, *, shown: FieldShown) -> FieldShown:
    """What the records show, and how far what was typed is from it."""
    tally, fact = known.tallies.get(name), known.scheme.facts[name]
    answer = known.answers.get((shown.of, name))
    value = exact(answer.value) if answer is not None and answer.value else None
    if tally is None or not (tally.accepted or value):
        return shown
    if not tally.accepted:
        return replace(shown, apart="台账里还没有这方面的记录")
    text = tally_text(fact, tally)
    if value is None:
        return replace(shown, tally=text, apart="" if shown.text else "没有另填，按台账计")
    return replace(shown, tally=text, apart=_apart(fact, tally.difference(value)))


def tally_text(fact: Fact, tally: Tally) -> str:
    """A tally as one would type it."""
    if fact.type == "yes-no":
        return _YES_NO[0] if tally.value else _YES_NO[1]
    return number_text(tally.value)


def _apart(fact: Fact, apart: Fraction) -> str:
    if not apart:
        return "与台账一致"
    if fact.type == "yes-no":
        return "与台账不一致，请核对或补记"
    more = "多" if apart > 0 else "少"
    cure = "请补记台账或更正" if apart > 0 else "请核对"
    return f"填报比台账{more}{number_text(abs(apart))}{fact.unit}，{cure}"
