"""Fetches what the site's pages load from others into static/vendor/: for maintainers, needs npm.

`.venv/bin/python tools/assets.py` packs each package at its fixed version, keeps the few files that
pages use with their licences, draws the icons into one sprite and writes the manifest.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "src" / "jiheng" / "web" / "static" / "vendor"
SPRITE = "sprite.svg"

# The text of the licence where the package itself brings none.
MIT = """\
{holder}

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in
all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN
THE SOFTWARE.
"""


@dataclass(frozen=True, slots=True)
class Package:
    """One package of the registry: its version, licence, and which of its files we keep as what."""

    name: str
    version: str
    licence: str
    files: dict[str, str] = field(default_factory=dict)
    holder: str = ""  # who holds the copyright, where the package brings no licence text

    @property
    def folder(self) -> str:
        """Where it lies under static/vendor/."""
        return f"{self.name.lstrip('@').replace('/', '-')}-{self.version}"


PACKAGES = (
    Package(
        "@tabler/core",
        "1.6.1",
        "MIT",
        {"dist/css/tabler.min.css": "tabler.min.css"},
        holder="The MIT License (MIT)\n\nCopyright (c) 2018-2026 The Tabler Authors\n"
        "Copyright (c) 2018-2026 codecalm.net Paweł Kuna",
    ),
    Package(
        "htmx.org", "2.0.11", "0BSD", {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "LICENSE"}
    ),
    Package(
        "@alpinejs/csp",
        "3.17.4",
        "MIT",
        {"dist/cdn.min.js": "alpine.min.js"},
        holder="MIT License\n\nCopyright © 2019-2021 Caleb Porzio and contributors",
    ),
    Package(
        "echarts",
        "6.1.0",
        "Apache-2.0",
        {
            "dist/echarts.common.min.js": "echarts.min.js",
            "LICENSE": "LICENSE",
            "NOTICE": "NOTICE",
            "licenses/LICENSE-d3": "LICENSE-d3",
        },
    ),
    Package("@tabler/icons", "3.51.0", "MIT", {"LICENSE": "LICENSE"}),
)
# The icons that `{% icon "name" %}` knows. An unused one costs a few hundred bytes; add and run again.
ICONS = """
alert-circle alert-triangle archive arrow-back-up arrow-left arrow-right arrows-exchange arrows-sort award bell
book building calendar camera certificate chart-bar check checklist chevron-down chevron-left chevron-right
chevron-up circle-check circle-dashed circle-x clipboard-check clipboard-list clock cloud-check cloud-off
cloud-up copy database device-mobile dots-vertical download external-link eye file file-spreadsheet file-text
file-type-doc file-type-pdf file-zip files filter flag folder git-compare help hierarchy-2 history home
hourglass id-badge-2 inbox info-circle key link list-check lock lock-open login logout mail menu-2 message
minus note paperclip pencil photo plus printer refresh replace rubber-stamp scale search send settings
shield-check signature sitemap sort-ascending sort-descending sun-moon table trash trophy upload user
user-circle users versions writing x
"""

_SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S*")
_DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
_NOTHING = '<path stroke="none" d="M0 0h24v24H0z" fill="none"/>'


def main() -> int:
    """Write static/vendor/ anew."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    entries = [entry for package in PACKAGES for entry in _vendored(package)]
    text = json.dumps(entries, ensure_ascii=False, indent=2) + "\n"
    (VENDOR / "manifest.json").write_text(text, "utf-8")
    print(f"{len(entries)} files, {sum(path.stat().st_size for path in _files()):,} bytes")
    return 0


def _files() -> Iterator[Path]:
    return (path for path in VENDOR.rglob("*") if path.is_file())


def _vendored(package: Package) -> Iterator[dict[str, str]]:
    """Fetch one package, keep its files, and yield their entries of the manifest."""
    target = VENDOR / package.folder
    target.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        unpacked = _unpacked(package, Path(folder))
        for theirs, ours in package.files.items():
            text = (unpacked / theirs).read_text("utf-8")
            (target / ours).write_text(_SOURCE_MAP.sub("", text).strip() + "\n", "utf-8")
        if package.name == "@tabler/icons":
            (target / SPRITE).write_text(_sprite(unpacked / "icons" / "outline"), "utf-8")
    if package.holder:
        (target / "LICENSE").write_text(MIT.format(holder=package.holder), "utf-8")
    for path in sorted(target.iterdir()):
        yield {
            "name": package.name,
            "version": package.version,
            "licence": package.licence,
            "file": path.relative_to(VENDOR).as_posix(),
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        }


def _unpacked(package: Package, folder: Path) -> Path:
    """The folder of a package as npm fetches it."""
    wanted = f"{package.name}@{package.version}"
    subprocess.run(
        ["npm", "pack", wanted, "--silent"], cwd=folder, stdout=subprocess.DEVNULL, check=True
    )
    (packed,) = folder.glob("*.tgz")
    with tarfile.open(packed) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def _sprite(drawings: Path) -> str:
    """All icons as symbols of one picture; a page draws one with `<use href="…#name">`."""
    symbols = "\n".join(_symbol(name, drawings / f"{name}.svg") for name in ICONS.split())
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def _symbol(name: str, path: Path) -> str:
    drawn = _DRAWING.search(path.read_text("utf-8"))
    if drawn is None:
        raise ValueError(f"{path.name}: no drawing in it")
    strokes = re.sub(r"\s*\n\s*", "", drawn.group(1)).replace(" />", "/>").replace(_NOTHING, "")
    return f'<symbol id="{name}" viewBox="0 0 24 24">{strokes}</symbol>'


if __name__ == "__main__":
    sys.exit(main())
