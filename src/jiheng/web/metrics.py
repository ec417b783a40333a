"""What is counted for the operator: requests and their time, errors of the store.

With `PROMETHEUS_MULTIPROC_DIR` set (as `jiheng serve` does) all processes of the site count together.
"""

from __future__ import annotations

from prometheus_client import Counter, Histogram

REQUESTS = Counter("jiheng_requests", "Answered requests.", ["route", "method", "status"])
SECONDS = Histogram(
    "jiheng_request_seconds",
    "Time to the answer.",
    ["route"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 3, 10),
)
STORE_ERRORS = Counter("jiheng_store_errors", "The evidence store did not answer.")
