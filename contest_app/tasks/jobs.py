"""The machine's work on answers: a first score at once, closing what is over, and then the score of record.

And what is left of voices that were taken away.
"""

from __future__ import annotations

from uuid import UUID

from contest_app import storage
from contest_app.jobs.registry import Work, job
from contest_app.jobs.services import enqueue
from contest_app.tasks.queries import voices
from contest_app.tasks.services import scoring, sittings
from contest_app.tasks.services.voices import GRACE
from contest_app.tasks.voices import voices_folder


@job("tasks.score_response")
def score_response(work: Work, response_id: str) -> None:
    """Append the provisional run of one response."""
    with work.reading() as session:
        pool = scoring.pool_of_response(session, UUID(response_id))
    if pool is None:
        return
    scored = scoring.score(pool, work.engine())
    with work.completing() as session:
        scoring.append_run(session, scored, now=work.now)
        scoring.score_anew_if_closed(session, pool, now=work.now)


@job("tasks.close_sitting")
def close_sitting(work: Work, sitting_id: str) -> None:
    """Close a sitting whose window is over, which calls for its scores of record."""
    with work.completing() as session:
        sittings.close_if_over(session, UUID(sitting_id), now=work.now)


@job("tasks.score_sitting")
def score_sitting(work: Work, sitting_id: str) -> None:
    """Append the final runs of a closed sitting, one for each item and language; the pupils' profiles follow."""
    with work.reading() as session:
        pools = scoring.pools_of_sitting(session, UUID(sitting_id))
    runs = [scoring.score(pool, work.engine()) for pool in pools]
    with work.completing() as session:
        for scored in runs:
            scoring.append_run(session, scored, now=work.now)
        scoring.append_reliabilities(session, UUID(sitting_id), now=work.now)
        key, payload = f"profiles.estimate_sitting:{sitting_id}", {"sitting_id": sitting_id}
        enqueue(session, "profiles.estimate_sitting", payload, now=work.now, unique_key=key)


@job("tasks.forget_voice")
def forget_voice(work: Work, sha256: str) -> None:
    """Remove the bytes of a voice that nobody names, unless they were sent again a moment ago."""
    folder = voices_folder(work.settings.uploads_dir)
    with work.completing() as session:
        if not voices.is_stored(session, sha256):
            storage.forget(folder, sha256, untouched_since=work.now - GRACE / 2)
