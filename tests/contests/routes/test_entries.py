from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from contests.contests_factories import VALUES, entry_as_read, make_contest, make_draft, make_entry, nomination, work
from factories import NOW, csrf, make_class, make_student, make_user
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from contest_app.accounts.models import Student, User
from contest_app.accounts.rules import Purpose
from contest_app.accounts.services import record_consent
from contest_app.clock import utcnow
from contest_app.contests import queries, services
from contest_app.contests.models import Contest, Entry, Nomination
from contest_app.db import Database
from contest_app.roles import Role

Browser = Callable[..., FlaskClient]


@dataclass
class World:
    """An open contest, a class of two with its teacher, and a stranger of each role."""

    contest: Contest
    teacher: User
    student: Student
    mate: Student
    stranger: Student
    other_teacher: User


@pytest.fixture
def world(database: Database) -> World:
    with database.transaction() as session:
        contest = make_contest(session, make_user(session, Role.ORGANIZER), now=utcnow())
        school_class = make_class(session)
        student, mate = make_student(session, school_class), make_student(session, school_class, "Дана М.")
        stranger = make_student(session, make_class(session), "Бөтен Б.")
        other_teacher = make_user(session, Role.TEACHER)
        session.flush()
        teacher = session.get_one(User, school_class.teacher_id)
    return World(contest, teacher, student, mate, stranger, other_teacher)


@pytest.fixture
def pupil(world: World, signed_in: Browser) -> FlaskClient:
    return signed_in(world.student.user)


def draft_of(database: Database, world: World) -> Entry:
    with database.transaction() as session:
        return make_draft(session, session.merge(world.contest), session.merge(world.student))


def submitted(database: Database, world: World) -> Entry:
    with database.transaction() as session:
        return make_entry(session, session.merge(world.contest), session.merge(world.student))


def fresh(database: Database, entry: Entry) -> Entry:
    with database.reading() as session:
        found = queries.entry_of(session, entry.owner_id, entry.id)
    assert found is not None
    return found


def typed(client: FlaskClient, entry: Entry, **changes: Any) -> dict[str, Any]:
    """What a browser sends for a complete entry."""
    values = {f"field_{key}": value for key, value in VALUES.items()}
    place = {"revision": entry.revision, "nomination": str(entry.nomination_id), "language": "kk", "action": "save"}
    return csrf(client, "/contests") | values | place | changes


def chosen(student: Student, place: Nomination, language: str) -> dict[str, str]:
    """What a browser sends to open a draft."""
    return {"student": str(student.user_id), "nomination": str(place.id), "language": language}


def close(database: Database, world: World) -> None:
    with database.transaction() as session:
        contest = session.merge(world.contest)
        contest.opens_at, contest.closes_at = utcnow() - timedelta(days=9), utcnow() - timedelta(days=1)


def png() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(buffer, "PNG")
    return buffer.getvalue()


def test_a_pupil_begins_fills_and_submits_an_entry_and_gets_a_receipt(
    database: Database, world: World, pupil: FlaskClient
) -> None:
    page = f"/contests/{world.contest.id}/enter"
    choice = {
        "student": str(world.student.user_id),
        "nomination": str(nomination(world.contest).id),
        "language": "kk",
    }

    begun = pupil.post(page, data=csrf(pupil, page) | choice)
    entry_id = UUID(begun.headers["Location"].split("/")[3])
    with database.reading() as session:
        entry = session.get_one(Entry, entry_id)
    answer = pupil.post(f"/my/entries/{entry_id}/edit", data=typed(pupil, entry, action="submit"))
    receipt = pupil.get(f"/my/entries/{entry_id}").get_data(as_text=True)

    assert (begun.status_code, answer.status_code) == (303, 303)
    assert str(fresh(database, entry).blind_code) in receipt


def test_beginning_twice_leads_to_the_same_draft(database: Database, world: World, pupil: FlaskClient) -> None:
    entry = draft_of(database, world)
    page = f"/contests/{world.contest.id}/enter"
    choice = chosen(world.student, nomination(world.contest), "kk")

    answer = pupil.post(page, data=csrf(pupil, page) | choice)

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/my/entries/{entry.id}")


def test_a_pupil_cannot_begin_for_another(world: World, pupil: FlaskClient) -> None:
    page = f"/contests/{world.contest.id}/enter"
    choice = chosen(world.mate, nomination(world.contest), "kk")

    assert pupil.post(page, data=csrf(pupil, page) | choice).status_code == 422


def test_a_teacher_begins_for_a_pupil_of_the_own_class(database: Database, world: World, signed_in: Browser) -> None:
    teacher = signed_in(world.teacher)
    page = f"/contests/{world.contest.id}/enter"
    choice = {
        "student": str(world.student.user_id),
        "nomination": str(nomination(world.contest).id),
        "language": "ru",
    }

    answer = teacher.post(page, data=csrf(teacher, page) | choice)

    with database.reading() as session:
        entry = session.scalars(select(Entry)).one()
    assert answer.headers["Location"] == f"/my/entries/{entry.id}/edit"
    assert (entry.owner_id, entry.supervisor_id) == (world.student.user_id, world.teacher.id)


def test_a_teacher_is_not_offered_pupils_of_others(world: World, signed_in: Browser) -> None:
    page = f"/contests/{world.contest.id}/enter"

    shown = signed_in(world.teacher).get(page).get_data(as_text=True)
    to_other = signed_in(world.other_teacher).get(page).get_data(as_text=True)

    assert (str(world.student.user_id) in shown, str(world.stranger.user_id) in shown) == (True, False)
    assert "Әлия" not in to_other


def test_a_form_with_errors_comes_back_with_422_and_everything_that_was_typed(
    database: Database, world: World, pupil: FlaskClient
) -> None:
    entry = draft_of(database, world)
    wrong = typed(pupil, entry, field_link="javascript:alert(1)", field_description="Ұзақ жазылған мәтін")

    answer = pupil.post(f"/my/entries/{entry.id}/edit", data=wrong)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Ұзақ жазылған мәтін" in page
    assert 'id="field_link-errors"' in page
    assert fresh(database, entry).title == ""


def test_submitting_too_early_names_what_is_missing_and_keeps_the_draft(
    database: Database, world: World, pupil: FlaskClient
) -> None:
    entry = draft_of(database, world)

    answer = pupil.post(f"/my/entries/{entry.id}/edit", data=typed(pupil, entry, field_audience="", action="submit"))

    page = answer.get_data(as_text=True)
    assert (answer.status_code, 'id="field_audience-errors"' in page) == (422, True)
    assert 'name="revision" type="hidden" value="1"' in page
    kept = fresh(database, entry)
    assert (kept.title, kept.submitted_at) == (VALUES["title"], None)


def test_a_late_submission_is_refused_and_the_draft_is_kept(
    database: Database, world: World, pupil: FlaskClient
) -> None:
    entry = draft_of(database, world)
    close(database, world)

    answer = pupil.post(f"/my/entries/{entry.id}/edit", data=typed(pupil, entry, action="submit"))

    assert answer.status_code == 422
    assert "What you wrote is kept" in answer.get_data(as_text=True)
    kept = fresh(database, entry)
    assert (kept.title, kept.submitted_at, kept.blind_code) == (VALUES["title"], None, None)


def test_an_older_page_shows_both_texts_and_saving_once_more_is_a_choice(
    database: Database, world: World, pupil: FlaskClient
) -> None:
    entry = draft_of(database, world)
    address = f"/my/entries/{entry.id}/edit"
    pupil.post(address, data=typed(pupil, entry, field_title="Бірінші бет"))

    stale = pupil.post(address, data=typed(pupil, entry, field_title="Екінші бет"))
    again = pupil.post(address, data=typed(pupil, entry, field_title="Екінші бет", revision=1))

    page = stale.get_data(as_text=True)
    assert (stale.status_code, again.status_code) == (409, 303)
    assert "Бірінші бет" in page
    assert "Екінші бет" in page
    assert fresh(database, entry).title == "Екінші бет"


def test_a_draft_is_saved_quietly_and_the_new_revision_is_told(
    database: Database, world: World, pupil: FlaskClient
) -> None:
    entry = draft_of(database, world)
    json = {"Accept": "application/json"}

    answer = pupil.post(f"/my/entries/{entry.id}/draft", data=typed(pupil, entry), headers=json)
    stale = pupil.post(f"/my/entries/{entry.id}/draft", data=typed(pupil, entry), headers=json)

    assert (answer.get_json(), stale.status_code) == ({"revision": 1}, 409)
    assert fresh(database, entry).title == VALUES["title"]


def test_a_file_is_kept_and_handed_out_only_as_an_attachment_in_a_sandbox(
    database: Database, world: World, pupil: FlaskClient
) -> None:
    entry = draft_of(database, world)
    sent = typed(pupil, entry, field_file=(io.BytesIO(png()), "менің суретім.png"))

    pupil.post(f"/my/entries/{entry.id}/edit", data=sent, content_type="multipart/form-data")

    attachment = fresh(database, entry).attachments[0]
    with pupil.get(f"/my/entries/{entry.id}/files/{attachment.id}") as answer:
        assert Image.open(io.BytesIO(answer.data)).size == (20, 20)
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_refused_file_is_told_at_its_field_and_the_text_is_saved(
    database: Database, world: World, pupil: FlaskClient
) -> None:
    entry = draft_of(database, world)
    sent = typed(pupil, entry, field_file=(io.BytesIO(b"<svg onload='alert(1)'/>"), "сурет.png"), action="submit")

    answer = pupil.post(f"/my/entries/{entry.id}/edit", data=sent, content_type="multipart/form-data")

    assert (answer.status_code, 'id="field_file-errors"' in answer.get_data(as_text=True)) == (422, True)
    kept = fresh(database, entry)
    assert (kept.title, kept.attachments, kept.submitted_at) == (VALUES["title"], [], None)


def test_a_file_is_taken_out_again(database: Database, world: World, pupil: FlaskClient) -> None:
    entry = draft_of(database, world)
    sent = typed(pupil, entry, field_file=(io.BytesIO(png()), "сурет.png"))
    pupil.post(f"/my/entries/{entry.id}/edit", data=sent, content_type="multipart/form-data")

    [attachment] = fresh(database, entry).attachments
    pupil.post(f"/my/entries/{entry.id}/files/{attachment.id}/remove", data=csrf(pupil, "/contests"))

    assert fresh(database, entry).attachments == []


def test_the_names_of_coauthors_for_the_diploma_are_typed_by_the_team(
    database: Database, world: World, pupil: FlaskClient
) -> None:
    entry = draft_of(database, world)
    address, mate = f"/my/entries/{entry.id}/edit", str(world.mate.user_id)
    pupil.post(address, data=typed(pupil, entry, coauthors=[mate]))

    pupil.post(address, data=typed(pupil, entry, revision=1, coauthors=[mate], **{f"name_{mate}": "Мұратова Дана"}))

    assert [author.full_name for author in fresh(database, entry).authors] == ["Әлия Қ.", "Мұратова Дана"]


@pytest.mark.parametrize("who", ["stranger", "other_teacher"])
def test_an_entry_does_not_exist_for_strangers(
    database: Database, world: World, signed_in: Browser, pupil: FlaskClient, who: str
) -> None:
    entry = draft_of(database, world)
    sent = typed(pupil, entry, field_file=(io.BytesIO(png()), "сурет.png"))
    pupil.post(f"/my/entries/{entry.id}/edit", data=sent, content_type="multipart/form-data")
    file_id = fresh(database, entry).attachments[0].id
    person = getattr(world, who)
    stranger = signed_in(person.user if isinstance(person, Student) else person)
    page, token = f"/my/entries/{entry.id}", csrf(stranger, "/contests")

    read = [stranger.get(address).status_code for address in (page, f"{page}/edit", f"{page}/files/{file_id}")]
    written = [
        stranger.post(f"{page}/{act}", data=token).status_code
        for act in ("edit", "draft", "withdraw", "discard", f"files/{file_id}/remove")
    ]

    assert read + written == [404] * 8
    assert str(entry.id) not in stranger.get("/my/entries").get_data(as_text=True)
    assert fresh(database, entry).attachments[0].id == file_id


def test_a_coauthor_reads_the_entry_but_does_not_change_it(
    database: Database, world: World, signed_in: Browser
) -> None:
    entry = draft_of(database, world)
    with database.transaction() as session:
        known = entry_as_read(session, session.merge(entry))
        services.save_entry(
            session, known, work(known, coauthors=[world.mate.user_id]), actor=known.owner, now=utcnow()
        )
    mate = signed_in(world.mate.user)

    page = mate.get(f"/my/entries/{entry.id}")
    change = mate.post(f"/my/entries/{entry.id}/edit", data=typed(mate, entry, revision=1))

    assert (page.status_code, change.status_code) == (200, 403)
    assert f"/my/entries/{entry.id}/edit" not in page.get_data(as_text=True)


def test_a_submitted_entry_is_withdrawn_and_a_draft_deleted(
    database: Database, world: World, pupil: FlaskClient
) -> None:
    entry = submitted(database, world)
    with database.transaction() as session:
        draft = make_draft(session, session.merge(world.contest), session.merge(world.student), "design")
    token = csrf(pupil, "/contests")

    answers = [
        pupil.post(f"/my/entries/{entry.id}/withdraw", data=token).status_code,
        pupil.post(f"/my/entries/{draft.id}/discard", data=token).status_code,
    ]

    assert answers == [303, 303]
    with database.reading() as session:
        left = session.scalars(select(Entry)).one()
    assert (left.id, left.withdrawn_at is None) == (entry.id, False)


def test_a_missing_consent_is_pointed_out_until_it_is_on_record(
    database: Database, world: World, pupil: FlaskClient
) -> None:
    entry = submitted(database, world)
    before = pupil.get(f"/my/entries/{entry.id}").get_data(as_text=True)

    with database.transaction() as session:
        record_consent(
            session, session.merge(world.student), Purpose.CONTEST, is_given=True, way="paper", actor=world.teacher,
            now=NOW,
        )  # fmt: skip
    after = pupil.get(f"/my/entries/{entry.id}").get_data(as_text=True)

    words = "A parent’s consent is not on record yet"
    assert (words in before, words in after) == (True, False)


def test_my_entries_run_as_many_statements_for_three_as_for_one(
    database: Database, world: World, pupil: FlaskClient, statements: Any
) -> None:
    counts = []
    for key in ("crafts", "design", "media"):
        with database.transaction() as session:
            make_draft(session, session.merge(world.contest), session.merge(world.student), key)
        with statements(pupil.application.extensions["qiyal_database"]) as ran:
            pupil.get("/my/entries")
        counts.append(len(ran))

    assert counts == [counts[0]] * 3


def test_a_link_of_an_entry_is_never_followed_by_this_site_nor_told_where_it_comes_from(
    database: Database, world: World, pupil: FlaskClient
) -> None:
    entry = submitted(database, world)

    page = pupil.get(f"/my/entries/{entry.id}").get_data(as_text=True)

    assert f'href="{VALUES["link"]}" rel="noopener noreferrer nofollow"' in page


def test_a_stored_link_that_is_no_address_of_the_web_is_shown_as_text(
    database: Database, world: World, pupil: FlaskClient
) -> None:
    entry = submitted(database, world)
    with database.transaction() as session:
        session.get_one(Entry, entry.id).fields = {**VALUES, "link": "javascript:alert(1)"}

    page = pupil.get(f"/my/entries/{entry.id}").get_data(as_text=True)

    assert 'href="javascript' not in page
    assert ">javascript:alert(1)</dd>" in page
