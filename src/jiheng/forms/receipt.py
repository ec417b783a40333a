"""The receipt (回执) that goes out with a notice and comes back sealed: what was sent, that it came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from jiheng.forms.page import Annex, Note, Paragraph, Part, day_in_words
from jiheng.forms.table import Cell, Column, Place, Size, table

_BLANK_DAY = "　　　　年　　月　　日"


@dataclass(frozen=True, slots=True)
class Seal:
    """What a paper is held against later: the SHA-256 of its content, and the head of the journal's
    chain at that moment, both as hexadecimal text (empty: not known, not printed)."""

    digest: str = ""
    head: str = ""


NO_SEAL = Seal()


@dataclass(frozen=True, slots=True)
class Sent:
    """What the receipt is for: the paper's title and number, to whom, from whom, back by when."""

    title: str
    number: str
    to: str
    office: str
    back_by: date | None = None


def receipt(sent: Sent, seal: Seal, *, number: int | None) -> Iterator[Part]:
    """The receipt as an annex with this number, on a page of its own."""
    yield Annex(("回　　执",), number)
    by = f"请于{day_in_words(sent.back_by)}前" if sent.back_by else "请收到后"
    yield Paragraph(f"{by}填写本回执，签字盖章后返回{sent.office}；也可在系统中确认。")
    yield table(
        [Column(mm=38, place=Place.CENTRE), Column()], _rows(sent), size=Size.NORMAL
    )  # fmt: skip
    yield from seal_notes(seal, what="办法")


def _rows(sent: Sent) -> Iterator[tuple[Cell | str, ...]]:
    number = f"\n{sent.number}" if sent.number else ""
    yield ("收文单位", sent.to)
    yield ("文件", f"{sent.title}{number}")
    yield ("收到日期", _BLANK_DAY)
    yield ("经办人（签字）", "\n")
    yield ("负责人（签字）", "\n")
    yield ("疑问或意见", "（没有的写“无”）\n\n\n")
    yield ("单位盖章", f"\n\n\n{'　' * 12}{_BLANK_DAY}")


def seal_notes(seal: Seal, *, what: str) -> Iterator[Note]:
    """The digest and the head in small print; nothing where there is none."""
    told = ((f"{what}内容摘要（SHA-256）：", seal.digest), ("操作日志链首：", seal.head))
    for label, digest in told:
        if digest:
            yield Note(label)
            yield Note(in_groups(digest))


def in_groups(digest: str) -> str:
    """Hexadecimal text in groups of eight, so that two can be held against each other by eye."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))
