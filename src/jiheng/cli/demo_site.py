"""The site of `jiheng demo --serve`: made once, served on this machine alone, ended with Ctrl-C."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from rich.console import Console
from rich.table import Table

from jiheng.values.problems import Problem, Unreadable

HOST = "127.0.0.1"
MARK = "demo"
"""A file of this name says that the folder holds invented people with a password that everybody knows."""
PROGRAM = "from jiheng.cli.app import run; run()"
_PATIENCE = 60  # seconds that the site has for its first answer
LOGINS = (
    ("office", "科协办公室：办法、考核、进度、催报"),
    ("county", "填报人：自评填到一半"),
    ("leader", "单位负责人：县里提交后签字"),
    ("leader2", "单位负责人：现在就有一份待签字"),
    ("county5", "填报人：被退回，待修改"),
    ("county6", "填报人：已逾期"),
    ("reviewer", "评估组成员，在两个市都有任职，右上角可切换"),
    ("body", "审定机构成员"),
    ("auditor", "审计：只看不改，操作日志"),
    ("admin", "系统管理员：单位和人员，看不到分数"),
)


def serve_demo(folder: Path, house: Path, *, port: int) -> None:
    """Make the sample site in `folder` if it is not there, and serve it until somebody ends it."""
    console = Console(highlight=False)
    _free_or_told(port)
    password = _made(folder, house, console)
    try:
        with _running(folder, house, port=port) as site:
            _tell(console, port, password=password)
            site.wait()
    except KeyboardInterrupt:
        console.print("\n演示已结束。")


def _made(folder: Path, house: Path, console: Console) -> str:
    """The password of the sample; made under another name first, so that half a sample is never served."""
    _speak_for(folder.with_name(f".{folder.name}-making"), house)
    from jiheng.web.sample.script import FILE, password_in  # noqa: PLC0415 - after the settings

    password = password_in(house / FILE)
    if (folder / MARK).exists():
        return password
    making = folder.with_name(f".{folder.name}-making")
    shutil.rmtree(making, ignore_errors=True)
    with console.status("正在建立演示网站（只在第一次，约十几秒）…"):
        _make(making)
    (making / MARK).write_text("演示用的虚构数据，口令公开，只能在本机使用。\n", "utf-8")
    making.rename(folder)
    return password


def _make(making: Path) -> None:
    making.mkdir(parents=True)
    import django  # noqa: PLC0415 - the other commands do not wait for Django

    django.setup()
    import logging  # noqa: PLC0415

    logging.getLogger("jiheng").setLevel(
        logging.WARNING
    )  # a line for each of 900 deeds helps nobody
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415

    from jiheng.web.sample.make import make_sample  # noqa: PLC0415

    call_command("migrate", verbosity=0, interactive=False)
    make_sample()
    connections.close_all()


def _speak_for(data: Path, house: Path) -> None:
    os.environ.update(_environment(data, house))
    for name in [name for name in os.environ if name == "DATABASE_URL" or _is_others(name)]:
        del os.environ[name]


def _environment(data: Path, house: Path) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "jiheng.web.settings",
        "JIHENG_DATA": str(data.resolve()),
        "JIHENG_HTTPS": "off",
        "JIHENG_HOUSE": str(house.resolve()),
    }


def _is_others(name: str) -> bool:
    """A setting of a real site that must not reach the demonstration."""
    own = ("JIHENG_DATA", "JIHENG_HTTPS", "JIHENG_HOUSE", "JIHENG_DEBUG")
    return name.startswith("JIHENG_") and name not in own


@contextmanager
def _running(folder: Path, house: Path, *, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The site and its worker, answering; both end with the block, whatever ends it."""
    environment = os.environ | _environment(folder, house)
    started: list[subprocess.Popen[bytes]] = []
    signal.signal(signal.SIGTERM, _as_interrupt)
    try:
        for name, more in (("serve", ("--port", str(port))), ("work", ())):
            with (folder / f"{name}.log").open("wb") as log:
                command = [sys.executable, "-c", PROGRAM, name, *more]
                started.append(subprocess.Popen(command, env=environment, stdout=log, stderr=log))
        _wait_for(started[0], port, log=folder / "serve.log")
        yield started[0]
    finally:
        for one in started:
            one.terminate()
        for one in started:
            one.wait(30)


def _as_interrupt(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt


def _wait_for(site: subprocess.Popen[bytes], port: int, *, log: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and site.poll() is None:
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise Unreadable(Problem(str(log), "网站没有启动成功，原因在这个文件的末尾"))


def _free_or_told(port: int) -> None:
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((HOST, port))
        except OSError:
            message = "端口被占用；请先关掉占用它的程序，或用 --port 另选一个"
            raise Unreadable(Problem(f"{HOST}:{port}", message)) from None


def _tell(console: Console, port: int, *, password: str) -> None:
    table = Table(box=None, pad_edge=False)
    for head in ("登录名", "是谁"):
        table.add_column(head)
    for login, words in LOGINS:
        table.add_row(login, words)
    console.print(f"\n演示网站：http://{HOST}:{port}　（只有本机能打开；人员和数据全部虚构）")
    console.print(f"每个登录名的密码都是：{password}\n")
    console.print(table)
    console.print("\n按 Ctrl-C 结束。删掉 demo/site 再运行，就重新建立。")
