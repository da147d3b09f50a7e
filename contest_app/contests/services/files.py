"""Acts on the files of an entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from contest_app import audit, storage
from contest_app.accounts.models import User
from contest_app.contests import fields, rules, uploads
from contest_app.contests.models import Attachment, Entry
from contest_app.contests.services.editing import await_check, check_editable, lock_entry
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
    """Put a file into a field of an entry: where one fits in place of the one that was there, else beside the others.

    Raises NotAllowed, EntryWithdrawn, EntriesClosed, TooManyFiles and the refusals of ``uploads.examine``.
    """
    lock_entry(session, entry)
    check_editable(entry, actor, now)
    accepted = uploads.examine(sent.data, field["types"], field["max_mb"])
    position = _make_room(session, entry, field, now=now)
    attachment = Attachment(
        field=field["key"],
        position=position,
        filename=uploads.shown_name(sent.name),
        media_type=accepted.media_type,
        size=len(accepted.data),
        sha256=storage.keep(uploads_dir, accepted.data),
        created_at=now,
    )
    entry.attachments.append(attachment)
    await_check(session, entry, actor, now)
    audit.record(session, actor, "attachment.added", entry, at=now, field=attachment.field, sha256=attachment.sha256)
    return attachment


def remove_file(session: Session, entry: Entry, attachment_id: UUID, *, actor: User, now: datetime) -> None:
    """Take a file out of an entry; a submitted one keeps what it needs. One that is gone already stays so.

    Raises NotAllowed, EntryWithdrawn, EntriesClosed, FieldsUnfit.
    """
    lock_entry(session, entry)
    check_editable(entry, actor, now)
    found = next((attachment for attachment in entry.attachments if attachment.id == attachment_id), None)
    if found is None:
        return
    if entry.submitted_at is not None:
        _check_not_needed(entry, found.field)
    _remove(session, entry, found, now=now)
    await_check(session, entry, actor, now)
    audit.record(session, actor, "attachment.removed", entry, at=now, field=found.field)


def forget_later(session: Session, sha256: str, *, now: datetime) -> None:
    """Ask that bytes be removed from the disk, unless an entry names them by then."""
    enqueue(session, "contests.forget_file", {"sha256": sha256}, now=now, run_at=now + GRACE)


def _make_room(session: Session, entry: Entry, field: Mapping[str, Any], *, now: datetime) -> int:
    """Return the first free position of a field; where one file fits the old one goes."""
    held = {each.position: each for each in entry.attachments if each.field == field["key"]}
    most = field.get("count", 1)
    if most == 1 and held:
        _remove(session, entry, held[0], now=now)
        return 0
    free = [position for position in range(most) if position not in held]
    if not free:
        raise rules.TooManyFiles(most=most)
    return free[0]


def _remove(session: Session, entry: Entry, attachment: Attachment, *, now: datetime) -> None:
    entry.attachments.remove(attachment)
    session.flush()  # one file a position: the old row goes before the new one comes
    forget_later(session, attachment.sha256, now=now)


def _check_not_needed(entry: Entry, key: str) -> None:
    is_last = sum(attachment.field == key for attachment in entry.attachments) == 1
    if is_last and any(field["key"] == key and field["required"] for field in entry.contest.form):
        raise fields.FieldsUnfit([fields.Problem(key, fields.MISSING)])
