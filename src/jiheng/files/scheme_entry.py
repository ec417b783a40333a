"""One decision or one reading written into the YAML text of a scheme; every other byte stays.

A text is its author's: comments, order, quoting and line ends are kept by writing at the right place
instead of writing the whole anew. What comes out is read again and must say exactly that much more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import CollectionNode, MappingNode, Node, SequenceNode

from jiheng.files.yaml import yaml_of
from jiheng.scheme.printed import Decision
from jiheng.scheme.readings import Reading
from jiheng.values.problems import Problem, Refused, Unreadable

_NAME = "scheme.yaml"
_BY_HAND = "这份办法的写法不便自动写入；请在正文中加上这一段：{}"


def with_decision(text: str, decision: Decision) -> str:
    """The text with this decision, in the place of one about the same fault; Refused if it cannot be."""
    entry = decision.model_dump(mode="json")
    whole = yaml_of(text, name=_NAME).data
    taken: list[dict[str, Any]] = whole.get("decisions", [])
    same = (one["about"] == entry["about"] and one["check"] == entry["check"] for one in taken)
    spot = next((spot for spot, found in enumerate(same) if found), len(taken))
    wanted = [*taken[:spot], entry, *taken[spot + 1 :]]
    written = _Text(text).with_item("decisions", entry, spot=spot)
    return _checked(written, {**whole, "decisions": wanted}, told=_flow(entry))


def with_reading(text: str, reading: Reading, *, question: str) -> str:
    """The text with this answer to a question, in the place of an earlier one; Refused if it cannot be."""
    entry = reading.model_dump(mode="json")
    whole = yaml_of(text, name=_NAME).data
    wanted = {**whole.get("readings", {}), question: entry}
    written = _Text(text).with_key("readings", entry, key=question)
    told = f"{question}: {_flow(entry)}"
    return _checked(written, {**whole, "readings": wanted}, told=told)


def _checked(text: str, wanted: Mapping[str, Any], *, told: str) -> str:
    """The text, if it says exactly what is wanted."""
    try:
        found = yaml_of(text, name=_NAME)
    except Unreadable:
        found = None
    if found is None or found.problems or found.data != wanted:
        raise Refused([Problem("", _BY_HAND.format(told))])
    return text


@dataclass(frozen=True, slots=True)
class _Text:
    """A text that takes one entry at a time."""

    text: str

    def with_item(self, part: str, entry: Mapping[str, str], *, spot: int) -> str:
        """An entry of a list, in the place of the one at `spot` if there is one."""
        held = self._part(part)
        if held is None:
            return self._with_part(part, f"[{_flow(entry)}]", block=f"  - {_flow(entry)}")
        if not isinstance(held, SequenceNode):
            return self.text
        if spot < len(held.value):
            return self._replaced(held.value[spot], _flow(entry))
        if held.flow_style:
            return self._before_end(held, _flow(entry))
        margin = " " * held.start_mark.column
        first, *rest = (f"{key}: {_quoted(value)}" for key, value in entry.items())
        lines = [f"{margin}- {first}", *(f"{margin}  {line}" for line in rest)]
        return self._after(held.value[-1], self._line_end().join(lines))

    def with_key(self, part: str, entry: Mapping[str, str], *, key: str) -> str:
        """An entry under its key, in the place of what stands there if anything does."""
        held, line = self._part(part), f"{key}: {_flow(entry)}"
        if held is None:
            return self._with_part(part, f"{{{line}}}", block=f"  {line}")
        if not isinstance(held, MappingNode):
            return self.text
        there = _under(held, key)
        if there is not None:
            return self._replaced(there, _flow(entry))
        if held.flow_style:
            return self._before_end(held, line)
        return self._after(held.value[-1][1], " " * held.start_mark.column + line)

    def _root(self) -> CollectionNode:
        root: CollectionNode = YAML(typ="rt", pure=True).compose(self.text)
        return root

    def _part(self, name: str) -> Node | None:
        return _under(self._root(), name)

    def _with_part(self, part: str, flow: str, *, block: str) -> str:
        """A part that was not there, last."""
        root = self._root()
        if root.flow_style:
            return self._before_end(root, f"{part}: {flow}")
        margin, line_end = " " * root.start_mark.column, self._line_end()
        return self._after(root.value[-1][1], f"{margin}{part}:{line_end}{margin}{block}")

    def _replaced(self, node: Node, flow: str) -> str:
        return self.text[: node.start_mark.index] + flow + self.text[_end(node) :]

    def _before_end(self, node: CollectionNode, piece: str) -> str:
        """In a list or mapping in brackets, last."""
        at = node.end_mark.index - 1
        comma = ", " if node.value else ""
        return self.text[:at].rstrip(" ") + comma + piece + self.text[at:]

    def _after(self, node: Node, lines: str) -> str:
        """On lines of its own after the last line of a node; a comment at its end stays there."""
        at, line_end = _end(node), self._line_end()
        if self.text[at - 1] != "\n":
            following = self.text.find("\n", at)
            if following < 0:
                return self.text + line_end + lines + line_end
            at = following + 1
        return self.text[:at] + lines + line_end + self.text[at:]

    def _line_end(self) -> str:
        return "\r\n" if "\r\n" in self.text else "\n"


def _under(node: CollectionNode, key: str) -> Node | None:
    return next((value for name, value in node.value if name.value == key), None)


def _end(node: Node) -> int:
    """Where a node's own text ends; the parser's mark stands behind the comments that follow a block."""
    if not isinstance(node, CollectionNode) or node.flow_style:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(last[1] if isinstance(last, tuple) else last)


def _flow(entry: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{key}: {_quoted(value)}" for key, value in entry.items()) + "}"


def _quoted(value: str) -> str:
    """In double quotes, so that no text is taken for something else."""
    return json.dumps(value, ensure_ascii=False)
