"""Says in Chinese what is wrong with a command line."""

from __future__ import annotations

import re

import typer

# The library prints English only. Each sentence it can print, and what we say instead.
SENTENCES = (
    (r"No such option: (\S+)(?: \(Possible options: (.+)\))?", "没有选项 {0}{1:；相近的有：}"),
    (r"No such command '(.*?)'\.(?: Did you mean (.+)\?)?", "没有命令“{0}”{1:；您要的是不是 }"),
    (r"Missing command\.?", "没有写命令"),
    (r"Missing (?:parameter|argument|option):? ?'?(.*?)'?\.(?: .*)?", "缺少 {0}"),
    (r"Invalid value for '?(.*?)'?: File (.*) does not exist\.", "{0}：没有文件 {1}"),
    (r"Invalid value for '?(.*?)'?: Directory (.*) does not exist\.", "{0}：没有文件夹 {1}"),
    (r"Invalid value for '?(.*?)'?: Path (.*) does not exist\.", "{0}：没有文件 {1}"),
    (r"Invalid value for '?(.*?)'?: \S+ (.*) is a directory\.", "{0}：{1} 是文件夹，不是文件"),
    (r"Invalid value for '?(.*?)'?: \S+ (.*) is a file\.", "{0}：{1} 是文件，不是文件夹"),
    (r"Invalid value for '?(.*?)'?: \S+ (.*) is not readable\.", "{0}：无权读取 {1}"),
    (
        r"Invalid value for '?(.*?)'?: (?:Value error, )?'(.*)' is not one of (.*?)\.?",
        "{0} 不能是“{1}”，只能是 {2}",
    ),
    (r"Invalid value for '?(.*?)'?: (.*)", "{0} 的值不对（{1}）"),
    (r"Option '?(.*?)'? requires .*", "选项 {0} 后面要写一个值"),
    (r"Option '?(.*?)'? does not take a value\.?", "选项 {0} 后面不写值"),
    (r"Got unexpected extra argument(?:s|\(s\))? \((.*)\)", "多写了“{0}”"),
)


class Part(str):
    """A piece of the library's sentence: `{1:，即 }` prints its lead only if the piece is there."""

    __slots__ = ()

    def __format__(self, lead: str) -> str:
        return lead + self if self else ""


def usage_line(error: typer.TyperException) -> str:
    """One Chinese line for a command line that cannot be understood."""
    english = " ".join(error.format_message().split()).replace("' / '", " / ")
    for pattern, chinese in SENTENCES:
        if found := re.fullmatch(pattern, english):
            return chinese.format(*(Part(piece or "") for piece in found.groups()))
    return f"命令写法有误（{english}）"
