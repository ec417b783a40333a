"""Seal a process: after it, the kernel grants only what pure computing needs, and nobody can undo it.

A list of what is allowed rather than of what is forbidden, so that a call the kernel learns next
year is refused too. Everything else (opening files, sockets, new processes, signals to others,
tracing) fails with "not permitted"; the process itself goes on. Linux only: seccomp with a filter.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys

_SET_NO_NEW_PRIVILEGES, _SET_SECCOMP, _SET_PARENT_DEATH = 38, 22, 1
_BY_FILTER = 2
_KILLED = 9

# Names and numbers from the kernel's own tables (arch/x86/entry/syscalls/syscall_64.tbl and
# include/uapi/asm-generic/unistd.h): memory, what is already open, time, chance, ending.
_X86_64 = {
    "read": 0, "write": 1, "close": 3, "fstat": 5, "lseek": 8, "mmap": 9, "mprotect": 10,
    "munmap": 11, "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15,
    "pread64": 17, "readv": 19, "writev": 20, "sched_yield": 24, "mremap": 25, "madvise": 28,
    "getpid": 39, "exit": 60, "uname": 63, "gettimeofday": 96, "getrusage": 98, "sysinfo": 99,
    "times": 100, "sigaltstack": 131, "gettid": 186, "futex": 202, "sched_getaffinity": 204,
    "restart_syscall": 219, "clock_gettime": 228, "clock_getres": 229, "exit_group": 231,
    "getrandom": 318, "membarrier": 324, "rseq": 334,
}  # fmt: skip
_AARCH64 = {
    "close": 57, "lseek": 62, "read": 63, "write": 64, "readv": 65, "writev": 66, "pread64": 67,
    "fstat": 80, "exit": 93, "exit_group": 94, "futex": 98, "clock_gettime": 113,
    "clock_getres": 114, "sched_getaffinity": 123, "sched_yield": 124, "restart_syscall": 128,
    "sigaltstack": 132, "rt_sigaction": 134, "rt_sigprocmask": 135, "rt_sigreturn": 139,
    "times": 153, "uname": 160, "getrusage": 165, "gettimeofday": 169, "getpid": 172,
    "gettid": 178, "sysinfo": 179, "brk": 214, "munmap": 215, "mremap": 216, "mmap": 222,
    "mprotect": 226, "madvise": 233, "getrandom": 278, "membarrier": 283, "rseq": 293,
}  # fmt: skip
# Of these the kernel is asked one thing only, about the process itself: {name: first argument}.
_ASKING_LIMITS = {"x86_64": 302, "aarch64": 261}
_SOCKETS = {"x86_64": 41, "aarch64": 198}
_TRACING = {"x86_64": (101, 310, 311), "aarch64": (117, 270, 271)}
_MACHINES = {"x86_64": (0xC000003E, _X86_64), "aarch64": (0xC00000B7, _AARCH64)}
_WITHIN_THE_MACHINE = 1  # AF_UNIX

# One instruction of the kernel's filter: what to do, how far to jump if so and if not, with what.
_Step = tuple[int, int, int, int]
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _END = 0x20, 0x15, 0x35, 0x06
_CALL, _MACHINE, _FIRST_ARGUMENT = 0, 4, 16  # where in `struct seccomp_data` they stand
_ALLOW, _KILL = 0x7FFF0000, 0x80000000
_REFUSE = 0x00050000 | 1  # EPERM
_FOREIGN_CALLS = 0x40000000  # the x32 way of calling has numbers from here on


class NoSeal(Exception):
    """This machine cannot seal a process; the message is the reason."""


def seal() -> None:
    """Leave this process nothing but memory, time and what is open already; NoSeal when it cannot be."""
    machine = _known_machine()
    number, calls = _MACHINES[machine]
    steps = [
        *_only_on(number),
        *_allowed_if(_ASKING_LIMITS[machine], 0),
        *(step for call in sorted(calls.values()) for step in _allowed(call)),
        (_END, 0, 0, _REFUSE),
    ]
    _install(steps)


def seal_network() -> None:
    """Leave this process and all it starts no network and no tracing, files and processes as before."""
    machine = _known_machine()
    steps = [
        *_only_on(_MACHINES[machine][0]),
        *(step for call in _TRACING[machine] for step in _refused(call)),
        *_allowed_if(_SOCKETS[machine], _WITHIN_THE_MACHINE),
        *_refused(_SOCKETS[machine]),
        (_END, 0, 0, _ALLOW),
    ]
    _install(steps)


def end_with_parent() -> None:
    """Let the kernel end this process when the one that started it is gone; elsewhere than Linux a no-op."""
    if sys.platform == "linux":
        _prctl(_SET_PARENT_DEATH, _KILLED)


def _known_machine() -> str:
    if sys.platform != "linux":
        raise NoSeal(f"{sys.platform} 系统没有 seccomp，需要在 Linux 上运行")
    machine = platform.machine()
    if machine not in _MACHINES:
        raise NoSeal(f"不认识处理器“{machine}”的系统调用编号")
    return machine


def _only_on(machine: int) -> list[_Step]:
    """End a process that calls in another machine's way, because numbers mean other things there."""
    return [
        (_LOAD, 0, 0, _MACHINE),
        (_IF_EQUAL, 1, 0, machine),
        (_END, 0, 0, _KILL),
        (_LOAD, 0, 0, _CALL),
        (_IF_AT_LEAST, 0, 1, _FOREIGN_CALLS),
        (_END, 0, 0, _REFUSE),
    ]


def _allowed(call: int) -> list[_Step]:
    return [(_IF_EQUAL, 0, 1, call), (_END, 0, 0, _ALLOW)]


def _refused(call: int) -> list[_Step]:
    return [(_IF_EQUAL, 0, 1, call), (_END, 0, 0, _REFUSE)]


def _allowed_if(call: int, argument: int) -> list[_Step]:
    """Allow a call with this first argument (its low half; the kernel takes an int), refuse it else."""
    return [
        (_IF_EQUAL, 0, 4, call),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_IF_EQUAL, 0, 1, argument),
        (_END, 0, 0, _ALLOW),
        (_END, 0, 0, _REFUSE),
    ]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("steps", ctypes.c_void_p)]


def _install(steps: list[_Step]) -> None:
    written = b"".join(struct.pack("=HBBI", *step) for step in steps)
    held = ctypes.create_string_buffer(written, len(written))
    program = _Program(len(steps), ctypes.addressof(held))
    _prctl(_SET_NO_NEW_PRIVILEGES, 1)
    _prctl(_SET_SECCOMP, _BY_FILTER, second=ctypes.addressof(program))


def _prctl(what: int, first: int, *, second: int = 0) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    words = [ctypes.c_ulong(word) for word in (first, second, 0, 0)]
    if library.prctl(ctypes.c_int(what), *words) != 0:
        reason = os.strerror(ctypes.get_errno())
        raise NoSeal(f"系统内核不允许设置 seccomp（{reason}）")
