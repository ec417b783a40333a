"""The workbook of organisations and people: downloaded empty or filled, and read back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from jiheng.forms.line_sheet import Found, LineColumn, LineSheet, list_unread
from jiheng.forms.people_reading import read_people, read_units
from jiheng.forms.people_words import KINDS, ROLES, ListedPerson, ListedUnit
from jiheng.forms.workbook import ReadSheet, Value, Workbook
from jiheng.values.problems import Problem

TITLE = "单位和人员"

UNITS = LineSheet(
    "单位",
    "一行一个单位。类别从列表选；上级单位写本表里的名称，最高一级留空；几个曾用名用顿号隔开。",
    (
        LineColumn("name", "名称", 34),
        LineColumn("kind", "类别", 12, choices=tuple(KINDS.values())),
        LineColumn("parent", "上级单位", 34),
        LineColumn("subject_name", "办法中的名称", 18, needed=False),
        LineColumn("former", "曾用名", 30, needed=False),
        LineColumn("phone", "电话", 18, needed=False, is_text=True),
    ),
)
PEOPLE = LineSheet(
    "人员",
    "一行一个人的一个角色；一个人有几个角色就写几行，登录名相同。角色从列表选；"
    "审计和系统管理员不能兼任其他角色。",
    (
        LineColumn("name", "姓名", 14),
        LineColumn("login", "登录名", 18, is_text=True),
        LineColumn("unit", "单位", 34),
        LineColumn("role", "角色", 16, choices=tuple(ROLES.values())),
        LineColumn("email", "电子邮件", 28, needed=False, is_text=True),
        LineColumn("phone", "电话", 18, needed=False, is_text=True),
    ),
)


@dataclass
class ReadPeople:
    """Organisations and appointments in the order of the sheets; everything that was wrong, and every
    text that was not read. What has a problem is left out: load it only when there is none."""

    units: list[ListedUnit] = field(default_factory=list)
    people: list[ListedPerson] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unread: list[Problem] = field(default_factory=list)


def people_workbook(
    units: Iterable[ListedUnit] = (), people: Iterable[ListedPerson] = (), *, day: date
) -> Workbook:
    """The workbook with these organisations and people, and blank lines below."""
    sheets = (
        UNITS.laid_out([_unit_line(one) for one in units], title=TITLE),
        PEOPLE.laid_out([_person_line(one) for one in people], title=TITLE),
    )
    return Workbook(sheets, title=TITLE, created=day)


def people_of(
    sheets: Sequence[ReadSheet],
    *,
    known_units: Iterable[str] = (),
    held: Mapping[str, frozenset[str]] | None = None,
) -> ReadPeople:
    """What the sheets of such a workbook say.

    `known_units` are organisations that exist already and need not be listed again; `held` are the
    roles that a log-in has already. Formulas are refused.
    """
    found = Found()
    unit_lines, people_lines = UNITS.read(sheets, found), PEOPLE.read(sheets, found)
    list_unread(sheets, names=(UNITS.name, PEOPLE.name), found=found)
    units = read_units(unit_lines, known=known_units, problems=found.problems)
    people = read_people(
        people_lines, units=units, held=held or {}, problems=found.problems
    )  # fmt: skip
    listed = [one.unit for one in units.listed]
    return ReadPeople(listed, people, found.problems, found.unread)


def _unit_line(one: ListedUnit) -> Mapping[str, Value]:
    return {
        "name": one.name,
        "kind": KINDS[one.kind],
        "parent": one.parent,
        "subject_name": one.subject_name,
        "former": "、".join(one.former),
        "phone": one.phone,
    }


def _person_line(one: ListedPerson) -> Mapping[str, Value]:
    return {
        "name": one.name,
        "login": one.login,
        "unit": one.unit,
        "role": ROLES[one.role],
        "email": one.email,
        "phone": one.phone,
    }
