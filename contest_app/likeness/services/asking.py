"""Ask for a look at a contest's entries, and say what a likeness turned out to be."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.accounts.models import User
from contest_app.contests.models import Contest
from contest_app.jobs.services import enqueue
from contest_app.likeness.models import LikePair, LikeVerdict
from contest_app.likeness.rules.verdicts import Verdict, check_words

COMPARE: Final = "likeness.compare"


def job_key(contest_id: UUID) -> str:
    """Return the key under which a contest is compared once at a time."""
    return f"{COMPARE}:{contest_id}"


def ask_to_compare(session: Session, contest: Contest, *, actor: User, now: datetime) -> None:
    """Call for a look at the entries that have come in by then."""
    compare_later(session, contest.id, now=now)
    audit.record(session, actor, "likeness.asked", contest, at=now)


def compare_later(session: Session, contest_id: UUID, *, now: datetime) -> None:
    """Call for a look that nobody asked for: entries have closed."""
    enqueue(session, COMPARE, {"contest_id": str(contest_id)}, now=now, unique_key=job_key(contest_id))


def say(session: Session, pair: LikePair, verdict: Verdict, words: str, *, actor: User, now: datetime) -> LikeVerdict:
    """Keep what the organizer says of two entries; a changed mind is a new row.

    Raises WordsMissing.
    """
    check_words(verdict, words)
    said = LikeVerdict(
        entry_id=pair.entry_id,
        other_id=pair.other_id,
        verdict=verdict,
        words=words.strip(),
        said_by_id=actor.id,
        said_at=now,
    )
    session.add(said)
    session.flush()  # the audit names the row by its key
    audit.record(session, actor, "likeness.said", said, at=now, verdict=str(verdict))
    return said
