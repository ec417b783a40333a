"""Background work on evidence: previews, the nightly sweep, the nightly scan. Each is safe to run twice."""

from __future__ import annotations

import structlog
from django_tasks import task

from jiheng.web.actions.evidence_previews import make_preview
from jiheng.web.actions.evidence_sweep import altered_files, sweep_files

log = structlog.get_logger(__name__)


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
    """Read every file and say, in the log and as the result, which is not what it was."""
    found = [str(altered) for altered in altered_files()]
    for words in found:
        log.error("evidence-altered", words=words)
    return found


def preview_later(*evidence: str) -> None:
    """Ask for previews; a task worker makes them, or the page that waits for one does."""
    for key in evidence:
        preview.enqueue(key)
