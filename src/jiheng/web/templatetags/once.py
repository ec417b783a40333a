"""`{% once %}`: what gives a form one effect however often it is sent, and only as whom it was opened."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jiheng.web.keys import new_key

register = template.Library()


@register.simple_tag(takes_context=True)
def once(context: Context) -> SafeString:
    """A hidden key that was never given before, and the appointment acted in; see `pages.page`."""
    key = format_html('<input type="hidden" name="once" value="{}">', new_key())
    acting = context.get("acting")
    if acting is None:
        return key
    return key + format_html(
        '<input type="hidden" name="acting" value="{}">', acting.appointment.pk
    )
