"""Does the fence hold? Tried from within: each of these doors must be shut once the seal is set."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from typing import IO


def doors_open(_: IO[bytes]) -> list[str]:
    """The names of the doors that a parser could still go through; none when the fence holds."""
    doors: dict[str, Callable[[], None]] = {
        "打开文件": _open_a_file,
        "连接网络": _open_a_socket,
        "启动进程": _start_a_process,
    }
    return [name for name, door in doors.items() if _opens(door)]


def _opens(door: Callable[[], None]) -> bool:
    try:
        door()
    except OSError:
        return False
    return True


def _open_a_file() -> None:
    os.close(os.open(__file__, os.O_RDONLY))


def _open_a_socket() -> None:
    socket.socket().close()


def _start_a_process() -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
