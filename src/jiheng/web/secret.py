"""The site's secret key: from the environment, else made once and kept beside the database. What has to
be read again but must not lie open in the database is sealed with a key derived from it."""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

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


def sealed(text: str, purpose: str) -> str:
    """A text that only the holder of the site's secret key reads; `purpose` keeps uses apart."""
    return _seal(purpose).encrypt(text.encode()).decode("ascii")


def opened(text: str, purpose: str) -> str:
    """What was sealed for this purpose; raises `InvalidToken` where the site's key is another."""
    return _seal(purpose).decrypt(text.encode("ascii")).decode()


def _seal(purpose: str) -> Fernet:
    derived = HKDF(SHA256(), 32, salt=None, info=f"jiheng: {purpose}".encode())
    return Fernet(base64.urlsafe_b64encode(derived.derive(settings.SECRET_KEY.encode())))
