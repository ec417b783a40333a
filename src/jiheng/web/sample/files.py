"""Invented papers to upload: a picture and a Word file that say that they are invented."""

from __future__ import annotations

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from jiheng.files.docx import docx_of
from jiheng.forms.page import Paragraph, Title, document
from jiheng.web.clock import today


def picture(name: str, *, tint: int) -> SimpleUploadedFile:
    """A picture like a photograph of an activity; `tint` makes each another one."""
    shown = Image.new("RGB", (1200, 800), (200, 220 - tint % 60, 235))
    draw = ImageDraw.Draw(shown)
    for number in range(9):
        left = 60 + number * 120
        top = 300 + (number * 37 + tint * 13) % 160
        draw.ellipse(
            (left, top, left + 70, top + 70), fill=(90 + number * 12, 110, 120 + tint % 90)
        )
        draw.rectangle((left - 10, top + 70, left + 80, 720), fill=(150, 60 + number * 14, 70))
    content = io.BytesIO()
    shown.save(content, "JPEG", quality=85)
    return SimpleUploadedFile(f"{name}.jpg", content.getvalue(), "image/jpeg")


def paper(name: str, words: str) -> SimpleUploadedFile:
    """A Word file of one page."""
    parts = [Title((name,)), Paragraph(words)]
    made = docx_of(document(name, parts, day=today(), author="演示"))
    return SimpleUploadedFile(f"{name}.docx", made, "application/octet-stream")
