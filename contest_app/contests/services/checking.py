"""The formal check of entries, before the jury gets them: accept, return for mending, reject."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.accounts.models import User
from contest_app.contests import rules
from contest_app.contests.models import Entry, FormalCheck
from contest_app.contests.rules import Verdict
from contest_app.contests.services.editing import lock_entry
from contest_app.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Finding:
    """What the check of an entry found; ``mend_until`` only for one that is returned."""

    verdict: Verdict
    words: str = ""
    mend_until: datetime | None = None


def check_entry(session: Session, entry: Entry, finding: Finding, *, actor: User, now: datetime) -> None:
    """Add a verdict on a submitted entry; the newest counts.

    Raises NotAllowed, CheckUnused, EntryWithdrawn, WordsMissing, MendingPast.
    """
    if actor.id != entry.contest.organizer_id:
        raise NotAllowed
    if not entry.contest.formal_check:
        raise rules.CheckUnused
    lock_entry(session, entry)
    if entry.withdrawn_at is not None:
        raise rules.EntryWithdrawn
    words = finding.words.strip()
    mend_until = _mend_until(finding, words, now)
    session.add(
        FormalCheck(
            entry_id=entry.id,
            verdict=finding.verdict.value,
            words=words,
            mend_until=mend_until,
            checked_at=now,
            checked_by_id=actor.id,
        )
    )
    entry.formal_state, entry.mend_until = finding.verdict.value, mend_until
    audit.record(session, actor, "entry.checked", entry, at=now, verdict=finding.verdict.value)


def _mend_until(finding: Finding, words: str, now: datetime) -> datetime | None:
    if finding.verdict is not Verdict.ACCEPTED and not words:
        raise rules.WordsMissing
    if finding.verdict is not Verdict.RETURNED:
        return None
    if finding.mend_until is None or finding.mend_until <= now:
        raise rules.MendingPast
    return finding.mend_until
