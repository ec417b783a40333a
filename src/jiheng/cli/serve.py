"""`jiheng serve`: the site."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from jiheng.cli.demo_site import MARK
from jiheng.values.problems import Problem, Refused

OWN = ("127.0.0.1", "localhost", "::1")


def serve(
    host: Annotated[str, typer.Option(metavar="地址", help="在哪个地址上提供服务。")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="端口", help="端口。")] = 8000,
    workers: Annotated[int, typer.Option(metavar="个数", help="网页进程的个数。")] = 1,
) -> int:
    """启动网站；第一次启动会建立数据库。设置见 docs/site.md。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiheng.web.settings")
    with tempfile.TemporaryDirectory(prefix="jiheng-figures-") as figures:
        # all processes count together; told before anything that counts is loaded
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = figures
        _serve(host, port, workers=workers)
    return 0


def _serve(host: str, port: int, *, workers: int) -> None:
    # Django takes a second to load; the other commands do not wait for it.
    import django  # noqa: PLC0415
    from granian import Granian  # noqa: PLC0415
    from granian.constants import Interfaces  # noqa: PLC0415

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415

    from jiheng.cli.site_ready import made_ready  # noqa: PLC0415

    _not_the_demonstration(settings.DATA, host)
    made_ready()
    connections.close_all()  # the workers open their own
    Granian(
        "jiheng.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        log_access=False,
        respawn_failed_workers=True,
    ).serve()


def _not_the_demonstration(data: Path, host: str) -> None:
    """Its people have a password that everybody knows: it is served to this machine alone."""
    if (data / MARK).exists() and host not in OWN:
        message = (
            "这是演示用的数据，口令公开，只能在本机（127.0.0.1）打开；正式使用请换一个 JIHENG_DATA"
        )
        raise Refused([Problem(str(data), message)])
