"""What a page may hold, and what its own small arithmetic gives."""

from datetime import date

import pytest

from jiheng.forms.page import (
    Document,
    Heading,
    Imprint,
    Letterhead,
    Paragraph,
    Run,
    day_in_words,
    document,
    label,
    numeral,
    runs_of,
)

DAY = date(2018, 1, 5)


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "一"), (9, "九"), (10, "十"), (12, "十二"), (20, "二十"), (34, "三十四"), (99, "九十九")],
)
def test_chinese_numerals(number: int, words: str) -> None:
    assert numeral(number) == words


@pytest.mark.parametrize("number", [0, 100, -1])
def test_numerals_beyond_a_headings_reach(number: int) -> None:
    with pytest.raises(ValueError, match="1 to 99"):
        numeral(number)


def test_labels_of_the_four_levels() -> None:
    assert [label(level, 3) for level in (1, 2, 3, 4)] == ["三、", "（三）", "3.", "（3）"]


def test_a_heading_prints_its_label_only_when_numbered() -> None:
    assert Heading(2, "考核结果", number=2).words == "（二）考核结果"
    assert Heading(2, "考核结果").words == "考核结果"


def test_a_heading_has_four_levels() -> None:
    with pytest.raises(ValueError, match="level 1 to 4"):
        Heading(5, "过深")


def test_dates_have_no_leading_zero() -> None:
    assert day_in_words(DAY) == "2018年1月5日"


def test_a_string_is_one_plain_run() -> None:
    assert runs_of("正文") == (Run("正文"),)
    assert runs_of((Run("甲"), Run("乙"))) == (Run("甲"), Run("乙"))


def test_nothing_follows_the_imprint() -> None:
    imprint = Imprint("某市某会办公室", DAY)
    assert document("名", [Paragraph("文"), imprint], day=DAY).parts[-1] == imprint
    with pytest.raises(ValueError, match="imprint"):
        Document("名", (imprint, Paragraph("文")), DAY)


def test_a_letterhead_has_room_for_three_marks() -> None:
    with pytest.raises(ValueError, match="three marks"):
        Letterhead("某市某会文件", "某〔2018〕1号", marks=("a", "b", "c", "d"))
