"""Serves `tests.platform.wsgi_at` on a port, with as many workers as told; as `jiheng serve` does."""

from __future__ import annotations

import sys

from granian import Granian
from granian.constants import Interfaces

TARGET = "tests.platform.wsgi_at:application"

if __name__ == "__main__":
    port, workers = map(int, sys.argv[1:])
    Granian(
        TARGET,
        port=port,
        workers=workers,
        interface=Interfaces.WSGI,
        blocking_threads=8,
        log_access=False,
    ).serve()
