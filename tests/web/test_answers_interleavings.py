"""Two or three colleagues at once, on both databases: what differs in field is kept, and whoever would
overwrite a value has seen it before (CC-01).

Each session is a thread with a connection of its own. It knows what it has read, saved or been shown, and
names that version; when somebody was faster it is shown both values and chooses. Afterwards the history
of every field has to be one chain in which each link knew the one before.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from threading import Barrier

import pytest
from django.db import connections

from jiheng.web.access.viewer import Closed, Viewer
from jiheng.web.actions import answers
from jiheng.web.actions.answers import Field, save_answer
from jiheng.web.actions.submission import submit
from jiheng.web.actions.versions import Changed
from jiheng.web.clock import moved_to
from jiheng.web.models import Answer, Entry, JournalHead, Subject, Submission
from jiheng.web.queries.submission import content_of
from tests.platform.databases import both_databases
from tests.web.world import NOW, World, fill, make_world

FIELDS = ("reports-heard", "trainings", "press-items")
STEPS, PATIENCE = 5, 20
SAMPLE, ALL = 20, 200


@dataclass
class Session:
    """One colleague: what he knows of each field (version, text), and what he has written: by (field,
    version) his text and the text that he knew to stand there before."""

    viewer: Viewer
    subject: Subject
    rng: random.Random
    letter: str
    known: dict[str, tuple[int, str]] = field(default_factory=dict)
    written: dict[tuple[str, int], tuple[str, str]] = field(default_factory=dict)
    shown: int = 0

    def work(self, barrier: Barrier) -> None:
        """Some saves, each begun at the same moment as everybody else's."""
        try:
            subject = Subject.objects.select_related("assessment__scheme").get(pk=self.subject.pk)
            for step in range(STEPS):
                barrier.wait(PATIENCE)
                self._save(subject, self.rng.choice(FIELDS), text=f"{self.letter}{step}")
        finally:
            connections.close_all()

    def _save(self, subject: Subject, about: str, *, text: str) -> None:
        for _ in range(PATIENCE):
            version, before = self.known.get(about, (0, ""))
            try:
                saved = save_answer(self.viewer, subject, Field("fact", about, text, version))
            except Changed as changed:
                self.shown += 1
                self.known[about] = (changed.version, changed.clashes[0].theirs)
                if self.rng.random() < 0.4:
                    return  # he lets the other's value stand
                continue
            self.known[about] = (saved.version, text)
            self.written[about, saved.version] = (text, before)
            return
        raise AssertionError("nobody is shown a newer value twenty times in a row")


def interleaved(world: World, seed: int) -> list[Session]:
    """One round: everybody's saves, from an empty report."""
    rng = random.Random(seed)
    Answer.objects.all().delete()
    people = rng.sample(("county", "colleague"), 2) + (["county"] if rng.random() < 0.5 else [])
    sessions = [
        Session(world.viewers[who], world.subject, random.Random(rng.random()), letter)
        for who, letter in zip(people, ("甲", "乙", "丙"), strict=False)
    ]
    barrier = Barrier(len(sessions))
    with ThreadPoolExecutor(len(sessions)) as pool:
        jobs = [pool.submit(copy_context().run, one.work, barrier) for one in sessions]
    for job in jobs:
        job.result()
    return sessions


def losses(sessions: list[Session]) -> Iterator[str]:
    """What was overwritten by somebody who had not seen it, or is not there though it was accepted."""
    for about in FIELDS:
        links = [
            (version, text, before)
            for one in sessions
            for (which, version), (text, before) in one.written.items()
            if which == about
        ]
        links.sort()
        if [version for version, _, _ in links] != [*range(1, len(links) + 1)]:
            yield f"{about}: versions {[version for version, _, _ in links]}"
        stands = ""
        for version, text, before in links:
            if before != stands:
                yield f"{about} {version}: {stands!r} was overwritten by one who had seen {before!r}"
            stands = text
        kept = Answer.objects.filter(about=about).values_list("text", flat=True).first() or ""
        if kept != stands:
            yield f"{about}: {stands!r} was accepted, {kept!r} is there"


def prepared() -> World:
    world = make_world()
    JournalHead.objects.get_or_create(pk=1, defaults={"hash": "0" * 64})
    return world


@pytest.mark.row("CC-01")
@pytest.mark.slow
@both_databases(transaction=True)
@pytest.mark.parametrize(
    "seeds", [range(SAMPLE), pytest.param(range(SAMPLE, ALL), marks=pytest.mark.prove)], ids=str
)
def test_nothing_is_lost_in_silence(engine: str, seeds: range) -> None:
    with moved_to(NOW):
        world = prepared()
        changes = shown = 0
        for seed in seeds:
            sessions = interleaved(world, seed)
            assert [*losses(sessions)] == [], f"seed {seed}"
            changes += sum(len(one.written) for one in sessions)
            shown += sum(one.shown for one in sessions)
    world.subject.refresh_from_db()
    numbers = [*Entry.objects.order_by("number").values_list("number", flat=True)]
    assert (world.subject.revision, numbers) == (changes, [*range(1, changes + 1)])
    assert shown > len(seeds)  # they did meet


@pytest.mark.slow
@both_databases(transaction=True)
def test_without_the_version_check_values_are_lost(
    engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The positive control: a save that takes whatever version stands there overwrites unseen."""
    monkeypatch.setattr(answers, "write_answer", unchecked(answers.write_answer))
    with moved_to(NOW):
        world = prepared()
        found = [line for seed in range(5) for line in losses(interleaved(world, seed))]
    assert found != []


def unchecked(write: Callable[..., object]) -> Callable[..., object]:
    def written(viewer: Viewer, subject: Subject, asked: Field, **more: object) -> object:
        own = Answer.objects.filter(subject=subject, of=asked.of, about=asked.about)
        stored = own.values_list("version", flat=True).first()
        return write(viewer, subject, replace(asked, version=stored or 0), **more)

    return written


@pytest.mark.slow
@both_databases(transaction=True)
def test_a_report_is_submitted_whole(engine: str) -> None:
    """While one saves on and on, another submits: what is frozen is what stands there ever after."""
    with moved_to(NOW):
        world = prepared()
        fill(world)
        save_answer(world.viewers["county"], world.subject, Field("note", PAPER, "另行报送", 0))
        barrier = Barrier(2)
        with ThreadPoolExecutor(2) as pool:
            saving = pool.submit(copy_context().run, save_on, world, barrier)
            submitting = pool.submit(copy_context().run, submit_at_last, world, barrier)
        refused, made = saving.result(), submitting.result()
        assert refused  # the saver was stopped by it, not by the end of his work
        assert content_of(fresh(world)) == made.content
        assert Entry.objects.latest("number").deed == "submitted"


PAPER = "年度工作总结"


def fresh(world: World) -> Subject:
    return Subject.objects.select_related("assessment__scheme").get(pk=world.subject.pk)


def save_on(world: World, barrier: Barrier) -> bool:
    """Save until it is refused."""
    subject = fresh(world)
    barrier.wait(PATIENCE)
    try:
        for version in range(1, 500):
            field = Field("fact", "trainings", str(version + 1), version)
            save_answer(world.viewers["colleague"], subject, field)
    except Closed:
        return True
    finally:
        connections.close_all()
    return False


def submit_at_last(world: World, barrier: Barrier) -> Submission:
    """Submit what was read, again and again until nobody changes it in between."""
    barrier.wait(PATIENCE)
    try:
        for _ in range(500):
            subject = fresh(world)
            try:
                return submit(world.viewers["county"], subject, revision=subject.revision)
            except Closed:
                continue
    finally:
        connections.close_all()
    raise AssertionError("never submitted")
