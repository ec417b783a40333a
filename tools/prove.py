"""`make prove`: the full volumes of what must never happen, the guards removed in turn, and the page
that says what was seen: docs/reliability.md."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reliability.md"
CONTROLS = "without_the_guard or without_its_guard"


@dataclass(frozen=True, slots=True)
class Proof:
    """One test as it ran: what it says of itself, how long it took, whether it held."""

    name: str
    row: str
    volume: str
    seconds: str
    held: bool


def main() -> int:
    """Run both halves and write the page; 1 when anything failed."""
    full, controls = _run("-m", "prove"), _run("-k", CONTROLS, "-m", "not prove")
    PAGE.write_text(_page(full, controls), "utf-8")
    print(PAGE.read_text("utf-8"))
    return 0 if full and all(proof.held for proof in (*full, *controls)) else 1


def _run(*which: str) -> list[Proof]:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "tests", "-n", "2", "-q", f"--junitxml={report}"]
        subprocess.run([*command, *which], cwd=ROOT, check=False)
        return list(_proofs(report)) if report.exists() else []


def _proofs(report: Path) -> Iterator[Proof]:
    for case in ElementTree.parse(report).iter("testcase"):
        if case.find("skipped") is not None:
            continue
        told = {one.get("name"): one.get("value", "") for one in case.iter("property")}
        held = case.find("failure") is None and case.find("error") is None
        where = case.get("classname", "").removeprefix("tests.")
        yield Proof(
            f"{where}: {case.get('name')}", told.get("row") or "", told.get("volume") or "",
            case.get("time", ""), held,
        )  # fmt: skip


def _page(full: list[Proof], controls: list[Proof]) -> str:
    when = datetime.now(UTC).date().isoformat()
    lines = [
        "# What must never happen, and what was seen", "",
        f"Written by `make prove` on {when}; seeds stand in the tests. Every line is one test; "
        "numbers behind a name are what it was run on.", "",
        "## In full", "", *_table(full), "",
        "## With the guard removed (each must find the fault)", "", *_table(controls), "",
    ]  # fmt: skip
    return "\n".join(lines)


def _table(proofs: list[Proof]) -> list[str]:
    rows = [
        f"| {proof.row} | {proof.name.replace('|', '/')} | {proof.volume} | {proof.seconds} | "
        f"{'held' if proof.held else '**FAILED**'} |"
        for proof in sorted(proofs, key=lambda proof: (proof.row or "~", proof.name))
    ]
    return ["| row | test | volume | seconds | |", "|---|---|---|---|---|", *rows]


if __name__ == "__main__":
    sys.exit(main())
