"""An uploaded workbook: the field that takes it, and its sheets as they are read behind the fence."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django import forms

from jiheng.files.xlsx_read import read_workbook
from jiheng.forms.workbook import ReadSheet

LARGEST = 5_000_000


class WorkbookField(forms.FileField):
    """Takes one xlsx of at most 5 MB."""

    def __init__(self, **options: Any) -> None:
        super().__init__(widget=forms.FileInput(attrs={"accept": ".xlsx"}), **options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The file, if it is of a size that a filled-in workbook has."""
        given = super().clean(data, initial)
        if given and given.size > LARGEST:
            raise forms.ValidationError("文件超过 5 MB，请删去工作簿里多余的图片和工作表再传。")
        return given


def sheets_in(content: bytes) -> tuple[ReadSheet, ...]:
    """Every sheet of the workbook; Unreadable where it is none, Refused where it may not be read."""
    with tempfile.TemporaryDirectory(prefix="jiheng-") as folder:
        path = Path(folder) / "uploaded.xlsx"
        path.write_bytes(content)
        return read_workbook(path)
