"""A voice is kept with who recorded it, follows the words over versions, and leaves nothing when it is removed."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from factories import NOW, make_user
from sqlalchemy import select
from sqlalchemy.orm import Session
from tasks.sound_files import id3, mp3, ogg, wav
from tasks.tasks_factories import make_items

from contest_app.accounts.models import User
from contest_app.audit import AuditRow
from contest_app.config import Settings
from contest_app.db import Database
from contest_app.jobs.runner import run_due
from contest_app.roles import Role
from contest_app.storage import stored_path
from contest_app.tasks.models import Item, Voice
from contest_app.tasks.queries import voices as queries
from contest_app.tasks.rules.voices import Part, Spoken
from contest_app.tasks.services import voices as services
from contest_app.tasks.services.bank import row_of
from contest_app.tasks.sounds import SoundUnreadable
from contest_app.tasks.voices import spoken_of, voices_folder

LATER = NOW + timedelta(hours=2)


@pytest.fixture
def item(session: Session) -> Item:
    return make_items(session)[0]


@pytest.fixture
def actor(session: Session) -> User:
    return make_user(session, Role.METHODOLOGIST)


def part_of(item: Item, part: Part, language: str = "kk") -> Spoken:
    return next(spoken for spoken in spoken_of(item, language) if spoken.part is part)


def keep(session: Session, item: Item, folder: Path, actor: User, part: Part, sent: bytes | None = None) -> Voice:
    spoken = part_of(item, part)
    voice = services.keep_voice(session, item, spoken, sent or ogg(), folder=folder, actor=actor, now=NOW)
    session.flush()
    return voice


def next_version(session: Session, item: Item, **changed: object) -> Item:
    """Another version of an item with one text changed in Kazakh alone."""
    fields = item.fields | {name: item.fields[name] | {"kk": text} for name, text in changed.items()}
    row = row_of(fields | {"version": item.version + 1}, now=NOW)
    session.add(row)
    session.flush()
    return row


def test_a_voice_is_kept_by_its_content_with_who_recorded_it_and_when(
    session: Session, item: Item, actor: User, tmp_path: Path
) -> None:
    voice = keep(session, item, tmp_path, actor, Part.TASK, id3(b"Aigerim") + mp3())

    assert stored_path(tmp_path, voice.sha256).read_bytes() == mp3()
    assert (voice.media_type, voice.size, voice.language) == ("audio/mpeg", len(mp3()), "kk")
    assert (voice.recorded_by_id, voice.recorded_at) == (actor.id, NOW)
    row = session.scalars(select(AuditRow).where(AuditRow.act == "voice.recorded")).one()
    assert (row.actor_id, row.subject_id) == (actor.id, voice.id)
    assert row.details == {"slug": item.slug, "language": "kk", "part": "task"}


def test_a_new_version_keeps_the_voice_of_what_it_says_as_before_and_tells_which_is_outdated(
    session: Session, item: Item, actor: User, tmp_path: Path
) -> None:
    voices = [keep(session, item, tmp_path, actor, part) for part in Part]

    newer = next_version(session, item, stimulus="Басқа зат.")

    spoken = spoken_of(newer, "kk")
    assert set(queries.voices_of(session, spoken).values()) == {voices[0]}
    assert list(queries.outdated(session, spoken)) == [voices[1]]
    assert set(queries.voices_of(session, spoken_of(item, "kk")).values()) == set(voices)
    assert queries.outdated(session, spoken_of(newer, "ru")) == []


def test_recording_again_takes_the_place_of_the_earlier_one_and_what_is_no_sound_leaves_it(
    session: Session, item: Item, actor: User, tmp_path: Path
) -> None:
    keep(session, item, tmp_path, actor, Part.TASK)
    again = keep(session, item, tmp_path, actor, Part.TASK, wav())

    with pytest.raises(SoundUnreadable):
        keep(session, item, tmp_path, actor, Part.TASK, b"<svg/>")

    assert session.scalars(select(Voice)).all() == [again]


@pytest.mark.parametrize("also_elsewhere", [False, True])
def test_a_removed_voice_leaves_the_disk_unless_another_part_has_the_same_bytes(
    database: Database, settings: Settings, also_elsewhere: bool
) -> None:
    folder = voices_folder(settings.uploads_dir)
    with database.transaction() as session:
        item, actor = make_items(session)[0], make_user(session, Role.METHODOLOGIST)
        voice = keep(session, item, folder, actor, Part.TASK)
        if also_elsewhere:
            keep(session, item, folder, actor, Part.INSTRUCTION)
        path = stored_path(folder, voice.sha256)
        held = queries.voice_in_bank(session, item.slug, voice.id)
        assert held is not None
        services.remove_voice(session, held, actor=actor, now=NOW)
    os.utime(path, (NOW.timestamp(), NOW.timestamp()))

    run_due(database, settings, now=NOW)
    assert path.exists()
    run_due(database, settings, now=LATER)

    assert path.exists() == also_elsewhere
    with database.reading() as session:
        acts = session.scalars(select(AuditRow.act).where(AuditRow.act.startswith("voice.")))
        assert sorted(acts) == ["voice.recorded"] * (1 + also_elsewhere) + ["voice.removed"]
