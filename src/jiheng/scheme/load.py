"""Plain data with addresses into a scheme; everything that is wrong is said at once, with its place."""

from __future__ import annotations

import difflib
import re
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from jiheng.scheme.references import reference_problems
from jiheng.scheme.resolve import resolve
from jiheng.scheme.scheme import Scheme
from jiheng.values.noun import Noun, key_of
from jiheng.values.placed import Path, Placed, path_text
from jiheng.values.problems import Problem, Refused

N = TypeVar("N", bound=Noun)


def scheme_of(placed: Placed) -> Scheme:
    """The resolved scheme; Refused with every problem found."""
    scheme = _validated(Scheme, placed)
    found = [_problem(placed, path, message=told) for path, told in reference_problems(scheme)]
    if placed.problems or found:
        raise Refused((*placed.problems, *found))
    return resolve(scheme)


def noun_of(kind: type[N], placed: Placed) -> N:
    """One noun of the given kind from plain data; Refused with every problem and its address."""
    noun = _validated(kind, placed)
    if placed.problems:
        raise Refused(placed.problems)
    return noun


def _validated(kind: type[N], placed: Placed) -> N:
    """The noun itself, whatever was wrong with the text it was read from."""
    if not isinstance(placed.data, dict):
        raise Refused([_problem(placed, (), message="应为“名称: 内容”的结构")])
    try:
        return kind.model_validate(placed.data, by_alias=True, by_name=False)
    except ValidationError as error:
        problems = [_told(kind, placed, error=dict(one)) for one in error.errors(include_url=False)]
        raise Refused(dict.fromkeys((*placed.problems, *problems))) from error


def _problem(placed: Placed, path: Path, *, message: str) -> Problem:
    place, named = placed.place(path), path_text(path)
    return Problem(f"{place}  {named}" if named else place, message)


def _told(kind: type[Noun], placed: Placed, *, error: dict[str, Any]) -> Problem:
    path: Path = tuple(error["loc"])
    context: dict[str, Any] = error.get("ctx", {})
    match error["type"]:
        case "extra_forbidden":
            known = _keys_at(kind, path[:-1])
            return _problem(
                placed, path, message=f"没有“{path[-1]}”这一项{_suggest(str(path[-1]), known)}"
            )
        case "missing":
            return _problem(placed, path[:-1], message=f"缺少“{path[-1]}”")
        case "literal_error":
            words = "、".join(re.findall(r"'([^']*)'", context["expected"]))
            return _problem(placed, path, message=f"“{error['input']}”不可用；可用：{words}")
        case "value_error":
            return _problem(placed, path, message=str(context["error"]))
        case other:
            wanted = next((text for key, text in _WANTED.items() if other.startswith(key)), None)
            message = f"应为{wanted}" if wanted else str(error["msg"])
            return _problem(placed, path, message=f"{message}，现为 {_brief(error['input'])}")


_WANTED = {
    "string": "文字",
    "tuple": "列表（- 开头的各项）",
    "list": "列表（- 开头的各项）",
    "model": "“名称: 内容”的结构",
    "dict": "“名称: 内容”的结构",
    "bool": "true 或 false",
}


def _brief(value: Any) -> str:
    text = f"“{value}”" if isinstance(value, str) else repr(value)
    return text if len(text) <= 40 else text[:37] + "…"


def _suggest(wrong: str, known: list[str]) -> str:
    near = difflib.get_close_matches(wrong, known, n=1)
    guess = f"，是否要写“{near[0]}”？" if near else "；"
    return f"{guess}可用：{'、'.join(known)}" if known else ""


def _keys_at(kind: type[BaseModel], path: Path) -> list[str]:
    """The keys that a noun at this path may have, as they are written in a file."""
    here: Any = kind
    for step in path:
        if isinstance(step, int):
            continue
        if get_origin(here) is dict:
            here = get_args(here)[1]
            continue
        fields = _noun_in(here).model_fields if _noun_in(here) else {}
        field = next((one for name, one in fields.items() if key_of(name) == step), None)
        here = field.annotation if field else None
    noun = None if get_origin(here) is dict else _noun_in(here)
    return [key_of(name) for name in noun.model_fields] if noun else []


def _noun_in(annotation: Any) -> Any:
    """The noun inside `X | None`, `tuple[X, ...]` or `dict[str, X]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = [_noun_in(part) for part in get_args(annotation)]
    return next((one for one in inner if one is not None), None)
