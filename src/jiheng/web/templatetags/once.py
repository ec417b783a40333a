"""`{% once %}`: the hidden key that gives a form one effect however often it is sent."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jiheng.web.keys import new_key

register = template.Library()


@register.simple_tag
def once() -> SafeString:
    """A hidden field with a key that was never given before; see `pages.page`."""
    return format_html('<input type="hidden" name="once" value="{}">', new_key())
