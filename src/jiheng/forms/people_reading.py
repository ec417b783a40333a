"""Rows of organisations and people as typed rows, with everything that is wrong by sheet and cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from jiheng.forms.known_names import Names, plain
from jiheng.forms.people_words import (
    APART,
    KIND_ALSO,
    KINDS,
    ROLE_ALSO,
    ROLES,
    ListedPerson,
    ListedUnit,
)
from jiheng.forms.records import Line
from jiheng.values.problems import Problem

_LOGIN = re.compile(r"\w[\w.@-]{1,59}")
_EMAIL = re.compile(r"[^\s@,;，；]+@[^\s@,;，；]+\.[^\s@,;，；]+")
_PHONE = re.compile(r"[0-9+()（）\-—转 、,，/]{5,40}")
_ORDER = tuple(KINDS)
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One organisation with the row that it was read from."""

    unit: ListedUnit
    line: Line


@dataclass
class Units:
    """The organisations of a workbook, found again by their names and former names."""

    listed: list[UnitLine] = field(default_factory=list)
    names: Names = field(default_factory=lambda: Names(()))
    former: dict[str, str] = field(default_factory=dict)

    def find(self, text: str) -> str | None:
        """The present name of the organisation that `text` names, by its old one too."""
        return self.names.exact(text) or self.former.get(plain(text))


def read_units(lines: Sequence[Line], *, known: Iterable[str], problems: list[Problem]) -> Units:
    """Every organisation; parents by name, among the rows or `known`."""
    units = Units()
    first: dict[str, Line] = {}
    for line in lines:
        made = _unit(line, problems)
        name = line.cells.get("name", "")
        before = first.setdefault(plain(name), line)
        if before is not line and name:
            _wrong(problems, line, at="name", told=f"“{name}”已列在{before.place_of('name')}")
        elif made is not None:
            units.listed.append(UnitLine(made, line))
    units.names = Names([*known, *(line.cells["name"] for line in first.values() if _named(line))])
    _take_former(units, problems)
    _check_parents(units, problems)
    return units


def _named(line: Line) -> bool:
    return bool(line.cells.get("name", ""))


def _unit(line: Line, problems: list[Problem]) -> ListedUnit | None:
    name, written = line.cells.get("name", ""), line.cells.get("kind", "")
    before = len(problems)
    if not name:
        _wrong(problems, line, at="name", told="没有写名称")
    elif len(name) > _LONGEST:
        _wrong(problems, line, at="name", told=f"名称最多{_LONGEST}个字")
    kind = _key(written, KINDS, also=KIND_ALSO)
    if kind is None:
        told = f"没有“{written}”这个类别" if written else "没有写类别"
        _wrong(problems, line, at="kind", told=f"{told}；可用：{'、'.join(KINDS.values())}")
    _check_phone(line, problems)
    if kind is None or len(problems) > before:
        return None
    former = tuple(one for one in re.split(r"[、,，;；\n]", line.cells.get("former", "")) if one)
    return ListedUnit(
        name,
        kind,
        line.cells.get("parent", ""),
        line.cells.get("subject_name", ""),
        tuple(one.strip() for one in former if one.strip()),
        line.cells.get("phone", ""),
        line.place,
    )


def _key(written: str, words: Mapping[str, str], *, also: Mapping[str, str]) -> str | None:
    """The key of the word that people wrote, by its own title or what it is also called."""
    keys = {title: key for key, title in words.items()} | dict(also)
    title = Names(keys).exact(written)
    return None if title is None else keys[title]


def _take_former(units: Units, problems: list[Problem]) -> None:
    """Former names, each of one organisation only, and none that another has now."""
    for one in units.listed:
        for name in one.unit.former:
            now = units.names.exact(name)
            owner = now if now != one.unit.name else None
            owner = owner or units.former.get(plain(name), one.unit.name)
            if owner != one.unit.name:
                told = f"曾用名“{name}”已是“{owner}”的名称或曾用名"
                _wrong(problems, one.line, at="former", told=told)
            units.former[plain(name)] = owner


def _check_parents(units: Units, problems: list[Problem]) -> None:
    """Parents are known, stand higher, and lead up to the top; a parent's name is put as it is now."""
    own = {one.unit.name: one for one in units.listed}
    for count, one in enumerate(units.listed):
        written = one.unit.parent
        parent = units.find(written) if written else ""
        if parent is None:
            told = f"上级单位“{written}”不在表中，系统里也没有"
            _wrong(problems, one.line, at="parent", told=told)
            continue
        units.listed[count] = UnitLine(_under(one.unit, parent), one.line)
        above = own.get(parent)
        if above is not None and not _is_above(above.unit, one.unit):
            told = f"“{parent}”是{KINDS[above.unit.kind]}，不能作{KINDS[one.unit.kind]}的上级"
            _wrong(problems, one.line, at="parent", told=told)
    _check_circles(units, problems)


def _under(unit: ListedUnit, parent: str) -> ListedUnit:
    texts = (unit.name, unit.kind, parent, unit.subject_name)
    return ListedUnit(*texts, unit.former, unit.phone, unit.place)


def _is_above(above: ListedUnit, below: ListedUnit) -> bool:
    """A higher kind; a unit may stand below a unit; nothing stands below a body."""
    if above.kind == "body":
        return False
    if below.kind in ("body", "unit"):
        return True
    return _ORDER.index(above.kind) < _ORDER.index(below.kind)


def _check_circles(units: Units, problems: list[Problem]) -> None:
    """Each circle is told once, at the first of its rows."""
    parents = {one.unit.name: one.unit.parent for one in units.listed}
    told: set[str] = set()
    for one in units.listed:
        way = [one.unit.name]
        while (above := parents.get(way[-1], "")) and above not in way:
            way.append(above)
        if above == one.unit.name and above not in told:
            told |= {*way}
            circle = "→".join((*way, above))
            _wrong(problems, one.line, at="parent", told=f"上级关系绕成了圈：{circle}")


def read_people(
    lines: Sequence[Line],
    *,
    units: Units,
    held: Mapping[str, frozenset[str]],
    problems: list[Problem],
) -> list[ListedPerson]:
    """Every role of every person; log-ins are compared without regard to capitals."""
    people: list[tuple[ListedPerson, Line]] = []
    for line in lines:
        made = _person(line, units, problems=problems)
        if made is not None:
            people.append((made, line))
    _check_logins(people, problems)
    _check_apart(people, held=held, problems=problems)
    return [one for one, _ in people]


def _person(line: Line, units: Units, *, problems: list[Problem]) -> ListedPerson | None:
    before = len(problems)
    name, login = line.cells.get("name", ""), line.cells.get("login", "")
    if not name:
        _wrong(problems, line, at="name", told="没有写姓名")
    if not _LOGIN.fullmatch(login):
        told = f"登录名应为2至60个字母、数字或汉字，可含 . _ - @，写的是“{login[:60]}”"
        _wrong(problems, line, at="login", told=told if login else "没有写登录名")
    unit = _unit_of(line, units, problems=problems)
    role = _role(line, problems)
    _check_phone(line, problems)
    email = line.cells.get("email", "")
    if email and not _EMAIL.fullmatch(email):
        _wrong(problems, line, at="email", told=f"电子邮件“{email[:60]}”不完整")
    if unit is None or role is None or len(problems) > before:
        return None
    return ListedPerson(name, login, unit, role, email, line.cells.get("phone", ""), line.place)


def _unit_of(line: Line, units: Units, *, problems: list[Problem]) -> str | None:
    written = line.cells.get("unit", "")
    unit = units.find(written)
    if unit is None:
        told = f"单位“{written}”不在“单位”表中，系统里也没有" if written else "没有写单位"
        _wrong(problems, line, at="unit", told=told)
    return unit


def _role(line: Line, problems: list[Problem]) -> str | None:
    written = line.cells.get("role", "")
    role = _key(written, ROLES, also=ROLE_ALSO)
    if role is None:
        told = f"没有“{written}”这个角色" if written else "没有写角色"
        _wrong(problems, line, at="role", told=f"{told}；可用：{'、'.join(ROLES.values())}")
    return role


def _check_logins(people: Sequence[tuple[ListedPerson, Line]], problems: list[Problem]) -> None:
    """A log-in belongs to one person, and each of his roles stands once."""
    first: dict[str, tuple[ListedPerson, Line]] = {}
    seen: dict[tuple[str, str, str], Line] = {}
    for one, line in people:
        login = one.login.casefold()
        before, there = first.setdefault(login, (one, line))
        if plain(before.name) != plain(one.name):
            told = f"登录名“{one.login}”已是“{before.name}”的（{there.place_of('login')}）"
            _wrong(problems, line, at="login", told=told)
        twice = seen.setdefault((login, one.unit, one.role), line)
        if twice is not line:
            told = f"“{one.name}”的这个角色已列在{twice.place_of('role')}"
            _wrong(problems, line, at="role", told=told)


def _check_apart(
    people: Sequence[tuple[ListedPerson, Line]],
    *,
    held: Mapping[str, frozenset[str]],
    problems: list[Problem],
) -> None:
    """审计 and 系统管理员 are held alone; what is held already counts too."""
    roles = {login.casefold(): set(own) for login, own in held.items()}
    for one, line in people:
        own = roles.setdefault(one.login.casefold(), set())
        others = own - {one.role}
        apart = others if one.role in APART else others & APART
        if apart:
            named = "、".join(title for key, title in ROLES.items() if key in apart)
            told = f"“{one.name}”已是{named}，不能再任{ROLES[one.role]}"
            _wrong(problems, line, at="role", told=told)
        own.add(one.role)


def _check_phone(line: Line, problems: list[Problem]) -> None:
    phone = line.cells.get("phone", "")
    if phone and not _PHONE.fullmatch(phone):
        _wrong(problems, line, at="phone", told=f"电话“{phone[:40]}”里有认不出的字")


def _wrong(problems: list[Problem], line: Line, *, at: str, told: str) -> None:
    problems.append(Problem(line.place_of(at), told))
