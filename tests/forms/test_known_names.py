"""Names found again however people write them."""

import pytest

from jiheng.forms.known_names import Names, plain

NAMES = Names(["平江县", "科普费（包括老科协工作经费15万元）", "甲（乙）", "甲"])


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("平江县", "平江县"),
        (" 平 江\u3000县\n", "平江县"),
        ("平江县（公章）", "平江县"),
        ("平江县(公章)(签字)", "平江县"),
        ("平\u200b江县\ufeff", "平江县"),
        ("科普费(包括老科协工作经费１５万元)", "科普费（包括老科协工作经费15万元）"),
        ("甲（乙）", "甲（乙）"),
        ("甲（丙）", "甲"),
        ("科普费", None),
        ("平江", None),
        ("平江县科协", None),
        ("", None),
    ],
)
def test_a_name_is_found(written: str, name: str | None) -> None:
    assert NAMES.find(written) == name


def test_where_no_remark_may_stand_behind() -> None:
    assert (NAMES.exact("平江县（公章）"), NAMES.exact("平 江 县")) == (None, "平江县")


def test_signs_that_mean_something_stay() -> None:
    assert plain("① ㎡ Ａ１％（甲）") == "①㎡A1%(甲)"
