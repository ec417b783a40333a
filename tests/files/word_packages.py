"""Word documents built by hand, part by part, so that a test can make each of them odd in one way."""

from __future__ import annotations

from collections.abc import Mapping

from tests.files.packages import HEAD, LISTED, REL, Parts, relations

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{W}" xmlns:r="{REL}"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
BESIDE = ("header", "footer", "footnotes", "endnotes", "comments")


def p(text: str) -> str:
    """A paragraph; text that begins with < is taken as XML."""
    return f"<w:p>{text if text.startswith('<') else run(text)}</w:p>"


def run(text: str) -> str:
    """A run of text."""
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def cell(text: str, columns: int = 1) -> str:
    """A cell of a table; text that begins with < is taken as XML."""
    span = f'<w:tcPr><w:gridSpan w:val="{columns}"/></w:tcPr>' if columns > 1 else ""
    return f"<w:tc>{span}{text if text.startswith('<') else p(text)}</w:tc>"


def row(*cells: str) -> str:
    """A row of a table."""
    return f"<w:tr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    """A table."""
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def document(body: str, beside: Mapping[str, str] | None = None, outside: str = "") -> Parts:
    """All parts of a document: its body, {kind: content} of the parts beside it, outside relations."""
    beside = beside or {}
    related = [(f"rId{kind}", kind, f"{kind}.xml") for kind in beside]
    listing = relations(*related).replace("</Relationships>", f"{outside}</Relationships>")
    texts = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="urn:types"/>',
        "_rels/.rels": relations(("rId1", "officeDocument", "word/document.xml")),
        "word/document.xml": f"{HEAD}<w:document {SPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": listing,
    } | {
        f"word/{kind}.xml": f"{HEAD}<w:{kind} {SPACES}>{content}</w:{kind}>"
        for kind, content in beside.items()
    }
    return {name: text.encode() for name, text in texts.items()}


def outside(kind: str, target: str) -> str:
    """A relation that leads out of the package."""
    return (
        f'<Relationship xmlns="{LISTED}" Id="out{kind}" Type="{REL}/{kind}" Target="{target}"'
        ' TargetMode="External"/>'
    )
