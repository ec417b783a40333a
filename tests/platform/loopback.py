"""A small web server on loopback with pages that a test makes up, faults planted in them."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

STRICT = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:"


@contextmanager
def serving(pages: Mapping[str, str]) -> Iterator[str]:
    """Serve pages under a strict content security policy; gives the address."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            text = pages.get(self.path)
            kind = "text/javascript" if self.path.endswith(".js") else "text/html"
            self.send_response(404 if text is None else 200)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Security-Policy", STRICT)
            self.end_headers()
            self.wfile.write((text or "not here").encode())

        def log_message(self, *told: object) -> None:
            """Says nothing: the test says what went wrong."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
