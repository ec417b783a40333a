"""Word documents shown as plain blocks: nothing dropped in silence, nothing run, nobody named."""

from __future__ import annotations

import copy
import hashlib
import io
import json
import random
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from jiheng.files import preview_docx, preview_docx_text
from jiheng.files.preview import DOCX, Cell, Paragraph, Preview, PreviewKind, Table, preview_of
from jiheng.values.problems import Unreadable
from tests.files.packages import Parts, packed, parts, saved, sheet
from tests.files.photos import photo, segments
from tests.files.word_packages import W, cell, document, outside, p, row, run, table

OUTSIDE = "文档引用了文件之外的内容（模板、图片或对象），这里没有去取"
MACROS = "文档带有宏，这里没有执行；下载后打开时请勿启用宏"
EMBEDDED = "文档里嵌有其他文件或控件，这里没有打开"
DYNAMIC = "文档里有会去取外部数据的域（DDE），这里没有执行"


def _preview(folder: Path, made: Parts) -> Preview:
    return preview_of(saved(folder, made, "材料.docx"), DOCX)


def _refusal(folder: Path, content: bytes) -> str:
    path = folder / "材料.docx"
    path.write_bytes(content)
    with pytest.raises(Unreadable) as refused:
        preview_of(path, DOCX)
    assert refused.value.problem.place == "材料.docx"
    return refused.value.problem.message


def test_paragraphs_and_tables_in_order(tmp_path: Path) -> None:
    body = p("关于活动的报告") + table(row(cell("一"), cell("二", columns=2))) + p("特此报告")
    assert _preview(tmp_path, document(body)) == Preview(
        PreviewKind.TEXT,
        blocks=(
            Paragraph("关于活动的报告"),
            Table(((Cell("一"), Cell("二", 2)),)),
            Paragraph("特此报告"),
        ),
        text="关于活动的报告\n一\t二\n特此报告",
    )


def _alternatives(first: str, second: str) -> str:
    return (
        f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>'
        f"{p(first)}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f"<v:textbox><w:txbxContent>{p(second)}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent>"
    )


_TICK = '<w:r><w:sym w:font="Wingdings" w:char="F052"/></w:r>'
_CONTROL = "<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
_INSERTED = '<w:ins w:id="1" w:author="张三">{}</w:ins>'
_DELETED = '<w:del w:id="2" w:author="李四"><w:r><w:delText>旧</w:delText></w:r></w:del>'

SHAPES: dict[str, tuple[str, tuple[Paragraph | Table, ...]]] = {
    "a content control": (_CONTROL.format(p("甲")), (Paragraph("甲"),)),
    "a control in a line": (p(run("甲") + _CONTROL.format(run("乙"))), (Paragraph("甲乙"),)),
    "a row in a control": (table(_CONTROL.format(row(cell("甲")))), (Table(((Cell("甲"),),)),)),
    "a cell in a control": (
        table(row(_CONTROL.format(cell("甲")), cell("乙"))),
        (Table(((Cell("甲"), Cell("乙")),)),),
    ),
    "an insertion": (p(_INSERTED.format(run("新"))), (Paragraph("新"),)),
    "a row inserted": (table(_INSERTED.format(row(cell("甲")))), (Table(((Cell("甲"),),)),)),
    "a deletion": (p(run("新") + _DELETED), (Paragraph("新", deleted="旧"),)),
    "moved text": (
        p(f"<w:moveFrom>{run('甲')}</w:moveFrom>") + p(f"<w:moveTo>{run('甲')}</w:moveTo>"),
        (Paragraph("", deleted="甲"), Paragraph("甲")),
    ),
    "a deletion in a cell": (
        table(row(cell(p(run("新") + _DELETED)))),
        (Table(((Cell("新（修订中删去：旧）"),),)),),
    ),
    "a text box": (
        p(run("甲") + f"<w:r>{_alternatives('乙', '乙')}</w:r>"),
        (Paragraph("甲"), Paragraph("乙")),
    ),
    "a text box with two tales": (
        p(f"<w:r>{_alternatives('乙', '丙')}</w:r>"),
        (Paragraph("乙"), Paragraph("丙")),
    ),
    "a nested table": (
        table(row(cell(p("外") + table(row(cell("甲"), cell("乙"))) + p("")))),
        (Table(((Cell("外\n甲\t乙"),),)),),
    ),
    "smart tags and links": (
        p(f"<w:smartTag><w:hyperlink>{run('甲')}</w:hyperlink></w:smartTag>"),
        (Paragraph("甲"),),
    ),
    "text astray in a table": (
        table(p("甲"), row(cell("乙"), p("丙"))),
        (Table(((Cell("乙"),),)), Paragraph("甲"), Paragraph("丙")),
    ),
    "a run in no paragraph": (run("甲"), (Paragraph("甲"),)),
    "tabs, breaks and ticks": (
        p(f"{run('甲')}<w:r><w:tab/></w:r>{run('乙')}<w:r><w:br/></w:r>{_TICK}"),
        (Paragraph("甲\t乙\n☑"),),
    ),
    "an instruction of a field": (
        p(f"<w:r><w:instrText>PAGE</w:instrText></w:r>{run('3')}"), (Paragraph("3"),)
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "blocks"), SHAPES.values(), ids=SHAPES.keys())
def test_no_shape_is_dropped(
    tmp_path: Path, body: str, blocks: tuple[Paragraph | Table, ...]
) -> None:
    made = document(body)
    shown = _preview(tmp_path, made)
    assert shown.blocks == blocks
    said = "".join(shown.text_tokens)
    assert [word for word in _oracle(made) if word not in said] == []


def _oracle(made: Parts) -> list[str]:
    """The words of the body, read with other code."""
    xml = made["word/document.xml"].decode()
    found = re.findall(r"<w:(?:t|delText)\b[^>]*>([^<]*)<", xml)
    return [word for text in found for word in text.split()]


def test_what_stands_beside_the_body_is_placed(tmp_path: Path) -> None:
    noted = {
        "comments": f'<w:comment w:author="王五">{p("请补日期")}</w:comment>',
        "header": p("内部资料"),
        "footnotes": f"<w:footnote>{p('见附件')}</w:footnote>",
    }
    assert _preview(tmp_path, document(p("正文"), noted)).blocks == (
        Paragraph("正文"),
        Paragraph("内部资料", "页眉"),
        Paragraph("见附件", "脚注"),
        Paragraph("请补日期", "批注"),
    )


# EU-09: nobody is named


@pytest.mark.row("EU-09")
@pytest.mark.parametrize("seed", range(5))
def test_no_author_and_no_reviser_is_shown(tmp_path: Path, seed: int) -> None:
    names = [f"作者{seed}", f"修订者{seed}", f"批注者{seed}", f"单位{seed}"]
    made = document(
        p(f'<w:ins w:author="{names[1]}">{run("正文")}</w:ins>'),
        {"comments": f'<w:comment w:author="{names[2]}" w:initials="{names[2]}">{p("好")}</w:comment>'},
    ) | {
        "docProps/core.xml": f"<x><creator>{names[0]}</creator></x>".encode(),
        "docProps/app.xml": f"<x><Company>{names[3]}</Company></x>".encode(),
        "word/media/image1.jpeg": photo(seed),
    }  # fmt: skip
    path = saved(tmp_path, made, "材料.docx")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    shown = preview_of(path, DOCX)
    assert [name for name in names if name in repr(shown)] == []
    assert [set(segments(picture)) & {0xE1, 0xE2, 0xFE} for picture in shown.pictures] == [set()]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == digest


def test_a_picture_that_cannot_be_shown_is_marked(tmp_path: Path) -> None:
    shown = _preview(tmp_path, document(p("甲")) | {"word/media/image1.emf": b"\1\0\0\0"})
    assert (shown.pictures, shown.marks) == (
        (), ("文档里有的图片不能在这里显示，请下载后查看",)
    )  # fmt: skip


# EU-03, EU-04: what would fetch or run


ACTIVE = {
    "macros": ({"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}, "", (MACROS,)),
    "an object": ({"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0"}, "", (EMBEDDED,)),
    "a control": ({"word/activeX/activeX1.bin": b"\xd0\xcf"}, "", (EMBEDDED,)),
    "a template outside": ({}, outside("attachedTemplate", "http://127.0.0.1:9/a.dotm"), (OUTSIDE,)),
    "a picture outside": ({}, outside("image", "http://127.0.0.1:9/a.png"), (OUTSIDE,)),
    "an object outside": ({}, outside("oleObject", "../outside.doc"), (OUTSIDE,)),
    "a plain link": ({}, outside("hyperlink", "http://example.invalid/"), ()),
}  # fmt: skip


@pytest.mark.row("EU-04")
@pytest.mark.parametrize(("added", "related", "marks"), ACTIVE.values(), ids=ACTIVE.keys())
def test_what_would_run_is_marked_and_not_run(
    tmp_path: Path, added: Parts, related: str, marks: tuple[str, ...]
) -> None:
    shown = _preview(tmp_path, document(p("甲"), outside=related) | added)
    assert (shown.blocks, shown.marks) == ((Paragraph("甲"),), marks)


def test_a_field_that_fetches_is_marked(tmp_path: Path) -> None:
    field = '<w:r><w:instrText>DDEAUTO cmd "/C calc"</w:instrText></w:r>'
    assert _preview(tmp_path, document(p(field + run("甲")))).marks == (DYNAMIC,)


@pytest.mark.row("EU-03")
@pytest.mark.parametrize("part", ["word/document.xml", "docProps/core.xml", "word/odd.dat"])
def test_a_doctype_refuses_the_document(tmp_path: Path, part: str) -> None:
    made = document(p("&x;"))
    body = made.get(part, b"<x/>").partition(b"?>")[2] or b"<x/>"
    made[part] = b'<!DOCTYPE x [<!ENTITY x SYSTEM "../outside.txt">]>' + body
    assert _refusal(tmp_path, packed(made)).startswith(
        f"文件内“{part.lower()}”带有文档类型声明（DOCTYPE），正常的文档没有它，不予读取：请用 WPS 或 Word"
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "文件是空的（0 字节）：请重新导出或拷贝"),
        (b"%PDF-1.7", "内容是 PDF 文档，不是 Word 文档（docx）：请用 WPS 或 Word 打开"),
        (packed(parts(sheet(""))), "内容是压缩包，里面没有 Word 文档：请用 WPS 或 Word 打开"),
        (packed(document(p("甲")))[:300], "文件不完整，后半截没有了（下载或拷贝中断）"),
    ],
)
def test_what_is_no_document_is_named(tmp_path: Path, content: bytes, message: str) -> None:
    assert _refusal(tmp_path, content).startswith(message)


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    made = io.BytesIO(packed(document(p("甲"))))
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/media/image1.bmp", bytes(30 << 20))
    assert "压缩比为" in _refusal(tmp_path, made.getvalue())


def test_boxes_without_end_are_refused(tmp_path: Path) -> None:
    deep = p("甲")
    for _ in range(30):
        deep = table(row(cell(deep + p(""))))
    assert _refusal(tmp_path, packed(document(deep))).startswith("文档里的文字套了太多层")


# Mutants: no word is lost (IM-02)


def _tangled(seed: int) -> Parts:
    """All the shapes in one document, with elements moved, doubled, wrapped and renamed."""
    draw = random.Random(seed)
    made = document("".join(body for body, _ in SHAPES.values()))
    root = etree.fromstring(made["word/document.xml"])
    for _ in range(6):
        one, other = draw.sample(list(root.iter(f"{{{W}}}*"))[2:], 2)
        match draw.randrange(3):
            case 0 if one not in set(other.iterancestors()):
                other.append(one)
            case 1:
                other.insert(0, copy.deepcopy(one))
            case _:
                one.tag = draw.choice([other.tag, f"{{{W}}}odd"])
    return made | {"word/document.xml": etree.tostring(root, encoding="unicode").encode()}


def _lost(made: Parts) -> list[str]:
    """The words of the document that its preview does not say; none when it is refused by name."""
    try:
        told, _ = preview_docx.shown(io.BytesIO(packed(made)))
    except Unreadable:
        return []
    said = json.dumps(told, ensure_ascii=False)
    return [word for word in _oracle(made) if word not in said]


def test_no_word_of_a_mutant_is_lost() -> None:
    assert [seed for seed in range(100) if _lost(_tangled(seed))] == []


def test_the_oracle_sees_a_lost_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard removed: rows in content controls are dropped as python-docx drops them."""
    monkeypatch.setattr(
        preview_docx_text,
        "_gathered",
        lambda element, name: (
            [child for child in element if preview_docx_text.local_name(child) == name], []
        ),
    )  # fmt: skip
    assert _lost(document(SHAPES["a row in a control"][0])) == ["甲"]
