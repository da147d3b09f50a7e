"""The machine's search for entries that are alike."""

from __future__ import annotations

from uuid import UUID

from contest_app.jobs.registry import Work, job
from contest_app.jobs.services import enqueue
from contest_app.likeness import queries
from contest_app.likeness.services import asking, comparing


@job(asking.COMPARE)
def compare(work: Work, contest_id: str) -> None:
    """Compare the entries of a contest with each other and with earlier ones."""
    with work.reading() as session:
        contest = queries.contest_to_compare(session, UUID(contest_id))
        works = comparing.gather(session, contest) if contest else None
    compared = works and comparing.compare(works, work.engine().encoder, work.settings.uploads_dir)
    with work.completing() as session:
        if compared and queries.contest_to_compare(session, UUID(contest_id)):
            comparing.keep(session, UUID(contest_id), compared, now=work.now)


@job("likeness.compare_closed")
def compare_closed(work: Work, contest_id: str) -> None:
    """Call for the comparison of a contest whose entries have closed; one prolonged waits for its new end."""
    with work.completing() as session:
        contest = queries.contest_to_compare(session, UUID(contest_id))
        if contest is None:
            return
        if work.now >= contest.closes_at:
            asking.compare_later(session, contest.id, now=work.now)
            return
        name, payload = "likeness.compare_closed", {"contest_id": contest_id}
        enqueue(session, name, payload, now=work.now, unique_key=f"{name}:{contest_id}", run_at=contest.closes_at)
