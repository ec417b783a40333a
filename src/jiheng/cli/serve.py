"""`jiheng serve`: the site."""

from __future__ import annotations

import os
from typing import Annotated

import typer


def serve(
    host: Annotated[str, typer.Option(metavar="地址", help="在哪个地址上提供服务。")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="端口", help="端口。")] = 8000,
    workers: Annotated[int, typer.Option(metavar="个数", help="网页进程的个数。")] = 1,
) -> int:
    """启动网站；第一次启动会建立数据库。设置见 docs/site.md。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiheng.web.settings")
    # Django takes a second to load; the other commands do not wait for it.
    import django  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from granian import Granian  # noqa: PLC0415
    from granian.constants import Interfaces  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    Granian(
        "jiheng.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=8,
        log_access=False,
    ).serve()
    return 0
