"""`jiheng work`: the process that does what the site has put aside, and what the clock asks for."""

from __future__ import annotations

import os
from typing import Annotated

import typer


def work(
    interval: Annotated[
        float, typer.Option(metavar="秒", help="没有任务时，隔多久再看一次。")
    ] = 1.0,
) -> int:
    """启动后台程序：预览、提醒、邮件。可以开几个；停了，网站照常用，恢复后接着办。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiheng.web.settings")
    import django  # noqa: PLC0415 - the other commands do not wait for Django

    django.setup()
    from jiheng.cli.site_ready import made_ready  # noqa: PLC0415

    made_ready()
    from jiheng.web.tasks.worker import work as work_on  # noqa: PLC0415

    work_on(interval=interval)
    return 0
