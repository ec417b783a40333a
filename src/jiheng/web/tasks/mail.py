"""Mailing what the inbox holds."""

from __future__ import annotations

from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django_tasks import task

from jiheng.web.actions.messages import messages_to_mail, put_back, take_to_mail
from jiheng.web.models import Message

log = structlog.get_logger("jiheng.task")


@task()
def send_mails() -> int:
    """Send every message that was not mailed yet; each is taken before it is sent, so that nobody gets
    it twice. Where the server takes nothing the rest waits for the next time."""
    sent = 0
    for key in messages_to_mail():
        taken = take_to_mail(key)
        if taken is None:
            continue
        try:
            mail_of(taken).send()
        except (SMTPException, OSError) as trouble:
            put_back(taken)
            log.warning("mail-not-sent", error=type(trouble).__name__, sent=sent)
            return sent
        sent += 1
    return sent


def mail_of(message: Message) -> EmailMessage:
    """A message as a letter: its words and its address on the site."""
    link = f"{settings.SITE_ADDRESS}{message.link or '/inbox/'}"
    told = f"{message.to.person.name}：\n\n{message.words}\n\n办理：{link}\n\n（绩衡自动发出，请勿回复。）\n"
    # a line break in a subject would begin another header
    title = " ".join(message.title.split())
    return EmailMessage(title, told, to=[message.to.person.email])
