"""What the entries of a scheme and their values are called, so that a difference reads as a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from jiheng.rules.condition import Condition
from jiheng.rules.edge import FactEdge
from jiheng.rules.rule import Box
from jiheng.rules.wording import number_text
from jiheng.scheme.record import TallyRule
from jiheng.scheme.rule_words import MethodWords, rule_words, tally_words
from jiheng.values.noun import Noun, key_of

LABELS: Mapping[str, str] = {
    "about": "所指", "above": "下限（不含）", "acts": "由谁办理", "all": "同时满足", "allocation": "分值分配",
    "amount": "金额", "annex": "附表", "any": "满足之一", "applies": "适用条件", "authority": "认定机关",
    "baseline": "基期值", "baseline-year": "基期年度", "because": "理由", "below": "上限（不含）",
    "beyond": "起算数", "bodies": "审定机构", "bonus": "加分", "by": "决定者", "cap": "封顶",
    "carry": "可沿用年数", "categories": "类别", "causes": "原因", "cell": "分值栏", "check": "检查项",
    "children": "下级指标", "chosen": "所选", "claims": "要求自评打分", "code": "代码", "column": "列",
    "columns": "各栏", "count": "计次", "decision": "处理", "decisions": "决定", "direction": "方向",
    "distinct": "不重复计", "document": "文件", "does": "办理事项", "each": "每档分值", "effect": "效果",
    "end": "结束时间", "ends": "截止时间", "evidence": "佐证材料", "execution": "预算执行率分值",
    "fact": "填报项", "facts": "填报项", "fields": "栏目", "floor": "保底", "floors": "大项底线", "for": "适用单位",
    "from": "提供者", "given": "给定值", "goals": "目标", "grade": "等次", "grades": "等次", "grading": "等次评定",
    "group": "评委组", "groups": "评委组", "head": "表头", "heading": "标题分值", "help": "填报说明",
    "high": "高限", "highest": "同一工作怎样计", "honours": "荣誉", "hundred": "百分数", "id": "编号",
    "indicators": "指标", "is": "为", "issued": "印发日期", "items": "加分条款", "jury": "评委", "keeps-place": "是否占位",
    "kind": "种类", "kinds": "奖项种类", "last-year": "上年预算", "last-year-spent": "上年执行", "level": "层级",
    "levels": "各级分值", "line": "分数线", "low": "低限", "max": "最大值", "measure": "统计口径",
    "measures": "措施", "middle": "中档下限", "min": "最小值", "minutes": "时长", "month": "月份", "not": "并非",
    "number": "编号", "of": "所计项目", "op": "比较方式", "options": "选项", "organisation": "印发单位",
    "origin": "来源", "otherwise": "其余得分", "out-of": "分制", "over": "目标数", "papers": "全年材料",
    "parts": "组成部分", "pass": "及格比例", "per": "范围", "percent": "比例", "period": "考核年度",
    "places": "小数位数", "points": "分值", "present": "现状", "printed": "原文", "problems": "问题",
    "procedure": "程序", "produces": "形成材料", "project": "项目", "purpose": "用途", "quantum": "每档数量",
    "quorum": "最少人数", "quota": "名额", "ratio": "计算方法", "readings": "口径", "records": "台账",
    "recusal": "回避", "remainder": "余数归属", "required": "必填", "row": "行", "rows": "各档", "rule": "计分规则",
    "scheme": "代号", "score": "分数", "section": "大项", "share": "比例", "shows": "所列内容", "source": "出处",
    "sources": "资金来源", "spending-plan": "用款计划", "start": "起评分", "starts": "开始时间", "steps": "不足一档怎样计",
    "subjects": "单位", "sum": "求和", "table": "表", "tallies": "台账计数", "targets": "指标值", "text": "文字",
    "this-year": "本年预算", "ticked": "勾选", "tie-break": "并列时依次比较", "title": "名称", "to": "上限（含）",
    "top": "名额", "total": "总分", "toward": "方向", "type": "类型", "types": "项目类型", "unit": "单位",
    "until": "截止年度", "unused": "空缺分值", "uses": "资金用途", "value": "数值", "vetoes": "一票否决",
    "weight": "权重", "when": "条件", "who": "办理单位", "year": "年度",
    "Target.by": "年度", "Source.line": "行号", "Project.start": "开始时间", "Project.total": "总额",
    "Quota.places": "名额个数", "Quota.share": "名额比例", "Printed.rule": "细则分值", "Veto.total": "总分计为",
    "Project.organisation": "单位", "Choice.share": "档内位置", "AnnexColumn.share": "栏宽", "Choice.levels": "各等级",
    "Printed.text": "摘要", "Level.level": "等级", "Band.from": "下限（含）", "Grade.beyond": "须超过分数线",
    "Record.by": "提出者", "TallyRule.by": "提出者", "Awards.of": "认定分", "Judged.by": "由谁打分", "kinds.of": "按项或按人",
}  # fmt: skip
"""Every key of a scheme in Chinese; `Noun.key` where a key means something else in one noun."""

UNITS: Mapping[str, str] = {
    "Indicator.points": "分", "Indicator.cap": "分", "Bonus.cap": "分", "Grade.line": "分", "Printed.cell": "分",
    "Printed.heading": "分", "Quota.share": "%", "Quota.places": "个", "SectionFloor.share": "%",
    "SectionFloor.score": "分", "JurorGroup.weight": "%", "Honour.top": "名", "Stage.minutes": "分钟",
    "Allocation.execution": "分", "Fact.places": "位", "Jury.places": "位", "Jury.quorum": "人", "Period.year": "年",
    "Allocation.levels": "分", "Printed.rule": "分",
}  # fmt: skip
"""What stands behind a number."""

VALUES: Mapping[str, Mapping[str, str]] = {
    "Fact.type": {
        "yes-no": "是否", "count": "个数", "number": "数", "percent": "百分比", "money": "金额",
        "choice": "选项", "date": "日期",
    },
    "Fact.from": {
        "subject": "被考核单位", "office": "主办单位", "authority": "有关机关", "jury": "评委", "survey": "调查",
    },
    "Scheme.kind": {
        "assessment": "考核评估", "project": "项目", "department": "部门", "plan": "规划", "rating": "评级",
    },
    "Stage.acts": {
        "subject": "被考核单位", "office": "主办单位", "reviewer": "复核人员", "body": "审定机构", "jury": "评委",
        "public": "公众",
    },
    "Stage.does": {
        "targets": "下达目标", "self-assessment": "自评", "presentation": "陈述答问", "marking": "打分",
        "on-site": "现场评估", "settlement": "复核评议", "approval": "审议审定", "publication": "公示公布",
        "appeal": "申诉", "circular": "通报",
    },
    "by": {"document": "原文", "office": "主办单位", "ours": "本系统", "default": "默认"},
    "Target.op": {
        "qualitative": "定性", "deadline": "按期完成", "period": "期内完成", "range": "在范围内", "none": "不考核",
    },
    "Target.measure": {"stock": "时点数", "yearly": "每年", "cumulative": "累计"},
    "Goal.kind": {
        "key": "重点", "rectification": "整改", "daily": "日常", "innovation": "创新", "standard": "标准",
        "overall": "总体", "itemised": "分项", "safeguard": "保障",
    },
    "Allocation.remainder": {"last": "最后一项", "first": "第一项"},
    "Allocation.unused": {"spread": "按比例分给其他层级", "drop": "不计入总分"},
    "AnnexColumn.shows": {
        "section": "大项", "number": "编号", "clause": "条款", "points": "分值", "score": "得分",
    },
    "per": {"category": "各类别之内", "all": "全部单位"},
    "Jury.recusal": {"own-unit": "回避本单位", "none": "不回避"},
    "RecordField.type": {
        "text": "文字", "count": "个数", "number": "数", "date": "日期", "choice": "选项", "money": "金额",
        "yes-no": "是否",
    },
}  # fmt: skip
"""Fixed values in Chinese, by `Noun.key` or by key."""


def label_of(noun: Noun, key: str) -> str:
    """What an entry of a noun is called."""
    return LABELS.get(f"{type(noun).__name__}.{key}") or LABELS.get(key, key)


def quoted(text: str) -> str:
    """In quotation marks, with single ones inside."""
    return f"“{text.replace('“', '‘').replace('”', '’')}”"


def value_text(value: Any, words: MethodWords, *, at: tuple[str, str] = ("", "")) -> str:
    """A value for people; `at` is its noun's class and key. What is not there is an empty text."""
    unit = UNITS.get(".".join(at), "")
    match value:
        case None | "" | () | {}:
            return ""
        case bool():
            return "是" if value else "否"
        case int() | Fraction():
            return number_text(value) + unit
        case str():
            named = VALUES.get(".".join(at)) or VALUES.get(at[1], {})
            return named.get(value, value)
        case tuple():
            return "、".join(value_text(one, words, at=at) for one in value)
        case dict():
            return "、".join(f"{k} {value_text(v, words, at=at)}" for k, v in value.items())
        case _:
            return _noun_text(value, words)


def _noun_text(noun: Noun, words: MethodWords) -> str:
    match noun:
        case Condition():
            return noun.text(words, {})
        case FactEdge():
            return f"“{words.titles.get(noun.fact, noun.fact)}”"
        case Box():
            return "；".join(rule_words(noun, words))
        case TallyRule():
            because = [f"理由：{noun.because}"] if noun.because else []
            return "，".join([tally_words(noun, words), *because])
        case _:
            return "，".join(_entries(noun, words))


def _entries(noun: Noun, words: MethodWords) -> list[str]:
    """Every entry of a noun that says something, with its name."""
    kind = type(noun).__name__
    told = [
        (label_of(noun, key_of(name)), value_text(found, words, at=(kind, key_of(name))))
        for name, field in type(noun).model_fields.items()
        if (found := getattr(noun, name)) != field.default
    ]
    return [f"{label}{text}" for label, text in told if text]


def spelled(value: Any) -> str:
    """A value with every entry by its key: what tells two apart whose words are the same."""
    match value:
        case Noun():
            return _braced(value.model_dump(by_alias=True, exclude_none=True, mode="json"))
        case _:
            return _braced(value)


def _braced(data: Any) -> str:
    match data:
        case dict():
            return "，".join(f"{LABELS.get(key, key)}{_braced(one)}" for key, one in data.items())
        case list() | tuple():
            return "、".join(f"（{_braced(one)}）" for one in data)
        case _:
            return str(data)
