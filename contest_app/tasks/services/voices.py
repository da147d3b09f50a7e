"""Acts on recorded voices: one for the words of a part of an item in one language."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from contest_app import audit, storage
from contest_app.accounts.models import User
from contest_app.jobs.services import enqueue
from contest_app.tasks.models import Item, Voice
from contest_app.tasks.queries import voices as queries
from contest_app.tasks.queries.proposals import hold
from contest_app.tasks.rules.voices import Spoken
from contest_app.tasks.sounds import examine

#: Bytes that nobody names are removed this much later: somebody may be about to send the same file again.
GRACE: Final = timedelta(hours=1)


def keep_voice(
    session: Session, item: Item, spoken: Spoken, sent: bytes, *, folder: Path, actor: User, now: datetime
) -> Voice:
    """Keep a voice for the words of an item, in place of an earlier one.

    Raises the refusals of ``sounds.examine``.
    """
    sound = examine(sent)
    hold(session, item)
    earlier = queries.voices_of(session, [spoken]).get(spoken.key)
    if earlier is not None:
        _take_away(session, earlier, now=now)
    voice = Voice(
        item_id=item.id,
        language=spoken.language,
        part=spoken.part.value,
        words_key=spoken.key,
        sha256=storage.keep(folder, sound.data),
        media_type=sound.media_type,
        size=len(sound.data),
        recorded_by_id=actor.id,
        recorded_at=now,
    )
    session.add(voice)
    _record(session, actor, "voice.recorded", voice, slug=item.slug, now=now)
    return voice


def remove_voice(session: Session, voice: Voice, *, actor: User, now: datetime) -> None:
    """Take a voice away: pupils hear their own device again, where it has one."""
    _record(session, actor, "voice.removed", voice, slug=voice.item.slug, now=now)
    _take_away(session, voice, now=now)


def _take_away(session: Session, voice: Voice, *, now: datetime) -> None:
    session.delete(voice)
    session.flush()  # one voice for the same words: the old row goes before the new one comes
    enqueue(session, "tasks.forget_voice", {"sha256": voice.sha256}, now=now, run_at=now + GRACE)


def _record(session: Session, actor: User, act: str, voice: Voice, *, slug: str, now: datetime) -> None:
    audit.record(session, actor, act, voice, at=now, slug=slug, language=voice.language, part=voice.part)
