"""`jiheng administrator`: the first person of a fresh installation, entered by hand on the server."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from jiheng.values.problems import Problem, Refused


def administrator(
    organisation: Annotated[
        str,
        typer.Argument(metavar="单位", help="管理员所在的单位，例如组织考核的科协；没有就建立。"),
    ],
    login: Annotated[
        str, typer.Argument(metavar="登录名", help="管理员的登录名，不能与别人相同。")
    ],
    name: Annotated[
        str, typer.Option("--name", metavar="姓名", help="管理员的姓名。")
    ] = "系统管理员",
    kind: Annotated[
        str, typer.Option("--kind", metavar="类别", help="新建单位的类别：province、city、county。")
    ] = "city",
) -> int:
    """在服务器上登记一位系统管理员。密码当场输入两遍，不写在命令里。"""
    if not sys.stdin.isatty():
        raise Refused([Problem("", "密码要在终端上当场输入，不能由管道或文件送入。")])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiheng.web.settings")
    import django  # noqa: PLC0415 - the other commands do not wait for Django

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from jiheng.web.actions.first_administrator import enter_administrator  # noqa: PLC0415
    from jiheng.web.inputs.first_administrator import problems_of  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    given = {"name": name, "username": login.strip().lower(), "organisation": organisation}
    if problems := problems_of(**given, kind=kind):
        raise Refused(problems)
    password = typer.prompt("密码", hide_input=True, confirmation_prompt="再输入一遍")
    if problems := problems_of(**given, kind=kind, password=password):
        raise Refused(problems)
    enter_administrator(**given, kind=kind, password=password)
    typer.echo(
        f"已登记系统管理员 {login}（{organisation}）。请登录后在“密码与安全”中启用第二重验证。"
    )
    return 0
