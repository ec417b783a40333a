"""A document type in any part of any package refuses it (EU-03): nothing is fetched, nothing is empty."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from jiheng.files import evidence_office
from jiheng.files.evidence_kind import kind_of
from jiheng.values.problems import Unreadable
from tests.files import evidence_made as made
from tests.files.packages import HEAD, packed

BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>'


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A place to connect to that remembers who came."""
    with socket.create_server(("127.0.0.1", 0)) as waiting:
        waiting.setblocking(False)
        yield waiting


def _family(secret: str, address: str) -> dict[str, bytes]:
    body = "<w:r><w:t>佐证</w:t></w:r>"
    file = f'<!DOCTYPE x [<!ENTITY a SYSTEM "{secret}">]>'
    fetch = f'<!DOCTYPE x SYSTEM "http://{address}/x.dtd">'
    indirect = f'<!DOCTYPE x [<!ENTITY % a SYSTEM "http://{address}/x.dtd"> %a;]>'
    parts = made.word_parts(body)
    document = str(parts["word/document.xml"]).removeprefix(HEAD)
    types = str(parts["[Content_Types].xml"]).removeprefix(HEAD)
    inside = document.replace("佐证", "&a;")
    wide = f'<?xml version="1.0" encoding="UTF-16"?>{file}{inside}'.encode("utf-16")
    late = f"{HEAD}<!--{'长' * 100_000}-->{file}{inside}"
    return {
        "file.docx": packed(parts | {"word/document.xml": f"{HEAD}{file}{inside}"}),
        "fetch.docx": packed(parts | {"word/document.xml": f"{HEAD}{fetch}{document}"}),
        "indirect.docx": packed(parts | {"word/document.xml": f"{HEAD}{indirect}{document}"}),
        "bomb.docx": packed(
            parts | {"word/document.xml": HEAD + BOMB + document.replace("佐证", "&c;")}
        ),
        "wide.docx": packed(parts | {"word/document.xml": wide}),
        "late.docx": packed(parts | {"word/document.xml": late}),
        "types.docx": packed(parts | {"[Content_Types].xml": f"{HEAD}{fetch}{types}"}),
        "relations.docx": packed(
            parts | {"word/_rels/document.xml.rels": f"{HEAD}{file}{made.relations()[len(HEAD) :]}"}
        ),
        "theme.docx": packed(parts | {"word/theme/theme1.dat": f"{HEAD}{fetch}<a/>"}),
        "drawing.docx": packed(parts | {"word/media/drawing.vml": f"\n{BOMB}<xml/>"}),
        "deep.ofd": made.ofd(fetch),
    }


@pytest.mark.row("EU-03")
def test_ten_and_one_are_refused_and_nothing_is_fetched(
    tmp_path: Path, listener: socket.socket
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("密", "utf-8")
    os.utime(secret, (1, 1))
    host, port = listener.getsockname()
    told: list[str] = []
    for name, content in _family(str(secret), f"{host}:{port}").items():
        path = tmp_path / "arriving"
        path.write_bytes(content)
        with pytest.raises(Unreadable) as refused:
            kind_of(path, name)
        told.append(refused.value.problem.message.partition("”")[2])
    sentence = (
        "带有文档类型声明（DOCTYPE），正常的文档没有它，不予读取：" + evidence_office.SAVE_AGAIN
    )
    assert told == [sentence] * 11
    assert secret.stat().st_atime == 1
    with pytest.raises(BlockingIOError):
        listener.accept()


@pytest.mark.row("EU-03")
def test_without_the_guard_they_would_be_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence_office, "refuse_doctype", lambda *_, **__: None)
    family = _family("/none", "127.0.0.1:1")
    for name in ("fetch.docx", "types.docx", "theme.docx", "bomb.docx", "deep.ofd"):
        path = tmp_path / "arriving"
        path.write_bytes(family[name])
        assert kind_of(path, name).marks == ()
