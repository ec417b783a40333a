"""What an outcome is called in official papers: office, assessment, recipients, who stands apart and why."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

from jiheng.forms.figures import full_figure
from jiheng.rules.veto.veto import Veto
from jiheng.scheme.indicator import Indicator
from jiheng.scheme.procedure import Stage
from jiheng.scheme.scheme import Scheme
from jiheng.score.result import Outcome, SubjectOutcome
from jiheng.score.sections import points_of

SAMPLE = "虚构示例：数据均为虚构，仅作演示，不代表任何单位的实际情况"
"""The mark at the head of every page of an invented sample."""
NO_OFFICE = "（发文单位）"
"""Where a scheme names no office, the office fills itself in."""

_FEW = 3  # clauses that are named in full
_RESULT = {
    "assessment": "结果",
    "rating": "结果",
    "department": "评价结果",
    "plan": "实施情况评价结果",
}


def office_of(scheme: Scheme) -> str:
    """The office that issues the result: the first organisation that the document names."""
    named = scheme.document.organisation if scheme.document else ""
    named = named or (scheme.project.organisation if scheme.project else "")
    first = re.sub(r"（[^（）]*）$", "", named.split("、", maxsplit=1)[0])
    return first.lstrip("0123456789 ") or NO_OFFICE


def result_name(scheme: Scheme) -> str:
    """What is made known: `2017年度科协工作考核结果`, without the place that the office has already."""
    if scheme.kind == "project":
        named = scheme.project.title if scheme.project else scheme.title
        short = re.sub(r"（[^（）]*）$", "", named).removesuffix("项目")
        return f"{scheme.period.year}年度{short}项目绩效评价结果"
    return without_place(scheme.title, office_of(scheme)) + _RESULT[scheme.kind]


def without_place(title: str, office: str) -> str:
    """The title without the place with which it and the office's name both begin."""
    same = 0
    while same < min(len(title), len(office)) and title[same] == office[same]:
        same += 1
    end = max((title.rfind(mark, 0, same) for mark in "省市县区州盟旗"), default=-1)
    return title[end + 1 :]


def recipients(scheme: Scheme) -> str:
    """主送机关: those who act first in the procedure when they are 各…, else who was assessed."""
    first = next((stage.who for stage in scheme.procedure if stage.who.startswith("各")), "")
    if first:
        return first
    if scheme.kind == "project" and scheme.project and scheme.project.organisation:
        return scheme.project.organisation.lstrip("0123456789 ")
    names = [name for name, _ in scheme.subjects()]
    return "、".join(names) if 0 < len(names) <= 3 else f"各被考核{unit_word(scheme)}"


def unit_word(scheme: Scheme) -> str:
    """What the subjects are counted as."""
    return "项目" if scheme.kind == "project" else "单位"


def number_of(indicator: Indicator) -> str:
    """The number as the document prints it; none where the id is only a name of ours."""
    return indicator.printed.number or code_of(indicator)


def code_of(indicator: Indicator) -> str:
    """What tells the indicator from all others: its id, unless that is only a name of ours."""
    own = indicator.id
    return "" if own.isascii() and not any(char.isdigit() for char in own) else own


def nested(title: str) -> str:
    """A title in 《》; those inside it become 〈〉."""
    return f"《{title.replace('《', '〈').replace('》', '〉')}》"


def base_points(scheme: Scheme) -> Fraction:
    """Points of all sections together."""
    return sum((points_of(top) for top in scheme.indicators), Fraction(0))


def points_sentence(scheme: Scheme) -> str:
    """How many points there are: `基础分满分100分，加分最高10分`."""
    base = f"基础分满分{full_figure(base_points(scheme))}分"
    if not scheme.bonus.items:
        return base
    cap = scheme.bonus.cap
    return base + ("，加分不设上限" if cap is None else f"，加分最高{full_figure(cap)}分")


def stages_before_circular(scheme: Scheme) -> tuple[Stage, ...]:
    """The stages that lead to the result: all but those that make it known or hear appeals."""
    return tuple(s for s in scheme.procedure if not _makes_known(s) and not is_appeal(s))


def _makes_known(stage: Stage) -> bool:
    return "通报" in stage.produces or stage.title.startswith(("通报", "公布", "公示"))


def is_appeal(stage: Stage) -> bool:
    """Is this the stage in which a subject may object?"""
    return any(word in stage.title for word in ("申诉", "异议", "申请复核"))


def veto_reason(veto: Veto) -> str:
    """What the veto was for: its title without the words for the veto itself."""
    return veto.title.removesuffix("一票否决") or "一票否决情形"


def veto_facts(outcome: Outcome, one: SubjectOutcome) -> str:
    """What the authorities supplied: `违纪事件：1例，由纪检监察机关提供`."""
    told = []
    for veto in one.vetoes:
        known = [name for name in sorted(veto.when.needs()) if name in one.known.values]
        facts = "，".join(outcome.prepared.words.fact(name, one.known.values) for name in known)
        told.append(f"{facts}，由{veto.authority}提供" if veto.authority else facts)
    return "；".join(told)


def veto_sentence(outcome: Outcome, one: SubjectOutcome) -> str:
    """Why a subject was vetoed, on whose word, and with what effect."""
    reasons = "、".join(veto_reason(veto) for veto in one.vetoes)
    facts = veto_facts(outcome, one)
    zeroed = any(veto.total is not None for veto in one.vetoes)
    effect = "总分计零分" if zeroed else f"等次定为{one.grade}"
    place = "" if one.rank is not None else "，不参加排名"
    kept = f"；实际得分{full_figure(one.reached)}分照记" if one.reached is not None else ""
    return f"{one.name}因{reasons}（{facts}）被一票否决，{effect}{place}{kept}。"


def open_sentence(scheme: Scheme, one: SubjectOutcome) -> str:
    """Why a subject has no result yet, and what is known of it."""
    most = one.at_most
    reach = "" if most is None else f"，最高可达{full_figure(most)}分"
    titles = {leaf.id: leaf.title for leaf in scheme.leaves()}
    few = len(one.missing) <= _FEW
    named = "、".join(f"{own}{titles[own]}" if few else own for own in one.missing)
    known = full_figure(one.at_least)
    return f"{one.name}：{len(one.missing)}项指标（{named}）资料未齐，已知{known}分{reach}。"


def open_vetoes_sentences(subjects: Iterable[SubjectOutcome]) -> tuple[str, ...]:
    """Which vetoes nobody has answered yet; subjects with the same ones share a sentence."""
    waiting: dict[tuple[Veto, ...], list[str]] = {}
    for one in subjects:
        if one.open_vetoes:
            waiting.setdefault(one.open_vetoes, []).append(one.name)
    return tuple(_waiting(vetoes, names) for vetoes, names in waiting.items())


def _waiting(vetoes: tuple[Veto, ...], names: list[str]) -> str:
    named = "、".join(veto_reason(veto) for veto in vetoes)
    whom = "、".join(dict.fromkeys(veto.authority for veto in vetoes if veto.authority))
    return f"{'、'.join(names)}：是否有{named}，尚待{whom or '有关机关'}答复；如有，另行通报。"
