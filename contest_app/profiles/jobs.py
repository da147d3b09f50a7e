"""The machine's work on profiles: reckoning them anew after a sitting has its scores of record, or raters settle."""

from __future__ import annotations

from uuid import UUID

from contest_app.jobs.registry import Work, job
from contest_app.profiles.services import estimating, people


@job("profiles.estimate_sitting")
def estimate_sitting(work: Work, sitting_id: str) -> None:
    """Append the estimates of everyone who took part in a sitting."""
    with work.completing() as session:
        estimating.estimate_sitting(session, UUID(sitting_id), now=work.now)
        people.estimate_takers(session, UUID(sitting_id), now=work.now)


@job("profiles.estimate_people")
def estimate_people(work: Work, response_id: str) -> None:
    """Append what people say by now of the works of the pupil who gave this response."""
    with work.completing() as session:
        people.estimate_author(session, UUID(response_id), now=work.now)
