"""Background work on evidence: previews, the nightly sweep, the nightly scan. Each is safe to run twice."""

from __future__ import annotations

import structlog
from django_tasks import task

from jiheng.web.actions.evidence_previews import make_preview
from jiheng.web.actions.evidence_sweep import altered_files, sweep_files, tell_altered

log = structlog.get_logger("jiheng.task")


@task()
def preview(evidence: str) -> bool:
    """Make the preview of one file."""
    return make_preview(evidence)


@task()
def sweep() -> int:
    """Let go of files that nothing wants."""
    return sweep_files()


@task()
def scan() -> list[str]:
    """Read every file and say which is not what it was: in the log, as the result, to administrators."""
    found = list(altered_files())
    for altered in found:
        log.error("evidence-altered", words=str(altered))
        tell_altered(altered)
    return [str(altered) for altered in found]


def preview_later(*evidence: str) -> None:
    """Ask for previews; a task worker makes them, or the page that waits for one does."""
    for key in evidence:
        preview.enqueue(key)
