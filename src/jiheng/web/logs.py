"""The program's own log: one line per request and per deed, on stderr; JSON unless a person watches.

No line ever holds what somebody typed: no query, body, header, password or token, and of an exception
its kind and its place only, because its message may quote any of them.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import structlog

Line = MutableMapping[str, Any]
_DEEPEST = 12


def logging_of(*, terminal: bool | None = None) -> dict[str, Any]:
    """The site's `LOGGING`; `terminal` draws lines for a person instead of JSON."""
    watched = sys.stderr.isatty() if terminal is None else terminal
    draw: Any = (
        structlog.dev.ConsoleRenderer(colors=watched)
        if watched
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, draw],
                "foreign_pre_chain": [*_SHARED[:-1], _only_the_template, _without_contents],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "jiheng": {"level": "INFO"},
            # every request has a line of its own; Django's would quote the address as it was typed
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.request": {"level": "ERROR"},
            "django.security": {"level": "ERROR"},
            "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
        },
    }


def set_up() -> None:
    """Our own loggers speak through the same handler."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def _without_contents(_: Any, __: str, line: Line) -> Line:
    """An exception's kind and the way to it; not its message."""
    trouble = line.pop("exc_info", None)
    if trouble is True:
        trouble = sys.exc_info()
    if isinstance(trouble, BaseException):
        trouble = (type(trouble), trouble, trouble.__traceback__)
    if trouble and trouble[0] is not None:
        kind, _one, trace = trouble
        line["error"] = f"{kind.__module__}.{kind.__qualname__}"
        line["way"] = [_place(frame) for frame in traceback.extract_tb(trace)[-_DEEPEST:]]
    line.pop("stack_info", None)
    return line


def _place(frame: traceback.FrameSummary) -> str:
    path = Path(frame.filename)
    return f"{path.parent.name}/{path.name}:{frame.lineno} {frame.name}"


def _only_the_template(_: Any, __: str, line: Line) -> Line:
    """What a library logs, without what it fills in: names and addresses that people typed."""
    record: logging.LogRecord = line["_record"]
    line["event"] = str(record.msg)
    line["logger"] = record.name
    line.pop("positional_args", None)
    return line


_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    _without_contents,
]
