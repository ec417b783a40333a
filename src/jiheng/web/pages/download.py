"""Files that people take away: always an attachment, never run by the browser."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
JSON = "application/json"
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
YAML = "text/plain; charset=utf-8"


def attachment(content: bytes, name: str, *, media_type: str) -> HttpResponse:
    """The content under a name that people read."""
    response = HttpResponse(content, content_type=media_type)
    return guarded(response, name)


def guarded(response: HttpResponse, name: str) -> HttpResponse:
    """The response as an attachment that no browser opens in the site's place."""
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
