"""The words of organisations and people on their sheets: kinds, roles, and what a row holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

KINDS: Mapping[str, str] = {
    "province": "省",
    "city": "市",
    "county": "县",
    "town": "镇",
    "unit": "单位",
    "body": "审定机构",
}
"""Kinds of organisation, the highest first; a body stands beside that order."""

ROLES: Mapping[str, str] = {
    "office": "科协办公室",
    "county": "填报人",
    "leader": "单位负责人",
    "reviewer": "评估组成员",
    "body": "审定机构成员",
    "auditor": "审计",
    "administrator": "系统管理员",
}
APART = frozenset({"auditor", "administrator"})
"""Roles that nobody holds together with any other."""

KIND_ALSO: Mapping[str, str] = {
    "省级": "province", "市级": "city", "地级市": "city", "市州": "city", "区": "county",
    "县市区": "county", "县级": "county", "乡": "town", "乡镇": "town", "街道": "town",
    "领导小组": "body", "党组": "body",
}  # fmt: skip
ROLE_ALSO: Mapping[str, str] = {
    "办公室": "office", "负责人": "leader", "领导": "leader", "评估组": "reviewer",
    "审定机构": "body", "审计员": "auditor", "审计人员": "auditor", "管理员": "administrator",
}  # fmt: skip
"""What people also write."""


@dataclass(frozen=True, slots=True)
class ListedUnit:
    """One organisation: `kind` a key of KINDS, `parent` a name or empty, `subject_name` how a method
    calls it."""

    name: str
    kind: str
    parent: str = ""
    subject_name: str = ""
    former: tuple[str, ...] = ()
    phone: str = ""
    place: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """One role of one person: `unit` is the organisation's name, `role` a key of ROLES."""

    name: str
    login: str
    unit: str
    role: str
    email: str = ""
    phone: str = ""
    place: str = field(default="", compare=False)
