"""A stranger's picture made fit to be shown: small, upright, without what the camera wrote; in the fence.

The header is read first and decides; pixels are unpacked only when there are not too many. What is
shown is a new picture made of the pixels alone, so that place, time, camera and owner stay behind.
"""

from __future__ import annotations

import io
from importlib import import_module
from typing import IO, Any

from PIL import Image, ImageOps, UnidentifiedImageError

from jiheng.files.guard import LARGEST_FILE, MEGABYTE, refuse

FORMATS = ("BMP", "GIF", "JPEG", "PNG", "TIFF", "WEBP")
MOST_PIXELS = 50_000_000
SHOWN, THUMBNAIL = 1600, 320  # the longer side, in pixels
_QUALITY = 85
_AGAIN = "请重新拍照，或用看图软件另存为 JPG 再传"

# What Pillow raises on damaged or made-up pictures.
BROKEN = (OSError, ValueError, SyntaxError, EOFError, LookupError, TypeError, ArithmeticError,
          RuntimeError, AttributeError)  # fmt: skip

Image.MAX_IMAGE_PIXELS = None  # ours is the stricter limit, and refuses with a sentence


def prepare(_: dict[str, Any]) -> None:
    """Import the formats beforehand, because in the sealed process no file can be opened."""
    Image.preinit()
    for name in ("Mpo", "Tiff", "WebP"):  # an MPO is opened as the JPEG that it begins as
        import_module(f"PIL.{name}ImagePlugin")


def shown(stream: IO[bytes], *, only_look: bool = False) -> Any:
    """What the header says; and unless `only_look`, the hash, with the shown copy and the thumbnail."""
    content = stream.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        refuse(f"图片超过 {LARGEST_FILE // MEGABYTE} MB：请缩小后再传")
    opened = opened_picture(content)
    look = {"format": opened.format, "width": opened.width, "height": opened.height}
    if only_look:
        return look
    small = upright(opened)
    turned = _is_turned(opened)
    if turned:
        look |= {"width": opened.height, "height": opened.width}
    look |= {"frames": getattr(opened, "n_frames", 1), "hash": difference_hash(small)}
    return look, [as_jpeg(small), as_jpeg(shrunk(small, THUMBNAIL))]


def opened_picture(content: bytes) -> Image.Image:
    """The picture with its header read and no pixel unpacked; Unreadable when it is none, or too large."""
    try:
        opened = Image.open(io.BytesIO(content), formats=FORMATS)
    except UnidentifiedImageError:
        refuse(f"不是认得出的图片（认得 JPG、PNG、WebP、TIFF、BMP、GIF）：{_AGAIN}")
    except BROKEN:
        refuse(f"图片已损坏，读不出来：{_AGAIN}")
    if opened.width * opened.height > MOST_PIXELS:
        refuse(
            f"图片有 {opened.width}×{opened.height} 个像素，"
            f"超过 {MOST_PIXELS // 10000} 万：请缩小后再传"
        )
    return opened


def upright(opened: Image.Image, longest: int = SHOWN) -> Image.Image:
    """The first frame in RGB on white, at most `longest` on its longer side, the right way up."""
    try:
        opened.draft("RGB", (longest * 2, longest * 2))  # JPEG: unpacked at a fraction of its size
        small = shrunk(_plain(opened), longest)
        return _on_white(_turned(small, opened))
    except BROKEN:
        refuse(f"图片不完整或已损坏，后半截读不出来：{_AGAIN}")


def _plain(opened: Image.Image) -> Image.Image:
    """In a mode that can be shrunk smoothly; palettes and single bits cannot."""
    if opened.mode.startswith("I;16"):
        return opened.convert("I").point(lambda value: value / 256).convert("L")
    if opened.mode in {"RGB", "RGBA", "L", "LA"}:
        return opened
    return opened.convert("RGBA" if "transparency" in opened.info else "RGB")


def shrunk(picture: Image.Image, longest: int) -> Image.Image:
    """A copy whose longer side is at most `longest`; smaller pictures keep their size."""
    scale = max(picture.size) / longest
    if scale <= 1:
        return picture.copy()
    width, height = (max(1, round(side / scale)) for side in picture.size)
    return picture.resize((width, height), Image.Resampling.BICUBIC, reducing_gap=2.0)


def _turned(small: Image.Image, opened: Image.Image) -> Image.Image:
    small.info["exif"] = opened.getexif().tobytes()
    return ImageOps.exif_transpose(small)


def _is_turned(opened: Image.Image) -> bool:
    return opened.getexif().get(0x0112) in {5, 6, 7, 8}  # the orientations on their side


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode not in {"RGBA", "LA"}:
        return picture.convert("RGB")
    white = Image.new("RGB", picture.size, "white")
    white.paste(picture, mask=picture.getchannel("A"))
    return white


def as_jpeg(picture: Image.Image) -> bytes:
    """The pixels alone as JPEG; no profile, no place, no comment."""
    bare = Image.frombytes("RGB", picture.size, picture.tobytes())
    made = io.BytesIO()
    bare.save(made, "JPEG", quality=_QUALITY)
    return made.getvalue()


def difference_hash(picture: Image.Image) -> str:
    """64 bits as 16 hex digits: in each of 8 rows, where the picture grows brighter to the right."""
    tiny = picture.convert("L").resize((9, 8), Image.Resampling.BOX).tobytes()
    rows = [tiny[start : start + 9] for start in range(0, 72, 9)]
    bits = [row[at + 1] > row[at] for row in rows for at in range(8)]
    return f"{sum(bit << at for at, bit in enumerate(reversed(bits))):016x}"
