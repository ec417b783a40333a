"""CSV tables spoilt in ten ways, and other code that says which texts each of them still holds."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable

Mutate = Callable[[list[list[str]], random.Random], bytes]


def _packed(rows: list[list[str]], *, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    lines = (delimiter.join(_field(text, delimiter) for text in row) for row in rows)
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def _field(text: str, delimiter: str) -> str:
    return f'"{text}"' if delimiter in text or "\n" in text else text


def cut_off(rows: list[list[str]], draw: random.Random) -> bytes:
    whole = _packed(rows)
    return whole[: draw.randrange(len(whole))]


def flip_bytes(rows: list[list[str]], draw: random.Random) -> bytes:
    whole = bytearray(_packed(rows))
    for _ in range(draw.randint(1, 6)):
        whole[draw.randrange(len(whole))] = draw.randrange(256)
    return bytes(whole)


def flip_characters(rows: list[list[str]], draw: random.Random) -> bytes:
    text = list(_packed(rows).decode())
    for _ in range(draw.randint(1, 6)):
        text[draw.randrange(len(text))] = draw.choice(',;"\t\n\r 9%县\0\ufeff')
    return "".join(text).encode()


def drop_field(rows: list[list[str]], draw: random.Random) -> bytes:
    row = draw.choice(rows)
    del row[draw.randrange(len(row))]
    return _packed(rows)


def double_field(rows: list[list[str]], draw: random.Random) -> bytes:
    row = draw.choice(rows)
    at = draw.randrange(len(row))
    row.insert(at, row[at])
    return _packed(rows)


def drop_row(rows: list[list[str]], draw: random.Random) -> bytes:
    del rows[draw.randrange(len(rows))]
    return _packed(rows)


def double_row(rows: list[list[str]], draw: random.Random) -> bytes:
    at = draw.randrange(len(rows))
    rows.insert(at, [*rows[at][:-1], draw.choice([rows[at][-1], "7"])])
    return _packed(rows)


def swap_columns(rows: list[list[str]], draw: random.Random) -> bytes:
    one, other = draw.sample(range(len(rows[0])), 2)
    first = draw.choice([0, 1])  # with or without the heads
    for row in rows[first:]:
        row[one], row[other] = row[other], row[one]
    return _packed(rows)


def other_encoding(rows: list[list[str]], draw: random.Random) -> bytes:
    encoding = draw.choice(["gb18030", "utf-16", "utf-8-sig", "big5hkscs", "utf-16-le"])
    whole = "\r\n".join(",".join(row) for row in rows).encode(encoding, "replace")
    return whole[draw.choice([0, 0, 1]) :]


def other_delimiter(rows: list[list[str]], draw: random.Random) -> bytes:
    return _packed(rows, delimiter=draw.choice([";", "\t", "|", "，"]))


OPERATORS: tuple[Mutate, ...] = (
    cut_off, flip_bytes, flip_characters, drop_field, double_field, drop_row, double_row,
    swap_columns, other_encoding, other_delimiter,
)  # fmt: skip


def words_in(content: bytes) -> set[str]:
    """Every field of the table, in whichever encoding and with whichever delimiter makes sense."""
    marks = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb": "utf-8-sig"}
    guesses = [marks.get(content[:2], "utf-8"), "gb18030"]
    text = next(decoded for one in guesses if (decoded := _decoded(content, one)) is not None)
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(",", "\t", ";", key=first.count)
    rows = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    return {field.strip() for row in rows for field in row if field.strip()}


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None
