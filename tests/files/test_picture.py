"""Pictures handed in: refused by their header, shown without what the camera wrote, told apart."""

from __future__ import annotations

import hashlib
import io
import struct
import time
import zlib
from itertools import combinations
from pathlib import Path

import pytest
from PIL import Image

from jiheng.files.picture import NEAR, Look, distance, is_near, look_at, picture_of
from jiheng.files.picture_job import MOST_PIXELS, as_jpeg, difference_hash
from jiheng.values.problems import Unreadable
from tests.files.photos import photo, scene, segments, sheet_of_text, variants

BARE = {0xE0, 0xDB, 0xC0, 0xC4}  # JFIF, tables and frame: what a JPEG cannot do without


def _saved(folder: Path, content: bytes) -> Path:
    path = folder / "照片.jpg"
    path.write_bytes(content)
    return path


def _encoded(picture: Image.Image, form: str, **options: object) -> bytes:
    made = io.BytesIO()
    picture.save(made, form, **options)
    return made.getvalue()


def _opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def _refusal(folder: Path, content: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        picture_of(_saved(folder, content))
    assert refused.value.problem.place == "照片.jpg"
    return refused.value.problem.message


def _png_of(width: int, height: int) -> bytes:
    """A PNG whose header declares this size; there are no pixels behind it."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    return b"\x89PNG\r\n\x1a\n" + chunk + b"\0\0\0\0IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))


# EU-08: the header decides


@pytest.mark.row("EU-08")
def test_too_many_pixels_are_refused_by_the_header(tmp_path: Path) -> None:
    begun = time.monotonic()
    told = _refusal(tmp_path, _png_of(20_000, 20_000))
    assert told == "图片有 20000×20000 个像素，超过 5000 万：请缩小后再传"
    assert time.monotonic() - begun < 2


def test_a_picture_of_most_pixels_is_shown_within_the_limits(tmp_path: Path) -> None:
    content = _encoded(Image.new("RGBA", (8000, MOST_PIXELS // 8000), "red"), "PNG")
    assert _opened(picture_of(_saved(tmp_path, content)).shown).size == (1600, 1250)


def test_the_look_reads_the_header_alone(tmp_path: Path) -> None:
    """There is no pixel in this file to be read."""
    path = _saved(tmp_path, _png_of(4000, 3000))
    assert look_at(path) == Look("image/png", 4000, 3000)


# EU-09: what others see


@pytest.mark.row("EU-09")
@pytest.mark.parametrize("seed", range(10))
def test_shown_copies_carry_nothing_of_the_camera(tmp_path: Path, seed: int) -> None:
    content = photo(seed, orientation=seed % 8 + 1)
    assert {0xE1, 0xE2, 0xFE} <= set(segments(content))
    path = _saved(tmp_path, content)
    digest = hashlib.sha256(content).hexdigest()
    made = picture_of(path)
    for copy in (made.shown, made.thumbnail):
        assert set(segments(copy)) == BARE
        assert dict(_opened(copy).getexif()) == {}
        assert "样例".encode() not in copy
    assert hashlib.sha256(path.read_bytes()).hexdigest() == digest


@pytest.mark.row("EU-09")
def test_the_bare_copy_is_what_takes_it_out() -> None:
    """The guard removed: Pillow itself carries a comment over."""
    opened = _opened(photo(1))
    assert 0xFE in segments(_encoded(opened, "JPEG"))
    assert set(segments(as_jpeg(opened))) == BARE


_Turn = Image.Transpose
_AS_STORED = {
    2: _Turn.FLIP_LEFT_RIGHT, 3: _Turn.ROTATE_180, 4: _Turn.FLIP_TOP_BOTTOM, 5: _Turn.TRANSPOSE,
    6: _Turn.ROTATE_90, 7: _Turn.TRANSVERSE, 8: _Turn.ROTATE_270,
}  # fmt: skip


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_copy_stands_upright(tmp_path: Path, orientation: int) -> None:
    """A camera held in any way: the red corner is at the top left again."""

    upright = Image.new("RGB", (400, 200), "white")
    upright.paste("red", (0, 0, 100, 100))
    stored = upright if orientation == 1 else upright.transpose(_AS_STORED[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    made = picture_of(_saved(tmp_path, _encoded(stored, "JPEG", exif=exif, quality=95)))
    assert (made.width, made.height) == (400, 200)
    shown = _opened(made.shown)
    assert shown.size == (400, 200)
    assert [_is_red(shown, at) for at in ((50, 50), (350, 50), (50, 150), (350, 150))] == [
        True, False, False, False,
    ]  # fmt: skip


def _is_red(picture: Image.Image, at: tuple[int, int]) -> bool:
    pixel = picture.getpixel(at)
    assert isinstance(pixel, tuple)
    return pixel[1] < 100


def test_sizes_of_the_copies(tmp_path: Path) -> None:
    made = picture_of(_saved(tmp_path, _encoded(scene(1, (3000, 2000)), "JPEG")))
    assert (made.width, made.height, made.frames) == (3000, 2000, 1)
    assert _opened(made.shown).size == (1600, 1067)
    assert _opened(made.thumbnail).size == (320, 213)


@pytest.mark.parametrize(
    ("mode", "form", "media_type"),
    [
        ("RGB", "JPEG", "image/jpeg"), ("L", "JPEG", "image/jpeg"), ("CMYK", "JPEG", "image/jpeg"),
        ("RGBA", "PNG", "image/png"), ("P", "PNG", "image/png"), ("1", "PNG", "image/png"),
        ("I;16", "PNG", "image/png"), ("LA", "PNG", "image/png"), ("RGB", "WEBP", "image/webp"),
        ("RGBA", "WEBP", "image/webp"), ("RGB", "TIFF", "image/tiff"), ("1", "TIFF", "image/tiff"),
        ("RGB", "BMP", "image/bmp"), ("P", "GIF", "image/gif"),
    ],
)  # fmt: skip
def test_every_kind_of_picture_is_shown(
    tmp_path: Path, mode: str, form: str, media_type: str
) -> None:
    made = picture_of(_saved(tmp_path, _encoded(scene(3, (90, 70)).convert(mode), form)))
    assert (made.media_type, made.width, made.height) == (media_type, 90, 70)
    assert _opened(made.shown).size == (90, 70)


@pytest.mark.parametrize("packing", ["tiff_lzw", "group4", "tiff_adobe_deflate", "jpeg"])
def test_packed_scans_are_shown(tmp_path: Path, packing: str) -> None:
    mode = "1" if packing == "group4" else "RGB"
    content = _encoded(sheet_of_text(1).convert(mode), "TIFF", compression=packing)
    made = picture_of(_saved(tmp_path, content))
    assert distance(made.hash, difference_hash(sheet_of_text(1))) <= NEAR


def test_what_is_transparent_is_shown_on_white(tmp_path: Path) -> None:
    content = _encoded(Image.new("RGBA", (40, 40), (0, 0, 0, 0)), "PNG")
    assert _opened(picture_of(_saved(tmp_path, content)).shown).getpixel((20, 20)) == (255,) * 3


def test_pages_of_a_scan_are_counted(tmp_path: Path) -> None:
    rest = [sheet_of_text(seed) for seed in (2, 3)]
    content = _encoded(sheet_of_text(1), "TIFF", save_all=True, append_images=rest)
    assert picture_of(_saved(tmp_path, content)).frames == 3


# What is no picture


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"<svg/>", b"\x89PNG\r\n\x1a\n", b"%!PS"])
def test_what_is_no_picture_is_refused(tmp_path: Path, content: bytes) -> None:
    told = _refusal(tmp_path, content)
    assert told.endswith("请重新拍照，或用看图软件另存为 JPG 再传")


def test_half_a_picture_is_refused(tmp_path: Path) -> None:
    whole = photo(1)
    told = _refusal(tmp_path, whole[: len(whole) // 2])
    assert told == ("图片不完整或已损坏，后半截读不出来：请重新拍照，或用看图软件另存为 JPG 再传")


# Nearly the same


def test_copies_of_one_picture_are_near() -> None:
    """Rescaled, repacked and relit ones, and those that lost a hundredth at the edge."""
    near = {}
    for seed in range(20):
        picture = scene(seed)
        for name, variant in variants(picture):
            near.setdefault(name, []).append(
                is_near(difference_hash(picture), difference_hash(variant))
            )
    assert {name: sum(each) for name, each in near.items()} == dict.fromkeys(near, 20)


def test_different_pictures_are_not_near() -> None:
    scenes = [difference_hash(scene(seed)) for seed in range(30)]
    letters = [difference_hash(sheet_of_text(seed)) for seed in range(30)]
    pairs = [*combinations(scenes, 2), *combinations(letters, 2)]
    assert sum(is_near(*pair) for pair in pairs) == 0


def test_blank_sheets_are_not_called_the_same() -> None:
    blank = difference_hash(Image.new("RGB", (600, 800), "white"))
    assert (blank, is_near(blank, blank)) == ("0" * 16, False)


def test_the_distance_counts_bits() -> None:
    assert distance("0000000000000000", "ffffffffffffffff") == 64
    assert distance("00000000000000f0", "00000000000000f1") == 1
