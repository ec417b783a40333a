"""Looks whether a text or CSV file is nothing but text in a known encoding."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress

from jiheng.files.evidence_look import Opened, Seen, refuse_markup
from jiheng.files.guard import MEGABYTE, refuse

LARGEST_TEXT = 8 * MEGABYTE  # four million Chinese signs

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ENCODINGS = ("utf-8", "gb18030")  # what programs here write; the first that fits is it
_CONTROL = re.compile("[\0-\x08\x0e-\x1f\x7f]")
# The first words of what is no plain text although every sign of it is: pages, scripts, other formats.
_NO_TEXT = re.compile(
    r"#!|@echo\s+off|<\?|<!|</?[a-z]+[\s>/]|%PDF|MZ|GIF8|RIFF|\{\\rtf|%!PS"
    r"|(?:function|var|let|const|import|param|sub|option\s+explicit)\b[^一-鿿]{0,80}[({;=]",
    re.IGNORECASE,
)
_FORMULA = re.compile(r"^(?:[=@＝＠]|[+＋\-－](?![\d.])).", re.DOTALL)
_CELL_END = re.compile(r'[,;\t\r\n"]+ *')


def look_at_text(opened: Opened) -> Seen:
    """Text in UTF-8, UTF-16 with its mark or GB18030: no control signs, no program, no web page."""
    _text_of(opened)
    return Seen()


def look_at_csv(opened: Opened) -> Seen:
    """As `look_at_text`; cells that a spreadsheet would compute are marked."""
    cells = _CELL_END.split(_text_of(opened))
    return Seen(("以公式开头的单元格",) if any(map(_FORMULA.match, cells)) else ())


def _text_of(opened: Opened) -> str:
    if len(opened.data) > LARGEST_TEXT:
        refuse(f"文本超过 {LARGEST_TEXT // MEGABYTE} MB，不像给人看的材料：请只交有关的部分")
    data = opened.data[:]
    text = _decoded(data)
    if _CONTROL.search(text):
        refuse("内容不是纯文本，含有控制字符：请用记事本打开核对，另存为“UTF-8”编码再交")
    if _NO_TEXT.match(text.lstrip()):
        refuse("内容像程序或网页，不是纯文本：请把要看的文字复制到 Word 文档，或截屏后交")
    refuse_markup(text.encode())
    return text


def _decoded(data: bytes) -> str:
    known = [encoding for bom, encoding in _BOMS if data.startswith(bom)]
    for encoding in known or _ENCODINGS:
        with suppress(UnicodeDecodeError):
            return data.decode(encoding)
    return refuse("文字的编码认不出：请用记事本打开，另存为“UTF-8”编码再交")
