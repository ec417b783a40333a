"""The circular on paper: what LibreOffice makes of it is measured in the PDF."""

import shutil
import threading
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from jiheng.files.docx import write_docx
from jiheng.files.docx_style import Face
from jiheng.files.fonts import matches
from jiheng.files.measure import BOTTOM, LEFT, LINE, LINES, RIGHT, TOP
from jiheng.files.pdf import (
    NotRendered,
    Rendering,
    Substitution,
    convert,
    embedded_in,
    faces_in,
)
from jiheng.files.whole import packed
from jiheng.forms.page import Document, Paragraph
from jiheng.values.problems import Unreadable
from tests.files.pages import DAY, GRID, HEAD, circular, ranking

pytestmark = [pytest.mark.office, pytest.mark.slow]

POINT = 25.4 / 72  # millimetres


@dataclass(frozen=True)
class Paper:
    """The rendered circular and its pages."""

    rendering: Rendering
    pages: list[Any]


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("paper")
    write_docx(circular(), folder / "通报.docx")
    rendering = convert(folder / "通报.docx", to=folder / "通报.pdf")
    with pdfplumber.open(rendering.path) as opened:
        yield Paper(rendering, opened.pages)


def text_lines(page: Any) -> list[list[Any]]:
    """The characters of 三号 size, line by line."""
    lines: dict[float, list[Any]] = {}
    for char in page.chars:
        if round(char["size"]) == 16:
            lines.setdefault(round(char["matrix"][5], 1), []).append(char)
    return [lines[height] for height in sorted(lines, reverse=True)]


def full_page(paper: Paper) -> Any:
    return next(page for page in paper.pages if len(text_lines(page)) == LINES)


def table_pages(paper: Paper) -> list[Any]:
    """Pages on which the long ranking stands."""
    return [page for page in paper.pages if (page.extract_table() or [[]]).pop(0) == list(HEAD)]


def test_a_page_of_text_has_22_lines_of_28_characters(paper: Paper) -> None:
    lines = text_lines(full_page(paper))
    told = ["".join(char["text"] for char in line) for line in lines]
    assert len(lines) == 22
    assert sum(line == GRID[-2:] + GRID[:-2] for line in told) >= 20  # the rest of the grid's 28
    pitch = [a[0]["matrix"][5] - b[0]["matrix"][5] for a, b in pairwise(lines)]
    assert {round(one * 20 / LINE, 2) for one in pitch} == {1.0}


def test_left_and_right_margins(paper: Paper) -> None:
    chars = [char for line in text_lines(full_page(paper)) for char in line]
    page = full_page(paper)
    assert abs(min(char["x0"] for char in chars) * POINT - LEFT) <= 1
    assert abs((page.width - max(char["x1"] for char in chars)) * POINT - RIGHT) <= 1


def test_no_mark_hangs_out_at_the_right(paper: Paper) -> None:
    for page in paper.pages:
        right = RIGHT if page.width < page.height else TOP
        assert (page.width - max(char["x1"] for char in page.chars)) * POINT >= right - 1


def test_no_number_is_broken_at_its_point(paper: Paper) -> None:
    cells = [row[4] for page in table_pages(paper) for row in page.extract_table()]
    lines = [line for cell in cells for line in cell.split("\n")]
    assert [line for line in lines if line.endswith(".")] == []
    assert len(lines) > 100


def test_the_block_of_lines_stands_between_top_and_bottom_margin(paper: Paper) -> None:
    page, lines = full_page(paper), text_lines(full_page(paper))
    # A line is 28.95 points high; the letters' foot stands a fifth above its end.
    first, last = lines[0][0]["matrix"][5], lines[-1][0]["matrix"][5]
    assert abs((page.height - first - LINE / 20 * 0.8) * POINT - TOP) <= 1
    assert abs((last - LINE / 20 * 0.2) * POINT - BOTTOM) <= 1


def test_a_table_fills_the_type_area_from_edge_to_edge(paper: Paper) -> None:
    page = table_pages(paper)[1]
    edges = page.lines + page.rects
    assert abs(min(edge["x0"] for edge in edges) * POINT - LEFT) <= 1
    assert abs((page.width - max(edge["x1"] for edge in edges)) * POINT - RIGHT) <= 1
    assert abs(min(edge["top"] for edge in edges) * POINT - TOP) <= 1
    assert (page.height - max(edge["bottom"] for edge in edges)) * POINT >= BOTTOM - 1


def test_the_head_repeats_and_no_row_is_split(paper: Paper) -> None:
    tables = [page.extract_table() for page in table_pages(paper)]
    assert len(tables) > 2
    assert [tuple(table[0]) for table in tables] == [HEAD] * len(tables)
    rows = [tuple(cell.replace("\n", "") for cell in row) for table in tables for row in table[1:]]
    assert rows == [tuple(row) for row in ranking(40)]


def test_the_red_line_is_as_wide_as_the_type_area(paper: Paper) -> None:
    page = paper.pages[0]
    red = [
        r
        for r in page.rects + page.lines
        if (1, 0, 0) in {r["stroking_color"], r["non_stroking_color"]}
    ]
    assert {(round(one["x0"] * POINT), round((page.width - one["x1"]) * POINT)) for one in red} == {
        (LEFT, RIGHT)
    }
    number = next(char for char in page.chars if char["text"] == "〔")
    gap = (red[0]["top"] - (page.height - number["matrix"][5])) * POINT
    assert 3 <= gap <= 5


def test_the_office_in_red_stands_35_mm_below_the_top_of_the_type_area(paper: Paper) -> None:
    picture = paper.pages[0].to_image(resolution=127).original.convert("RGB")  # 5 dots a millimetre
    width, height = picture.size
    dots = (picture.getpixel((x, y)) for y in range(height) for x in range(0, width, 2))
    first = next(count for count, (red, green, _) in enumerate(dots) if red > 200 and green < 60)
    assert abs(first // ((width + 1) // 2) / 5 - TOP - 35) <= 1


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(paper: Paper) -> None:
    for count, page in enumerate(paper.pages[:4], start=1):
        foot = [char for char in page.chars if char["top"] > page.height - BOTTOM / POINT]
        assert "".join(char["text"] for char in foot) == f"— {count} —"
        left = foot[0]["x0"] - LEFT / POINT
        right = page.width - RIGHT / POINT - foot[-1]["x1"]
        assert abs((right if count % 2 else left) - 14) <= 1
        dash = foot[0]["matrix"][5] + 0.38 * 14  # runs through the middle of the digits
        assert abs(BOTTOM - dash * POINT - 7) <= 1


def test_the_date_ends_four_characters_in(paper: Paper) -> None:
    page = next(page for page in paper.pages if "附件：1." in page.extract_text())
    day = text_lines(page)[-1]
    assert "".join(char["text"] for char in day).replace(" ", "") == "2018年1月5日"
    assert abs((page.width - RIGHT / POINT - day[-1]["x1"]) - 4 * 15.75) <= 2


def test_the_imprint_stands_at_the_foot_of_the_last_page(paper: Paper) -> None:
    page = paper.pages[-1]
    lines = sorted({round(edge["bottom"]) for edge in page.lines + page.rects})
    assert abs((page.height - lines[-1]) * POINT - BOTTOM) <= 1
    assert len(lines) >= 3
    assert "2018年1月5日印发" in page.extract_text().replace(" ", "")


def test_the_annex_lies_with_the_same_type_area(paper: Paper) -> None:
    page = next(page for page in paper.pages if page.width > page.height)
    edges = page.lines + page.rects
    assert abs(min(edge["x0"] for edge in edges) * POINT - BOTTOM) <= 1
    assert abs((page.width - max(edge["x1"] for edge in edges)) * POINT - TOP) <= 1


def test_no_face_is_substituted_unnoticed(paper: Paper) -> None:
    declared = matches(sorted(Face))
    told = tuple(Substitution(one.asked, one.got) for one in declared if not one.exact)
    assert paper.rendering.substitutions == told
    assert paper.rendering.strays == ()
    assert len(embedded_in(paper.rendering.path.read_bytes())) == len(Face)


def test_a_face_fetched_for_a_foreign_sign_is_a_stray(tmp_path: Path) -> None:
    write_docx(Document("样稿", (Paragraph("甲ع乙"),), DAY), tmp_path / "a.docx")
    done = convert(tmp_path / "a.docx", to=tmp_path / "a.pdf")
    assert len(done.strays) == 1


def test_jobs_at_the_same_time_do_not_wait_for_each_other(tmp_path: Path) -> None:
    write_docx(circular(rows=1), tmp_path / "a.docx")

    def job(name: str) -> None:
        convert(tmp_path / "a.docx", to=tmp_path / name)

    jobs = [threading.Thread(target=job, args=(f"{n}.pdf",)) for n in range(2)]
    for one in jobs:
        one.start()
    for one in jobs:
        one.join()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["0.pdf", "1.pdf", "a.docx"]


def test_a_job_that_takes_too_long_is_ended_and_nothing_is_written(tmp_path: Path) -> None:
    write_docx(circular(rows=1), tmp_path / "a.docx")
    with pytest.raises(NotRendered, match="0 秒内没有转成 PDF"):
        convert(tmp_path / "a.docx", to=tmp_path / "a.pdf", seconds=0)
    assert [one.name for one in tmp_path.iterdir()] == ["a.docx"]


FOREIGN = packed({"xl/workbook.xml": b"<workbook/>"})
BROKEN = packed({"word/document.xml": b"<w:document"})


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 torn", b"<html/>", "通报".encode("gbk"), FOREIGN, BROKEN]
)
def test_what_is_no_docx_never_reaches_libreoffice(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "通报.docx").write_bytes(content)
    with pytest.raises(Unreadable, match=r"通报\.docx  不是可以打开的 Word 文档"):
        convert(tmp_path / "通报.docx", to=tmp_path / "a.pdf")
    assert not (tmp_path / "a.pdf").exists()


def test_without_libreoffice_the_message_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = shutil.which("fc-match")
    assert asked is not None
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "fc-match").symlink_to(asked)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    write_docx(circular(rows=1), tmp_path / "a.docx")
    assert faces_in(tmp_path / "a.docx") == set(Face)
    with pytest.raises(NotRendered, match="没有安装 LibreOffice"):
        convert(tmp_path / "a.docx", to=tmp_path / "a.pdf")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotRendered, match="请安装 fontconfig"):
        convert(tmp_path / "a.docx", to=tmp_path / "a.pdf")
