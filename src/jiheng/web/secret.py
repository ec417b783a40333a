"""The site's secret key: from the environment, else made once and kept beside the database."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

_LEAST = 50


def secret_key(data: Path) -> str:
    """The key; a new one is written with mode 0600, once even when two processes start together."""
    if given := os.environ.get("JIHENG_SECRET_KEY", ""):
        return given
    data.mkdir(parents=True, exist_ok=True)
    path = data / "secret.key"
    if not path.exists():
        part = path.with_name(f"secret.{os.getpid()}.part")
        part.touch(mode=0o600)
        part.write_text(secrets.token_urlsafe(_LEAST), "ascii")
        try:
            path.hardlink_to(part)
        except FileExistsError:
            pass  # the other process was first: its key is the key
        finally:
            part.unlink()
    return path.read_text("ascii")
