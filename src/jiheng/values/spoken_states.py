"""Words that people write where a number is asked for, and the state of the cell they stand for."""

from __future__ import annotations

from collections.abc import Mapping

from jiheng.values.inputs import State


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# A stroke is drawn for "nothing to report" and for "does not concern us" alike: missing is the
# reading that never earns points and never drops a clause.
STATES: Mapping[State, frozenset[str]] = {
    "missing": frozenset({""})
    | _words("- -- — —— – ― / \\ … …… ? 空 空白 缺 缺失 暂缺 暂无 暂无数据 无数据 不详 未知 不清楚")
    | _words("未填 未填报 未报 未上报 未统计 待填 待补 待报 待统计"),
    "pending": _words("待定 待核 待核实 核实中 待审 待审核 审核中 待认定 待评 待评定"),
    "not-applicable": _words("不适用 不涉及 不参评 不考核 免考 免考核 无此项 无此项工作 无此项任务")
    | _words("无该项 无该项工作"),
}
NOT_DONE = _words(
    "未开展 没开展 没有开展 未组织 没有组织 未举办 没有举办 未召开 未发生 没有发生"
) | _words("未建 未建立 未实施 未进行 未安排 未做 没做 没有做")
"""Said of work that did not happen: a known 0."""

UNCLEAR = _words("无 没有 否 没 N/A NA n/a")
"""Zero, not applicable or no data: only the writer knows."""
