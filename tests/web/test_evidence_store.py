"""Where evidence lies: what is flipped shows, what nothing wants goes, and a store that is down harms no page."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from jiheng.files.evidence_store import Altered, Arrival, Store
from jiheng.web import store
from jiheng.web.actions.evidence import NotTaken
from jiheng.web.actions.evidence_previews import make_preview
from jiheng.web.actions.evidence_sweep import altered_files, sweep_files
from jiheng.web.clock import moved_to
from jiheng.web.inputs.uploads import REQUEST_LIMIT
from jiheng.web.models import Evidence, Message
from jiheng.web.store import Guarded, StoreDown, arriving, evidence_store, keep_bytes
from jiheng.web.tasks.evidence import scan, sweep
from tests.files.pdfs import pdf
from tests.web.evidence_given import added, at_clause, one, upload
from tests.web.world import NOW, World, make_world

MEGABYTE = 1 << 20


@pytest.fixture(scope="session")
def bucket_server() -> Iterator[str]:
    """An S3 service of this process on loopback."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(bucket_server: str, settings: Any) -> str:
    """A new, empty bucket, and the settings that name it."""
    import boto3

    name = f"evidence-{os.urandom(4).hex()}"
    access = {"endpoint_url": bucket_server, "region_name": "us-east-1"}
    keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
    boto3.client("s3", **access, **keys).create_bucket(Bucket=name)
    settings.EVIDENCE_BUCKET = name
    settings.EVIDENCE_S3 = access | {"access_key": "test", "secret_key": "test"}
    return name


@pytest.fixture(params=["folder", "bucket"])
def kept_in(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> Iterator[str]:
    """The same promises for both kinds of store."""
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    if request.param == "bucket":
        request.getfixturevalue("bucket")
    yield request.param
    store._store.cache_clear()


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Path) -> Iterator[World]:
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    with moved_to(NOW):
        yield make_world()


def test_what_is_kept_is_read_again(kept_in: str) -> None:
    digest, kept = keep_bytes(b"evidence"), evidence_store()
    assert keep_bytes(b"evidence") == digest
    with kept.open(digest) as stream:
        assert stream.read() == b"evidence"
    assert (kept.exists(digest), kept.size(digest), [name for name, _ in kept.held()]) == (
        True, 8, [digest],
    )  # fmt: skip
    assert (list(kept.verify()), list(arriving().iterdir())) == ([], [])
    kept.remove(digest)
    kept.remove(digest)
    assert kept.exists(digest) is False
    for question in (kept.open, kept.size):
        with pytest.raises(Altered):
            question(digest)


def test_twenty_flips_of_twenty_are_found(kept_in: str, record_property: Any) -> None:
    """EU-10: by the read and by the scan."""
    record_property("row", "EU-10")
    record_property("volume", "20 of 20 flips found by read and scan")
    kept = evidence_store()
    digests = [keep_bytes(bytes([number]) * 100) for number in range(20)]
    for number, digest in enumerate(digests):
        flipped = bytearray([number] * 100)
        flipped[number * 5] ^= 1 << (number % 8)
        _overwrite(kept, digest, bytes(flipped))
    found = [altered.sha256 for altered in kept.verify()]
    assert sorted(found) == sorted(digests)
    for digest in digests:
        with pytest.raises(Altered):
            kept.open(digest)
    with pytest.raises(Altered):
        keep_bytes(bytes([3]) * 100)


def _overwrite(kept: Store, digest: str, content: bytes) -> None:
    from django.core.files.base import ContentFile

    if isinstance(kept, Guarded):
        kept.store._bucket.save(digest, ContentFile(content))
        return
    path = kept.root / digest[:2] / digest[2:4] / digest
    path.chmod(0o640)
    path.write_bytes(content)


@pytest.mark.row("EU-10")
def test_a_flipped_file_is_not_handed_out(world: World) -> None:
    evidence = one(world)
    _overwrite(evidence_store(), evidence.sha256, b"something else")
    answer = world.client("county").get(f"/evidence/{evidence.pk}/file/")
    assert (answer.status_code, "与收到时不一样了" in answer.content.decode()) == (409, True)
    assert [altered.sha256 for altered in altered_files()] == [evidence.sha256]
    (path,) = evidence_store().root.rglob(evidence.sha256)
    path.unlink()
    assert ["佐证文件不见了" in words for words in (*scan.func(), *scan.func())] == [True, True]
    assert [one.to for one in Message.objects.all()] == [world.viewers["administrator"].appointment]


def test_the_same_pages_from_a_bucket(world: World, bucket: str) -> None:
    evidence = one(world)
    client = world.client("county")
    addresses = ["", "preview/", "picture/", "file/"]
    answers = [client.get(f"/evidence/{evidence.pk}/{address}") for address in addresses]
    assert [answer.status_code for answer in answers] == [200] * 4
    assert answers[-1].content == pdf("会议纪要")
    store._store.cache_clear()


@pytest.mark.row("EU-11")
def test_what_nothing_wants_goes_after_a_day(world: World, settings: Any) -> None:
    evidence = one(world, name="照片.pdf")
    make_preview(evidence.pk)
    stray = keep_bytes(b"stray")
    Arrival(MEGABYTE, arriving())._file.close()
    # the disk's own clock runs on while the tests' stands still
    later = max(at for _, at in evidence_store().held()) + timedelta(hours=25).total_seconds()
    from datetime import UTC, datetime

    assert sweep.func() == 0
    with moved_to(datetime.fromtimestamp(later, UTC)):
        assert sweep_files() == 2
        assert sweep_files() == 0
    assert (evidence_store().exists(stray), list(altered_files())) == (False, [])
    assert list(arriving().iterdir()) == []


@pytest.mark.row("AV-02")
def test_after_three_errors_a_store_is_left_alone_for_a_minute() -> None:
    moments, asked = [0.0], []

    class Down:
        def exists(self, sha256: str) -> bool:
            asked.append(sha256)
            raise ConnectionError

    guarded = Guarded(Down(), clock=lambda: moments[0])  # type: ignore[arg-type]
    for moment, known in ((0, 1), (10, 2), (20, 3), (21, 3), (59, 3), (61, 4), (69, 4), (71, 5)):
        moments[0] = moment
        with pytest.raises(StoreDown):
            guarded.exists("a")
        assert (moment, len(asked)) == (moment, known)


@pytest.mark.parametrize("mode", ["refuses", "hangs", "cuts"])
def test_a_store_that_is_down_harms_no_page(
    world: World, settings: Any, mode: str, record_property: Any
) -> None:
    """AV-02: pages open, uploads are refused with the reason, nothing is half there."""
    record_property("row", "AV-02")
    record_property(
        "volume", "a store that refuses, hangs, cuts; pages open, no asking after 3 errors"
    )
    evidence = one(world)
    make_preview(evidence.pk)
    with _bad_store(mode) as address:
        settings.EVIDENCE_BUCKET, settings.EVIDENCE_PATIENCE = f"bucket-{mode}", 0.3
        settings.EVIDENCE_S3 = {
            "endpoint_url": address, "region_name": "us-east-1", "access_key": "test", "secret_key": "test",
        }  # fmt: skip
        client = world.client("county")
        for page in ("/evidence/", f"/evidence/{evidence.pk}/change/", "/"):
            assert client.get(page).status_code == 200
        for number in range(3):
            with pytest.raises(NotTaken) as refused:
                added(world, name=f"{number}.pdf", content=pdf(str(number)))
            assert refused.value.words == store.DOWN
        errors = list(evidence_store().errors)
        assert client.get(f"/evidence/{evidence.pk}/").status_code == 200
        assert client.get(f"/evidence/{evidence.pk}/file/").status_code == 409
        assert list(evidence_store().errors) == errors
    assert Evidence.objects.count() == 1
    assert list(arriving().iterdir()) == []
    store._store.cache_clear()


class _bad_store:  # noqa: N801 - read as a statement
    """A port on loopback behind which nobody listens, nobody answers, or whoever answers hangs up."""

    def __init__(self, mode: str) -> None:
        self.mode = mode

    def __enter__(self) -> str:
        from threading import Thread

        self.socket = socket.create_server(("127.0.0.1", 0))
        port = self.socket.getsockname()[1]
        if self.mode == "refuses":
            self.socket.close()
        if self.mode == "cuts":
            Thread(target=self._cut, daemon=True).start()
        return f"http://127.0.0.1:{port}"

    def _cut(self) -> None:
        try:
            while True:
                self.socket.accept()[0].close()
        except OSError:
            return

    def __exit__(self, *_: object) -> None:
        if self.mode == "cuts":
            self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()


class Endless:
    """A request's body that never ends; counts what is read of it."""

    def __init__(self, head: bytes, most: int) -> None:
        self.head, self.most, self.taken = head, most, 0

    def read(self, size: int = -1) -> bytes:
        if self.head:
            given, self.head = self.head, b""
            return given
        self.taken += size
        return b"a" * size if self.taken < self.most else b""

    readline = read


@pytest.mark.parametrize("limit", [2 * MEGABYTE, 50 * MEGABYTE])
def test_two_gigabytes_stop_at_the_limit(
    world: World, settings: Any, limit: int, record_property: Any
) -> None:
    """EU-08: the upload is broken off within a megabyte of the limit, and nothing is left of it."""
    record_property("row", "EU-08")
    record_property("volume", "2 GB stream broken off within 1 MB of the limit")
    settings.EVIDENCE_FILE_LIMIT = limit
    client = world.client("county")
    body = Endless(
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n%PDF-1.4',
        2048 * MEGABYTE,
    )
    answer = client.generic(
        "POST",
        f"/evidence/add/{at_clause(world).query}",
        CONTENT_TYPE="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(2048 * MEGABYTE),
        **{"wsgi.input": body},
    )
    assert answer.status_code == 422
    assert f"文件超过 {limit // MEGABYTE} MB" in answer.content.decode()
    assert limit <= body.taken <= limit + MEGABYTE
    assert list(arriving().iterdir()) == []


@pytest.mark.row("EU-08")
def test_many_files_in_one_request_stop_too(world: World, settings: Any, monkeypatch: Any) -> None:
    from jiheng.web.inputs import uploads

    assert REQUEST_LIMIT == 200 * MEGABYTE
    monkeypatch.setattr(uploads, "REQUEST_LIMIT", 3 * MEGABYTE)
    files = [upload(f"{number}.pdf", pdf("甲") + b"\0" * MEGABYTE) for number in range(5)]
    answer = world.client("county").post("/evidence/add/", {"files": files}, follow=True)
    assert "一次上传超过 3 MB" in answer.content.decode()
    assert list(arriving().iterdir()) == []
