"""One clause of one subject told in full: derivation, self-score, targets, jury groups, claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from jiheng.forms.figures import full_figure
from jiheng.jury.marks import GroupTally
from jiheng.ledger.claims import ClaimLine
from jiheng.rules.condition import OP_WORDS
from jiheng.rules.edge import edge_facts, edge_value
from jiheng.rules.wording import YES_NO
from jiheng.scheme.fact import FactFrom
from jiheng.scheme.panel import JurorGroup
from jiheng.scheme.scheme import Scheme
from jiheng.scheme.target import Target
from jiheng.score.attainment import WORDS, Attainment, attainment
from jiheng.score.cells import Cell
from jiheng.score.explain import STATES, ClauseExplanation
from jiheng.score.result import Outcome, SubjectOutcome

FROM: dict[FactFrom, str] = {
    "subject": "被考核单位填报",
    "office": "主办单位提供",
    "authority": "有关机关提供",
    "jury": "评委打分",
    "survey": "调查取得",
}
"""Who supplies a fact."""

_ORDER: tuple[Attainment, ...] = ("missed", "partly", "unknown", "met", "n.a.")


def clause_lines(
    outcome: Outcome, one: SubjectOutcome, *, told: ClauseExplanation
) -> tuple[str, ...]:
    """Everything there is to say of a clause, a line each: the derivation first, part by part."""
    subject = _Subject(outcome, one)
    lines = [
        *told.why.sentence.replace("。（", "。\n（").replace("。合计", "。\n合计").split("\n"),
        _scores(told.cell),
    ]
    lines += [subject.open_facts(told), subject.targets(told), *_jury(outcome.scheme, told)]
    return (*(line for line in lines if line), *(claim_sentence(line) for line in told.claims))


def _scores(cell: Cell) -> str:
    """What was claimed, computed and settled, where they differ."""
    settled = cell.settled.score if cell.settled else None
    if settled is None and cell.claimed in {None, cell.computed}:
        return ""
    kinds = (("自评", cell.claimed), ("计算", cell.computed), ("复核", settled))
    return "，".join(f"{what}{_points(score)}" for what, score in kinds if score is not None) + "。"


def _points(score: Fraction | None) -> str:
    return "" if score is None else f"{full_figure(score)}分"


@dataclass(frozen=True, slots=True)
class _Subject:
    """The facts of one subject in words."""

    outcome: Outcome
    one: SubjectOutcome

    def open_facts(self, told: ClauseExplanation) -> str:
        """For a clause without a score: what was reported already and need not be asked again."""
        if told.cell.score is not None or told.cell.state == "not-applicable":
            return ""
        words, known = self.outcome.prepared.words, self.one.known.values
        there = [name for name in self._parts(told.facts) if name in words.titles and name in known]
        return f"已填报：{'；'.join(words.fact(name, known) for name in there)}。" if there else ""

    def targets(self, told: ClauseExplanation) -> str:
        """How each target stands, those not reached first; nothing for a clause without targets."""
        if told.attainment is None:
            return ""
        found: dict[Attainment, list[str]] = {}
        for target in told.clause.indicator.targets:
            word = attainment(target, self.one.known, subject=(self.one.name, self.one.category))
            found.setdefault(word, []).append(self._target(target))
        parts = [f"{WORDS[word]}：{'、'.join(found[word])}" for word in _ORDER if word in found]
        summary = f"{WORDS[told.attainment]}。" if len(parts) > 1 else ""
        return f"目标{summary}{'；'.join(parts)}。"

    def _target(self, target: Target) -> str:
        """A target with what was reached and what was asked; a yes or no needs neither."""
        words, known = self.outcome.prepared.words, self.one.known.values
        if target.fact is None:
            return target.text or "未写目标"
        title = words.titles.get(target.fact, target.fact)
        if words.units.get(target.fact) == YES_NO:
            return title
        reached = words.amount(target.fact, known[target.fact]) if target.fact in known else ""
        return f"{title}{reached}（目标{self._goal(target)}）"

    def _goal(self, target: Target) -> str:
        """What was asked: the number that holds for this subject, else the printed words."""
        words, known, fact = self.outcome.prepared.words, self.one.known.values, target.fact or ""
        if target.value is None or edge_facts(target.value) - known.keys():
            return target.text
        edge = words.amount(fact, edge_value(target.value, known))
        if target.op == "range" and target.high is not None:
            return f"{edge}至{words.amount(fact, target.high)}"
        return f"{OP_WORDS[target.op]}{edge}" if target.op in OP_WORDS else target.text

    def asked(self, names: Iterable[str]) -> list[str]:
        """The facts without a value that somebody has to supply."""
        return [name for name in self._parts(names) if name not in self.one.known.values]

    def _parts(self, names: Iterable[str]) -> list[str]:
        """The facts that people supply: instead of a rate its two numbers."""
        found: list[str] = []
        for name in names:
            fact = self.outcome.scheme.facts.get(name)
            found += [fact.ratio.of, fact.ratio.over] if fact and fact.ratio else [name]
        return list(dict.fromkeys(found))

    def wanted(self, name: str) -> tuple[str, str]:
        """A fact with its state, and who supplies it."""
        if name.startswith("jury:"):
            found = self.outcome.jury.get((self.one.name, name.removeprefix("jury:")))
            return (found.reason if found and found.reason else "评委打分"), FROM["jury"]
        fact = self.outcome.scheme.facts.get(name)
        state = STATES[self.one.known.states.get(name, "missing")]
        return f"{fact.title if fact else name}（{state}）", FROM[fact.from_ if fact else "office"]


def _jury(scheme: Scheme, told: ClauseExplanation) -> Iterator[str]:
    """Each group's mean with its weight, its jurors and how many stepped aside, a line each."""
    if told.jury is None or scheme.jury is None:
        return
    groups = {one.id: one for one in scheme.jury.groups}
    for found in told.jury.groups:
        yield f"{_group(groups[found.group], found)}。"


def _group(group: JurorGroup, found: GroupTally) -> str:
    recused = f"，回避{len(found.recused)}人" if found.recused else ""
    trimmed = f"，去高低分{found.trimmed}个" if found.trimmed else ""
    who = f"{group.title}（{full_figure(group.weight)}%，{len(found.kept)}人{recused}{trimmed}）"
    return f"{who}没有足够的有效打分" if found.is_empty else f"{who}平均{full_figure(found.mean)}分"


def claim_sentence(line: ClaimLine) -> str:
    """One claim: accepted with its points, or not with the reason."""
    claim = line.claim
    named = claim.award or claim.work
    of = f"（{claim.work}）" if claim.award and claim.work else ""
    particulars = "，".join(
        text for text in (claim.kind + claim.level, f"{claim.year}年", claim.number) if text
    )
    if line.accepted:
        return f"认定加分{full_figure(line.points)}分：{named}{of}，{particulars}。"
    return f"不予加分：{named}{of}，{particulars}。{line.reason}。"


def open_items(outcome: Outcome, one: SubjectOutcome) -> Iterator[tuple[str, str, str]]:
    """What is still to be supplied: indicator (or 一票否决), what and in which state, from whom."""
    subject = _Subject(outcome, one)
    for clause in outcome.prepared.clauses:
        if clause.indicator.id in one.missing:
            for name in subject.asked(sorted({*clause.needs, *clause.indicator.needs()})):
                yield f"{clause.indicator.id} {clause.indicator.title}", *subject.wanted(name)
    for veto in one.open_vetoes:
        for name in subject.asked(sorted(veto.when.needs())):
            what, whom = subject.wanted(name)
            yield (
                veto.title or "一票否决",
                what,
                f"{veto.authority}提供" if veto.authority else whom,
            )
