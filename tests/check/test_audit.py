"""The log's own checker: what was changed is found, what cannot be found is said."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from jiheng.web.journal import COLUMNS, GENESIS, entry_hash, words_digest

PROGRAM = Path(__file__).parents[2] / "check" / "jiheng_audit.py"
Log = list[dict[str, Any]]


def log_of(length: int, *, seed: int = 0) -> Log:
    """A log as the site writes it."""
    chance, previous, log = random.Random(seed), GENESIS, []
    for number in range(1, length + 1):
        salt, words = f"{chance.getrandbits(128):032x}", json.dumps({"after": f"第{number}次\n改"})
        entry: dict[str, Any] = dict.fromkeys(COLUMNS, "") | {
            "number": number,
            "at": f"2017-11-20T02:00:{number % 60:02}.000+00:00",
            "deed": "answer-saved",
            "key": str(chance.randrange(99)),
            "salt": salt,
            "words": words,
            "words_digest": words_digest(salt, words),
            "previous": previous,
        }
        entry["hash"] = previous = entry_hash(SimpleNamespace(**entry))
        log.append(entry)
    return log


def rehashed(log: Log, start: int) -> Log:
    """Written anew from one entry on, as somebody with the whole database could."""
    previous = log[start - 1]["hash"] if start else GENESIS
    for number, entry in enumerate(log[start:], start + 1):
        entry |= {"number": number, "previous": previous}
        entry["words_digest"] = words_digest(entry["salt"], entry["words"])
        entry["hash"] = previous = entry_hash(SimpleNamespace(**entry))
    return log


def told(folder: Path, log: Log | str, *heads: str) -> tuple[int, list[str]]:
    """Exit code and printed lines of the program, alone with the standard library."""
    path = folder / "log.jsonl"
    text = log if isinstance(log, str) else "".join(json.dumps(one) + "\n" for one in log)
    path.write_text(text, "utf-8")
    asked = [part for head in heads for part in ("--head", head)]
    done = subprocess.run(
        [sys.executable, "-I", "-X", "utf8", PROGRAM, path, *asked],
        capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip
    return done.returncode, (done.stdout + done.stderr).splitlines()


def test_a_whole_log_is_whole_and_says_what_it_does_not_prove(tmp_path: Path) -> None:
    log = log_of(5)
    head = f"共 5 条，最后一条的哈希（链头）：{log[-1]['hash']}"
    warning = "链条完整；没有拿外面保存的链头核对，末尾被截去或从某条起整段重写是看不出来的。"
    assert told(tmp_path, log) == (0, [head, warning])
    assert told(tmp_path, log, log[2]["hash"]) == (0, [head, "链条完整。"])
    assert told(tmp_path, []) == (0, [f"共 0 条，最后一条的哈希（链头）：{GENESIS}", warning])


TAMPERS = ("changed", "words", "cut out", "swapped", "cut off", "written anew")


def tampered(kind: str, log: Log, *, at: int) -> Log:
    match kind:
        case "changed":
            log[at]["person"] = "someone-else"
        case "words":
            log[at]["words"] = json.dumps({"after": "99"})
        case "cut out":
            del log[at]
        case "swapped":
            log[at - 1], log[at] = log[at], log[at - 1]
        case "cut off":
            del log[at:]
        case _:
            log[at]["words"] = json.dumps({"after": "99"})
            rehashed(log, at)
    return log


@pytest.mark.parametrize("kind", TAMPERS)
@pytest.mark.parametrize("at", [1, 7, 18])
def test_every_tamper_is_found_by_whoever_kept_a_head(tmp_path: Path, kind: str, at: int) -> None:
    log = log_of(20, seed=at)
    kept = log[-2]["hash"]
    assert told(tmp_path, tampered(kind, log, at=at), kept)[0] == 1


@pytest.mark.parametrize("kind", ["cut off", "written anew"])
def test_without_a_head_these_two_look_whole(tmp_path: Path, kind: str) -> None:
    assert told(tmp_path, tampered(kind, log_of(20), at=7))[0] == 0


def test_erased_words_leave_the_chain_whole(tmp_path: Path) -> None:
    log = log_of(3)
    log[1] |= {"salt": "", "words": ""}
    code, lines = told(tmp_path, log)
    assert (code, lines[1]) == (0, "其中 1 条的具体文字已按规定清除，只留下摘要，不影响链条")


@pytest.mark.parametrize(
    "text",
    [
        "no json\n",
        "[]\n",
        '{"number": 1}\n',
        json.dumps(log_of(1)[0] | {"number": "1"}) + "\n",
        json.dumps(log_of(1)[0] | {"number": True}) + "\n",
        json.dumps(log_of(1)[0])[:-1] + ', "person": "x"}\n',
        "[" * 100_000 + "\n",
    ],
)
def test_what_is_no_log_is_said_in_a_line(tmp_path: Path, text: str) -> None:
    code, lines = told(tmp_path, text)
    assert (code, len(lines)) == (2, 1)
