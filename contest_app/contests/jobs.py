"""Work that contests leave to the job runner."""

from __future__ import annotations

from contest_app import storage
from contest_app.contests import queries
from contest_app.contests.services.files import GRACE
from contest_app.jobs.registry import Work, job


@job("contests.forget_file")
def forget_file(work: Work, sha256: str) -> None:
    """Remove bytes that no entry names, unless they were sent again a moment ago."""
    folder = work.settings.uploads_dir
    with work.completing() as session:
        if not queries.is_stored(session, sha256):
            storage.forget(folder, sha256, untouched_since=work.now - GRACE / 2)
