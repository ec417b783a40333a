"""Names of uploads as people see them: readable, short, and harmless to show or to save under."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.files.evidence_names import LONGEST, extension_of, shown_name, shown_parts


@pytest.mark.parametrize(
    ("came", "shown"),
    [
        ("2.3 学会名册.pdf", "2.3 学会名册.pdf"),
        ("C:\\Users\\张三\\桌面\\总结.docx", "总结.docx"),
        ("../../etc/passwd", "passwd"),
        ("报告\u202efdp.exe", "报告fdp.exe"),
        ("名\u200b册\0.pdf", "名册.pdf"),
        ("名册.pdf .", "名册.pdf"),
        ("名册.pdf      .exe", "名册.pdf .exe"),
        (" 名\t册\r\n.pdf", "名 册 .pdf"),
        ("a<b>:\"c|d?*.txt", "a＜b＞：＂c｜d？＊.txt"),
        ("CON.txt", "_CON.txt"),
        ("nul", "_nul"),
        ("com¹.pdf", "_com¹.pdf"),
        (".htaccess", "htaccess"),
        ("e\u0301.pdf", "é.pdf"),
        ("\ud800.pdf", "pdf"),
        ("..", "未命名"),
        ("", "未命名"),
        ("图片😀.jpg", "图片😀.jpg"),
    ],
)  # fmt: skip
def test_a_name_is_shown_so(came: str, shown: str) -> None:
    assert shown_name(came) == shown


def test_a_long_name_keeps_its_extension() -> None:
    assert shown_name("长" * 200 + ".docx") == "长" * 74 + "….docx"
    assert shown_name("长" * 200) == "长" * 80


def test_folders_stay_beside_the_name() -> None:
    assert shown_parts("材料\\2.3\\..\\/名册.pdf") == ("材料", "2.3", "名册.pdf")


@pytest.mark.parametrize(
    ("name", "extension"),
    [("a.PDF", "pdf"), ("a.tar.gz", "gz"), ("a", ""), (".pdf", ""), ("a.", "")],
)
def test_the_extension_is_what_follows_the_last_dot(name: str, extension: str) -> None:
    assert extension_of(name) == extension


@given(st.text(max_size=300))
def test_any_text_becomes_a_name(text: str) -> None:
    name = shown_name(text)
    assert 1 <= len(name) <= LONGEST
    assert set(name) & set('/\\<>:"|?*\0') == set()
    unseen = [sign for sign in name if unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Cn"}]
    assert unseen == []
    assert name == name.strip(" .")
    assert shown_name(name) == name
