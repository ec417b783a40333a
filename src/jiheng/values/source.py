"""Where in its document a noun of a scheme stands."""

from __future__ import annotations

from jiheng.values.noun import Noun


class Source(Noun):
    """Where in the document a noun stands: a line (`"66"` or `"66-112"`), or a cell of a table."""

    line: str | None = None
    table: str | None = None
    row: str | None = None
    column: str | None = None
    text: str | None = None
