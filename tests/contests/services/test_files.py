from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from contests.contests_factories import a_day_in, make_contest, make_draft, make_entry
from factories import NOW, make_class, make_student, make_user
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_app import storage
from contest_app.contests import fields, rules, services, uploads
from contest_app.contests.models import Attachment, Entry
from contest_app.contests.services import SentFile
from contest_app.errors import NotAllowed
from contest_app.jobs.models import Job
from contest_app.roles import Role

FIELD = {"key": "file", "kind": "file", "required": False, "types": ["pdf", "png"], "max_mb": 1}


def picture(colour: str = "red") -> SentFile:
    buffer = io.BytesIO()
    Image.new("RGB", (10, 10), colour).save(buffer, "PNG")
    return SentFile("C:\\Әлия Қ\\сурет.png", buffer.getvalue())


@pytest.fixture
def draft(session: Session) -> Entry:
    contest = make_contest(session, make_user(session, Role.ORGANIZER))
    return make_draft(session, contest, make_student(session, make_class(session)))


def stored(session: Session) -> list[Attachment]:
    session.flush()
    return list(session.scalars(select(Attachment)))


def test_a_file_lies_under_its_hash_before_its_row_is_committed(
    session: Session, draft: Entry, tmp_path: Path
) -> None:
    services.attach_file(session, draft, FIELD, picture(), uploads_dir=tmp_path, actor=draft.owner, now=NOW)

    [attachment] = stored(session)
    path = storage.stored_path(tmp_path, attachment.sha256)
    assert (attachment.filename, attachment.media_type, attachment.size) == (
        "сурет.png", "image/png", path.stat().st_size,
    )  # fmt: skip


def test_a_second_file_in_a_field_takes_the_place_of_the_first_whose_bytes_are_to_go(
    session: Session, draft: Entry, tmp_path: Path
) -> None:
    for colour in ("red", "blue"):
        services.attach_file(session, draft, FIELD, picture(colour), uploads_dir=tmp_path, actor=draft.owner, now=NOW)

    [attachment] = stored(session)
    [job] = session.scalars(select(Job))
    assert job.name == "contests.forget_file"
    assert job.payload["sha256"] != attachment.sha256
    assert job.run_at == NOW + timedelta(hours=1)


def test_a_refused_file_leaves_the_one_that_was_there(session: Session, draft: Entry, tmp_path: Path) -> None:
    services.attach_file(session, draft, FIELD, picture(), uploads_dir=tmp_path, actor=draft.owner, now=NOW)

    with pytest.raises(uploads.ActiveDocument):
        services.attach_file(
            session, draft, FIELD, SentFile("a.png", b"<svg/>"), uploads_dir=tmp_path, actor=draft.owner, now=NOW
        )

    assert [attachment.filename for attachment in stored(session)] == ["сурет.png"]


def test_strangers_neither_add_nor_remove_files(session: Session, draft: Entry, tmp_path: Path) -> None:
    stranger = make_user(session, Role.TEACHER)

    with pytest.raises(NotAllowed):
        services.attach_file(session, draft, FIELD, picture(), uploads_dir=tmp_path, actor=stranger, now=NOW)
    with pytest.raises(NotAllowed):
        services.remove_file(session, draft, uuid4(), actor=stranger, now=NOW)


def test_a_submitted_entry_changes_no_files_after_closing(session: Session, draft: Entry, tmp_path: Path) -> None:
    entry = make_entry(session, draft.contest, make_student(session, make_class(session)))

    with pytest.raises(rules.EntriesClosed):
        services.attach_file(
            session, entry, FIELD, picture(), uploads_dir=tmp_path, actor=entry.owner, now=entry.contest.closes_at
        )


def test_a_submitted_entry_keeps_the_file_that_it_needs(session: Session, draft: Entry, tmp_path: Path) -> None:
    entry = make_entry(session, draft.contest, make_student(session, make_class(session)))
    now = a_day_in(entry.contest)
    sent = services.attach_file(session, entry, FIELD, picture(), uploads_dir=tmp_path, actor=entry.owner, now=now)
    entry.contest.form = [field | {"required": True} for field in entry.contest.form]

    with pytest.raises(fields.FieldsUnfit):
        services.remove_file(session, entry, sent.id, actor=entry.owner, now=now)

    assert len(stored(session)) == 1


def test_the_files_of_a_deleted_draft_are_to_go_too(session: Session, draft: Entry, tmp_path: Path) -> None:
    services.attach_file(session, draft, FIELD, picture(), uploads_dir=tmp_path, actor=draft.owner, now=NOW)
    [attachment] = stored(session)

    services.discard_draft(session, draft, actor=draft.owner, now=NOW)

    assert stored(session) == []
    assert [job.payload for job in session.scalars(select(Job))] == [{"sha256": attachment.sha256}]


def test_a_field_of_three_files_keeps_each_and_refuses_a_fourth(
    session: Session, draft: Entry, tmp_path: Path
) -> None:
    field = FIELD | {"count": 3}
    first, _, _ = (
        services.attach_file(session, draft, field, picture(), uploads_dir=tmp_path, actor=draft.owner, now=NOW)
        for _ in range(3)
    )

    with pytest.raises(rules.TooManyFiles):
        services.attach_file(session, draft, field, picture(), uploads_dir=tmp_path, actor=draft.owner, now=NOW)
    services.remove_file(session, draft, first.id, actor=draft.owner, now=NOW)
    again = services.attach_file(session, draft, field, picture(), uploads_dir=tmp_path, actor=draft.owner, now=NOW)

    assert again.position == 0
    assert sorted(attachment.position for attachment in stored(session)) == [0, 1, 2]
