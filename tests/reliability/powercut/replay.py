"""What is left on the disk when the power goes at some moment of a recording.

The model is harder than most disks: what was written since a file's last sync may be there, or not, or
in part (in sectors of 512 bytes, in any order); a new, renamed or removed name counts for certain only
when its folder has been synced, and of those that wait, some of the first may have happened.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.reliability.powercut.recording import Book, Deed

SECTOR = 512
SURVIVAL = ("none", "some", "some", "all")  # what becomes of all that is not synced


class Unplayable(Exception):
    """A recording shows a deed that the model does not know, so it can prove nothing."""


@dataclass(frozen=True, slots=True)
class Change:
    """Bytes written at an offset; or, where `data` is None, the file cut to that size."""

    offset: int
    data: bytes | None


@dataclass(slots=True)
class Content:
    """A file's bytes: those that are safe, and the changes that wait for a sync."""

    safe: bytearray = field(default_factory=bytearray)
    waiting: list[Change] = field(default_factory=list)

    def sync(self) -> None:
        for change in self.waiting:
            apply(change, self.safe)
        self.waiting.clear()

    def after(self, survival: str, chance: random.Random) -> bytes:
        """What a power cut leaves of it."""
        left = bytearray(self.safe)
        for change in self.waiting:
            if survival == "all" or (survival == "some" and chance.random() < 0.5):
                apply(_torn(change, chance) if survival == "some" else change, left)
        return bytes(left)


@dataclass(frozen=True, slots=True)
class Folder:
    """Stands in the place of a content where a name is a folder's."""


Thing = Content | Folder | None  # None: the name is gone
FOLDER = Folder()


def apply(change: Change, content: bytearray) -> None:
    """Do a change to bytes."""
    if change.data is None:
        del content[change.offset :]
    missing = change.offset - len(content)
    if missing > 0:
        content.extend(bytes(missing))
    if change.data is not None:
        content[change.offset : change.offset + len(change.data)] = change.data


def _torn(change: Change, chance: random.Random) -> Change:
    """The beginning of a write, one time in three: the rest did not reach the disk."""
    if change.data is None or len(change.data) <= SECTOR or chance.random() > 1 / 3:
        return change
    sectors = chance.randrange(1, -(-len(change.data) // SECTOR))
    return Change(change.offset, change.data[: sectors * SECTOR])


@dataclass(slots=True)
class Disk:
    """Names as the process sees them, names as the disk has them, and what lies between."""

    seen: dict[str, Thing]
    safe: dict[str, Thing]
    waiting: dict[str, list[dict[str, Thing]]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, before: Mapping[str, bytes]) -> Disk:
        """The disk at the beginning; a name with `/` at its end is a folder's."""
        things: dict[str, Thing] = {"": FOLDER}
        for name, text in before.items():
            things[name.rstrip("/")] = FOLDER if name.endswith("/") else Content(bytearray(text))
        return cls(dict(things), dict(things))

    def do(self, deed: Deed) -> None:
        """Let one deed happen."""
        match deed.kind:
            case "w":
                self._change(deed.path, Change(deed.offset, deed.data))
            case "t":
                self._change(deed.path, Change(deed.offset, None))
            case "c":
                self._open(deed.path, emptied=deed.offset == 0)
            case "s":
                self._sync(deed.path)
            case "m":
                self._name({deed.path: FOLDER})
            case "u" | "d":
                self._name({deed.path: None})
            case "l":
                self._name({deed.other: self.seen.get(deed.path)})
            case "r":
                self._rename(deed.path, deed.other)
            case kind:
                raise Unplayable(f"{kind} {deed.path}")

    def after(self, chance: random.Random) -> dict[str, Thing]:
        """The names that a power cut leaves, with what is behind them."""
        survival = chance.choice(SURVIVAL)
        names = dict(self.safe)
        for entries in self.waiting.values():
            count = {"none": 0, "all": len(entries)}.get(survival, chance.randint(0, len(entries)))
            for entry in entries[:count]:
                names.update(entry)
        return {
            name: Content(bytearray(thing.after(survival, chance)))
            if isinstance(thing, Content)
            else thing
            for name, thing in names.items()
            if thing is not None and _reachable(name, names)
        }

    def _change(self, name: str, change: Change) -> None:
        if name.endswith(
            " (deleted)"
        ):  # so the system names an open file that has no name any more
            return
        content = self.seen.get(name)
        if not isinstance(content, Content):
            raise Unplayable(f"written, but never made: {name}")
        content.waiting.append(change)

    def _open(self, name: str, *, emptied: bool) -> None:
        if self.seen.get(name) is None:
            self._name({name: Content()})
        elif emptied:
            self._change(name, Change(0, None))

    def _sync(self, name: str) -> None:
        thing = self.seen.get(name)
        if isinstance(thing, Content):
            thing.sync()
        elif thing is FOLDER:
            for entry in self.waiting.pop(name, []):
                self.safe.update(entry)

    def _rename(self, old: str, new: str) -> None:
        thing = self.seen.get(old)
        if not isinstance(thing, Content):
            raise Unplayable(f"renamed, but not a file: {old}")
        if _parent(old) == _parent(new):
            self._name({old: None, new: thing})
            return
        self._name({new: thing})
        self._name({old: None})

    def _name(self, entry: dict[str, Thing]) -> None:
        self.seen.update(entry)
        self.waiting[_parent(next(iter(entry)))].append(entry)


def _parent(name: str) -> str:
    return name.rpartition("/")[0]


def _reachable(name: str, names: Mapping[str, Thing]) -> bool:
    while name:
        name = _parent(name)
        if names.get(name) is not FOLDER:
            return False
    return True


@dataclass(frozen=True, slots=True)
class Cut:
    """One power cut: after how many deeds, what had been answered by then, what is left."""

    at: int
    answered: frozenset[str]
    left: Mapping[str, Thing]

    def lay_out(self, folder: Path) -> None:
        """Write what is left into an empty folder."""
        for name, thing in sorted(self.left.items()):
            if isinstance(thing, Content):
                (folder / name).write_bytes(thing.safe)
            else:
                (folder / name).mkdir(exist_ok=True)


def cuts(book: Book, *, count: int, seed: int) -> Iterator[Cut]:
    """Power cuts at `count` moments of a recording, the same ones for the same seed."""
    chance = random.Random(seed)
    deeds = list(book.deeds())
    moments = sorted(chance.randint(0, len(deeds)) for _ in range(count))
    disk, answered, at = Disk.of(book.before), set[str](), 0
    for moment in moments:
        for deed in deeds[at:moment]:
            if deed.kind == "A":
                answered.add(deed.path)
            else:
                disk.do(deed)
        at = moment
        yield Cut(at, frozenset(answered), disk.after(chance))
