"""All documents of an outcome into one folder: result workbook, circular, explanations, annex tables,
and the bundle from which anyone can recompute it."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jiheng.files.docx import write_docx
from jiheng.files.xlsx_write import write_workbook
from jiheng.forms.annex_table import annex_table
from jiheng.forms.circular import circular
from jiheng.forms.explanation_book import explanation_book
from jiheng.forms.result_workbook import result_workbook
from jiheng.score.bundle import bundle_of, outcome_data
from jiheng.score.result import Outcome
from jiheng.values.inputs import Inputs
from jiheng.values.problems import Problem, Unreadable


@dataclass(frozen=True, slots=True)
class Printing:
    """What the documents say of themselves: their day, the circular's number, invented data or not."""

    day: date
    number: str = ""
    sample: bool = False


def write_outcome(
    outcome: Outcome, inputs: Inputs, *, folder: Path, printing: Printing
) -> tuple[Path, ...]:
    """Write every document; all of them are made first, then moved, so that nothing is left half.

    Returns the paths written. Raises Unreadable when the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".jiheng-") as making:
            _write(outcome, inputs, making=Path(making), printing=printing)
            return tuple(_moved(Path(making), folder))
    except OSError as error:
        message = f"写不进这个文件夹：{error.strerror or error}"
        raise Unreadable(Problem(str(folder), message)) from error


def _write(outcome: Outcome, inputs: Inputs, *, making: Path, printing: Printing) -> None:
    day, sample = printing.day, printing.sample
    write_workbook(
        result_workbook(outcome, day=day, sample=sample, inputs=inputs), making / "考核结果.xlsx"
    )
    notice = circular(outcome, number=printing.number, day=day, sample=sample)
    write_docx(notice, making / "通报.docx")
    write_docx(explanation_book(outcome, day=day, sample=sample), making / "计分说明.docx")
    tables = making / "评估表"
    tables.mkdir()
    for one in outcome.subjects:
        table = annex_table(outcome, one.name, day=day, sample=sample)
        write_docx(table, tables / f"{_safe(one.name)}.docx")
    proof = making / "复核数据"
    proof.mkdir()
    bundle = bundle_of(outcome.scheme, inputs)
    for name, data in (("bundle.json", bundle), ("outcome.json", outcome_data(outcome))):
        text = json.dumps(data, ensure_ascii=False, indent=1)
        (proof / name).write_text(text + "\n", "utf-8")


def _safe(name: str) -> str:
    """A name that every file system accepts."""
    clean = "".join(
        "_" if sign in '\\/:*?"<>|' or not sign.isprintable() else sign for sign in name
    )
    return clean.strip(" .")[:80] or "_"


def _moved(making: Path, folder: Path) -> list[Path]:
    moved = []
    for source in sorted(path for path in making.rglob("*") if path.is_file()):
        target = folder / source.relative_to(making)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(source, target)
        moved.append(target)
    return moved
