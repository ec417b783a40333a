"""The pages of a PDF as pictures, with their text; runs inside the fence.

Nothing in the document is run: no form, no script, no attached file. Faces that the document names and
does not carry are drawn with one Chinese face, which is opened before the process is sealed.
"""

from __future__ import annotations

import ctypes
import mmap
import time
from pathlib import Path
from typing import IO, Any

import pypdfium2  # type: ignore[import-untyped]  # it ships no types
from pypdfium2 import raw

from jiheng.files import picture_job
from jiheng.files.guard import LARGEST_FILE, MEGABYTE, refuse
from jiheng.files.picture_job import SHOWN, as_jpeg

MOST_TEXT = 1_000_000  # characters
_SECONDS = 6  # of the ten that the fence gives: what is drawn by then is shown
_LARGEST_SCALE = 4
_AGAIN = "请重新扫描，或从原文件重新导出 PDF 再传"
_CHINESE = {134, 136}  # the character sets GB 2312 and Big5, as the font mapper numbers them
_COLLECTION = 0x74746366  # "ttcf": the whole of a file that holds several faces

_opened: list[Any] = []  # what must stay open until the process ends


def prepare(asked: dict[str, Any]) -> None:
    """Start the drawing library and open the face, before the process is sealed."""
    picture_job.prepare(asked)
    file, index = asked.get("face") or ("", 0)
    face = _ChineseFace(Path(file), index) if file else None
    if face is not None:
        face.setup()
        _opened.append(face)
    document = pypdfium2.PdfDocument.new()
    _picture(document.new_page(10, 10))


def shown(stream: IO[bytes], *, most_pages: int, **_: Any) -> tuple[dict[str, Any], list[bytes]]:
    """{pages, text, marks} with the first pages as JPEGs; Unreadable for what is no sound PDF."""
    content = stream.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        refuse(f"PDF 超过 {LARGEST_FILE // MEGABYTE} MB：请拆成几份，或用低一些的清晰度扫描")
    document = _opened_document(content)
    pictures, texts = _drawn(document, most_pages)
    marks = [*_marks(document), *_shortened(len(pictures), len(document))]
    return {"pages": len(document), "texts": texts, "marks": marks}, pictures


def _opened_document(content: bytes) -> pypdfium2.PdfDocument:
    if b"%PDF-" not in content[:1024]:
        refuse(f"内容不是 PDF：{_AGAIN}")
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as trouble:
        if trouble.err_code == raw.FPDF_ERR_PASSWORD:
            refuse("PDF 加了密码，读不了：请去掉密码后再传")
        refuse(f"PDF 不完整或已损坏：{_AGAIN}")


def _drawn(document: pypdfium2.PdfDocument, most_pages: int) -> tuple[list[bytes], list[str]]:
    pictures: list[bytes] = []
    texts: list[str] = []
    for number in range(min(most_pages, len(document))):
        if time.process_time() > _SECONDS:
            break
        try:
            page = document[number]
            pictures.append(_picture(page))
            texts.append(page.get_textpage().get_text_range()[: MOST_TEXT // most_pages])
        except pypdfium2.PdfiumError:
            refuse(f"PDF 的第 {number + 1} 页已损坏：{_AGAIN}")
    return pictures, texts


def _picture(page: pypdfium2.PdfPage) -> bytes:
    scale = min(SHOWN / max(*page.get_size(), 1), _LARGEST_SCALE)
    drawn = page.render(scale=scale, may_draw_forms=False, rev_byteorder=True)
    return as_jpeg(drawn.to_pil().convert("RGB"))


def _marks(document: pypdfium2.PdfDocument) -> list[str]:
    marks = []
    if raw.FPDFDoc_GetJavaScriptActionCount(document) > 0:
        marks.append("PDF 里带有脚本，这里没有执行")
    if raw.FPDFDoc_GetAttachmentCount(document) > 0:
        marks.append("PDF 里附有其他文件，这里没有打开")
    return marks


def _shortened(drawn: int, pages: int) -> list[str]:
    return [f"共 {pages} 页，这里显示前 {drawn} 页"] if drawn < pages else []


class _ChineseFace(pypdfium2.PdfSysfontBase):  # type: ignore[misc]  # the library is not typed
    """The one face that the font mapper finds on this machine; the names are the library's."""

    def __init__(self, file: Path, index: int) -> None:
        super().__init__()
        with file.open("rb") as stream:
            self._bytes = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        self._start = 0
        if self._bytes[:4] == b"ttcf":
            self._start = int.from_bytes(self._bytes[12 + 4 * index : 16 + 4 * index])

    # The library calls these by place; the first thing told is always its own table of calls.

    def MapFont(self, *told: Any) -> int | None:  # noqa: N802  # the library's name, as all below
        """A handle for Chinese character sets; the library draws others with faces of its own."""
        _, _, _, charset, *_ = told
        return 1 if charset in _CHINESE else None

    def GetFont(self, *_: Any) -> None:  # noqa: N802
        """No face by its name."""

    def GetFontData(self, *told: Any) -> int:  # noqa: N802
        """The bytes of the collection or of the face in it; with a buffer too small their number."""
        _, _, table, buffer, size = told
        start = 0 if table == _COLLECTION else self._start
        if table not in {0, _COLLECTION} or (table == _COLLECTION and not self._start):
            return 0
        length = len(self._bytes) - start
        if buffer and size:
            ctypes.memmove(buffer, self._bytes[start : start + size], min(size, length))
        return length

    def GetFaceName(self, *_: Any) -> int:  # noqa: N802
        """No name to tell."""
        return 0

    def GetFontCharset(self, *_: Any) -> int:  # noqa: N802
        """Simplified Chinese."""
        return 134

    def DeleteFont(self, *_: Any) -> None:  # noqa: N802
        """Nothing to free: the file stays mapped to the end."""
