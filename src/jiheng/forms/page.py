"""A page as plain data: the parts of an official document, in reading order.

Nothing here knows points, fonts or Word. A part names its role (a title, a recipient, a second-level
heading) and whoever writes the file gives each role the face and size that GB/T 9704 fixes for it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jiheng.forms.table import Table


class Voice(StrEnum):
    """The face a run of text speaks in; plain text needs none."""

    PLAIN = "plain"  # the face of the part it stands in
    STRONG = "strong"  # the same face, bold
    HEAD = "head"  # 黑体
    KAI = "kai"  # 楷体
    SONG = "song"  # 宋体


class Align(StrEnum):
    """How the lines of a paragraph sit between the margins."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    JUSTIFY = "justify"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one voice."""

    text: str
    voice: Voice = Voice.PLAIN


Words = str | tuple[Run, ...]
"""Text of a paragraph: a plain string, or runs where the voice changes."""


def runs_of(words: Words) -> tuple[Run, ...]:
    """The runs of `words`; a plain string is one plain run."""
    return (Run(words),) if isinstance(words, str) else words


@dataclass(frozen=True, slots=True)
class Letterhead:
    """版头: the office in red, the document number, the red line.

    `office` is printed as it stands (add 文件 where the office does). `marks` are up to three lines at
    the very top left (份号, 密级, 紧急程度, or the word 样稿). `signers` (签发人) only on documents
    sent upward: the number then moves to the left.
    """

    office: str
    number: str
    marks: tuple[str, ...] = ()
    signers: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.marks) > 3:
            raise ValueError("a letterhead has room for three marks")


@dataclass(frozen=True, slots=True)
class Title:
    """标题, centred; one entry per printed line, so that no word is broken at a line's end."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recipient:
    """主送机关, flush left; the closing colon is added when the file is written."""

    names: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 4: 一、 / （一） / 1. / （1）.

    With `number` the label is made from it; without, `text` is printed alone. `run_in` is body text
    that goes on in the same paragraph behind the heading.
    """

    level: int
    text: str
    number: int | None = None
    run_in: Words = ()

    def __post_init__(self) -> None:
        if self.level not in (1, 2, 3, 4):
            raise ValueError(f"a heading has level 1 to 4, not {self.level}")

    @property
    def words(self) -> str:
        """Label and text as printed."""
        return self.text if self.number is None else label(self.level, self.number) + self.text


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Body text; the first line two characters in unless `indent` is False."""

    words: Words
    indent: bool = True
    align: Align = Align.JUSTIFY


@dataclass(frozen=True, slots=True)
class Detail:
    """Smaller text of a book that explains: a derivation under its heading."""

    words: Words
    indent: bool = True


@dataclass(frozen=True, slots=True)
class Caption:
    """The title above a table, centred in 黑体 and kept with it; `unit` stands at the right below it."""

    text: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Small print, such as the 注 below a table."""

    words: Words


@dataclass(frozen=True, slots=True)
class Gap:
    """Blank lines."""

    lines: int = 1


@dataclass(frozen=True, slots=True)
class AttachmentNote:
    """附件说明: the names of the annexes, one blank line below the text; several are numbered."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """发文机关署名 over 成文日期; the date's right edge four characters in, room for the seal."""

    office: str
    day: date


@dataclass(frozen=True, slots=True)
class Imprint:
    """版记, at the foot of the last page: 抄送, 印发机关, 印发日期. Must be the last part."""

    issuer: str
    day: date
    copied_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins a new page; two in a row still make one."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What follows begins a new page that lies (landscape) or stands (portrait)."""

    landscape: bool


@dataclass(frozen=True, slots=True)
class Annex:
    """附件 on a new page: the label in 黑体 top left, the title centred on the third line.

    `number` only when there are several annexes; the title reads as in the AttachmentNote.
    """

    title: tuple[str, ...]
    number: int | None = None


Part = (
    Letterhead
    | Title
    | Recipient
    | Heading
    | Paragraph
    | Detail
    | Caption
    | Note
    | Gap
    | Table
    | AttachmentNote
    | Signature
    | Imprint
    | PageBreak
    | Turn
    | Annex
)


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document: its parts in reading order, and what its file says about itself.

    `name` and `author` go into the file's properties, `day` stands there for creation and change (the
    same document gives the same bytes). `mark` is repeated small at the head of every page: it is
    where an invented sample says that it is one.
    """

    name: str
    parts: tuple[Part, ...]
    day: date
    author: str = ""
    mark: str = ""

    def __post_init__(self) -> None:
        if any(isinstance(part, Imprint) for part in self.parts[:-1]):
            raise ValueError("the imprint closes a document; nothing may follow it")


def document(
    name: str, parts: Iterable[Part], *, day: date, author: str = "", mark: str = ""
) -> Document:
    """A Document from any iterable of parts."""
    return Document(name, tuple(parts), day, author, mark)


def day_in_words(day: date) -> str:
    """A date as official papers print it: Arabic digits, month and day without a leading zero."""
    return f"{day.year}年{day.month}月{day.day}日"


def label(level: int, number: int) -> str:
    """The label of a heading: `label(1, 12)` is 十二、, `label(4, 3)` is （3）."""
    if level == 1:
        return f"{numeral(number)}、"
    if level == 2:
        return f"（{numeral(number)}）"
    return f"{number}." if level == 3 else f"（{number}）"


def numeral(number: int) -> str:
    """1 to 99 in Chinese numerals: 十, 十二, 二十, 九十九."""
    if not 1 <= number <= 99:
        raise ValueError(f"headings are counted from 1 to 99, not {number}")
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if tens == 0:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")
