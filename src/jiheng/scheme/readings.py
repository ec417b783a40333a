"""Questions that a text leaves open: each with its options, its default, and what it asks in Chinese."""

from __future__ import annotations

from dataclasses import dataclass

from jiheng.scheme.printed import DecidedBy
from jiheng.values.noun import Noun

PLACES = ("exact", "0", "1", "2", "3", "4")
BASIS = ("exact", "rounded")


@dataclass(frozen=True, slots=True)
class Question:
    """One open question: its options, what is taken when nobody decides, and its words."""

    options: tuple[str, ...]
    default: str
    asks: str
    words: dict[str, str]


def _places(what: str, default: str) -> Question:
    words = {one: "不取整" if one == "exact" else f"保留{one}位小数，四舍五入" for one in PLACES}
    return Question(PLACES, default, f"{what}保留几位小数？", words)


def _basis(what: str) -> Question:
    return Question(
        BASIS,
        "rounded",
        f"{what}看取整前还是取整后的总分？",
        {"exact": "取整前", "rounded": "取整后"},
    )


QUESTIONS: dict[str, Question] = {
    "rounding-cell": _places("单项得分", "exact"),
    "rounding-section": _places("大项得分", "exact"),
    "rounding-total": _places("总分", "2"),
    "line-basis": _basis("分数线"),
    "tie-basis": _basis("名次与并列"),
    "quota-basis": _basis("名额分配"),
    "quota-rounding": Question(
        ("down", "half-up", "up"),
        "down",
        "名额按比例算出小数时怎样取整？",
        {"down": "舍去小数", "half-up": "四舍五入", "up": "进一取整"},
    ),
    "quota-counted": Question(
        ("listed", "assessed", "not-vetoed"),
        "assessed",
        "名额比例以哪些单位为基数？",
        {
            "listed": "名单所列单位",
            "assessed": "实际完成考核的单位",
            "not-vetoed": "未被一票否决的单位",
        },
    ),
    "under-line": Question(
        ("lost", "passed-on"),
        "lost",
        "排在名额内但未达到分数线的，名额怎样处理？",
        {"lost": "名额空缺", "passed-on": "顺延给下一名"},
    ),
    "ties-at-edge": Question(
        ("all-in", "all-out"),
        "all-in",
        "名额边缘并列、名额不够时怎样处理？",
        {"all-in": "并列者全部入选", "all-out": "并列者全部不入选"},
    ),
    "line-bonus": Question(
        ("with", "without"),
        "with",
        "分数线看含加分的总分，还是不含加分的基础分？",
        {"with": "含加分", "without": "不含加分"},
    ),
    "steps": Question(
        ("whole", "pro-rata"),
        "whole",
        "“每……计……分”不足一档的部分怎样计分？",
        {"whole": "不足一档不计", "pro-rata": "按比例计"},
    ),
    "missing-interim": Question(
        ("unranked", "as-known"),
        "unranked",
        "资料未齐的单位在阶段性结果中怎样排名？",
        {"unranked": "暂不排名", "as-known": "按已知得分暂排"},
    ),
    "not-applicable": Question(
        ("rescale", "full"),
        "rescale",
        "不适用的指标怎样计分？",
        {"rescale": "剔除后按比例折算", "full": "按满分计"},
    ),
    "jury-order": Question(
        ("group-first", "pooled"),
        "group-first",
        "评委分怎样汇总？",
        {"group-first": "先求各组平均再按权重合成", "pooled": "全部评委直接平均"},
    ),
    "empty-group": Question(
        ("stop", "reweigh"),
        "stop",
        "某一评委组无人打分时怎样处理？",
        {"stop": "停止计算，结果无效", "reweigh": "其余各组按权重折算"},
    ),
    "trimming": Question(
        ("none", "1", "2"),
        "none",
        "各评委组是否去掉最高分和最低分？",
        {"none": "不去", "1": "各去掉1个", "2": "各去掉2个"},
    ),
}


class Reading(Noun):
    """How one question is read. Without `chosen` it stays open and runs with the default."""

    chosen: str | None = None
    by: DecidedBy = "office"
    because: str = ""


def default_of(question: str) -> str:
    """The option that is taken when nobody decided."""
    return QUESTIONS[question].default
