"""`make bench-peers`: the same work in other programs, in one run, and what each of them got wrong."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.against import lines
from bench.timing import table_of


def main() -> int:
    """Print every case when it is measured; 1 if jiheng itself got anything wrong."""
    wrong = 0
    for measured in lines():
        print(table_of(measured), end="\n\n", flush=True)
        wrong += sum(line.wrong or 0 for line in measured if line.what == "jiheng")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
