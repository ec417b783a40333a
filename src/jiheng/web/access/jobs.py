"""The door to background work: whoever asked for it sees how far it is."""

from __future__ import annotations

from jiheng.web.access.viewer import NotThere, Viewer
from jiheng.web.models import Job


def job_of(viewer: Viewer, key: str) -> Job:
    """One job that the viewer asked for, or NotThere."""
    found = Job.objects.filter(pk=key, by=viewer.appointment).first()
    if found is None:
        raise NotThere
    return found
