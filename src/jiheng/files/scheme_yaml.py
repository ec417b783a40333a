"""Schemes from their files: the one door through which all five documents, and any other, load."""

from __future__ import annotations

from pathlib import Path

from jiheng.files.yaml import read_yaml
from jiheng.scheme.load import scheme_of
from jiheng.scheme.scheme import Scheme


def load_scheme(path: str | Path) -> Scheme:
    """The scheme in a YAML file (or in `scheme.yaml` of a folder), resolved.

    Raises Unreadable when the file is no YAML, Refused with every problem and its address when it
    is no scheme.
    """
    found = Path(path)
    if found.is_dir():
        found = found / "scheme.yaml"
    return scheme_of(read_yaml(found))
