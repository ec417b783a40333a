"""Tables of records: what each line gives, and everything that is wrong with it."""

from dataclasses import replace
from fractions import Fraction

import pytest

from jiheng.forms.records import Line, RecordReader, Tables
from jiheng.values.inputs import Claim, Juror, Mark, Settlement
from tests.forms.invented import JURY, RULES, scheme

CLAIM = {
    "subject": "甲县", "indicator": "3.1", "kind": "表彰", "level": "省级", "work": "科普日",
    "award": "先进", "year": "2030", "number": "样〔2030〕1号", "persons": "2",
}  # fmt: skip
HAVE = Claim("甲县", "3.1", "表彰", "省级", "科普日", "先进", 2030, "样〔2030〕1号", 2)


def line(at: int = 4, sheet: str = "表", **cells: str) -> Line:
    addresses = {key: f"{chr(ord('A') + column)}{at}" for column, key in enumerate(cells)}
    return Line(cells, f"{sheet}, 第{at}行", addresses)


def rules(**tables: list[Line]) -> Tables:
    reader = RecordReader(scheme(RULES), ["甲县", "乙县", "丙县", "丁县", "戊区"])
    for table, lines in tables.items():
        reader.read(table, lines)
    return reader.tables


def jury(*, jurors: list[Line], marks: list[Line] = []) -> Tables:  # noqa: B006  # only read
    reader = RecordReader(scheme(JURY), ["力学学会", "化学学会"])
    reader.read("jurors", jurors)
    reader.read("marks", marks)
    return reader.tables


def told(tables: Tables) -> list[str]:
    return [str(problem) for problem in tables.problems]


def test_a_claim_however_loosely_written() -> None:
    loose = {"subject": " 甲 县（公章）", "indicator": "３.１", "year": "2030年", "persons": "两人"}
    found = rules(claims=[line(**CLAIM), line(5, **CLAIM | loose)])
    assert [replace(one, place="") for one in found.claims] == [HAVE, HAVE]
    assert found.problems == []


def test_a_blank_line_is_none() -> None:
    assert rules(claims=[line(**dict.fromkeys(CLAIM, " "))]) == Tables()


@pytest.mark.parametrize(
    ("change", "problems"),
    [
        ({"subject": ""}, ["表, A4（3.1）  没有写单位"]),
        ({"subject": "己县"}, ["表, A4（己县，3.1）  单位“己县”不在名单中"]),
        ({"indicator": ""}, ["表, B4（甲县）  没有写指标编号"]),
        ({"indicator": "2.1"}, ["表, B4（甲县，2.1）  指标“2.1”不按奖项加分，请核对指标编号"]),
        ({"year": "去年"}, ["表, G4（甲县，3.1）  获奖年度应为四位年份，写的是“去年”"]),
        ({"year": "30"}, ["表, G4（甲县，3.1）  获奖年度应为四位年份，写的是“30”"]),
        ({"persons": "0"}, ["表, I4（甲县，3.1）  人数应为不小于1的整数，写的是“0”"]),
        ({"persons": "1.5"}, ["表, I4（甲县，3.1）  人数应为不小于1的整数，写的是“1.5”"]),
        ({"work": "", "award": ""}, ["表, E4（甲县，3.1）  工作名称和奖项名称至少要写一项"]),
        (
            {"subject": "己县", "indicator": "9", "year": "x", "persons": "x"},
            ["表, A4（己县，9）  单位“己县”不在名单中", "表, B4（己县，9）  没有编号为“9”的指标",
             "表, G4（己县，9）  获奖年度应为四位年份，写的是“x”",
             "表, I4（己县，9）  人数应为不小于1的整数，写的是“x”"],
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_claim(change: dict[str, str], problems: list[str]) -> None:
    found = rules(claims=[line(**CLAIM | change)])
    assert (told(found), found.claims) == (problems, [])


def test_a_claim_written_twice_on_one_sheet_stays_twice() -> None:
    assert len(rules(claims=[line(4, **CLAIM), line(5, **CLAIM)]).claims) == 2


def test_a_claim_on_a_copied_sheet_counts_once_and_is_told() -> None:
    found = rules(claims=[line(4, **CLAIM), line(4, "表 (2)", **CLAIM)])
    assert len(found.claims) == 1
    assert [str(note) for note in found.notes] == ["表 (2), 第4行  “表”里有同样的一行，只计一次"]


def test_awards_used_are_apart_from_awards_claimed() -> None:
    found = rules(claims=[line(4, **CLAIM)], used=[line(4, "已用", **CLAIM)])
    assert (len(found.claims), len(found.used), found.notes) == (1, 1, [])


def test_self_scores_and_settlements() -> None:
    found = rules(
        claimed=[line(subject="甲县", indicator="1.1", score="19.5分"),
                 line(5, subject="甲县", indicator="1.2", score="")],
        settled=[line(subject="甲县", indicator="1.1", score="0", reason="过期", by="复核组")],
    )  # fmt: skip
    assert found.claimed == {"甲县": {"1.1": Fraction(39, 2)}}
    assert found.settled == {"甲县": {"1.1": Settlement(Fraction(0), "过期", "复核组")}}


def test_what_is_wrong_with_scores() -> None:
    same = {"subject": "甲县", "indicator": "1.1"}
    found = rules(
        claimed=[line(4, **same, score="1"), line(5, **same, score="1.0"), line(6, **same, score="2")],
        settled=[line(4, **same, score="21", reason="重"), line(5, **same, score="3", reason=""),
                 line(6, **same, score="", reason="重")],
    )  # fmt: skip
    assert told(found) == [
        "表, C6（甲县，1.1）  “自评”、“甲县”、“1.1”写了两个分：1（表, 第4行）和2",
        "表, C4（甲县，1.1）  复核得分应在0至20分之间，写的是21",
        "表, D5（甲县，1.1）  复核改分要写理由",
        "表, C6（甲县，1.1）  没有写复核得分",
    ]


def juror(name: str, group: str = "专家", unit: str = "", at: int = 4) -> Line:
    return line(at, name=name, group=group, unit=unit)


def mark(name: str, text: str, at: int = 4) -> Line:
    return line(at, juror=name, subject="力学学会", indicator="1", mark=text)


def test_jurors_by_title_or_id_of_their_group() -> None:
    found = jury(jurors=[juror("评委一", " 专 家"), juror("评委二", "y", "力学学会（公章）")])
    assert found.jurors == [Juror("评委一", "x"), Juror("评委二", "y", "力学学会")]


def test_what_is_wrong_with_jurors() -> None:
    lines = [juror("评委一"), juror("评委 一", at=5), juror("评委一", "同行", at=6),
             juror("", at=7), juror("评委二", "外行", at=8), juror("评委三", unit="力学", at=9)]  # fmt: skip
    found = jury(jurors=lines)
    assert told(found) == [
        "表, A6  评委“评委一”列了两次，组别或单位不同",
        "表, A7  没有写评委",
        "表, B8  评委组“外行”不在办法中；可用：专家、同行",
        "表, C9  所属单位“力学”应写全称“力学学会”，回避要用",
    ]
    assert [one.name for one in found.jurors][:1] == ["评委一"]


def test_a_unit_that_holds_a_subjects_name_is_asked_about() -> None:
    found = jury(jurors=[juror("评委一", unit="市力学学会办公室")])
    told = "所属单位“市力学学会办公室”不是被考核单位，不回避；代表“力学学会”的评委请写“力学学会”"
    assert ([str(note) for note in found.notes], found.problems) == ([f"表, 第4行  {told}"], [])


def test_marks_and_blank_ballots() -> None:
    found = jury(jurors=[juror("评委一")], marks=[mark("评委 一", "9.5"), mark("评委一", " ", 5)])
    assert found.marks == [Mark("评委一", "力学学会", "1", Fraction(19, 2))]


def test_what_is_wrong_with_marks() -> None:
    lines = [mark("评委一", "9", 4), mark("评委一", "9.0", 5), mark("评委一", "8", 6),
             mark("评委二", "10.5", 7), mark("评委二", "9.55", 8), mark("评委九", "9", 9),
             mark("评委二", "弃权", 10)]  # fmt: skip
    found = jury(jurors=[juror("评委一"), juror("评委二")], marks=lines)
    whose = "（力学学会，1）"
    assert told(found) == [
        f"表, D6{whose}  “评委一”、“力学学会”、“1”写了两个分：9（表, 第4行）和8",
        f"表, D7{whose}  打分应在0至10分之间，写的是10.5",
        f"表, D8{whose}  打分最多1位小数，写的是9.55",
        f"表, A9{whose}  评委“评委九”不在评委名单中",
        f"表, D10{whose}  打分“弃权”不是数，请填以“分”计的数",
    ]
