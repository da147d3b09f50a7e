"""Who may change an entry, when, and one at a time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.accounts.models import User
from contest_app.contests import rules
from contest_app.contests.models import Entry
from contest_app.errors import NotAllowed


def check_editor(entry: Entry, actor: User) -> None:
    """Raise NotAllowed unless the person is the entry's owner or supervisor."""
    if actor.id not in (entry.owner_id, entry.supervisor_id):
        raise NotAllowed


def check_editable(entry: Entry, actor: User, now: datetime) -> None:
    """Raise NotAllowed, EntryWithdrawn, EntryRejected or EntriesClosed unless the person may change the entry now.

    A draft may always be changed: what is typed after the closing is kept, though it can no longer be submitted.
    """
    check_editor(entry, actor)
    if entry.withdrawn_at is not None:
        raise rules.EntryWithdrawn
    if entry.formal_state == rules.Verdict.REJECTED:
        raise rules.EntryRejected
    if entry.submitted_at is not None and not _is_being_mended(entry, now):
        entry.contest.schedule.check_open(now)


def await_check(session: Session, entry: Entry, actor: User, now: datetime) -> None:
    """Let a submitted entry that has changed be checked again."""
    if entry.formal_state is not None:
        entry.formal_state = None
        audit.record(session, actor, "entry.awaits_check", entry, at=now)


def _is_being_mended(entry: Entry, now: datetime) -> bool:
    return entry.mend_until is not None and now < entry.mend_until and entry.formal_state != rules.Verdict.ACCEPTED


def lock_entry(session: Session, entry: Entry) -> None:
    """Wait until nobody else is changing the entry, and see it as it is then."""
    session.flush()  # a refresh would drop what is not written yet
    names = ["revision", "submitted_at", "withdrawn_at", "blind_code", "formal_state", "mend_until"]
    session.refresh(entry, names, with_for_update={"of": Entry, "key_share": True})
