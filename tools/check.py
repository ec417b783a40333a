"""`make check`: everything that should hold before a change is handed over, in under a minute."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
FAST = "not slow and not prove and not office and not browser and not postgres and not powercut"

# The tests come last and have both cores; what comes before them runs two at a time.
QUIET_STEPS = (
    ("types", ("mypy",)),
    ("format", ("ruff", "format", "--check", "--quiet", ".")),
    ("lint", ("ruff", "check", "--quiet", ".")),
    ("rooms", ("lint-imports", "--no-cache")),
    ("sizes", ("python", "tools/sizes.py")),
    ("generated docs", ("python", "tools/generate_docs.py", "--check")),
)
TEST_STEP = ("fast tests", ("python", "-m", "pytest", "-q", "-n", "2", "-m", FAST))


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one step went: its name, whether it held, its seconds and what it printed."""

    name: str
    held: bool
    seconds: float
    printed: str


def outcome_of(step: tuple[str, tuple[str, ...]]) -> Outcome:
    """Run one step to its end."""
    name, (program, *arguments) = step
    begun = time.monotonic()
    done = subprocess.run(
        [BIN / program, *arguments],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return Outcome(name, done.returncode == 0, time.monotonic() - begun, done.stdout + done.stderr)


def told(outcome: Outcome) -> bool:
    """Print how a step went, with its output if it did not hold; returns whether it held."""
    print(f"{'ok  ' if outcome.held else 'FAIL'} {outcome.name:<15} {outcome.seconds:5.1f} s")
    if not outcome.held:
        print(outcome.printed.rstrip(), flush=True)
    return outcome.held


def main() -> int:
    """Run every step, also after one has failed; 1 if one has."""
    begun = time.monotonic()
    with ThreadPoolExecutor(max_workers=2) as pool:
        held = [told(outcome) for outcome in pool.map(outcome_of, QUIET_STEPS)]
    tests = outcome_of(TEST_STEP)
    held.append(told(tests))
    if tests.held:
        print(tests.printed.strip().splitlines()[-1])
    print(f"{'all held' if all(held) else 'NOT all held'}, {time.monotonic() - begun:.0f} s")
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
