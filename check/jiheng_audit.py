"""Checks an exported log of jiheng: standard library only, nothing of jiheng, runs with `python -I`.

    python3 -I jiheng_audit.py LOG.jsonl [--head HASH ...]

Each line of the log is one JSON object with the columns below, plus `salt` and `words`. It says

- whether every entry follows the one before (number, `previous`, `hash`), from the first one on;
- whether the words of every entry are those that were digested (words that were erased on purpose,
  with their salt, are counted and said);
- whether every `--head` (printed on a receipt, a signed table, a circular) is in this log.

Without a head that was kept elsewhere a log that was cut at its end, or written anew from some entry
on, looks whole: nobody can see that from the log alone, and the answer says so.

Exit codes: 0 whole, 1 broken, 2 usage or unreadable.
"""

import hashlib
import json
import sys
from pathlib import Path

COLUMNS = (
    "number", "at", "person", "role", "organisation", "deed", "what", "key", "assessment",
    "subject", "clause", "words_digest", "previous",
)  # fmt: skip
GENESIS = "0" * 64
HEX = set("0123456789abcdef")


class Unusable(Exception):
    """The command line or the file cannot be used; the text says why."""


def main(arguments):
    """Check one log and print what was found."""
    try:
        name, heads = _asked(arguments)
        entries = list(_entries(name))
    except Unusable as error:
        print(error, file=sys.stderr)
        return 2
    broken, erased = _broken(entries)
    missing = [head for head in heads if head not in _hashes(entries)]
    for line in broken[:20]:
        print(line)
    for head in missing:
        print(f"外面保存的链头 {head} 不在这份日志里：日志被截短或改写过，或不是同一份日志")
    last = entries[-1].get("hash", GENESIS) if entries else GENESIS
    print(f"共 {len(entries)} 条，最后一条的哈希（链头）：{last}")
    if erased:
        print(f"其中 {erased} 条的具体文字已按规定清除，只留下摘要，不影响链条")
    if broken or missing:
        print(f"不完整：{len(broken)} 处断裂，{len(missing)} 个链头对不上")
        return 1
    print(
        "链条完整。"
        if heads
        else "链条完整；没有拿外面保存的链头核对，末尾被截去或从某条起整段重写是看不出来的。"
    )
    return 0


def _asked(arguments):
    files, heads, rest = [], [], list(arguments)
    while rest:
        one = rest.pop(0)
        if one == "--head":
            head = rest.pop(0).lower() if rest else ""
            if len(head) != len(GENESIS) or not set(head) <= HEX:
                raise Unusable("--head 后面应是64位十六进制的链头，见回执或盖章表的页脚")
            heads.append(head)
        else:
            files.append(one)
    if len(files) != 1:
        raise Unusable("写法：jiheng_audit.py 日志.jsonl [--head 链头]")
    return files[0], heads


def _entries(name):
    try:
        with Path(name).open(encoding="utf-8", errors="strict", newline="\n") as stream:
            for number, line in enumerate(stream, 1):
                yield _entry(line, f"{name} 第{number}行")
    except (OSError, UnicodeDecodeError) as error:
        raise Unusable(f"{name}  读不了：{error}") from None


def _entry(line, place):
    try:
        entry = json.loads(line, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        raise Unusable(f"{place}  不是一条日志（应是一行一个 JSON 对象，键不重复）") from None
    if not isinstance(entry, dict) or set(entry) != {*COLUMNS, "hash", "salt", "words"}:
        raise Unusable(f"{place}  缺少或多出栏目")
    wrong = [name for name in entry if type(entry[name]) is not (int if name == "number" else str)]
    if wrong:
        raise Unusable(f"{place}  {wrong[0]} 的类型不对")
    return entry


def _once(pairs):
    """A JSON object whose keys are all different; a doubled key could show one value and prove another."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("doubled key")
    return found


def _broken(entries):
    """Every fault as a line, and how many entries had their words erased."""
    faults, erased, previous = [], 0, GENESIS
    for spot, entry in enumerate(entries, 1):
        place = f"第{entry['number']}条（{entry['at']}，{entry['deed']}）"
        if entry["number"] != spot:
            faults.append(f"{place}  序号应是{spot}：中间少了或多了")
        if entry["previous"] != previous:
            faults.append(f"{place}  与上一条接不上：上一条被改、删或换了位置")
        columns = [entry[name] for name in COLUMNS]
        text = json.dumps(columns, ensure_ascii=False, separators=(",", ":"))
        if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != entry["hash"]:
            faults.append(f"{place}  内容与哈希不符：这一条被改过")
        if entry["salt"] == "" and entry["words"] == "":
            erased += 1
        elif _digest(entry) != entry["words_digest"]:
            faults.append(f"{place}  具体文字与摘要不符：改前改后的内容或理由被改过")
        previous = entry["hash"]
    return faults, erased


def _digest(entry):
    told = f"{entry['salt']}\n{entry['words']}"
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def _hashes(entries):
    return {GENESIS} | {entry["hash"] for entry in entries}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
