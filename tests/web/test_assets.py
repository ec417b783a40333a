"""What pages load lies in the checkout, is what its maker published, and fetches nothing from outside."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings

from jiheng.web.templatetags.look import STATES, icons

WEB = Path(__file__).resolve().parents[2] / "src" / "jiheng" / "web"
STATIC, TEMPLATES = WEB / "static", WEB / "templates"
VENDOR = STATIC / "vendor"
MOST = 2_500_000
# Names and licences' addresses that programs and drawings write and no browser fetches.
NAMES = {
    "alpinejs.dev",
    "github.com",
    "tabler.io",
    "www.apache.org",
    "www.w3.org",
}
FETCHED = re.compile(
    r"url\((?!\s*[\"']?(?:data:|#))[^)]*\)"  # a style sheet's picture or face
    r"|@import[^;]*"
    r"|(?:importScripts|import|fetch)\(\s*[\"'](?:https?:)?//[^\"']*"
    r"|(?:src|href|action)\s*=\s*[\"'](?:https?:)?//[^\"']*"
)
EVENTS = (
    "abort|animation\\w+|auxclick|before\\w+|blur|cancel|canplay\\w*|change|click|close|context\\w+|copy"
    "|cuechange|cut|dblclick|drag\\w*|drop|durationchange|emptied|ended|error|focus\\w*|formdata"
    "|gotpointercapture|hashchange|input|invalid|key\\w+|language\\w+|load\\w*|lostpointercapture|message\\w*"
    "|mouse\\w+|offline|online|page\\w+|paste|pause|play\\w*|pointer\\w+|popstate|progress|ratechange"
    "|rejectionhandled|reset|resize|scroll\\w*|securitypolicyviolation|seek\\w+|select\\w*|slotchange"
    "|stalled|storage|submit|suspend|timeupdate|toggle|touch\\w+|transition\\w+|unhandledrejection|unload"
    "|volumechange|waiting|wheel|webkit\\w+"
)
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")|<style|\sstyle=|javascript:"
    rf"|\son(?:{EVENTS})\s*="
)


def entries() -> list[dict[str, str]]:
    """The manifest of what others made."""
    listed: list[dict[str, str]] = json.loads((VENDOR / "manifest.json").read_text("utf-8"))
    return listed


def texts(*folders: Path) -> list[tuple[str, str]]:
    """The name and the text of every file of a kind that a browser reads."""
    endings = {".html", ".css", ".js", ".svg"}
    return [
        (path.relative_to(WEB).as_posix(), path.read_text("utf-8"))
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.suffix in endings
    ]


def found(pattern: re.Pattern[str], files: list[tuple[str, str]]) -> list[str]:
    """Each place where a pattern is written."""
    return [f"{name}: {hit.group()[:80]}" for name, text in files for hit in pattern.finditer(text)]


@pytest.mark.row("SU-01")
def test_every_vendored_file_is_what_the_manifest_says() -> None:
    said = {entry["file"]: entry["sha256"] for entry in entries()}
    there = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert there == said


def test_every_package_has_its_licence_beside_it() -> None:
    folders = {entry["file"].split("/")[0]: entry for entry in entries()}
    assert [name for name in folders if not (VENDOR / name / "LICENSE").is_file()] == []
    assert {entry["name"]: entry["licence"] for entry in folders.values()} == {
        "@alpinejs/csp": "MIT",
        "@tabler/core": "MIT",
        "@tabler/icons": "MIT",
        "echarts": "Apache-2.0",
        "htmx.org": "0BSD",
    }


def test_what_is_vendored_is_small() -> None:
    assert sum(path.stat().st_size for path in VENDOR.rglob("*") if path.is_file()) < MOST


@pytest.mark.row("SU-01")
def test_nothing_is_fetched_from_outside() -> None:
    files = texts(STATIC, TEMPLATES)
    assert found(FETCHED, files) == []
    hosts = {
        host for _, text in files for host in re.findall(r"https?://([a-zA-Z][a-zA-Z0-9.-]*)", text)
    }
    assert hosts == NAMES


@pytest.mark.row("SU-01")
@pytest.mark.parametrize(
    "text",
    [
        "a { background: url(https://cdn.example/a.png) }",
        "@import 'https://cdn.example/a.css';",
        '<script src="//cdn.example/a.js">',
        'fetch("https://example.org/count")',
    ],
)
def test_a_fetch_from_outside_is_found(text: str) -> None:
    assert len(found(FETCHED, [("made-up", text)])) == 1


def test_no_script_or_style_stands_in_a_template() -> None:
    assert found(INLINE, texts(TEMPLATES)) == []


@pytest.mark.parametrize(
    "text", ["<script>", "<style>", '<p style="x">', '<a onclick="x">', '<a href="javascript:x">']
)
def test_script_or_style_in_a_template_is_found(text: str) -> None:
    assert len(found(INLINE, [("made-up", text)])) == 1


def test_no_source_map_is_promised() -> None:
    assert found(re.compile("sourceMappingURL"), texts(STATIC)) == []


def test_every_icon_of_a_template_or_state_is_in_the_sprite() -> None:
    asked = {
        name for _, text in texts(TEMPLATES) for name in re.findall(r'{% icon "([^"]+)"', text)
    }
    assert (asked | {drawn for _, _, drawn in STATES.values()}) - icons() == set()


def test_the_files_can_be_collected_under_names_that_carry_their_digest(tmp_path: Path) -> None:
    backend = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    with override_settings(
        STATIC_ROOT=str(tmp_path), STORAGES={"staticfiles": {"BACKEND": backend}}
    ):
        call_command("collectstatic", interactive=False, verbosity=0)
    listed = json.loads((tmp_path / "staticfiles.json").read_text("utf-8"))["paths"]
    ours = {name for name in listed if name.startswith(("vendor/", "jiheng/"))}
    assert ours == {
        path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.is_file()
    }
