"""One person at a browser, in a process of its own: saves a field again and again by the version he saw,
and looks again when somebody else was faster. Prints what he was answered.

    python site_savers.py http://127.0.0.1:8000 SESSION /subjects/…/answers/ towns 25 SEED
"""

from __future__ import annotations

import http.client
import json
import re
import sys
from urllib.parse import urlencode, urlsplit

TOKEN = "saver" + "0" * 27
_VERSION = re.compile(rb'data-version="(\d+)"')
BUSY = 503


class Saver:
    """Sends one field; keeps the version that the last answer named."""

    def __init__(self, address: str, session: str, path: str) -> None:
        where = urlsplit(address)
        self.host, self.port = str(where.hostname), int(where.port or 80)
        self.session, self.path = session, path
        self.version = 0

    def save(self, about: str, text: str) -> tuple[int, bytes]:
        """The status and the body; 0 where the connection broke before there was an answer."""
        body = urlencode({"of": "fact", "about": about, "text": text, "version": self.version})
        line = http.client.HTTPConnection(self.host, self.port, timeout=30)
        try:
            line.request("POST", self.path, body, self._headers())
            told = line.getresponse()
            content = told.read()
        except (OSError, http.client.HTTPException):
            return 0, b""
        finally:
            line.close()
        if told.status in (200, 409) and (found := _VERSION.search(content)):
            self.version = int(found[1])
        return told.status, content

    def _headers(self) -> dict[str, str]:
        return {
            "Cookie": f"sessionid={self.session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "HX-Request": "true",
            "Content-Type": "application/x-www-form-urlencoded",
        }


def main(address: str, session: str, path: str, *rest: str) -> None:
    """Save until so many were accepted; every text is told apart by who sent it."""
    about, count, first = rest[0], int(rest[1]), int(rest[2])
    saver, accepted, seen = Saver(address, session, path), [], []
    while len(accepted) < int(count) and len(seen) < 100 * int(count):
        text = str(first + len(accepted))
        status, _ = saver.save(about, text)
        seen.append(status)
        if status == 200:
            accepted.append([text, saver.version])
    json.dump({"accepted": accepted, "seen": sorted(set(seen)), "tries": len(seen)}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
