"""The one visible list of checks. To add one: copy the nearest file, write its cases, list it here."""

from __future__ import annotations

from jiheng.lint.aggregation_unstated import aggregation_unstated
from jiheng.lint.band_gap import band_gap
from jiheng.lint.band_overlap import band_overlap
from jiheng.lint.baseline_missing import baseline_missing
from jiheng.lint.bonus_uncapped import bonus_uncapped
from jiheng.lint.budget_sum import budget_sum
from jiheng.lint.date_broken import date_broken
from jiheng.lint.date_missing import date_missing
from jiheng.lint.duplicate_number import duplicate_number
from jiheng.lint.figure_vague import figure_vague
from jiheng.lint.finding import Check
from jiheng.lint.goal_without_indicator import goal_without_indicator
from jiheng.lint.goal_without_part import goal_without_part
from jiheng.lint.grade_line_order import grade_line_order
from jiheng.lint.level_mismatch import level_mismatch
from jiheng.lint.line_basis_unstated import line_basis_unstated
from jiheng.lint.line_bonus_unstated import line_bonus_unstated
from jiheng.lint.missing_number import missing_number
from jiheng.lint.part_missing import part_missing
from jiheng.lint.part_step_unstated import part_step_unstated
from jiheng.lint.part_without_goal import part_without_goal
from jiheng.lint.points_missing import points_missing
from jiheng.lint.points_rule_mismatch import points_rule_mismatch
from jiheng.lint.points_sum import points_sum
from jiheng.lint.quota_counted_unstated import quota_counted_unstated
from jiheng.lint.quota_rounding_unstated import quota_rounding_unstated
from jiheng.lint.reading_undecided import reading_undecided
from jiheng.lint.rule_missing import rule_missing
from jiheng.lint.same_work_scope_unstated import same_work_scope_unstated
from jiheng.lint.self_judging import self_judging
from jiheng.lint.spending_plan_end import spending_plan_end
from jiheng.lint.spending_plan_order import spending_plan_order
from jiheng.lint.stale_year import stale_year
from jiheng.lint.target_below_baseline import target_below_baseline
from jiheng.lint.target_direction import target_direction
from jiheng.lint.target_missing import target_missing
from jiheng.lint.target_repeated import target_repeated
from jiheng.lint.target_run_together import target_run_together
from jiheng.lint.target_suspicious import target_suspicious
from jiheng.lint.target_unit_mismatch import target_unit_mismatch
from jiheng.lint.target_unit_missing import target_unit_missing
from jiheng.lint.target_vague import target_vague
from jiheng.lint.target_year_missing import target_year_missing
from jiheng.lint.tariff_unstated import tariff_unstated
from jiheng.lint.text_cut_off import text_cut_off
from jiheng.lint.ticks_contradictory import ticks_contradictory
from jiheng.lint.ties_unstated import ties_unstated
from jiheng.lint.unreachable_points import unreachable_points
from jiheng.lint.veto_self_reported import veto_self_reported
from jiheng.lint.weights_off_total import weights_off_total

CHECKS: tuple[Check, ...] = (
    # points and rules
    Check("points-sum", "分值不一致", "error", points_sum),
    Check("points-rule-mismatch", "规则与分值不符", "error", points_rule_mismatch),
    Check("unreachable-points", "有分得不到", "error", unreachable_points),
    Check("band-gap", "分档有缺口", "error", band_gap),
    Check("band-overlap", "分档重叠", "error", band_overlap),
    Check("rule-missing", "没有计分规则", "error", rule_missing),
    Check("points-missing", "没有印分值", "warning", points_missing),
    Check("weights-off-total", "合计不是满分", "error", weights_off_total),
    Check("duplicate-number", "编号重复", "error", duplicate_number),
    Check("missing-number", "编号缺漏", "warning", missing_number),
    # bonus, veto, grades, jury, readings
    Check("bonus-uncapped", "加分不封顶", "warning", bonus_uncapped),
    Check("tariff-unstated", "加分没有分档", "warning", tariff_unstated),
    Check(
        "same-work-scope-unstated",
        "同一工作可否重复加分未写明",
        "warning",
        same_work_scope_unstated,
    ),
    Check("veto-self-reported", "一票否决由本单位自报", "error", veto_self_reported),
    Check("grade-line-order", "等次线次序有误", "error", grade_line_order),
    Check("line-basis-unstated", "分数线看哪个总分未写明", "warning", line_basis_unstated),
    Check("line-bonus-unstated", "分数线含不含加分未写明", "warning", line_bonus_unstated),
    Check("quota-rounding-unstated", "名额取整未写明", "warning", quota_rounding_unstated),
    Check("quota-counted-unstated", "名额基数未写明", "warning", quota_counted_unstated),
    Check("ties-unstated", "名额边缘同分未写明", "warning", ties_unstated),
    Check("self-judging", "评委评自己", "warning", self_judging),
    Check("aggregation-unstated", "怎样汇总未写明", "warning", aggregation_unstated),
    Check("reading-undecided", "口径未定", "warning", reading_undecided),
    Check("part-step-unstated", "不足一档怎样计未写明", "warning", part_step_unstated),
    # targets
    Check("target-missing", "没有指标值", "error", target_missing),
    Check("target-vague", "指标值无法核对", "warning", target_vague),
    Check("target-unit-missing", "指标值没有单位", "warning", target_unit_missing),
    Check("target-unit-mismatch", "单位与指标不符", "error", target_unit_mismatch),
    Check("target-direction", "指标值方向反了", "error", target_direction),
    Check("target-below-baseline", "目标低于现状", "error", target_below_baseline),
    Check("target-suspicious", "指标值可疑", "warning", target_suspicious),
    Check("target-run-together", "一格几个指标", "warning", target_run_together),
    Check("target-repeated", "目标重复", "warning", target_repeated),
    Check("target-year-missing", "目标没有年份", "warning", target_year_missing),
    Check("baseline-missing", "没有现状数", "warning", baseline_missing),
    Check("figure-vague", "现状数不确切", "warning", figure_vague),
    Check("level-mismatch", "级次不符", "error", level_mismatch),
    # projects and plans
    Check("budget-sum", "金额不等", "error", budget_sum),
    Check("spending-plan-order", "支出计划次序有误", "error", spending_plan_order),
    Check("spending-plan-end", "支出计划没有写完", "warning", spending_plan_end),
    Check("goal-without-indicator", "目标没有进指标表", "warning", goal_without_indicator),
    Check("part-without-goal", "预算没有目标", "warning", part_without_goal),
    Check("goal-without-part", "目标没有预算", "warning", goal_without_part),
    Check("part-missing", "缺少应有的部分", "warning", part_missing),
    Check("ticks-contradictory", "勾选自相矛盾", "error", ticks_contradictory),
    # texts
    Check("date-broken", "日期不完整", "warning", date_broken),
    Check("date-missing", "没有印发日期", "warning", date_missing),
    Check("stale-year", "年份过时", "warning", stale_year),
    Check("text-cut-off", "文字断开", "warning", text_cut_off),
)
