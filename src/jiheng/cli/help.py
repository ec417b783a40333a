"""The help pages of the program in Chinese; the library prints the same pages in English."""

from __future__ import annotations

from typing import Any

from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

rich_utils.ARGUMENTS_PANEL_TITLE = "参数"
rich_utils.OPTIONS_PANEL_TITLE = "选项"
rich_utils.COMMANDS_PANEL_TITLE = "命令"
rich_utils.REQUIRED_LONG_STRING = "[必填]"
rich_utils.DEFAULT_STRING = "[默认：{}]"

# The words of a usage line, and ours.
USAGE = (
    ("Usage: ", "用法："),
    ("[OPTIONS]", "[选项]"),
    ("COMMAND [ARGS]...", "命令 [参数]…"),
)


class Command(TyperCommand):
    """A command whose help is in Chinese."""

    def get_usage(self, ctx: Any) -> str:
        """The usage line."""
        return _chinese(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        """The option `--help`."""
        return _explained(super().get_help_option(ctx))


class Commands(TyperGroup):
    """The list of commands whose help is in Chinese."""

    def get_usage(self, ctx: Any) -> str:
        """The usage line."""
        return _chinese(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        """The option `--help`."""
        return _explained(super().get_help_option(ctx))


def _chinese(usage: str) -> str:
    for english, chinese in USAGE:
        usage = usage.replace(english, chinese)
    return usage


def _explained(option: Any) -> Any:
    if option is not None:
        option.help = "显示这份说明。"
    return option
