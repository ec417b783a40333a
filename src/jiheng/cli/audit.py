"""`jiheng audit`: the log of deeds checked by the small program that shares nothing with the site."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from jiheng.values.problems import Problem, Unreadable

PROGRAM = "jiheng_audit.py"
_HOUSE = Path(__file__).resolve().parents[1]
PLACES = (_HOUSE / "check" / PROGRAM, _HOUSE.parents[1] / "check" / PROGRAM)
"""Where it lies: beside the installed program, or in the checkout."""


class AuditDeed(StrEnum):
    """What is done with the log."""

    VERIFY = "verify"


def audit(
    _deed: Annotated[AuditDeed, typer.Argument(metavar="verify", help="verify：核对日志。")],
    head: Annotated[
        list[str] | None,
        typer.Option(
            "--head", metavar="链头", help="站外保存的链头（回执、盖章表上印的），可写几个。"
        ),
    ] = None,
    export: Annotated[
        Path | None,
        typer.Option("--export", metavar="文件", help="核对所用的日志另存一份（JSON lines）。"),
    ] = None,
) -> int:
    """核对操作日志：逐条相连没有，文字与摘要相符没有，站外保存的链头在不在里面。"""
    with tempfile.TemporaryDirectory(prefix="jiheng-audit-") as folder:
        log = export or Path(folder) / "操作日志.jsonl"
        _write(log)
        asked = [part for one in head or [] for part in ("--head", one)]
        command = [sys.executable, "-I", "-X", "utf8", str(_program()), str(log), *asked]
        return subprocess.run(command, check=False).returncode


def _write(log: Path) -> None:
    """The live log, entry by entry, as one moment saw it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiheng.web.settings")
    import django  # noqa: PLC0415 - the other commands do not wait for Django

    django.setup()
    from django.db import DatabaseError  # noqa: PLC0415

    from jiheng.web.models import Entry  # noqa: PLC0415
    from jiheng.web.queries.journal import exported  # noqa: PLC0415

    try:
        with log.open("w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(exported(Entry.objects.order_by("number")))
    except DatabaseError as error:
        message = f"读不到操作日志（{type(error).__name__}）：请检查 JIHENG_DATA 和 DATABASE_URL"
        raise Unreadable(Problem("数据库", message)) from None


def _program() -> Path:
    found = next((place for place in PLACES if place.exists()), None)
    if found is None:
        raise Unreadable(Problem(PROGRAM, "没有找到核对程序，请重新安装绩衡"))
    return found
