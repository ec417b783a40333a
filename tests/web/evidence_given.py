"""What the tests of evidence hand in, and how."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from openpyxl import Workbook

from jiheng.scheme.indicator import Indicator
from jiheng.web.actions.evidence import Added, add_evidence
from jiheng.web.models import Evidence
from jiheng.web.queries.evidence_places import NOWHERE, Place, clauses_of
from tests.files.pdfs import pdf
from tests.web.world import World

MINUTES = "会议纪要.pdf"


def upload(name: str = MINUTES, content: bytes | None = None) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, pdf("会议纪要") if content is None else content)


def asking(world: World) -> list[Indicator]:
    """The clauses that ask for proofs."""
    return [one for one in clauses_of(world.subject) if one.evidence]


def at_clause(world: World, number: int = 0) -> Place:
    """The place of one of those clauses in the county's own report."""
    return Place(subject=world.subject, clause=asking(world)[number].id)


def added(world: World, who: str = "county", **given: Any) -> Added:
    """A file handed in by somebody."""
    place = given.pop("place", NOWHERE)
    return add_evidence(world.viewers[who], upload(**given), place=place)


def one(world: World, **given: Any) -> Evidence:
    """A file of the county's, used for its first clause."""
    return added(world, place=given.pop("place", at_clause(world)), **given).evidence


def docx(*texts: str, cells: tuple[str, ...] = ()) -> bytes:
    """A Word document of paragraphs and one row of cells."""
    document, kept = Document(), io.BytesIO()
    for text in texts:
        document.add_paragraph(text)
    if cells:
        row = document.add_table(1, len(cells)).rows[0]
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.save(kept)
    return kept.getvalue()


def xlsx(*texts: str) -> bytes:
    """A workbook with one text a row."""
    book, kept = Workbook(), io.BytesIO()
    for row, text in enumerate(texts, 1):
        book.active.cell(row, 1).value = text
    book.save(kept)
    return kept.getvalue()
