"""`jiheng evidence verify`: every file of the store read again, against what it was when it came."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import Annotated

import typer

from jiheng.cli.output import print_error
from jiheng.values.problems import Problem, Unreadable

FINE, ALTERED = 0, 1


class EvidenceDeed(StrEnum):
    """What is done with the store."""

    VERIFY = "verify"


def evidence(
    _deed: Annotated[EvidenceDeed, typer.Argument(metavar="verify", help="verify：核对佐证文件。")],
) -> int:
    """核对佐证文件：逐个重读，与收到时的 SHA-256 比较，有登记而不见了的一并列出。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiheng.web.settings")
    import django  # noqa: PLC0415 - the other commands do not wait for Django

    django.setup()
    from django.db import DatabaseError  # noqa: PLC0415

    from jiheng.web.actions.evidence_sweep import altered_files  # noqa: PLC0415
    from jiheng.web.store import StoreDown  # noqa: PLC0415

    try:
        found = list(altered_files())
    except DatabaseError as error:
        message = f"读不到登记（{type(error).__name__}）：请检查 JIHENG_DATA 和 DATABASE_URL"
        raise Unreadable(Problem("数据库", message)) from None
    except StoreDown as down:
        raise Unreadable(Problem("材料库", str(down))) from None
    for altered in found:
        print_error(str(altered))
    print(f"不对的文件 {len(found)} 个。" if found else "佐证文件都与收到时一样。")
    return ALTERED if found else FINE
