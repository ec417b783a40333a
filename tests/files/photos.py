"""Invented photos and scans: drawn from a seed, with what a camera would write into them."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from jiheng.files.picture_job import opened_picture, upright

MAKER, ARTIST, GPS, ORIENTATION = 0x010F, 0x013B, 0x8825, 0x0112


def scene(seed: int, size: tuple[int, int] = (1200, 900)) -> Image.Image:
    """A picture of coloured fields, as different from the next as two photos are."""
    draw = random.Random(seed)
    picture = Image.new("RGB", size, _colour(draw))
    pen = ImageDraw.Draw(picture)
    for _ in range(40):
        x, y = draw.randrange(size[0]), draw.randrange(size[1])
        w, h = draw.randrange(15, 250), draw.randrange(15, 200)
        pen.rectangle([x - w, y - h, x + w, y + h], fill=_colour(draw))
    return picture.filter(ImageFilter.GaussianBlur(2))


def _colour(draw: random.Random) -> tuple[int, int, int]:
    return draw.randrange(256), draw.randrange(256), draw.randrange(256)


def sheet_of_text(seed: int) -> Image.Image:
    """A scanned letter: a red head and lines of characters; all letters look much alike."""
    draw = random.Random(seed)
    picture = Image.new("RGB", (620, 877), "white")
    pen = ImageDraw.Draw(picture)
    pen.rectangle([150, 40, 470, 70], fill="red")
    y = 100
    while y < 800:
        end = 545 if draw.random() < 0.8 else draw.randrange(150, 500)
        for x in range(75, end, 15):
            if draw.random() < 0.9:
                pen.rectangle([x, y, x + 11, y + 12], fill="black")
        y += draw.choice([24, 24, 24, 50])
    return picture


def variants(picture: Image.Image) -> Iterator[tuple[str, Image.Image]]:
    """The same picture as it comes back through phones and chat programs."""
    w, h = picture.size
    yield "half the size", picture.resize((w // 2, h // 2))
    yield "a third of the size", picture.resize((w // 3, h // 3))
    yield "packed hard", encoded(picture, quality=30)
    yield "brighter", ImageEnhance.Brightness(picture).enhance(1.2)
    yield "darker", ImageEnhance.Brightness(picture).enhance(0.8)
    yield "more contrast", ImageEnhance.Contrast(picture).enhance(1.2)
    yield "cropped", picture.crop((w // 100, 0, w, h - h // 100))


def encoded(picture: Image.Image, *, quality: int) -> Image.Image:
    """Through JPEG and back."""
    made = io.BytesIO()
    picture.save(made, "JPEG", quality=quality)
    return upright(opened_picture(made.getvalue()))


def photo(seed: int, *, orientation: int = 1) -> bytes:
    """A JPEG with place, owner, maker, comment, colour profile and orientation."""
    exif = Image.Exif()
    exif[MAKER], exif[ARTIST], exif[ORIENTATION] = "样例手机", "样例作者", orientation
    exif.get_ifd(GPS).update({1: "N", 2: (29.0, 22.0, float(seed)), 3: "E", 4: (113.0, 5.0, 0.0)})
    made = io.BytesIO()
    scene(seed, (800, 600)).save(
        made, "JPEG", exif=exif, comment="样例备注".encode(), icc_profile=b"profile" * 20
    )
    return made.getvalue()


def segments(jpeg: bytes) -> list[int]:
    """The markers of a JPEG up to its pixels; 0xE1 would be EXIF, 0xFE a comment."""
    found, at = [], 2
    while jpeg[at + 1] != 0xDA:
        found.append(jpeg[at + 1])
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4])
    return found
