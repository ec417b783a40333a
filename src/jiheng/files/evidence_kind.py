"""What an uploaded file is: by its content, its structure and its extension, all three agreeing."""

from __future__ import annotations

import mmap
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from jiheng.files.evidence_compound import look_at_compound
from jiheng.files.evidence_look import Opened, Seen
from jiheng.files.evidence_names import extension_of, shown_name
from jiheng.files.evidence_office import look_at_ofd, look_at_office
from jiheng.files.evidence_pdf import look_at_pdf
from jiheng.files.evidence_pictures import look_at_jpeg, look_at_png, look_at_webp
from jiheng.files.evidence_text import look_at_csv, look_at_text
from jiheng.files.evidence_zip import look_at_parcel
from jiheng.files.guard import other_content, refuse
from jiheng.values.problems import Problem, Unreadable

Look = Callable[[Opened], Seen]


@dataclass(frozen=True, slots=True)
class EvidenceKind:
    """What a file is, and what in it would act on its own (`marks`, in words for people)."""

    media_type: str
    extension: str  # the usual one, without the dot
    label: str
    marks: tuple[str, ...] = ()
    pages: int | None = None  # None where only the preview can count them

    @property
    def has_active_content(self) -> bool:
        """Whether people are to be told before they open the original."""
        return bool(self.marks)

    @property
    def is_parcel(self) -> bool:
        """Whether it is a ZIP, which is unpacked and never kept."""
        return self.extension == "zip"


@dataclass(frozen=True, slots=True)
class _Form:
    """One accepted form: how it begins, how it is named, and who looks inside."""

    content: str
    extensions: tuple[str, ...]
    media_type: str
    label: str
    look: Look


_OFFICE = "application/vnd.openxmlformats-officedocument."
_WORD = _OFFICE + "wordprocessingml.document"
_SHEET = _OFFICE + "spreadsheetml.sheet"
_SLIDES = _OFFICE + "presentationml.presentation"

_FORMS = (
    _Form("PDF", ("pdf",), "application/pdf", "PDF 文档", look_at_pdf),
    _Form("JPEG 图片", ("jpg", "jpeg", "jpe", "jfif"), "image/jpeg", "JPEG 图片", look_at_jpeg),
    _Form("PNG 图片", ("png",), "image/png", "PNG 图片", look_at_png),
    _Form("WebP 图片", ("webp",), "image/webp", "WebP 图片", look_at_webp),
    _Form("压缩包", ("docx",), _WORD, "Word 文档",
          partial(look_at_office, main=_WORD + ".main+xml")),
    _Form("压缩包", ("xlsx",), _SHEET, "Excel 工作簿",
          partial(look_at_office, main=_SHEET + ".main+xml")),
    _Form("压缩包", ("pptx",), _SLIDES, "演示文稿",
          partial(look_at_office, main=_SLIDES + ".main+xml")),
    _Form("压缩包", ("ofd",), "application/ofd", "OFD 版式文件", look_at_ofd),
    _Form("压缩包", ("zip",), "application/zip", "压缩包", look_at_parcel),
    _Form("旧式 Office", ("doc",), "application/msword", "Word 97-2003 文档",
          partial(look_at_compound, stream="WordDocument")),
    _Form("旧式 Office", ("wps",), "application/wps-office.wps", "WPS 文字",
          partial(look_at_compound, stream="WordDocument")),
    _Form("旧式 Office", ("xls",), "application/vnd.ms-excel", "Excel 97-2003 工作簿",
          partial(look_at_compound, stream="Workbook")),
    _Form("旧式 Office", ("et",), "application/wps-office.et", "WPS 表格",
          partial(look_at_compound, stream="Workbook")),
    _Form("旧式 Office", ("ppt", "dps"), "application/vnd.ms-powerpoint", "演示文稿（97-2003）",
          partial(look_at_compound, stream="PowerPoint Document")),
    _Form("文本", ("txt",), "text/plain", "文本", look_at_text),
    _Form("文本", ("csv",), "text/csv", "CSV 表格", look_at_csv),
)  # fmt: skip
_BY_EXTENSION = {extension: form for form in _FORMS for extension in form.extensions}
ACCEPTED = tuple(_BY_EXTENSION)
"""The extensions that are taken, for the upload field and for a ZIP's listing."""

_BEGINNINGS = (
    (b"%PDF-", "PDF", "pdf"),
    (b"\xff\xd8\xff", "JPEG 图片", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "PNG 图片", "png"),
    (b"PK\x03\x04", "压缩包", ""),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧式 Office", ""),
)
_MOVING = "视频和录音不收：请交播出页面或画面的截图，并在说明里写明网址、日期"
_PAGE = "网页和 XML 不收：请在浏览器里打印成 PDF，或截屏后交"
_PROGRAM = "程序和脚本不收：请交能直接看的文档、图片或 PDF"
_PACKED = "这种压缩包不收：请改打成 ZIP 压缩包，或解开后逐个交"
_APPLE = (
    "苹果手机的 HEIC 照片不收：请在“设置—相机—格式”选“兼容性最佳”后重拍，或截屏、另存为 JPEG 再交"
)
_MACROS = "带宏的文件不收：请另存为不带宏的 docx、xlsx 或 pptx 再交"
_OPEN = "这种文档不收：请另存为 docx、xlsx 或 PDF 再交"
_PICTURE = "这种图片不收：请另存为 PNG 或 JPEG，或截屏后交"
_NOT_TAKEN = {
    extension: message
    for message, extensions in (
        (_APPLE, "heic heif"),
        (_PICTURE, "gif bmp tif tiff ico psd avif svg svgz emf wmf eps ai raw dng cdr"),
        (_MOVING, "mp4 mov avi wmv mkv flv m4v 3gp webm mp3 wav m4a aac amr wma ogg"),
        (_PAGE, "html htm xhtml xml mht mhtml swf xsl url"),
        (_PROGRAM, "exe dll scr com msi bat cmd ps1 vbs js jse hta jar lnk sh py php apk reg iso cpl"),
        (_PACKED, "rar 7z gz tar tgz bz2 xz cab"),
        (_MACROS, "docm xlsm pptm dotm xltm xlsb ppsm xlam"),
        (_OPEN, "odt ods odp rtf dot dotx xlt xltx pps ppsx pages numbers key wpt ett uof caj eml msg"),
    )
    for extension in extensions.split()
}  # fmt: skip


def kind_of(path: Path, name: str) -> EvidenceKind:
    """What the file at `path`, uploaded under `name`, is.

    Raises Unreadable (its place is the shown name) when content, structure and extension do not all
    say the same, when the file is damaged, or when such files are not taken; the message says what
    to do. The file is not changed and never read into memory as a whole.
    """
    shown = shown_name(name)
    try:
        form = _form(extension_of(shown))
        seen = _look(path, form)
    except Unreadable as unreadable:
        raise Unreadable(Problem(shown, unreadable.problem.message)) from None
    return EvidenceKind(form.media_type, form.extensions[0], form.label, seen.marks, seen.pages)


def _form(extension: str) -> _Form:
    if not extension:
        refuse("文件名没有后缀，看不出是什么：请补上后缀（如 .pdf、.jpg、.docx）再交")
    if extension in _NOT_TAKEN:
        refuse(_NOT_TAKEN[extension])
    if extension not in _BY_EXTENSION:
        refuse(f"后缀 .{extension} 的文件不收：请另存为 PDF、Word、Excel 或 JPEG、PNG 图片再交")
    return _BY_EXTENSION[extension]


def _look(path: Path, form: _Form) -> Seen:
    with path.open("rb") as stream:
        if stream.seek(0, 2) == 0:
            refuse("文件是空的（0 字节）：请重新导出或拷贝")
        stream.seek(0)
        with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
            _refuse_other_content(data[:4096], form)
            return form.look(Opened(stream, data))


def _refuse_other_content(head: bytes, form: _Form) -> None:
    """The first bytes say the same as the extension, or the file is named for what it is."""
    content, extension = _content(head)
    if content == form.content:
        return
    wanted = f"后缀是 .{form.extensions[0]}，"
    if extension:
        refuse(f"{wanted}内容却是 {content}：如果文件没错，请把后缀改为 .{extension} 再交")
    refuse(f"{wanted}{other_content(head).replace('内容', '内容却', 1)}：请核对是不是拿错了文件")


def _content(head: bytes) -> tuple[str, str]:
    for beginning, content, extension in _BEGINNINGS:
        if head.startswith(beginning):
            return content, extension
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WebP 图片", "webp"
    if b"%PDF-" in head[:32]:
        return "PDF", "pdf"
    return ("文本", "") if _may_be_text(head) else ("", "")


def _may_be_text(head: bytes) -> bool:
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return wide or other_content(head) == "内容是纯文本（或 CSV）"
