"""YAML into plain data with addresses; everything that YAML could quietly turn into something else
is reported instead: unquoted numbers and dates, empty values, yes/no, doubled keys, aliases."""

from __future__ import annotations

import errno
import re
from pathlib import Path as FilePath
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from jiheng.values.placed import Path, Placed
from jiheng.values.problems import Problem, Unreadable

_LARGEST = 5_000_000
_NUMBER = re.compile(r"[-+]?(0[xob])?[0-9][0-9_,.:eE+-]*")
_CLOSED = {
    errno.ENOENT: "没有这个文件",
    errno.EACCES: "没有权限读这个文件",
    errno.EISDIR: "这是文件夹；里面没有 scheme.yaml",
    errno.ENOTDIR: "没有这个文件",
}
_SYNTAX = {
    "'\\t'": "不能用制表符（Tab），缩进请用空格",
    "expected ':'": "少了冒号",
    "mapping values are not allowed": "冒号多了，或上一行没有写完",
    "expected <block end>": "缩进对不齐",
    "block sequence entries": "列表（-）放错了位置",
    "while scanning a quoted": "引号不成对",
    "expected ',' or": "方括号或花括号不成对，或少了逗号",
    "unexpected end": "文件没有写完",
}
"""What the parser says, and what to tell people."""
_SWITCH = {"yes", "no", "on", "off"}


def read_yaml(path: FilePath) -> Placed:
    """The content of a YAML file, with every surprise as a problem; Unreadable when it is no YAML."""
    return yaml_of(_text(path), name=str(path))


def _text(path: FilePath) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Unreadable(Problem(str(path), _CLOSED.get(error.errno or 0, "打不开文件"))) from error
    if len(raw) > _LARGEST:
        raise Unreadable(Problem(str(path), "文件超过 5 MB，不像是考核办法；请检查是否选错文件"))
    if b"\0" in raw or raw.startswith(b"PK"):
        raise Unreadable(Problem(str(path), "不是 YAML 文本文件；请检查是否选错文件"))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = "文件不是 UTF-8 编码（可能是 GBK）；请另存为 UTF-8 后再试"
        raise Unreadable(Problem(str(path), message)) from error


def yaml_of(text: str, *, name: str) -> Placed:
    """The content of a YAML text; `name` stands in front of every address."""
    try:
        root = YAML(typ="rt", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name
        said = str(error.problem or error)
        why = next((told for words, told in _SYNTAX.items() if words in said), "写法不合 YAML 语法")
        message = f"{why}；请检查这里的缩进、冒号和引号（现在只能读 YAML 写的办法）"
        raise Unreadable(Problem(where, message)) from error
    except (YAMLError, RecursionError, ValueError) as error:
        message = "读不懂这份文件：写法不合 YAML 语法，或有不能显示的字符"
        raise Unreadable(Problem(name, message)) from error
    if root is None:
        raise Unreadable(Problem(name, "文件是空的"))
    reader = _Reader(name)
    data = reader.read(root, ())
    return Placed(data, reader.places, tuple(reader.problems))


class _Reader:
    """Walks the nodes once, keeping every address and every problem."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.places: dict[Path, str] = {}
        self.problems: list[Problem] = []
        self._seen: set[int] = set()

    def read(self, node: Node, path: Path, *, key: Node | None = None) -> Any:
        """The node's content; an empty value stands where its key stands."""
        mark = key.start_mark if key and node.value == "" else node.start_mark
        place = f"{self.name}:{mark.line + 1}:{mark.column + 1}"
        self.places[path] = place
        if isinstance(node, ScalarNode):
            return self._scalar(node, place)
        if id(node) in self._seen:
            self._complain(place, "不使用 YAML 的别名（*）；请把内容写在用到的地方")
            return None
        self._seen.add(id(node))
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        return [self.read(child, (*path, spot)) for spot, child in enumerate(node.value)]

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            mark = key_node.start_mark
            place = f"{self.name}:{mark.line + 1}:{mark.column + 1}"
            key = str(key_node.value)
            if key in found:
                first = self.places[(*path, key)]
                self._complain(place, f"“{key}”写了两次（前一次在 {first}）；请删去一处")
                continue
            if key == "<<":
                self._complain(place, "不使用 YAML 的合并键（<<）；请把内容写全")
                continue
            found[key] = self.read(value_node, (*path, key), key=key_node)
        return found

    def _scalar(self, node: ScalarNode, place: str) -> Any:
        text = str(node.value)
        if node.style in ("'", '"', "|", ">"):
            return text
        if text in ("true", "false"):
            return text == "true"
        if text in ("", "~", "null", "Null", "NULL"):
            self._complain(place, '此处没有值；请填写，或删去这一项（空文本写作 ""）')
        elif text.lower() in _SWITCH or text in ("True", "False", "TRUE", "FALSE"):
            self._complain(
                place, f'“{text}”会被当作开关；是非写 true/false，文字请加引号："{text}"'
            )
        elif _NUMBER.fullmatch(text):
            self._complain(place, f'数字要加引号，以免 3.10 变成 3.1：请写 "{text}"')
        return text

    def _complain(self, place: str, message: str) -> None:
        self.problems.append(Problem(place, message))
