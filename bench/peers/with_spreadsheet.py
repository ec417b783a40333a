"""A spreadsheet: a formula a cell, recalculated by LibreOffice without a window."""

from __future__ import annotations

import csv
import shutil
import subprocess
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]  # it has no types
from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]  # it has no types

from bench.answer import Answer, first_section, grades_of, natural
from bench.symbols import Reader, clauses_of, infix
from bench.synthetic import Case

SIGNS = ("+", "-", "*", "/", ">=", ">", "<=", "<", "=")
VERBS: dict[str, Any] = {sign: infix(sign) for sign in SIGNS} | {
    "//": lambda a, b: f"INT({a}/{b})",
    "and": lambda a, b: f"AND({a},{b})",
    "or": lambda a, b: f"OR({a},{b})",
    "pick": lambda c, a, b: f"IF({c},{a},{b})",
    "least": lambda a, b: f"MIN({a},{b})",
    "most": lambda a, b: f"MAX({a},{b})",
}
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"
oor:op="fuse"><value>{mode}</value></prop></item></oor:items>"""
ALWAYS, NEVER = 0, 1


class WithSpreadsheet:
    """A workbook on disk; a round is a conversion to CSV by a fresh LibreOffice.

    `ranked`: with formulas for ranks and grades too, which count all others in every row.
    """

    name = "LibreOffice"

    def __init__(self, case: Case, *, ranked: bool) -> None:
        self.case, self.ranked = case, ranked
        self.folder = Path(tempfile.mkdtemp(prefix="jiheng-bench-"))
        self.book = self.folder / "book.xlsx"
        _Sheet(self).write()
        for mode in (ALWAYS, NEVER):
            user = self.folder / f"profile-{mode}" / "user"
            user.mkdir(parents=True)
            text = SETTINGS.format(mode=mode)
            (user / "registrymodifications.xcu").write_text(text, encoding="utf-8")
            self._converted(mode)  # the first start of a profile takes longer

    def close(self) -> None:
        """Away with the workbook and the profiles."""
        shutil.rmtree(self.folder)

    def _converted(self, mode: int) -> float:
        start = perf_counter()
        profile = (self.folder / f"profile-{mode}").as_uri()
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to",
                   "csv", "--outdir", str(self.folder), str(self.book)]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=600)
        return perf_counter() - start

    def seconds(self) -> tuple[float, float]:
        """Opened, recalculated and saved; then the same without recalculating."""
        without = self._converted(NEVER)
        return self._converted(ALWAYS), without

    def answer(self) -> Answer:
        """What the last recalculation left in the CSV."""
        with (self.folder / "book.csv").open(encoding="utf-8", newline="") as text:
            rows = list(csv.DictReader(text))
        return Answer(
            [float(row["total"]) for row in rows],
            [int(float(row["rank"])) for row in rows],
            [int(float(row["grade"])) for row in rows],
        )


class _Sheet:
    """The one sheet: facts, clauses, totals, ranks, grades, a row a subject."""

    def __init__(self, owner: WithSpreadsheet) -> None:
        self.case, self.ranked = owner.case, owner.ranked
        self.book = xlsxwriter.Workbook(str(owner.book))
        self.sheet = self.book.add_worksheet("facts")
        self.rows = len(owner.case.columns)
        self.heads: dict[str, str] = {}

    def write(self) -> None:
        """Everything, column by column."""
        for name, column in natural(self.case).items():
            at = self._head(name)
            self.sheet.write_column(1, at, column.tolist())
        reader = Reader(lambda number: str(float(number)), self._here, VERBS)
        clauses = clauses_of(self.case.prepared)
        for name, one in clauses.items():
            self._formula(f"s{name}", reader.read(one))
        self._formula("base", "+".join(self._here(f"s{name}") for name in clauses))
        first = "+".join(self._here(f"s{name}") for name in first_section(self.case))
        self._formula("first", first)
        self._formula("total", f"ROUND({self._here('base')},2)")
        if self.ranked:
            self._ranks()
        self.book.close()

    def _ranks(self) -> None:
        self._formula("size", f"COUNTIF({self._all('category')},{self._here('category')})")
        self._formula("w0", f"IF({self._here('serious')}=0,1,0)")
        self._formula("rank", f"IF({self._here('w0')}=1,{self._rank('w0')},0)")
        self._grades()

    def _grades(self) -> None:
        for at, one in enumerate(grades_of(self.case)):
            tests = [f"{self._here(f'w{at}')}=1", f"{self._here('total')}>={one.line}"]
            if one.floor is not None:
                tests.append(f"{self._here('first')}>={one.floor}")
            if one.quota is not None:
                places = f"INT({self._here('size')}*{one.quota}/100)"
                tests.append(f"{self._rank(f'w{at}')}<={places}")
            self._formula(f"g{at}", f"IF(AND({','.join(tests)}),1,0)")
            self._formula(f"w{at + 1}", f"{self._here(f'w{at}')}-{self._here(f'g{at}')}")
        last = str(len(grades_of(self.case)))
        for at in reversed(range(len(grades_of(self.case)))):
            last = f"IF({self._here(f'g{at}')}=1,{at},{last})"
        self._formula("grade", last)

    def _rank(self, among: str) -> str:
        """Competition rank by total, first section and base, by counting who stands before."""
        counts, same = [], f"{self._equal('category')},{self._all(among)},1"
        for key in ("total", "first", "base"):
            counts.append(f'COUNTIFS({same},{self._all(key)},">"&{self._here(key)})')
            same += f",{self._equal(key)}"
        return f"(1+{'+'.join(counts)})"

    def _equal(self, name: str) -> str:
        return f"{self._all(name)},{self._here(name)}"

    def _head(self, name: str) -> int:
        at = len(self.heads)
        self.heads[name] = xl_col_to_name(at)
        self.sheet.write(0, at, name)
        return at

    def _formula(self, name: str, formula: str) -> None:
        at = self._head(name)
        for row in range(self.rows):
            self.sheet.write_formula(row + 1, at, "=" + formula.replace("§", str(row + 2)))

    def _here(self, name: str) -> str:
        return f"{self.heads[name]}§"

    def _all(self, name: str) -> str:
        letter = self.heads[name]
        return f"${letter}$2:${letter}${self.rows + 1}"
