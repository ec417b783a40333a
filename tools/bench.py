"""`make bench`: measures the engine in one run, prints ratios, and counts what is wrong (nothing)."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.timing import table_of
from bench.whole import lines


def main() -> int:
    """Print every case when it is measured; 1 if any total, rank or grade was wrong."""
    wrong = 0
    for measured in lines():
        print(table_of(measured), end="\n\n", flush=True)
        wrong += sum(line.wrong or 0 for line in measured)
    print(f"{wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
