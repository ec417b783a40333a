"""What this machine has of what jiheng can use: programs, parts of LibreOffice, typefaces."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

SECONDS = 30  # a program that does not say its version within this time is treated as absent

# The typefaces that the rules on official documents name (GB/T 9704).
OFFICIAL_FACES = ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体")


@dataclass(frozen=True, slots=True)
class SystemPackage:
    """A Debian package: how one sees that it is there, and what it is for."""

    name: str
    sign: str  # a program, a part of LibreOffice or a typeface; see `Machine.has`
    gives: str


SYSTEM_PACKAGES = (
    SystemPackage("libreoffice-writer-nogui", "office:writer", "把文书转成 PDF"),
    SystemPackage("libreoffice-calc-nogui", "office:calc", "把表格转成 PDF、重新计算表格"),
    SystemPackage("poppler-utils", "program:pdftoppm", "把 PDF 转成图片，供测试核对版面"),
    SystemPackage("fontconfig", "program:fc-match", "查字体"),
    SystemPackage("fonts-noto-cjk", "face:Noto Sans CJK SC", "黑体、宋体的代用字体"),
    SystemPackage("fonts-noto-cjk-extra", "face:Noto Serif CJK SC Black", "小标宋的代用字体"),
    SystemPackage("fonts-arphic-ukai", "face:AR PL UKai CN", "楷体的代用字体"),
    SystemPackage("fonts-arphic-uming", "face:AR PL UMing CN", "宋体的代用字体"),
    SystemPackage("fonts-cwtex-fs", "face:cwTeXFangSong", "仿宋的代用字体"),
)


@dataclass(frozen=True, slots=True)
class Machine:
    """One reading of a machine; nothing in it changes afterwards.

    `libraries` maps each library jiheng needs to its installed version or None; `parts` holds
    signs as in `SystemPackage`; `faces` maps each official typeface to the one fontconfig would
    really take, or None where fontconfig is absent.
    """

    python: tuple[int, int, int]
    jiheng: str
    libraries: Mapping[str, str | None]
    office: str | None
    parts: frozenset[str]
    faces: Mapping[str, str | None]
    debian: bool

    def has(self, sign: str) -> bool:
        """Is the program, part of LibreOffice or typeface there?"""
        return sign in self.parts

    def missing(self) -> tuple[SystemPackage, ...]:
        """The system packages that are not there."""
        return tuple(package for package in SYSTEM_PACKAGES if not self.has(package.sign))


def install_command(packages: tuple[SystemPackage, ...]) -> str:
    """What an administrator types to install the packages on Debian."""
    names = " ".join(package.name for package in packages)
    return f"apt-get update && apt-get install -y --no-install-recommends {names}"


def read_machine() -> Machine:
    """Look at this machine; takes a second, because LibreOffice is asked for its version."""
    families = _families()
    parts = {f"program:{name}" for name in ("pdftoppm", "fc-match") if shutil.which(name)}
    parts |= {f"office:{part}" for part in _office_parts()}
    parts |= {f"face:{family}" for family in families}
    return Machine(
        python=sys.version_info[:3],
        jiheng=version("jiheng"),
        libraries={name: _version(name) for name in _needed()},
        office=_said("soffice", "--version"),
        parts=frozenset(parts),
        faces={face: face if face in families else _match(face) for face in OFFICIAL_FACES},
        debian=shutil.which("apt-get") is not None,
    )


def _needed() -> tuple[str, ...]:
    # "numpy>=1.26" and the like; nothing of ours carries extras or markers
    return tuple(line.split(">=")[0].strip() for line in requires("jiheng") or ())


def _version(library: str) -> str | None:
    try:
        return version(library)
    except PackageNotFoundError:
        return None


def _office_parts() -> tuple[str, ...]:
    program = shutil.which("soffice")
    if program is None:
        return ()
    folder = Path(program).resolve().parent
    libraries = {"writer": "libswlo", "calc": "libsclo"}
    return tuple(part for part, file in libraries.items() if any(folder.glob(f"{file}.*")))


def _families() -> frozenset[str]:
    listed = _said("fc-list", ":", "family") or ""
    return frozenset(name for line in listed.splitlines() for name in line.split(","))


def _match(face: str) -> str | None:
    # The language keeps fontconfig from answering with a face that has no Chinese in it.
    return _said("fc-match", f"{face}:lang=zh-cn", "--format", "%{family[0]}")


def _said(program: str, *arguments: str) -> str | None:
    """What a program prints, or None where it is absent or fails."""
    path = shutil.which(program)
    if path is None:
        return None
    try:
        done = subprocess.run(
            [path, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", "replace").strip() or None
