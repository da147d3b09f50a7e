from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from contests.contests_factories import make_contest, make_draft
from factories import NOW, make_class, make_student, make_user
from sqlalchemy.orm import Session

from contest_app import storage
from contest_app.config import Settings
from contest_app.contests import services
from contest_app.contests.models import Entry
from contest_app.contests.services import SentFile
from contest_app.db import Database
from contest_app.jobs.runner import run_due
from contest_app.roles import Role

PDF = b"%PDF-1.7\n%%EOF\n"
FIELD = {"key": "file", "kind": "file", "required": False, "types": ["pdf"], "max_mb": 1}
LATER = NOW + timedelta(hours=2)


def send(session: Session, draft: Entry, folder: Path) -> str:
    """Put a file into a draft; return its hash."""
    sent = SentFile("a.pdf", PDF)
    return services.attach_file(session, draft, FIELD, sent, uploads_dir=folder, actor=draft.owner, now=NOW).sha256


def taken_out(database: Database, settings: Settings, *, also_elsewhere: bool) -> Path:
    """Where the bytes of a file lie that was taken out of an entry and may still be in another."""
    with database.transaction() as session:
        contest, school_class = make_contest(session, make_user(session, Role.ORGANIZER)), make_class(session)
        draft, other = (make_draft(session, contest, make_student(session, school_class)) for _ in range(2))
        sha256 = send(session, draft, settings.uploads_dir)
        if also_elsewhere:
            send(session, other, settings.uploads_dir)
        session.flush()
        services.remove_file(session, draft, draft.attachments[0].id, actor=draft.owner, now=NOW)
    path = storage.stored_path(settings.uploads_dir, sha256)
    os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    return path


@pytest.mark.parametrize("also_elsewhere", [False, True])
def test_bytes_are_removed_only_when_no_entry_names_them(
    database: Database, settings: Settings, also_elsewhere: bool
) -> None:
    path = taken_out(database, settings, also_elsewhere=also_elsewhere)

    run_due(database, settings, now=NOW)
    assert path.exists()
    run_due(database, settings, now=LATER)

    assert path.exists() == also_elsewhere


def test_bytes_that_were_just_sent_again_stay(database: Database, settings: Settings) -> None:
    path = taken_out(database, settings, also_elsewhere=False)
    os.utime(path, (LATER.timestamp(), LATER.timestamp()))

    run_due(database, settings, now=LATER)

    assert path.exists()
