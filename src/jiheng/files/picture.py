"""Pictures that people hand in: looked at, shown without what the camera wrote, and told apart.

The original is read and never written. What others see is the shown copy or the thumbnail.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from jiheng.files.fence import fenced, fenced_with_bytes

MEDIA_TYPES = {
    "BMP": "image/bmp",
    "GIF": "image/gif",
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",  # a JPEG with a second picture behind it, as some phones write
    "PNG": "image/png",
    "TIFF": "image/tiff",
    "WEBP": "image/webp",
}
SHOWN_TYPE = "image/jpeg"

NEAR = 6
"""Bits in which the hashes of two copies of one picture may differ; chosen in test_picture.py."""

_FEWEST_EDGES = 8  # a nearly blank sheet has so little in its hash that all blank sheets are alike


@dataclass(frozen=True, slots=True)
class Look:
    """What the header of a picture says; width and height in pixels, as stored."""

    media_type: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture made fit to be shown: both copies are upright JPEGs of the pixels alone.

    Width and height are the original's, upright; `frames` counts the pages of a TIFF or the moments
    of an animation, of which the copies show the first. `hash` is for `distance` and `is_near`.
    """

    media_type: str
    width: int
    height: int
    frames: int
    hash: str
    shown: bytes
    thumbnail: bytes


def look_at(path: Path) -> Look:
    """What the header says, no pixel unpacked; Unreadable when it is no picture or too large."""
    told = fenced("picture", path, only_look=True)
    return Look(MEDIA_TYPES[told["format"]], told["width"], told["height"])


def picture_of(path: Path) -> Picture:
    """The picture with its copies and hash; Unreadable when it is none, damaged or too large."""
    told, (shown, thumbnail) = fenced_with_bytes("picture", path)
    return Picture(
        media_type=MEDIA_TYPES[told["format"]],
        width=told["width"],
        height=told["height"],
        frames=told["frames"],
        hash=told["hash"],
        shown=shown,
        thumbnail=thumbnail,
    )


def distance(first: str, second: str) -> int:
    """In how many of the 64 places two hashes differ."""
    return (int(first, 16) ^ int(second, 16)).bit_count()


def is_near(first: str, second: str) -> bool:
    """Are these nearly the same picture? Never said of pictures with next to nothing on them."""
    return _has_shape(first) and _has_shape(second) and distance(first, second) <= NEAR


def _has_shape(hashed: str) -> bool:
    return _FEWEST_EDGES <= int(hashed, 16).bit_count() <= 64 - _FEWEST_EDGES
