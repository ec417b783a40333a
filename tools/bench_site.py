"""Measures the served site: pages and saves one at a time, then the deadline rush on both databases."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Print every case when it is measured; 1 if one could not be measured."""
    done = [
        subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=ROOT, check=False).returncode
        for name in ("site_pages", "site_rush")
    ]
    return max(done)


if __name__ == "__main__":
    sys.exit(main())
