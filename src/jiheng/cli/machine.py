"""What this machine has of what jiheng can use: programs, parts of LibreOffice, typefaces."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from defusedxml import ElementTree

from jiheng.files.fence import fence_is_up
from jiheng.files.fonts import FACES, FontsUnknown, matches
from jiheng.values.problems import Problem

SECONDS = 30  # a program that does not say its version within this time is treated as absent

# The typefaces that the rules on official documents name (GB/T 9704).
OFFICIAL_FACES = ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体")


@dataclass(frozen=True, slots=True)
class SystemPackage:
    """A Debian package: how one sees that it is there, and what it is for.

    `serves` names the work that rests on it; only `office` is work of jiheng itself, the others are
    kinds of tests (`tests/platform/`).
    """

    name: str
    sign: str  # a program, a part of LibreOffice, a typeface …; see `Machine.has`
    gives: str
    serves: str = "office"

    @property
    def is_for_tests(self) -> bool:
        """Does only a developer need it?"""
        return self.serves != "office"


SYSTEM_PACKAGES = (
    SystemPackage("libreoffice-writer-nogui", "office:writer", "把文书转成 PDF"),
    SystemPackage("libreoffice-calc-nogui", "office:calc", "把表格转成 PDF、重新计算表格"),
    SystemPackage("poppler-utils", "program:pdftoppm", "把 PDF 转成图片，供测试核对版面"),
    SystemPackage("fontconfig", "program:fc-match", "查字体"),
    SystemPackage("fonts-noto-cjk", "face:Noto Sans CJK SC", "小标宋、黑体、宋体的代用字体"),
    SystemPackage("fonts-noto-cjk-extra", "face:Noto Serif CJK SC Light", "仿宋的代用字体"),
    SystemPackage("fonts-arphic-ukai", "face:AR PL UKai CN", "楷体的代用字体"),
    SystemPackage("chromium", "program:chromium", "在浏览器里测试网站", "browser"),
    SystemPackage("postgresql", "server:postgres", "在 PostgreSQL 上测试网站", "postgres"),
    SystemPackage("gcc", "program:gcc", "编译断电测试用的小程序", "powercut"),
    SystemPackage("libc6-dev", "header:stdio.h", "编译断电测试用的小程序", "powercut"),
)
POSTGRES_FOLDERS = (
    "/usr/lib/postgresql"  # Debian keeps each version's programs below it, off the path
)
HEADERS = Path("/usr/include")


class Standing(StrEnum):
    """What answers for an official typeface."""

    OFFICIAL = "official"  # itself
    STAND_IN = "stand-in"  # one of those declared for it, of the same kind
    STRAY = "stray"  # whatever fontconfig found, of another kind
    UNKNOWN = "unknown"  # there is no fontconfig to ask


@dataclass(frozen=True, slots=True)
class Face:
    """An official typeface, and the one that a document rendered here really gets."""

    official: str
    taken: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Machine:
    """One reading of a machine; nothing in it changes afterwards.

    `libraries` maps each library jiheng needs to its installed version or None; `parts` holds
    signs as in `SystemPackage`. `no_fence` is the reason why strangers' files cannot be read, if any;
    `site` is what is wrong with the site's settings and database, None where there is no site.
    """

    python: tuple[int, int, int]
    jiheng: str
    libraries: Mapping[str, str | None]
    office: str | None
    parts: frozenset[str]
    faces: tuple[Face, ...]
    debian: bool
    no_fence: str | None = None
    site: tuple[Problem, ...] | None = None

    def has(self, sign: str) -> bool:
        """Is the program, part of LibreOffice or typeface there?"""
        return sign in self.parts

    def missing(self) -> tuple[SystemPackage, ...]:
        """The system packages that are not there."""
        return tuple(package for package in SYSTEM_PACKAGES if not self.has(package.sign))

    def missing_for(self, work: str) -> tuple[SystemPackage, ...]:
        """Those of them without which one kind of work does not go."""
        return tuple(package for package in self.missing() if package.serves == work)


def install_command(packages: tuple[SystemPackage, ...]) -> str:
    """What an administrator types to install the packages on Debian."""
    names = " ".join(package.name for package in packages)
    return f"apt-get update && apt-get install -y --no-install-recommends {names}"


def read_machine() -> Machine:
    """Look at this machine; takes a second, because LibreOffice is asked for its version."""
    programs = ("pdftoppm", "fc-match", "chromium", "gcc")
    parts = {f"program:{name}" for name in programs if shutil.which(name)}
    parts |= {"server:postgres"} if postgres_programs() else set()
    parts |= {f"header:{name}" for name in ("stdio.h",) if (HEADERS / name).exists()}
    parts |= {f"office:{part}" for part in _office_parts()}
    parts |= {f"face:{family}" for family in _families()}
    return Machine(
        python=sys.version_info[:3],
        jiheng=version("jiheng"),
        libraries={name: _version(name) for name in _needed()},
        office=_said("soffice", "--version"),
        parts=frozenset(parts),
        faces=tuple(_face(official) for official in OFFICIAL_FACES),
        debian=shutil.which("apt-get") is not None,
        no_fence=fence_is_up(),
        site=_site_problems(),
    )


def _site_problems() -> tuple[Problem, ...] | None:
    """What would keep the site of this environment from starting; a database that is not there yet is
    made by the site itself."""
    data = Path(os.environ.get("JIHENG_DATA", "jiheng-data"))
    if "DATABASE_URL" not in os.environ and not (data / "jiheng.sqlite3").exists():
        return None
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiheng.web.settings")
    # Django takes a second to load, and only a machine with a site needs it
    import django  # noqa: PLC0415
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415

    try:
        django.setup()
    except ImproperlyConfigured as error:
        return (Problem("网站的设置", str(error)),)
    from jiheng.web.checks import problems_of_the_database  # noqa: PLC0415

    return tuple(problems_of_the_database())


def postgres_programs() -> Path | None:
    """The folder of `initdb` and `postgres`, the newest version's where there are several."""
    if (found := shutil.which("initdb")) is not None:
        return Path(found).parent
    there = [path.parent for path in Path(POSTGRES_FOLDERS).glob("*/bin/initdb")]
    return max(there, key=lambda folder: float(folder.parent.name), default=None)


def _needed() -> tuple[str, ...]:
    # "psycopg[binary]>=3.2" and the like, without extras and versions
    names = (re.match(r"[\w.-]+", line) for line in requires("jiheng") or ())
    return tuple(name.group() for name in names if name)


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


def _face(official: str) -> Face:
    try:
        (match,) = matches([official])
    except FontsUnknown:
        return Face(official, "", Standing.UNKNOWN)
    if match.exact:
        return Face(official, match.got, Standing.OFFICIAL)
    declared = any(match.got.startswith(family) for family in _stand_ins(official))
    return Face(official, match.got, Standing.STAND_IN if declared else Standing.STRAY)


def _stand_ins(official: str) -> Iterator[str]:
    """The typefaces declared to stand in for an official one, best first."""
    for alias in ElementTree.parse(FACES).iter("alias"):
        if alias.findtext("family") == official:
            yield from (family.text or "" for family in alias.iterfind("accept/family"))


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
