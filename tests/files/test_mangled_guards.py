"""Each guard of the reader, taken away: the mangle that it answers is then no longer answered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from jiheng.files import inputs
from jiheng.forms import entries, fill_in_reading, fill_in_rows, fill_in_sheet, known_names, records
from tests.files.mangled import FAMILY
from tests.files.test_mangled import check

Removal = tuple[object, str, object]


pytestmark = pytest.mark.slow  # seconds each; `make test` runs them


def nothing(*_: object, **__: object) -> None:
    return None


def no_text(*_: object, **__: object) -> str:
    return ""


def none_found(*_: object, **__: object) -> list[object]:
    return []


def never(*_: object, **__: object) -> bool:
    return False


def always(*_: object, **__: object) -> bool:
    return True


rows = fill_in_rows
_Facts, _Claimed, _Lines = rows._FactRows, rows._ClaimedRows, rows._LineRows
# What the guard is, the mangles that fail without it, and how it is removed.
GUARDS: tuple[tuple[str, tuple[str, ...], Removal], ...] = (
    ("rows and columns that lack", ("rows_deleted", "subject_column_deleted", "subject_renamed"),
     (fill_in_reading, "_lacking", none_found)),
    ("tables that lack", ("awards_sheet_deleted",),
     (fill_in_reading, "_wanted_tables", lambda *_: {})),
    ("columns of marks that lack", ("marks_column_deleted",),
     (fill_in_reading._Reader, "lacking_marks", none_found)),
    ("the unit as declared", ("unit_column_changed",), (_Facts, "_look_at_unit", nothing)),
    ("the unit as shown", ("unit_in_the_format",),
     (fill_in_sheet, "shown_text", lambda cell: cell.text)),
    ("what is shown is what is held", ("shown_in_ten_thousands", "a_picture_in_a_cell"),
     (fill_in_sheet, "misleads", no_text)),
    ("one entry merged over several",
     ("entry_merged_over_two_subjects", "entry_merged_over_two_rows", "marks_merged"),
     (fill_in_sheet.SheetReading, "is_spread", never)),
    ("numbers merged over awards", ("award_persons_merged",), (rows, "_COUNTED", frozenset())),
    ("key against title", ("sorted_without_the_hidden_column",),
     (_Facts, "_fact", lambda self, line: (self.page.peek(line, 1) or None, ""))),
    ("number against title", ("self_scores_partly_sorted",),
     (_Claimed, "_leaf", lambda self, line: (self.page.peek(line, 1) or None, ""))),
    ("rows that are no fact", ("own_item_added", "values_without_a_label"),
     (_Facts, "_stranger", nothing)),
    ("remarks told from items", ("sums_and_signatures_below",), (rows, "_is_remark", never)),
    ("items told from remarks", ("own_item_added",), (rows, "_is_remark", always)),
    ("formulas", ("formulas",), (inputs, "_refuse_formulas", nothing)),
    ("remarks behind a name", ("subject_heads_rewritten",),
     (known_names.Names, "find", known_names.Names.exact)),
    ("the same line on two sheets", ("every_sheet_copied",),
     (records.RecordReader, "_is_copied", never)),
    ("a juror's unit in full", ("a_unit_cut_short",),
     (records.RecordReader, "_unit", lambda self, line: line.cells.get("unit", ""))),
    ("marks within bounds", ("a_mark_too_high",),
     (records.RecordReader, "_mark_out_of_bounds", no_text)),
    ("facts within bounds", ("halves_and_negatives", "percent_formatted_afterwards"),
     (entries, "out_of_bounds", nothing)),
    ("not more than the whole", ("more_than_the_whole",),
     (entries, "_not_more_than_whole", none_found)),
    ("errors of the spreadsheet named", ("error_values",), (entries, "_ERRORS", frozenset())),
    ("what is left over", ("remarks_column_added", "comments_added", "letterhead_above"),
     (fill_in_sheet.SheetReading, "close", nothing)),
    ("our words only in our places", ("remarks_column_added",),
     (fill_in_sheet.SheetReading, "_is_known", always)),
    ("what is hidden", ("sheet_hidden", "filtered", "rows_and_columns_hidden"),
     (fill_in_sheet.SheetReading, "_tell_hidden", nothing)),
)  # fmt: skip
CASES = [
    pytest.param(
        name, removal, id=f"{guard}: {name}", marks=[] if at % 12 == 3 else [pytest.mark.slow]
    )
    for at, (guard, names, removal) in enumerate(GUARDS)
    for name in names
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("guards")


@pytest.mark.parametrize(("name", "removal"), CASES)
def test_without_its_guard_the_mangle_passes(
    name: str, removal: Removal, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where, attribute, instead = removal
    check(FAMILY[name], folder)
    monkeypatch.setattr(where, attribute, instead)  # type: ignore[arg-type]
    assert _fails(lambda: check(FAMILY[name], folder))


def _fails(checked: Callable[[], None]) -> bool:
    try:
        checked()
    except (AssertionError, KeyError):
        return True
    return False
