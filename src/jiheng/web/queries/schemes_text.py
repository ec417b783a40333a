"""The text of a method as it was read: the method itself, or all that is wrong with its line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jiheng.files.yaml import yaml_of
from jiheng.scheme.load import scheme_of
from jiheng.scheme.scheme import Scheme
from jiheng.values.problems import Problem, Refused, Unreadable
from jiheng.web.access.viewer import Closed
from jiheng.web.models import SchemeVersion
from jiheng.web.queries.method import method_of

LARGEST = 200_000
"""Bytes; the longest method that we know has 39 000, and every byte is read anew with each change."""

_NAME = "scheme.yaml"
_PLACE = re.compile(rf"{re.escape(_NAME)}:(\d+):(\d+)(?: +(.*))?")
_MARK = "\ufeff"
_QUOTED = 80
_NAMED = 80
_NEVER = 10_000


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is wrong in a text: where (line and column, from 1), in which entry, what the line
    says. Without a line it concerns the whole text."""

    message: str
    line: int | None = None
    column: int | None = None
    entry: str = ""
    quoted: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A text, the method that it says (None where it says none), and everything that is wrong."""

    text: str
    scheme: Scheme | None
    troubles: tuple[Trouble, ...] = ()


def written(text: str) -> Written:
    """The text read as a method, with everything that is wrong."""
    size = len(text.encode())
    if size > LARGEST:
        told = (
            f"文件有{size // 1000} KB，超过{LARGEST // 1000} KB，不像是考核办法；请检查是否选错文件"
        )
        return Written(text, None, (Trouble(told),))
    try:
        scheme = scheme_of(yaml_of(text, name=_NAME))
    except Unreadable as unreadable:
        return Written(text, None, tuple(_troubles([unreadable.problem], text)))
    except Refused as refused:
        return Written(text, None, tuple(_troubles(refused.problems, text)))
    return Written(text, scheme, tuple(_too_long(scheme)))


def _too_long(scheme: Scheme) -> Iterator[Trouble]:
    """What the library has no room for."""
    if len(scheme.scheme) > _NAMED:
        yield Trouble(f"代号（scheme）超过 {_NAMED} 字，请改短。", entry="scheme")
    if not 0 < scheme.period.year < _NEVER:
        yield Trouble("考核年度（period.year）请写四位数的年份。", entry="period.year")


def loaded(version: SchemeVersion) -> Scheme:
    """The method of a stored version; Closed with the way out where the program no longer reads it."""
    try:
        return method_of(version).scheme
    except (Refused, Unreadable) as trouble:
        raise Closed(
            "这一版的正文按现在的格式读不出来。草稿请打开“改正文”，按指出的各处改正；已印发的请联系系统管理员。"
        ) from trouble


def as_kept(typed: str, before: str) -> str:
    """A text from a browser, which knows one line end only, with the line ends and the mark of the text
    that it was made from; that text itself, byte for byte, where nothing else differs."""
    bare = before.removeprefix(_MARK)
    typed = _plain(typed.removeprefix(_MARK))
    if typed == _plain(bare):
        return before
    line_end = "\r\n" if "\r\n" in before else "\n"
    return before[: len(before) - len(bare)] + typed.replace("\n", line_end)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _troubles(problems: Iterable[Problem], text: str) -> Iterator[Trouble]:
    lines = _plain(text.removeprefix(_MARK)).split("\n")
    for problem in problems:
        place = _PLACE.fullmatch(problem.place)
        message = problem.message.replace(f"{_NAME}:", "第 ")
        if place is None:
            yield Trouble(message)
            continue
        line = int(place[1])
        quoted = lines[line - 1].strip()[:_QUOTED] if line <= len(lines) else ""
        yield Trouble(message, line, int(place[2]), place[3] or "", quoted)
