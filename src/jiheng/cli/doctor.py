"""`jiheng doctor`: what this machine has, what it lacks, and what to do about it."""

from __future__ import annotations

import sys

from jiheng import __version__
from jiheng.cli.output import Format, FormatOption, print_json


def doctor(output: FormatOption = Format.TEXT) -> int:
    """检查这台机器：有什么，缺什么，怎么办。"""
    versions = {"jiheng": __version__, "python": sys.version.split()[0]}
    if output is Format.JSON:
        print_json(versions)
    else:
        print("\n".join(f"{name} {version}" for name, version in versions.items()))
    return 0
