"""No character alone on a line: names in even lines, sentences that end with a phrase."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.forms.line_breaks import characters_in, even_lines, width_for, without_orphan


@pytest.mark.parametrize(
    ("text", "fits", "found"),
    [
        ("党的建设", 5, "党的建设"),
        ("1.党委政府重视程度", 7, "1.党委政府\n重视程度"),
        ("人才服务与科技宣传", 5, "人才服务与\n科技宣传"),
        ("覆盖率100%以上", 5, "覆盖率\n100%以上"),
        ("表彰奖励、竞赛获奖、专利", 6, "表彰奖励、\n竞赛获奖、\n专利"),
        ("学会（协会）", 4, "学会\n（协会）"),
        ("（最高10分）", 6, "（最高\n10分）"),
        ("abcdefghij", 3, "abcdefghij"),
    ],
)
def test_a_name_breaks_into_even_lines(text: str, fits: int, found: str) -> None:
    assert even_lines(text, fits) == found


@pytest.mark.parametrize(
    ("text", "fits", "found"),
    [
        ("按期计2分，否则0分。", 20, "按期计2分，否则0分。"),
        ("按期计2分，否则0分。", 9, "按期计2分，\n否则0分。"),
        ("没有停顿的一句话说到这里为止", 12, "没有停顿的一句话说到这\n里为止"),
        ("先说一半，再说许多许多许多许多话。", 16, "先说一半，\n再说许多许多许多许多话。"),
    ],
)
def test_a_sentence_ends_with_more_than_a_character(text: str, fits: int, found: str) -> None:
    assert without_orphan(text, fits) == found


@given(st.text("县区科协，。（）1%a", min_size=1, max_size=60), st.integers(1, 30))
def test_no_sign_is_lost_or_moved(text: str, fits: int) -> None:
    assert even_lines(text, fits).replace("\n", "") == text
    assert without_orphan(text, fits).replace("\n", "") == text


def test_a_figure_has_room_on_one_line() -> None:
    assert width_for(["9.0", "50.0000"], size=Fraction(9)) == 16
    assert width_for([], size=Fraction(9)) == 3


def test_how_much_fits_in_a_cell() -> None:
    assert characters_in(Fraction("18.5"), size=Fraction(9)) == 5
    assert characters_in(1, size=Fraction(9)) == 1
