"""PDFs written by hand, object by object, so that a test can make each of them odd in one way."""

from __future__ import annotations

from collections.abc import Sequence

_FACES = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
    b" /DescendantFonts [4 0 R] >>",
    b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo"
    b" << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 5 0 R >>",
    b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880]"
    b" /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
)


def pdf(*texts: str, catalog: bytes = b"", size: tuple[int, int] = (595, 842)) -> bytes:
    """One page for each text, in a Chinese face that the file names and does not carry."""
    first = 6
    kids = b" ".join(b"%d 0 R" % (first + 2 * at) for at in range(len(texts)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(texts)),
        *_FACES,
    ]
    for at, text in enumerate(texts):
        objects += _page(text, first + 2 * at + 1, size)
    return _joined(objects)


def _page(text: str, content: int, size: tuple[int, int]) -> list[bytes]:
    drawn = f"BT /F1 30 Tf 60 {size[1] - 100} Td <{text.encode('utf-16-be').hex()}> Tj ET".encode()
    return [
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R"
        b" /Resources << /Font << /F1 3 0 R >> >> >>" % (*size, content),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
    ]


def _joined(objects: Sequence[bytes]) -> bytes:
    made, starts = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        starts.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    count = len(objects) + 1
    return made + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (count, table, count, len(made))
    )
