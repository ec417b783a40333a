"""`|browser`: what people call the thing that sent a request."""

from __future__ import annotations

from django import template

register = template.Library()

_BROWSERS = (
    ("MicroMessenger", "微信"), ("Edg", "Edge"), ("Firefox", "Firefox"), ("OPR", "Opera"),
    ("QQBrowser", "QQ 浏览器"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("HarmonyOS", "鸿蒙"), ("Android", "安卓手机"), ("iPhone", "苹果手机"), ("iPad", "苹果平板"),
    ("Windows", "Windows 电脑"), ("Mac OS", "苹果电脑"), ("Linux", "Linux 电脑"),
)  # fmt: skip


@register.filter
def browser(sent: str) -> str:
    """`Chrome，Windows 电脑`; what names itself in no known way is shown as it is, cut short."""
    found = [
        next((title for mark, title in names if mark in sent), "")
        for names in (_BROWSERS, _SYSTEMS)
    ]
    return "，".join(filter(None, found)) or sent[:40] or "不明"
