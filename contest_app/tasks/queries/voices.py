"""Reads of recorded voices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload

from contest_app.tasks.models import Item, Voice
from contest_app.tasks.rules.voices import Spoken


def voices_of(session: Session, spoken: Iterable[Spoken]) -> dict[str, Voice]:
    """Return the voices that read these words, by the key of the words, each with the version it was made on."""
    query = select(Voice).where(Voice.words_key.in_([each.key for each in spoken]))
    return {voice.words_key: voice for voice in session.scalars(query.options(joinedload(Voice.item)))}


def outdated(session: Session, spoken: Iterable[Spoken]) -> Sequence[Voice]:
    """Return the voices that read other words of the same items in the same languages, the newest first."""
    known = list(spoken)
    query = select(Voice).join(Voice.item).options(joinedload(Voice.item))
    of_item = Item.slug.in_({each.slug for each in known}), Voice.language.in_({each.language for each in known})
    others = query.where(*of_item, Voice.words_key.not_in([each.key for each in known]))
    return session.scalars(others.order_by(Voice.recorded_at.desc(), Voice.id)).all()


def voice_in_bank(session: Session, slug: str, voice_id: UUID) -> Voice | None:
    """Return a voice of an item, of whatever version, with the version that it was recorded upon."""
    query = select(Voice).join(Voice.item).where(Voice.id == voice_id, Item.slug == slug)
    return session.scalar(query.options(joinedload(Voice.item)))


def keys_in(session: Session, language: str) -> set[str]:
    """Return the keys of all words in a language that have a voice."""
    return set(session.scalars(select(Voice.words_key).where(Voice.language == language)))


def is_stored(session: Session, sha256: str) -> bool:
    """Say whether a voice names these bytes."""
    return bool(session.scalar(select(exists().where(Voice.sha256 == sha256))))
