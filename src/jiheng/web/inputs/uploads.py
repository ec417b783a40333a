"""How an uploaded file comes in: block by block to the disk, counted and digested, and never too much.

Django asks this handler for every file of every form. What goes over a limit, or cannot be written,
stops the whole upload at once; the page finds the reason in `refusal_of(request)`.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from jiheng.files.evidence_store import Arrival, Received
from jiheng.files.guard import MEGABYTE
from jiheng.values.problems import Unreadable
from jiheng.web.store import arriving

REQUEST_LIMIT = 200 * MEGABYTE
DISK = (
    "服务器的磁盘写不进去（可能已满），文件没有收下。已填的内容都在；请稍后再传，并告知系统管理员。"
)
_KEPT = "upload_refused"


def refusal_of(request: HttpRequest) -> str:
    """Why the upload of this request was stopped, as a sentence; "" if it came in whole."""
    return getattr(request, _KEPT, "")


class ArrivedFile(UploadedFile):
    """An uploaded file on the disk; it goes when the request ends, unless the store has taken it."""

    def __init__(self, received: Received, name: str) -> None:
        self.received = received
        super().__init__(
            file=received.path.open("rb"),
            name=name,
            content_type="application/octet-stream",
            size=received.size,
        )

    def temporary_file_path(self) -> str:
        """Where it lies while the request lasts."""
        return str(self.received.path)

    def close(self) -> None:
        """Forget the file."""
        self.received.path.unlink(missing_ok=True)
        super().close()


class Arriving(FileUploadHandler):
    """Writes each file to the folder of what is arriving."""

    chunk_size = 1 << 16

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._arrival: Arrival | None = None
        self._taken = 0

    def new_file(self, *told: Any, **more: Any) -> None:
        """A file begins."""
        super().new_file(*told, **more)
        self._arrival = self._or_stop(lambda: Arrival(settings.EVIDENCE_FILE_LIMIT, arriving()))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """A block; none is passed on, because nobody else keeps it."""
        self._taken += len(raw_data)
        if self._taken > REQUEST_LIMIT:
            self.upload_interrupted()
            self._stop(f"一次上传超过 {REQUEST_LIMIT // MEGABYTE} MB，没有收下：请分几次上传。")
        self._or_stop(lambda: self._arrival.write(raw_data))

    def file_complete(self, file_size: int) -> ArrivedFile:
        """The file, safe on the disk."""
        arrival, self._arrival = self._arrival, None
        return ArrivedFile(self._or_stop(arrival.finish), self.file_name)

    def upload_interrupted(self) -> None:
        """The sender broke off."""
        if self._arrival is not None:
            self._arrival.drop()
            self._arrival = None

    def _or_stop(self, step: Any) -> Any:
        try:
            return step()
        except Unreadable as unreadable:
            self._stop(f"“{self.file_name}”：{unreadable.problem.message}")
        except OSError:
            self._stop(DISK)

    def _stop(self, words: str) -> None:
        self._arrival = None
        setattr(self.request, _KEPT, words)
        raise StopUpload(connection_reset=True)
