"""What looking into an uploaded file needs and gives, and the checks that every format shares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from mmap import mmap
from typing import BinaryIO

from jiheng.files.guard import refuse

SAVE_AGAIN = "请用原来的程序打开，另存或导出一份再交"
BROKEN_OFF = "文件不完整，后半截没有了（下载或拷贝中断）：请重新拷贝或下载一份"
MIXED = "里面还藏着别的内容，像是两种文件拼成的，不予收下：" + SAVE_AGAIN

MOST_STEPS = 100_000  # pieces that a walk looks at; a photograph has some hundred

_ZIP_TAIL = (1 << 16) + 22  # the end record of a zip lies within this much of the end
# What a browser would run if it took the file for a page. Long enough not to occur by chance.
_MARKUP = re.compile(rb"<script[\s>]|</script>|<html[\s>]|<!doctype\s|<\?php\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Opened:
    """An uploaded file: as a stream, and as bytes that are paged in when looked at."""

    stream: BinaryIO
    data: mmap


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look inside found: marks of active content in words, pages where they are cheap."""

    marks: tuple[str, ...] = ()
    pages: int | None = None


def steps() -> Iterator[int]:
    """Numbers to count a walk with; a file of endless little pieces is refused."""
    yield from range(MOST_STEPS)
    refuse("文件碎成太多小块，不像正常的文件：" + SAVE_AGAIN)


def refuse_hidden_zip(data: mmap) -> None:
    """A zip is read from its end, so any file can be one as well; this one may not."""
    if data.find(b"PK\x05\x06", max(0, len(data) - _ZIP_TAIL)) != -1:
        refuse(MIXED)


def refuse_markup(data: bytes | mmap, start: int = 0) -> None:
    """Refuse script and web page text where a format has no place for it."""
    if _MARKUP.search(data, start):
        refuse(MIXED)
