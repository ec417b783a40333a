"""A method without a date.

## What it finds
An assessment, plan or rating whose document has no date of issue.
## Why it matters
From when it holds, and whether it was known before the year began, can only be guessed.
## Example
    document: {title: 考核办法, number: 某科协〔2018〕32号}
## What to do
Write `issued`; where the document prints none, say so in `decisions`.
"""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.lint.finding import Fault
from jiheng.scheme.scheme import Scheme

_DATED = ("assessment", "plan", "rating")


def date_missing(scheme: Scheme) -> Iterator[Fault]:
    """The document, when it does not say when it was issued."""
    document = scheme.document
    if document is not None and scheme.kind in _DATED and not document.issued:
        told = f"“{document.title}”没有印发日期；请补写 issued，原文没有的在 decisions 中写明"
        yield Fault("document", told)
