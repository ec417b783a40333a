"""A decision or a reading written into a scheme's text: exactly that much more, every other byte kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from jiheng.files.scheme_entry import with_decision, with_reading
from jiheng.files.yaml import yaml_of
from jiheng.scheme.load import scheme_of
from jiheng.scheme.printed import Decision
from jiheng.scheme.readings import Reading
from jiheng.values.problems import Refused

SCHEMES = Path(__file__).resolve().parents[2] / "schemes"
NAMES = sorted(path.parent.name for path in SCHEMES.glob("*/scheme.yaml"))
SHAPES = {
    "as-written": lambda text: text,
    "crlf": lambda text: text.replace("\n", "\r\n"),
    "bom": lambda text: "\ufeff" + text,
    "no-last-line-end": lambda text: text.rstrip("\n"),
}
SAID = Decision(
    about="9.9", check="points-sum", decision="照“原文”：执行 #1", by="office", because='一"二'
)
READ = Reading(chosen="rounded", by="office", because="会议定的")
UP = READ.model_copy(update={"chosen": "up"})


def added(text: str, longer: str) -> str:
    """What a longer text has that the other has not, where both ends are the same."""
    start = next(
        (at for at, (one, other) in enumerate(zip(text, longer, strict=False)) if one != other),
        len(text),
    )
    rest = len(text) - start
    assert longer.endswith(text[len(text) - rest :])
    return longer[start : len(longer) - rest]


@pytest.mark.parametrize("name", NAMES)
def test_a_new_entry_leaves_every_other_byte(name: str) -> None:
    text = (SCHEMES / name / "scheme.yaml").read_text("utf-8")
    before = scheme_of(yaml_of(text, name=name))
    longer = with_decision(text, SAID)
    assert added(text, longer)
    after = scheme_of(yaml_of(longer, name=name))
    assert after == before.model_copy(update={"decisions": (*before.decisions, SAID)})


@pytest.mark.parametrize("shape", SHAPES)
def test_line_ends_and_marks_of_the_text_are_kept(shape: str) -> None:
    text = SHAPES[shape]((SCHEMES / "qinhuangdao-2022" / "scheme.yaml").read_text("utf-8"))
    longer = with_reading(with_decision(text, SAID), READ, question="tie-basis")
    assert longer.startswith("\ufeff") == text.startswith("\ufeff")
    assert longer.count("\r\n") == (longer.count("\n") if "\r\n" in text else 0)
    if not shape.startswith("no"):
        assert added(text, with_decision(text, SAID))
    scheme = scheme_of(yaml_of(longer, name="x"))
    assert (scheme.decisions[-1], scheme.readings["tie-basis"]) == (SAID, READ)


def test_an_earlier_decision_and_an_earlier_reading_are_replaced_where_they_stand() -> None:
    text = (SCHEMES / "yueyang-2017" / "scheme.yaml").read_text("utf-8")
    again = SAID.model_copy(update={"about": "3.3", "check": "band-gap"})
    longer = with_decision(text, again)
    decisions = scheme_of(yaml_of(longer, name="x")).decisions
    assert decisions[2] == again
    assert len(decisions) == len(scheme_of(yaml_of(text, name="x")).decisions)
    longer = with_reading(longer, UP, question="quota-rounding")
    assert scheme_of(yaml_of(longer, name="x")).readings["quota-rounding"] == UP
    changed = [
        (one, other)
        for one, other in zip(text.splitlines(), with_reading(text, UP, question="quota-rounding").splitlines(), strict=True)
        if one != other
    ]  # fmt: skip
    assert [other for _, other in changed] == [
        '  quota-rounding: {chosen: "up", by: "office", because: "会议定的"}'
    ]


ENTRY = '{about: "9.9", check: "points-sum", decision: "照“原文”：执行 #1", by: "office", because: "一\\"二"}'


@pytest.mark.parametrize(
    ("text", "longer"),
    [
        ("a: b\n", f"a: b\ndecisions:\n  - {ENTRY}\n"),
        ("a: b # why\n# end\n", f"a: b # why\ndecisions:\n  - {ENTRY}\n# end\n"),
        ('{a: "b"}', f'{{a: "b", decisions: [{ENTRY}]}}'),
        ("a: b\ndecisions: []\n", f"a: b\ndecisions: [{ENTRY}]\n"),
        ("decisions: [{about: a, check: b}]\nc: d\n", f"decisions: [{{about: a, check: b}}, {ENTRY}]\nc: d\n"),
        ("a: |\n  long\n\n", f"a: |\n  long\n\ndecisions:\n  - {ENTRY}\n"),
    ],
)  # fmt: skip
def test_every_way_to_write_a_list(text: str, longer: str) -> None:
    assert with_decision(text, SAID) == longer


def test_lists_without_margin_and_comments_between() -> None:
    text = "decisions:\n- about: a\n  check: b\n  # 待议\n\n# 下一部分\nc: d\n"
    lines = with_decision(text, SAID).splitlines()
    assert lines[3] == '- about: "9.9"'
    assert lines[-4:] == ["  # 待议", "", "# 下一部分", "c: d"]


def test_what_cannot_be_written_is_told_with_the_entry() -> None:
    with pytest.raises(Refused) as refused:
        with_decision("decisions: [{about: a, check: b}, ]\n", SAID)
    assert str(refused.value) == f"这份办法的写法不便自动写入；请在正文中加上这一段：{ENTRY}"
