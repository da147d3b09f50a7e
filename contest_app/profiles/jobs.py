"""The machine's work on profiles: reckoning them anew after a sitting has its scores of record."""

from __future__ import annotations

from uuid import UUID

from contest_app.jobs.registry import Work, job
from contest_app.profiles.services import estimating


@job("profiles.estimate_sitting")
def estimate_sitting(work: Work, sitting_id: str) -> None:
    """Append the estimates of everyone who took part in a sitting."""
    with work.completing() as session:
        estimating.estimate_sitting(session, UUID(sitting_id), now=work.now)
