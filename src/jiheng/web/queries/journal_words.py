"""What an entry's words say, for people: plain text in one line, whatever somebody typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

_LABELS = {
    "text": "",
    "field": "",
    "name": "名称",
    "username": "登录名",
    "email": "电子邮件",
    "phone": "电话",
    "subject_name": "办法中的名称",
    "kind": "种类",
    "parent_id": "上级",
    "person": "人员",
    "organisation": "单位",
    "role": "角色",
    "reason": "原因",
    "on": "日期",
    "title": "名称",
    "values": "内容",
    "level": "级别",
    "number": "编号",
    "work": "工作",
    "award": "奖项",
    "year": "年度",
    "persons": "人数",
    "place": "用处",
    "digest": "摘要",
    "sha256": "文件摘要",
    "clauses": "条款",
    "until": "时限",
    "people": "人数",
    "source": "来源",
    "text_sha256": "文件摘要",
    "opens": "开始",
    "closes": "截止",
    "indicator": "条款",
    "names": "人员",
    "address": "网络地址",
    "others": "其他登录",
    "messages": "消息",
    "subjects": "单位数",
    "stage": "阶段",
    "shown": "当时的数",
    "to": "发往",
    "new": "新增",
    "replaced_by": "接替的文件",
}
_DIGESTS, _SHORT = ("digest", "sha256", "text_sha256"), 12
"""Digests stand in full in the export; a line needs only enough to tell one from another."""
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Control, direction and other signs that could redraw a line of the log."""


def said(value: Any) -> str:
    """One value in words; "" for nothing."""
    if isinstance(value, Mapping):
        parts = [_pair(str(name), one) for name, one in value.items()]
        return "；".join(part for part in parts if part)
    if isinstance(value, list | tuple):
        return "、".join(part for part in map(said, value) if part)
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else in_one_line(str(value))


def told_of(words: Mapping[str, Any]) -> str:
    """Everything else that an entry holds."""
    return said(words)


def in_one_line(text: str) -> str:
    """The text without signs that nobody sees: a line break is shown as ⏎, the rest as �."""
    shown = text.replace("\r\n", "⏎").replace("\n", "⏎").replace("\r", "⏎")
    return "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(sign) in _HIDDEN else sign
        for sign in shown
    )


def _pair(name: str, value: Any) -> str:
    told = said(value)
    label = _LABELS.get(name, in_one_line(name))
    if name in _DIGESTS:
        told = f"{told[:_SHORT]}…"
    return f"{label}：{told}" if told and label else told
