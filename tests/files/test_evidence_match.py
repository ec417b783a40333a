"""Files find their clause by number or words; what fits two clauses or none finds none."""

from __future__ import annotations

import pytest

from jiheng.files.evidence_match import ClauseWords, matched

CLAUSES = (
    ClauseWords("1.1", "1.1", "每年听取1次科协工作汇报", ("会议纪要",)),
    ClauseWords("1.5", "1.5", "科普经费列入预算且人均不低于0.5元", ("财政预算批复",)),
    ClauseWords("2.2", "2.2", "党建制度、要点、总结、述职", ("工作要点", "工作总结", "述职材料")),
    ClauseWords("2.3", "2.3", "县级学会党组织覆盖率100%", ("学会名册", "党组织批复")),
    ClauseWords("2.3.1", "", "学会换届", ("换届批复",)),
    ClauseWords("rural", "3.10", "农技协建设", ("农技协名册",)),
    ClauseWords("3.1", "3.1", "科普活动", ("活动图片", "工作总结")),
    ClauseWords("7", "7", "网络建设", ()),
)


@pytest.mark.parametrize(
    ("name", "clause"),
    [
        ("2.3 学会名册.pdf", "2.3"),
        ("2.3学会名册.pdf", "2.3"),
        ("２．３学会名册.pdf", "2.3"),
        ("2-3 名册.pdf", "2.3"),
        ("（2.3）名册.pdf", "2.3"),
        ("【2.3】名册.pdf", "2.3"),
        ("第2.3条.pdf", "2.3"),
        ("2.3/扫描0001.jpg", "2.3"),
        ("材料/2.3 党组织/扫描0001.jpg", "2.3"),
        ("2.3.1 名册.pdf", "2.3.1"),
        ("3.10 照片.jpg", "rural"),
        ("3.1 照片.jpg", "3.1"),
        ("2.3/1.1 纪要.pdf", "1.1"),
        ("2.3-2017年名册.pdf", "2.3"),
        ("2.3_名册.pdf", "2.3"),
        ("2.3.名册.pdf", "2.3"),
        ("2.3 项目名册.pdf", "2.3"),
        ("2.3人均.pdf", "2.3"),
        ("7、网站截图.png", "7"),
        ("7. 网站截图.png", "7"),
        ("党组织批复.jpg", "2.3"),
        ("学会党组织批复.jpg", "2.3"),
        ("学会名册（2）.pdf", "2.3"),
        ("财政预算批复扫描件.pdf", "1.5"),
        ("县级学会党组织覆盖率.docx", "2.3"),
        ("会议纪要/001.jpg", "1.1"),
        ("活动图片12.jpg", "3.1"),
        # nobody's, or more than one clause's
        ("工作总结.docx", None),
        ("批复.pdf", None),
        ("IMG_20171108_102233.jpg", None),
        ("2017.11.8 会场.jpg", None),
        ("2.2万元.pdf", None),
        ("2.2日会场.jpg", None),
        ("7.jpg", None),
        ("7人名单.pdf", None),
        ("007.jpg", None),
        ("2.3.1.9 名册.pdf", None),
        ("9.9 其他.pdf", None),
        ("名册.pdf", None),
        ("微信图片_20171108.jpg", None),
        ("2.3.9 名册.pdf", None),
        ("总", None),
    ],
)
def test_a_name_belongs_to(name: str, clause: str | None) -> None:
    assert matched([name], CLAUSES) == {name: clause}


def test_without_clauses_nothing_belongs() -> None:
    assert matched(["2.3 名册.pdf"], ()) == {"2.3 名册.pdf": None}
