"""Acts on the files of an entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy.orm import Session

from contest_app import audit, storage
from contest_app.accounts.models import User
from contest_app.contests import fields, uploads
from contest_app.contests.models import Attachment, Entry
from contest_app.contests.services.editing import check_editable, lock_entry
from contest_app.jobs.services import enqueue

#: Bytes that nobody names are removed this much later: somebody may be about to send the same file again.
GRACE: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as a browser sends it."""

    name: str
    data: bytes


def attach_file(
    session: Session,
    entry: Entry,
    field: Mapping[str, Any],
    sent: SentFile,
    *,
    uploads_dir: Path,
    actor: User,
    now: datetime,
) -> Attachment:
    """Put a file into a field of an entry, in place of the one that was there.

    Raises NotAllowed, EntryWithdrawn, EntriesClosed and the refusals of ``uploads.examine``.
    """
    lock_entry(session, entry)
    check_editable(entry, actor, now)
    accepted = uploads.examine(sent.data, field["types"], field["max_mb"])
    _remove(session, entry, field["key"], now=now)
    attachment = Attachment(
        field=field["key"],
        filename=uploads.shown_name(sent.name),
        media_type=accepted.media_type,
        size=len(accepted.data),
        sha256=storage.keep(uploads_dir, accepted.data),
        created_at=now,
    )
    entry.attachments.append(attachment)
    audit.record(session, actor, "attachment.added", entry, at=now, field=attachment.field, sha256=attachment.sha256)
    return attachment


def remove_file(session: Session, entry: Entry, key: str, *, actor: User, now: datetime) -> None:
    """Take the file out of a field of an entry; a submitted one keeps what it needs.

    Raises NotAllowed, EntryWithdrawn, EntriesClosed, FieldsUnfit.
    """
    lock_entry(session, entry)
    check_editable(entry, actor, now)
    if entry.submitted_at is not None:
        _check_not_needed(entry, key)
    if _remove(session, entry, key, now=now):
        audit.record(session, actor, "attachment.removed", entry, at=now, field=key)


def forget_later(session: Session, sha256: str, *, now: datetime) -> None:
    """Ask that bytes be removed from the disk, unless an entry names them by then."""
    enqueue(session, "contests.forget_file", {"sha256": sha256}, now=now, run_at=now + GRACE)


def _remove(session: Session, entry: Entry, key: str, *, now: datetime) -> bool:
    found = next((attachment for attachment in entry.attachments if attachment.field == key), None)
    if found is None:
        return False
    entry.attachments.remove(found)
    session.flush()  # one file a field: the old row goes before the new one comes
    forget_later(session, found.sha256, now=now)
    return True


def _check_not_needed(entry: Entry, key: str) -> None:
    if any(field["key"] == key and field["required"] for field in entry.contest.form):
        raise fields.FieldsUnfit([fields.Problem(key, fields.MISSING)])
