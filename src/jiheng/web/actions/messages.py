"""Messages to people: told by deeds, once each, read in the inbox, mailed afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction

from jiheng.web.access.viewer import NotThere, Viewer
from jiheng.web.clock import now
from jiheng.web.models import Appointment, Message

_TOO_OLD = timedelta(days=2)


def tell(
    to: Iterable[Appointment], about: str, *, title: str, words: str = "", link: str = ""
) -> None:
    """Write one message to each appointment, inside the deed's transaction, before its log entry.

    Once by `about`: the same `about` to the same appointment again writes nothing. `link` is an
    address on this site. The worker mails it later; no deed waits for a mail server.
    """
    told = [
        Message(to=one, about=about[:120], title=title[:200], words=words, link=link) for one in to
    ]
    Message.objects.bulk_create(told, ignore_conflicts=True)


@transaction.atomic
def read_message(viewer: Viewer, key: str) -> Message:
    """The message counts as read from now on; NotThere where it is somebody else's."""
    found = Message.objects.filter(pk=key, to=viewer.appointment).first()
    if found is None:
        raise NotThere
    if found.read_at is None:
        found.read_at = now()
        found.save(update_fields=["read_at"])
    return found


def read_all_messages(viewer: Viewer) -> int:
    """Everything in the viewer's inbox counts as read; says how many were not."""
    return Message.objects.filter(to=viewer.appointment, read_at=None).update(read_at=now())


def messages_to_mail() -> list[str]:
    """Keys of messages that nobody has mailed yet, to people who have an address. What is older than
    two days stays in the inbox only: late mail is worse than none."""
    found = Message.objects.filter(mailed_at=None, made_at__gt=now() - _TOO_OLD)
    return list(
        found.exclude(to__person__email="").order_by("made_at", "pk").values_list("pk", flat=True)
    )


def take_to_mail(key: str) -> Message | None:
    """Take one message to mail it; None where another worker has taken it. The one UPDATE decides."""
    if not Message.objects.filter(pk=key, mailed_at=None).update(mailed_at=now()):
        return None
    return Message.objects.select_related("to__person", "to__organisation").get(pk=key)


def put_back(message: Message) -> None:
    """The mail server took nothing: somebody may try again."""
    Message.objects.filter(pk=message.pk).update(mailed_at=None)
