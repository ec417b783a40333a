"""The readings that a result rests on, in short sentences for a circular and a book."""

from __future__ import annotations

from jiheng.forms.figures import full_figure
from jiheng.rules.grade.grading import Grade
from jiheng.scheme.readings import QUESTIONS
from jiheng.scheme.scheme import Scheme
from jiheng.score.grading import tie_chain
from jiheng.score.result import Outcome


def rounding_sentence(scheme: Scheme) -> str:
    """What is rounded, and how."""
    kinds = (("rounding-cell", "单项得分"), ("rounding-section", "大项得分"))
    told = [
        f"{what}{_option(scheme, question)}"
        for question, what in kinds
        if scheme.reading(question) != "exact"
    ]
    return "；".join([*told, f"总分{_option(scheme, 'rounding-total')}"]) + "。"


def ranking_sentence(scheme: Scheme) -> str:
    """How subjects are put in order, and what happens to equals."""
    basis = _option(scheme, "tie-basis")
    if scheme.reading("rounding-total") == "exact":
        basis = ""
    chain = list(tie_chain(scheme).values())
    equals = "总分相同的并列"
    if chain:
        equals = f"总分相同的依次比较{'、'.join(chain)}，仍相同的并列"
    return (
        f"名次按{basis}的总分从高到低排列，{equals}。"
        if basis
        else f"名次按总分从高到低排列，{equals}。"
    )


def grading_sentences(outcome: Outcome) -> tuple[str, ...]:
    """What each grade asks for, and how its places were counted; nothing where there are no grades."""
    scheme = outcome.scheme
    grades = [grade for grade in scheme.grading.grades if _asks(grade)]
    if not grades:
        return ()
    told = [f"{grade.grade}等次须{_line(grade)}{_quota(outcome, grade)}。" for grade in grades]
    with_line = any(grade.line for grade in grades)
    return (*told, _basis_sentence(scheme)) if with_line else tuple(told)


def _asks(grade: Grade) -> bool:
    return bool(grade.line) or grade.quota is not None


def _line(grade: Grade) -> str:
    if not grade.line:
        return ""
    how = "总分超过" if grade.beyond else "总分达到"
    return f"{how}{full_figure(grade.line)}分"


def _quota(outcome: Outcome, grade: Grade) -> str:
    quota, scheme = grade.quota, outcome.scheme
    if quota is None:
        return ""
    start = "，且" if grade.line else ""
    titles = {one.id: one.title for one in scheme.categories}
    counted = "、".join(
        f"{titles.get(group, '')}{number}个"
        for (group, named), number in outcome.places.items()
        if named == grade.grade
    )
    if quota.share is None:
        return f"{start}在名额（{counted}）之内{_at_the_edge(scheme)}"
    share = f"{_option(scheme, 'quota-counted')}的{full_figure(quota.share)}%"
    rounding = _option(scheme, "quota-rounding")
    return f"{start}名次在名额之内（{share}，{rounding}：{counted}）{_at_the_edge(scheme)}"


def _at_the_edge(scheme: Scheme) -> str:
    ties, under = _option(scheme, "ties-at-edge"), _option(scheme, "under-line")
    return f"，名额边缘{ties}，名额内未达条件的，{under}"


def _basis_sentence(scheme: Scheme) -> str:
    bonus = "" if not scheme.bonus.items else f"、{_option(scheme, 'line-bonus')}"
    rounded = "" if scheme.reading("rounding-total") == "exact" else _option(scheme, "line-basis")
    how = f"{rounded}{bonus}".strip("、")
    return f"分数线对照{how}的总分。" if how else "分数线对照总分。"


def _option(scheme: Scheme, question: str) -> str:
    """The chosen option in words."""
    return QUESTIONS[question].words[scheme.reading(question)]
