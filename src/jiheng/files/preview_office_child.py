"""Start a program without a network: `python -I preview_office_child.py PROGRAM ARGUMENT …`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NoReturn

NO_FENCE = 4  # as fence_child says it


def main() -> NoReturn:
    """Give up the network for this process and all that follow, then become the program."""
    sys.path.insert(0, str(Path(__file__).parents[2]))  # -I leaves the script's own place out
    from jiheng.files.fence_seal import NoSeal, seal_network  # noqa: PLC0415  # found only now

    try:
        seal_network()
    except NoSeal:
        sys.exit(NO_FENCE)
    os.execv(sys.argv[1], sys.argv[1:])


if __name__ == "__main__":
    main()
