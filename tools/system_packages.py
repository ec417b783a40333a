"""Installs the Debian packages that the tests use, or says what to type and what works without."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from jiheng.cli.machine import SystemPackage, install_command, read_machine


def main() -> int:
    """Always 0: the tests go on, and those that need what is missing say so themselves."""
    machine = read_machine()
    missing = machine.missing()
    if not missing:
        return 0
    if machine.debian and (leave := _leave()) is not None:
        print("正在安装系统软件包 / installing system packages:", _names(missing), flush=True)
        _install(leave, missing)
        missing = read_machine().missing()
    if missing:
        _say_what_to_type(missing)
    return 0


def _leave() -> list[str] | None:
    """What to write before a command so that it runs as root without a password, or None."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if (
        sudo
        and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return [sudo, "-n"]
    return None


def _install(leave: list[str], missing: tuple[SystemPackage, ...]) -> None:
    quiet = [*leave, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    names = [package.name for package in missing]
    for command in (["update"], ["install", "-y", "--no-install-recommends", *names]):
        subprocess.run(
            [*quiet, *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=False,
        )


def _say_what_to_type(missing: tuple[SystemPackage, ...]) -> None:
    print(
        "还缺系统软件包 / system packages are missing:",
        *(f"    {package.name}  {package.gives}" for package in missing),
        "请以管理员身份输入 / type as root:",
        f"    {install_command(missing)}",
        "没有它们：计分、说明、写 Word 和 Excel、网站以及其余测试照常；需要它们的测试会跳过",
        "（转 PDF 和核对版面、浏览器、PostgreSQL、断电）。",
        "Without them scoring, explaining, writing Word and Excel, the site and all other tests work;",
        "the tests that need them are skipped: layout, browser, PostgreSQL, power cut (with CI=true",
        "they fail).",
        sep="\n",
        flush=True,
    )


def _names(packages: tuple[SystemPackage, ...]) -> str:
    return " ".join(package.name for package in packages)


if __name__ == "__main__":
    sys.exit(main())
