"""Before the site or its worker starts: tables are there, and the database is set as it must be."""

from __future__ import annotations

from jiheng.cli.output import print_error
from jiheng.values.problems import Refused


def made_ready() -> None:
    """Bring the tables up to date; Refused with the cure for each setting that would lose data. A
    missing fence is told and stops nothing but imports. Django is set up already."""
    from django.core.management import call_command  # noqa: PLC0415 - Django is loaded by the caller

    from jiheng.files.fence import fence_is_up  # noqa: PLC0415
    from jiheng.web.checks import problems_of_the_database  # noqa: PLC0415

    if problems := problems_of_the_database():
        raise Refused(problems)
    call_command("migrate", verbosity=0, interactive=False)
    if (reason := fence_is_up()) is not None:
        print_error(f"外来文件的隔离没有建成，导入和预览一律拒绝，其他照常：{reason}")
