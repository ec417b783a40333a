"""The derivation of every cell of one subject: in Chinese for people, with all figures for programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from jiheng.jury.marks import JuryTally
from jiheng.ledger.claims import ClaimLine
from jiheng.rules.grade.grading import Grade
from jiheng.rules.wording import Why, points_text
from jiheng.score.attainment import Attainment, attainment, together
from jiheng.score.cells import Cell, state_from_facts
from jiheng.score.grading import reaches_floor
from jiheng.score.prepare import Clause
from jiheng.score.published import published_total
from jiheng.score.result import Outcome, SubjectOutcome
from jiheng.score.whys import why_of
from jiheng.values.inputs import State

STATES: dict[State, str] = {
    "known": "已计分", "missing": "缺资料", "pending": "待核", "refused": "不予采信",
    "not-applicable": "不适用",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClauseExplanation:
    """One clause of one subject: its cell, why, and what it was made from."""

    clause: Clause
    cell: Cell
    why: Why
    facts: tuple[str, ...]
    attainment: Attainment | None
    jury: JuryTally | None
    claims: tuple[ClaimLine, ...]

    @property
    def lost(self) -> Fraction:
        """Points allotted that were not given; 0 for bonus and where there is no score."""
        if self.clause.is_bonus or self.cell.score is None:
            return Fraction(0)
        return max(self.clause.points - self.cell.score, Fraction(0))


def explain_clause(outcome: Outcome, one: SubjectOutcome, *, clause: Clause) -> ClauseExplanation:
    """Why the clause has its score."""
    cell = one.cells[clause.indicator.id]
    own = clause.indicator.id
    lines = tuple(
        line
        for line in outcome.ledger
        if line.claim.subject == one.name and line.claim.indicator == own
    )
    told = [
        attainment(t, one.known, subject=(one.name, one.category)) for t in clause.indicator.targets
    ]
    return ClauseExplanation(
        clause=clause,
        cell=cell,
        why=_why(outcome, one, clause=clause),
        facts=clause.shows,
        attainment=together(told) if told else None,
        jury=outcome.jury.get((one.name, own)),
        claims=lines,
    )


def explain(outcome: Outcome, name: str) -> tuple[ClauseExplanation, ...]:
    """Every clause of one subject, base before bonus; KeyError for an unknown subject."""
    one = outcome.subject(name)
    return tuple(explain_clause(outcome, one, clause=clause) for clause in outcome.prepared.clauses)


def _why(outcome: Outcome, one: SubjectOutcome, *, clause: Clause) -> Why:
    cell = one.cells[clause.indicator.id]
    if cell.computed is not None and clause.rule is not None:
        why = why_of(outcome.prepared, clause, values=one.known.values)
        if outcome.scheme.reading("rounding-cell") != "exact":
            exact = Fraction(clause.rule.score(one.known.values))
            why = why if cell.computed == exact else _rounding_told(outcome, cell.computed, why=why)
    else:
        why = Why(_no_score(outcome, one, clause=clause), None, None)
    if cell.settled is None:
        return why
    reason = f"，理由：{cell.settled.reason}" if cell.settled.reason else ""
    by = f"（{cell.settled.by}）" if cell.settled.by else ""
    told = f"{why.sentence}复核后定为{points_text(cell.settled.score)}{by}{reason}。"
    return Why(told, why.met, why.next)


def _rounding_told(outcome: Outcome, computed: Fraction, *, why: Why) -> Why:
    """The sentence, with what rounding made of its points."""
    places = outcome.scheme.reading("rounding-cell")
    return replace(
        why, sentence=f"{why.sentence}单项保留{places}位小数，计{points_text(computed)}。"
    )


def _no_score(outcome: Outcome, one: SubjectOutcome, *, clause: Clause) -> str:
    cell = one.cells[clause.indicator.id]
    if clause.rule is None:
        return "本项只列目标，不计分。"
    if state_from_facts(clause, one.known) == "not-applicable":
        treated = "按满分计" if outcome.scheme.reading("not-applicable") == "full" else "剔除后折算"
        if clause.is_bonus:
            treated = "不加分"
        return f"本项对该单位不适用，{treated}。"
    found = outcome.jury.get((one.name, clause.indicator.id))
    if found is not None and found.reason:
        return f"{found.reason}。"
    titles = outcome.prepared.words.titles
    open_facts = [
        f"“{titles.get(name, name)}”{STATES[one.known.states.get(name, 'missing')]}"
        for name in dict.fromkeys((*clause.needs, *sorted(clause.indicator.needs())))
        if name not in one.known.values
    ]
    most = "" if cell.points is None else f"；补齐后最高可得{points_text(cell.points)}"
    return f"{'、'.join(open_facts)}，暂不能计分{most}。"


def why_not(outcome: Outcome, one: SubjectOutcome) -> tuple[str, ...]:
    """Why the subject does not have the best grade (or no total yet), one sentence each."""
    told = []
    for veto in one.vetoes:
        effect = f"等次定为{veto.grade}" if veto.grade else "总分计零分"
        title = veto.title.removesuffix("一票否决")
        named = f"（{title}）" if title else ""
        told.append(f"一票否决{named}，{effect}")
    if one.total is None:
        return (*told, _still_open(one))
    grades = outcome.scheme.grading.grades
    if not grades or one.grade == grades[0].grade:
        return tuple(told)
    return (*told, *_short_of(outcome, one, best=grades[0]))


def _still_open(one: SubjectOutcome) -> str:
    if not one.missing:
        return "办法没有计分项，不产生总分"
    most = "" if one.at_most is None else f"，最高可达{points_text(one.at_most)}"
    listed = "、".join(one.missing)
    return f"还有{len(one.missing)}项（{listed}）未计分，已知{points_text(one.at_least)}{most}"


def _short_of(outcome: Outcome, one: SubjectOutcome, *, best: Grade) -> Iterator[str]:
    """What is lacking for the best grade: line, floors, a place."""
    name, figure = _held_against_lines(outcome, one)
    if best.line is not None and (figure < best.line or (best.beyond and figure == best.line)):
        gap = points_text(best.line - figure)
        short = f"差{gap}" if figure < best.line else "要超过才算"
        yield f"{name}{points_text(figure)}，距{best.grade}线{points_text(best.line)}{short}"
        if outcome.scheme.reading("under-line") == "passed-on":
            return  # who is under the line never stood in the order of places
    missed = _missed_floors(outcome, one)
    for title in missed:
        yield f"大项“{title}”未达到{best.grade}的底线"
    if missed and outcome.scheme.reading("under-line") == "passed-on":
        return
    if best.quota is not None and not one.vetoes and not one.seats.get(best.grade, True):
        group = one.category if outcome.scheme.grading.per == "category" else ""
        places = outcome.places.get((group, best.grade), 0)
        tied = "与他人并列而名额不够，" if one.rank is not None and one.rank <= places else ""
        yield f"排名第{one.rank}，{best.grade}名额{places}个，{tied}不在名额之内"


def _held_against_lines(outcome: Outcome, one: SubjectOutcome) -> tuple[str, Fraction]:
    """The figure that lines look at, and its name: total or base, exact or as published."""
    scheme, total = outcome.scheme, one.total_exact or Fraction(0)
    name, figure = "总分", total
    if scheme.reading("line-bonus") == "without" and one.reached == one.total_exact:
        name, figure = "基础分", one.base.known
    exact = scheme.reading("line-basis") == "exact"
    return name, figure if exact else published_total(scheme, figure)


def _missed_floors(outcome: Outcome, one: SubjectOutcome) -> list[str]:
    tops = {top.id: top for top in outcome.scheme.indicators}
    best = outcome.scheme.grading.grades[0]
    return [
        tops[f.section].title for f in best.floors if not reaches_floor(f, tops[f.section], one=one)
    ]
