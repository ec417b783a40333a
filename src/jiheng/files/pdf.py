"""Word documents rendered to PDF by LibreOffice, with every face that had to be replaced named."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from defusedxml import ElementTree

from jiheng.files.fonts import FontsUnknown, Match, environment, matches
from jiheng.files.whole import write_whole
from jiheng.files.word import MAIN
from jiheng.values.problems import Problem, Unreadable

SECONDS = 120
"""How long a document may take; a circular takes two seconds."""


@dataclass(frozen=True, slots=True)
class Substitution:
    """The face a document asks for and the one that was used in its place."""

    asked: str
    got: str


@dataclass(frozen=True, slots=True)
class Rendering:
    """A PDF and its faces: declared stand-ins, and strays that nobody asked for.

    A stray was fetched for signs that the declared face lacks; `strays` are names inside the PDF.
    """

    path: Path
    substitutions: tuple[Substitution, ...]
    strays: tuple[str, ...]


class NotRendered(Exception):
    """There is no PDF, and the message says why and what to do; the document itself is sound."""


def convert(document: Path, *, to: Path, seconds: int = SECONDS) -> Rendering:
    """Render the docx `document` as the PDF `to`, whole or not at all.

    Unreadable when `document` is no docx; NotRendered when LibreOffice or fontconfig is not there,
    fails, or takes longer than `seconds`.
    """
    declared = _declared(document)
    with tempfile.TemporaryDirectory(prefix="jiheng-") as folder:
        content = _rendered(document, Path(folder), seconds=seconds)
    write_whole(to, content)
    replaced = (Substitution(one.asked, one.got) for one in declared if not one.exact)
    return Rendering(to, tuple(replaced), _strays(embedded_in(content), declared))


# What a torn, locked or foreign zip raises while it is opened and read.
_NO_DOCX = (
    OSError,
    KeyError,
    ValueError,
    RuntimeError,
    zlib.error,
    zipfile.BadZipFile,
    ElementTree.ParseError,
)


def _declared(document: Path) -> tuple[Match, ...]:
    try:
        return matches(sorted(faces_in(document)))
    except FontsUnknown as why:
        raise NotRendered(str(why)) from why


def faces_in(document: Path) -> frozenset[str]:
    """The names of all faces a docx asks for; Unreadable when it is none.

    LibreOffice makes a valid PDF of any junk, so what goes in is looked at first.
    """
    try:
        with zipfile.ZipFile(document) as package:
            package.getinfo("word/document.xml")
            names = [name for name in package.namelist() if re.fullmatch(r"word/\w+\.xml", name)]
            return frozenset().union(*(_faces(package.read(name)) for name in names))
    except _NO_DOCX as why:
        message = "不是可以打开的 Word 文档（docx），不能转成 PDF；请用 Word 或 WPS 另存为 docx"
        raise Unreadable(Problem(document.name, message)) from why


def _faces(content: bytes) -> set[str]:
    slots = [f"{{{MAIN}}}{slot}" for slot in ("ascii", "hAnsi", "eastAsia", "cs")]
    found = ElementTree.fromstring(content).iter(f"{{{MAIN}}}rFonts")
    return {face for one in found for slot in slots if (face := one.get(slot))}


def _rendered(document: Path, folder: Path, *, seconds: int) -> bytes:
    source = folder / "document.docx"
    shutil.copyfile(document, source)
    _run_office(_office(), source, seconds=seconds)
    made = source.with_suffix(".pdf")
    content = made.read_bytes() if made.exists() else b""
    if not (content.startswith(b"%PDF-") and b"%%EOF" in content[-64:]):
        raise NotRendered(
            f"{document.name}：LibreOffice 没有生成 PDF；请用 Word 或 WPS 打开后另存为 PDF"
        )
    return content


def _office() -> str:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        raise NotRendered(
            "没有安装 LibreOffice，不能转成 PDF；Word 文档已经写好，可用 Word 或 WPS 另存为 PDF，"
            "或请管理员安装：apt-get install libreoffice-writer-nogui"
        )
    return found


def _run_office(office: str, source: Path, *, seconds: int) -> None:
    """One job, one profile: two jobs in one profile wait for each other or give up silently."""
    profile = (source.parent / "profile").as_uri()
    command = [office, f"-env:UserInstallation={profile}", "--headless", "--norestore"]
    command += [
        "--convert-to",
        "pdf:writer_pdf_Export",
        "--outdir",
        str(source.parent),
        str(source),
    ]
    job = subprocess.Popen(
        command,
        env={**environment(), "HOME": str(source.parent)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # soffice starts a second program; both are one group
    )
    try:
        job.wait(timeout=seconds)
    except subprocess.TimeoutExpired as why:
        raise NotRendered(f"{seconds} 秒内没有转成 PDF；请稍后再试，或用 Word 另存为 PDF") from why
    finally:
        _end(job)


def _end(job: subprocess.Popen[bytes]) -> None:
    """Nothing of the job stays behind, whether it is done or not."""
    try:
        os.killpg(job.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    finally:
        job.wait()


def embedded_in(content: bytes) -> frozenset[str]:
    """Names of the faces embedded in a PDF, without the mark of a subset."""
    plain = [content, *_unpacked(content)]
    found = {
        name for text in plain for name in re.findall(rb"/BaseFont\s*/([^\s/<>\[\]()]+)", text)
    }
    return frozenset(_spelt(name).partition("+")[2] or _spelt(name) for name in found)


def _spelt(name: bytes) -> str:
    """A PDF name as text; it writes unusual bytes as # and two digits."""
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda m: bytes.fromhex(m[1].decode()), name).decode()


def _unpacked(content: bytes) -> list[bytes]:
    """The streams that hold objects rather than drawings; newer PDFs keep their fonts there."""
    streams = re.finditer(rb"/ObjStm\b.*?stream\r?\n(.*?)endstream", content, re.DOTALL)
    return [zlib.decompressobj().decompress(found[1]) for found in streams]


def _strays(embedded: frozenset[str], declared: tuple[Match, ...]) -> tuple[str, ...]:
    known = {_stem(name) for match in declared for name in match.names}
    return tuple(sorted(name for name in embedded if _stem(name) not in known))


def _stem(name: str) -> str:
    """A face's name without its region: a collection shares one set of outlines among regions."""
    return re.sub(r"CJK(jp|sc|tc|hk|kr)", "CJK", name).removesuffix("-VKana")
