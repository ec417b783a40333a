"""Old Word and Excel files made into new ones by LibreOffice, so that they can be shown; takes seconds.

LibreOffice needs files and processes of its own, so it cannot run in the fence; it runs with an
environment and a home of its own, and the kernel refuses it every network and every tracing.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from jiheng.files.fence_child import NO_FENCE
from jiheng.files.pdf import NotRendered
from jiheng.files.preview import DOCX, XLSX, Preview, preview_of
from jiheng.values.problems import Problem, Unreadable

DOC = "application/msword"
XLS = "application/vnd.ms-excel"
SECONDS = 60
_STARTER = Path(__file__).with_name("preview_office_child.py")
_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # OLE2, in which both old formats lie
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_LARGEST = 64 << 20


@dataclass(frozen=True, slots=True)
class _Kind:
    """An old format: the stream that proves it, and what it is turned into."""

    streams: tuple[str, ...]
    suffix: str
    new_suffix: str
    new_type: str
    cure: str


_KINDS = {
    DOC: _Kind(("WordDocument",), ".doc", ".docx", DOCX, "请用 Word 或 WPS 另存为 docx 再传"),
    XLS: _Kind(("Workbook", "Book"), ".xls", ".xlsx", XLSX, "请用 Excel 或 WPS 另存为 xlsx 再传"),
}


def old_preview_of(path: Path, media_type: str) -> Preview:
    """The preview of a doc or xls.

    Unreadable when the file is none or cannot be opened; NotRendered when LibreOffice is not there,
    cannot be cut off from the network, or is not done within `SECONDS`.
    """
    kind = _KINDS[media_type]
    _refuse_unless(path, kind)
    with tempfile.TemporaryDirectory(prefix="jiheng-") as folder:
        source = Path(folder) / f"document{kind.suffix}"
        shutil.copyfile(path, source)
        _convert(source, kind)
        made = source.with_suffix(kind.new_suffix)
        if not made.is_file():
            raise Unreadable(Problem(path.name, f"打不开，文件可能已损坏：{kind.cure}"))
        try:
            return preview_of(made, kind.new_type)
        except Unreadable as unreadable:  # it is known by its own name
            raise Unreadable(Problem(path.name, unreadable.problem.message)) from None


def _refuse_unless(path: Path, kind: _Kind) -> None:
    """LibreOffice opens any junk as text, so what goes in is looked at first."""
    with path.open("rb") as stream:
        content = stream.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise Unreadable(Problem(path.name, f"文件太大：{kind.cure}"))
    named = any(stream.encode("utf-16-le") in content for stream in kind.streams)
    if not (content.startswith(_CONTAINER) and named):
        raise Unreadable(Problem(path.name, f"内容不是 {kind.suffix[1:]} 文件：{kind.cure}"))
    if _LOCKED in content:
        raise Unreadable(Problem(path.name, "文件加了密码，读不了：请去掉密码后再传"))


def _convert(source: Path, kind: _Kind) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise NotRendered(f"没有安装 LibreOffice，旧格式文件不能预览；{kind.cure}")
    folder = source.parent
    command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--norestore", "--convert-to", kind.new_suffix[1:], "--outdir", str(folder)]
    job = subprocess.Popen(
        [sys.executable, "-I", str(_STARTER), *command, str(source)],
        env={"HOME": str(folder), "PATH": os.defpath, "LC_ALL": "C.UTF-8"},  # none of our secrets
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # soffice starts a second program; both are one group
    )
    try:
        _await(job, kind)
    finally:
        _end(job)


def _await(job: subprocess.Popen[bytes], kind: _Kind) -> None:
    try:
        if job.wait(timeout=SECONDS) == NO_FENCE:
            raise NotRendered(f"这台机器上不能让 LibreOffice 断开网络，旧格式不预览；{kind.cure}")
    except subprocess.TimeoutExpired:
        raise NotRendered(f"{SECONDS} 秒内没有打开；{kind.cure}") from None


def _end(job: subprocess.Popen[bytes]) -> None:
    """Nothing of the job stays behind, whether it is done or not."""
    try:
        os.killpg(job.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    finally:
        job.wait()
