"""The papers of an outcome as files: measured in the rendered PDF, read back from the workbook."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pdfplumber
import pytest

from jiheng.files.docx import write_docx
from jiheng.files.docx_style import Face
from jiheng.files.fonts import matches
from jiheng.files.measure import BOTTOM, LEFT, LINE, LINES, RIGHT, TOP
from jiheng.files.pdf import Rendering, Substitution, convert, faces_in
from jiheng.files.xlsx_read import read_workbook
from jiheng.files.xlsx_write import write_workbook
from jiheng.forms.annex_table import annex_table
from jiheng.forms.circular import circular
from jiheng.forms.explanation_book import explanation_book
from jiheng.forms.page import Document
from jiheng.forms.result_workbook import result_workbook
from jiheng.forms.table import Table
from jiheng.forms.workbook import Kind
from jiheng.score.outcome import assess
from jiheng.score.result import Outcome
from jiheng.values.exact import exact
from jiheng.values.inputs import Inputs
from tests.files.pages import DAY
from tests.files.test_pdf import POINT, text_lines
from tests.forms.invented import FACTS, RULES, by_jury, by_rules, known, scheme

NUMBER = "样科协发〔2031〕3号"
LONG_NAME = "虚构示例自然保护与可持续发展联合示范区管理委员会科学技术协会"


def crowd() -> Outcome:
    """Eighty units, half of them unfinished, one with a very long name; a stage told at length."""
    names = [LONG_NAME, *(f"虚构第{n}县" for n in range(2, 81))]
    stages = [{"id": "long", "title": "逐项核对佐证材料并实地查看基层组织" * 5, "who": "各县科协"}]
    made = scheme(
        RULES, categories=[{"id": "a", "title": "县", "subjects": names}], procedure=stages
    )
    done = {
        name: known(events=str(count % 11), towns="7", with_=str(count % 8), led="1", cases="0")
        for count, name in enumerate(names[:40])
    }
    return assess(made, Inputs(made.subjects(), facts=done))


@dataclass(frozen=True)
class Paper:
    """A document, how it was rendered, and its pages."""

    document: Document
    file: Path
    rendering: Rendering
    pages: list[Any]

    def rows(self, width: int) -> list[tuple[str, ...]]:
        """The rows of all printed tables of so many columns, line breaks apart; heads each time."""
        found = (table for page in self.pages for table in page.extract_tables())
        return [
            tuple("" if cell is None else cell.replace("\n", "") for cell in row)
            for table in found
            for row in table
            if len(row) == width
        ]


@contextmanager
def paper_of(document: Document, folder: Path) -> Iterator[Paper]:
    write_docx(document, folder / "文.docx")
    rendering = convert(folder / "文.docx", to=folder / "文.pdf")
    with pdfplumber.open(rendering.path) as opened:
        yield Paper(document, folder / "文.docx", rendering, opened.pages)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paper]:
    made = circular(crowd(), day=DAY, number=NUMBER, sample=True)
    with paper_of(made, tmp_path_factory.mktemp("circular")) as paper:
        yield paper


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paper]:
    made = explanation_book(by_rules(), day=DAY, sample=True)
    with paper_of(made, tmp_path_factory.mktemp("book")) as paper:
        yield paper


@pytest.fixture(scope="module")
def annex(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paper]:
    made = annex_table(many_clauses(), "甲县", day=DAY, sample=True)
    with paper_of(made, tmp_path_factory.mktemp("annex")) as paper:
        yield paper


def many_clauses() -> Outcome:
    """One section of forty clauses of several lines, so that its cell hangs over a page's end."""
    clause = RULES["indicators"][1]["children"][0] | {"printed": {"text": LONG_NAME * 3}}
    leaves = [clause | {"id": f"2.{n}", "points": "1", "rule": ONE_POINT} for n in range(1, 41)]
    sections = [
        RULES["indicators"][0],
        RULES["indicators"][1] | {"points": "40", "children": leaves},
    ]
    made = scheme(RULES, indicators=sections)
    return assess(made, Inputs(made.subjects(), facts=FACTS))


ONE_POINT = {"bands": {"of": "events", "rows": [{"from": "5", "points": "1"}]}}


def table_rows(document: Document, width: int) -> list[tuple[str, ...]]:
    """The rows of a document's tables as they should stand on paper, without heads."""
    tables = (part for part in document.parts if isinstance(part, Table))
    return [
        tuple(cell.text.replace("\n", "") for cell in row)
        for table in tables
        if len(table.columns) == width
        for row in table.rows
    ]


@pytest.mark.office
@pytest.mark.slow
class TestCircular:
    def test_a_page_of_text_has_22_lines_within_the_margins(self, told: Paper) -> None:
        page = next(page for page in told.pages if len(text_lines(page)) == LINES)
        lines = text_lines(page)
        chars = [char for line in lines for char in line]
        first, last = lines[0][0]["matrix"][5], lines[-1][0]["matrix"][5]
        assert abs(min(char["x0"] for char in chars) * POINT - LEFT) <= 1
        assert abs((page.width - max(char["x1"] for char in chars)) * POINT - RIGHT) <= 1
        assert abs((page.height - first - LINE / 20 * 0.8) * POINT - TOP) <= 1
        assert abs((last - LINE / 20 * 0.2) * POINT - BOTTOM) <= 1

    def test_a_full_line_has_28_characters(self, told: Paper) -> None:
        lines = ["".join(char["text"] for char in line) for line in text_lines(told.pages[0])]
        assert max(len(line) for line in lines if line.isalpha()) == 28

    def test_the_ranking_goes_on_with_its_head_and_no_row_is_split(self, told: Paper) -> None:
        head = ("名次", "单位", "基础分", "加分", "总分", "等次")
        printed = told.rows(len(head))
        assert [row for row in printed if row != head] == table_rows(told.document, len(head))
        assert printed.count(head) >= 2

    def test_names_of_any_length_stay_in_their_cells(self, told: Paper) -> None:
        names = [row[1] for row in told.rows(6)]
        assert LONG_NAME in names

    def test_every_page_says_that_it_is_a_sample(self, told: Paper) -> None:
        texts = [page.extract_text().replace(" ", "") for page in told.pages]
        assert [text for text in texts if "虚构示例：数据均为虚构" not in text] == []

    def test_official_names_stand_in_the_file_and_stand_ins_are_named(self, told: Paper) -> None:
        assert faces_in(told.file) == set(Face)
        declared = matches(sorted(Face))
        replaced = tuple(Substitution(one.asked, one.got) for one in declared if not one.exact)
        assert told.rendering.substitutions == replaced
        assert told.rendering.strays == ()


@pytest.mark.office
@pytest.mark.slow
class TestBookAndAnnex:
    def test_each_subject_begins_at_the_top_of_a_page(self, book: Paper) -> None:
        tops = [page.extract_text().replace(" ", "").split("\n")[1] for page in book.pages]
        headings = [
            "一、甲县（县）",
            "二、乙县（县）",
            "三、丙县（县）",
            "四、丁县（县）",
            "五、戊区（区）",
        ]
        assert [top for top in tops if top in headings] == headings

    def test_every_row_of_the_book_is_printed_whole(self, book: Paper) -> None:
        for width in (4, 5, 6):
            heads = {
                tuple(cell.text for cell in part.head[0])
                for part in book.document.parts
                if isinstance(part, Table) and len(part.columns) == width
            }
            printed = [tuple(cell for cell in row) for row in book.rows(width) if row not in heads]
            # A band across the table is one cell in the data and a row of empty ones on paper.
            wanted = [
                (*row, *[""] * (width - len(row))) for row in table_rows(book.document, width)
            ]
            assert sorted(printed) == sorted(wanted)

    def test_no_cell_ends_with_a_character_alone(self, book: Paper, annex: Paper) -> None:
        tables = (table for page in (*book.pages, *annex.pages) for table in page.extract_tables())
        cells = [cell for table in tables for row in table for cell in row if cell and "\n" in cell]
        assert [cell for cell in cells if len(cell.split("\n")[-1]) < 3] == []
        assert len(cells) > 10

    def test_no_face_is_fetched_unasked(self, book: Paper, annex: Paper) -> None:
        assert (book.rendering.strays, annex.rendering.strays) == ((), ())

    def test_a_long_section_goes_on_with_the_head(self, annex: Paper) -> None:
        head = ("项目", "序号", "考核内容", "分值", "得分")
        tables = [page.extract_tables()[0] for page in annex.pages]
        firsts = [tuple(table[0]) for table in tables if len(table[0]) == len(head)]
        assert firsts == [head] * len(firsts)
        assert len(firsts) >= 2
        told = [row[1:3] for row in annex.rows(5) if row[1] not in {"1.1", "1.2", "3.1", *head}]
        words = f"科普活动：{LONG_NAME * 3}。"
        clauses = [row for row in told if row[1]]
        assert clauses == [(f"2.{n}", words) for n in range(1, 41)]


@pytest.mark.parametrize("jury", [False, True])
def test_the_workbook_is_read_back_as_it_was_written(tmp_path: Path, jury: bool) -> None:
    outcome, inputs = by_jury() if jury else (by_rules(), None)
    book = result_workbook(outcome, day=DAY, sample=True, inputs=inputs)
    write_workbook(book, tmp_path / "结果.xlsx")
    read = {one.name: one for one in read_workbook(tmp_path / "结果.xlsx")}
    assert list(read) == [one.name for one in book.sheets]
    for sheet in book.sheets:
        found = {
            (cell.row, cell.column): exact(cell.text) if cell.kind is Kind.NUMBER else cell.text
            for cell in read[sheet.name].cells
            if cell.kind is not Kind.EMPTY
        }
        written = {
            (line, column): Fraction(cell.value) if isinstance(cell.value, int) else cell.value
            for line, row in enumerate(sheet.rows, start=1)
            for column, cell in enumerate(row.cells, start=1)
            if cell is not None and cell.value not in {None, ""}
        }
        assert found == written
