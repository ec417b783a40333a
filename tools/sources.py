"""Holds the numbers of the source documents against the schemes, in both directions.

`docs/sources.md` names the documents with their schemes; it lists every number that no scheme
carries, and every value in a scheme that its lines do not print, each with the reason. A number is carried when a noun whose `source.line` covers its line says
it, in the noun itself or in a fact that the noun names. Of nouns inside each other the innermost
answers for a line, so that a section cannot vouch for its clauses. Numbering (1. 2.1 （3） and
serial cells of tables) is skipped.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jiheng.files.yaml import read_yaml
from jiheng.values.exact import exact, exact_text

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT.parent / "shared" / "source-documents"
PAGE = ROOT / "docs" / "sources.md"

_WIDE = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
_TAGS = re.compile(r"</?[a-z][^<>]*>")
_NUMBERING = re.compile(
    r"^\s*\d{1,2}\.\d{1,2}(?=\s*[^\d\s.%])"  # 1.1党委
    r"|(?<![\d.])\d{1,2}[.、](?=\s*[^\d\s])"  # 1. 2、
    r"|[（(]\d{1,2}[）)](?=\D)"
)
_NUMBER = re.compile(r"[A-Za-z]*\d[\dA-Za-z]*[A-Za-z][\dA-Za-z]*|[A-Z]\d+|\d+(?:\.\d+)?%?")
_DIGITS = {name: spot for spot, name in enumerate("零一二三四五六七八九")} | {"两": 2}
_SPELLED = re.compile(
    r"(?<![第零一二两三四五六七八九十百])([二两三四五六七八九十百][零一二三四五六七八九十百]*|一(?=次(?!性)))"
    r"(个|项|家|次|名|位|场|人|年|类|本|篇|部|种|轮|方面|套|成|件|支|库|板块|大重点)"
)
_TIMES = {"万": 10_000, "亿": 100_000_000}
_NOT_SAID = frozenset({"source", "id", "number"})  # numbering, as in the documents
_VALUES = frozenset(  # what a scheme takes from its document; points and rules are often decisions
    {"value", "high", "baseline", "heading", "cell", "amount", "percent", "weight", "minutes"}
    | {"month", "total", "this-year", "last-year", "last-year-spent"}
)


@dataclass(frozen=True, slots=True)
class Number:
    """One number as a text writes it, and every form in which a scheme may write the same."""

    text: str
    forms: frozenset[str]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One number at one line of one document."""

    document: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.document}, line {self.line}: {self.text}"


@dataclass(frozen=True, slots=True, order=True)
class Value:
    """One value of a noun in a scheme, under the noun's id or title."""

    scheme: str
    noun: str
    text: str

    def __str__(self) -> str:
        return f"{self.scheme}, {self.noun}: {self.text}"


@dataclass(frozen=True, slots=True)
class Document:
    """One document: its name on the page, its file, and the schemes written from it."""

    name: str
    file: str
    schemes: tuple[str, ...]


def numbers_in(text: str) -> list[Number]:
    """Every number of a text in its order: digits, per cents, codes, and spelled-out counts."""
    plain = _TAGS.sub(" ", text.translate(_WIDE))
    plain = _NUMBERING.sub(lambda found: " " * len(found.group()), plain)
    found = [(one.start(), _digits(one, plain)) for one in _NUMBER.finditer(plain)]
    found += [(one.start(), _spelled(one)) for one in _SPELLED.finditer(plain)]
    return [number for _, number in sorted(found, key=lambda pair: pair[0])]


def _digits(found: re.Match[str], text: str) -> Number:
    written = found.group()
    if re.search("[A-Za-z]", written):
        return Number(written, frozenset({written}))
    value = exact(written.rstrip("%"))
    times = _TIMES.get(text[found.end() : found.end() + 1].strip(), 1)
    return Number(written, frozenset({exact_text(value), exact_text(value * times)}))


def _spelled(found: re.Match[str]) -> Number:
    return Number(found.group(), frozenset({found.group(), str(_count(found.group(1)))}))


def _count(spelled: str) -> int:
    """What a count below a thousand such as 二十三 comes to."""
    total, digit = 0, 0
    for sign in spelled:
        if sign in ("十", "百"):
            total, digit = total + (digit or 1) * (10 if sign == "十" else 100), 0
        else:
            digit = _DIGITS[sign]
    return total + digit


def numbers_of(lines: list[str]) -> Iterator[tuple[int, Number]]:
    """Every number of a document with its line, serial cells of tables left out."""
    for line, text in enumerate(lines, 1):
        following = lines[line] if line < len(lines) else ""
        if not (text.strip().isdigit() and following.strip()):
            yield from ((line, number) for number in numbers_in(text))


def said_by(schemes: Iterable[Mapping[str, Any]]) -> dict[int, set[str]]:
    """For every line, the forms of all numbers that nouns with this line say."""
    said: dict[int, set[str]] = {}
    for scheme in schemes:
        facts = scheme.get("facts", {})
        for noun in _placed(scheme):
            words = list(_words(noun, top=True))
            words += [word for name in words if name in facts for word in _words(facts[name])]
            forms = {form for word in words for one in _loose(word) for form in one.forms}
            for line in _own_lines(noun):
                said.setdefault(line, set()).update(forms)
    return said


def _own_lines(noun: dict[str, Any]) -> set[int]:
    """The lines that a noun answers for: its own, less those of narrower nouns inside it."""
    own = _lines(noun)
    return own.difference(*(lines for one in _placed(noun) if (lines := _lines(one)) < own))


def _loose(word: str) -> list[Number]:
    """The numbers of a word of a scheme: there, a decimal at the front is no numbering."""
    return numbers_in(f"：{word}：")


def _placed(node: Any) -> Iterator[dict[str, Any]]:
    """Every noun that says where it stands, outer before inner."""
    if isinstance(node, dict):
        if _has_lines(node):
            yield node
        for key, value in node.items():
            if key != "facts":
                yield from _placed(value)
    elif isinstance(node, list):
        for value in node:
            yield from _placed(value)


def _has_lines(node: Any) -> bool:
    return (
        isinstance(node, dict) and isinstance(node.get("source"), dict) and "line" in node["source"]
    )


def _words(node: Any, *, top: bool = False) -> Iterator[str]:
    """Every text that a noun says itself: keys and values, without nouns that have own lines."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, list):
        for value in node:
            yield from _words(value)
    elif isinstance(node, dict) and (top or not _has_lines(node)):
        for key, value in node.items():
            if key not in _NOT_SAID:
                yield key
                yield from _words(value)


def _lines(noun: dict[str, Any]) -> set[int]:
    """Every line of `"66"`, `"66-112"` or `"39, 66-112"`."""
    lines: set[int] = set()
    for part in re.split("[,，、]", noun["source"]["line"]):
        first, _, last = part.strip().partition("-")
        lines.update(range(int(first), int(last or first) + 1))
    return lines


def missing_from(name: str, lines: list[str], *, said: Mapping[int, set[str]]) -> list[Place]:
    """Every number of a document that no noun with its line says, each once a line."""
    found = [
        Place(name, line, number.text)
        for line, number in numbers_of(lines)
        if not number.forms & said.get(line, set())
    ]
    return list(dict.fromkeys(found))


def unprinted_in(scheme: Mapping[str, Any], lines: list[str]) -> list[Value]:
    """Every value of a scheme that the lines of its noun do not print, each once a noun."""
    printed: dict[int, set[str]] = {}
    for line, number in numbers_of(lines):
        printed.setdefault(line, set()).update(number.forms)
    found = []
    for noun in _placed(scheme):
        name = str(noun.get("id") or noun.get("title") or noun.get("printed", ""))
        forms = set().union(*(printed.get(line, set()) for line in _lines(noun)))
        values = _values(noun, scheme.get("facts", {}), top=True)
        found += [Value(scheme["scheme"], name, value) for value in values if value not in forms]
    return list(dict.fromkeys(found))


def _values(node: Any, facts: Mapping[str, Any], *, top: bool = False) -> Iterator[str]:
    """The values that a noun takes from its document; of a yes or no, 1 is no printed number."""
    if isinstance(node, list):
        for value in node:
            yield from _values(value, facts)
    if not isinstance(node, dict) or (_has_lines(node) and not top):
        return
    is_yes = facts.get(str(node.get("fact")), {}).get("type") == "yes-no"
    for key, value in node.items():
        if key in _VALUES and isinstance(value, str) and not is_yes:
            yield exact_text(exact(value))
        yield from _values(value, facts)


def documents_on(page: str) -> list[Document]:
    """The documents that the page names."""
    return [
        Document(name, file, tuple(schemes.split("、")))
        for name, file, schemes in _rows(page, ("document", "file", "schemes"))
    ]


def left_out_on(page: str) -> list[Place]:
    """Every number that the page says was left out, in the order of the page."""
    return [
        Place(name, int(line), number)
        for name, line, numbers, _ in _rows(page, ("document", "line", "number", "why left out"))
        for number in numbers.split("、")
    ]


def _rows(page: str, head: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The rows of every table on the page with this head."""
    inside = False
    for line in page.splitlines():
        cells = tuple(cell.strip(" `") for cell in line.strip().strip("|").split("|"))
        if not line.startswith("|"):
            inside = False
        elif cells == head:
            inside = True
        elif inside and not set(cells[0]) <= {"-", ":"}:
            yield cells


def unprinted_on(page: str) -> list[Value]:
    """Every value that the page says is not printed in the noun's lines."""
    return [
        Value(scheme, noun, value)
        for scheme, noun, values, _ in _rows(page, ("scheme", "noun", "value", "why not printed"))
        for value in values.split("、")
    ]


def missing_numbers(page: str, sources: Path) -> list[Place]:
    """Every number of the documents on the page that no scheme of theirs carries."""
    return [
        place
        for document in documents_on(page)
        for place in missing_from(
            document.name, _text(document, sources), said=said_by(_schemes(document))
        )
    ]


def unprinted_values(page: str, sources: Path) -> list[Value]:
    """Every value of the schemes on the page that their documents do not print there."""
    return [
        value
        for document in documents_on(page)
        for scheme in _schemes(document)
        for value in unprinted_in(scheme, _text(document, sources))
    ]


def _text(document: Document, sources: Path) -> list[str]:
    return (sources / document.file).read_text("utf-8").splitlines()


def _schemes(document: Document) -> list[dict[str, Any]]:
    return [read_yaml(ROOT / "schemes" / one / "scheme.yaml").data for one in document.schemes]


def main() -> int:
    """Print what is on one side only: found but not on the page, on the page but not found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", nargs="?", type=Path, default=SOURCES)
    sources, page = parser.parse_args().sources, PAGE.read_text("utf-8")
    missing, unprinted = missing_numbers(page, sources), unprinted_values(page, sources)
    differences = [
        *_told("in no scheme", missing, unless=left_out_on(page)),
        *_told("listed as left out, for nothing", left_out_on(page), unless=missing),
        *_told("not printed there", unprinted, unless=unprinted_on(page)),
        *_told("listed as not printed, for nothing", unprinted_on(page), unless=unprinted),
    ]
    print("\n".join(differences) or "every number is accounted for")
    return 1 if differences else 0


def _told(said: str, these: Iterable[object], *, unless: list[Any]) -> list[str]:
    return [f"{said}: {one}" for one in these if one not in unless]


if __name__ == "__main__":
    sys.exit(main())
