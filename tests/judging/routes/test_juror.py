from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from factories import NOW, csrf, make_user
from flask import Flask
from judging.judging_factories import (
    make_assignment,
    make_attachment,
    make_contest,
    make_entry,
    make_judge,
    make_round,
    submit,
    words,
)
from sqlalchemy import event, select

from contest_app.accounts.models import User
from contest_app.config import Settings
from contest_app.db import Database
from contest_app.judging.models import Assignment, ConflictOfInterest, Mark
from contest_app.roles import Role
from contest_app.storage import stored_path

WHOLE = {"mark-idea": "4", "mark-value": "5", "comment-idea": "Bold", "comment-general": "Well done."}


@pytest.fixture
def sheet(database: Database) -> tuple[User, Assignment]:
    """A judge with one entry to mark."""
    with database.transaction() as session:
        contest = make_contest(session)
        round_ = make_round(session, contest)
        judge = make_judge(session, round_)
        entry = make_entry(session, contest, "K7Q2", name="Қасымова Әлия")
        make_attachment(session, entry)
        assignment = make_assignment(session, round_, judge, entry)
    return judge, assignment


def address(assignment: Assignment, rest: str = "") -> str:
    return f"/judging/assignments/{assignment.id}{rest}"


def marks(database: Database) -> list[tuple[str, int, int | None, str]]:
    with database.reading() as session:
        rows = session.scalars(select(Mark).order_by(Mark.criterion, Mark.revision))
        return [(row.criterion, row.revision, row.value, row.comment) for row in rows]


def test_the_sheet_shows_the_entry_by_its_code_and_neither_name_school_nor_file_name(
    signed_in: Any, sheet: tuple[User, Assignment]
) -> None:
    judge, assignment = sheet

    page = signed_in(judge).get(address(assignment)).get_data(as_text=True)

    assert "K7Q2" in page
    assert "Words of K7Q2" in page
    assert "entry-K7Q2-1.png" in page
    assert [secret for secret in ("Қасымова", "Әлия", "School 1") if secret in page] == []


def test_a_whole_sheet_is_submitted_and_the_juror_goes_on(
    signed_in: Any, sheet: tuple[User, Assignment], database: Database
) -> None:
    judge, assignment = sheet
    browser = signed_in(judge)

    answer = browser.post(address(assignment), data=csrf(browser, "/judging") | WHOLE)

    assert (answer.status_code, answer.location) == (303, "/judging")
    assert marks(database) == [("general", 1, None, "Well done."), ("idea", 1, 4, "Bold"), ("value", 1, 5, "")]
    assert "submitted" in browser.get("/judging").get_data(as_text=True)


def test_a_sheet_with_a_gap_comes_back_with_everything_that_was_given(
    signed_in: Any, sheet: tuple[User, Assignment], database: Database
) -> None:
    judge, assignment = sheet
    browser = signed_in(judge)

    answer = browser.post(address(assignment), data=csrf(browser, "/judging") | WHOLE | {"mark-value": ""})

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Choose a mark." in page
    assert "Well done." in page
    assert 'name="mark-idea" value="4" checked' in page
    assert marks(database) == []


def test_a_draft_may_have_gaps(signed_in: Any, sheet: tuple[User, Assignment], database: Database) -> None:
    judge, assignment = sheet
    browser = signed_in(judge)

    answer = browser.post(address(assignment), data=csrf(browser, "/judging") | {"mark-idea": "2", "act": "draft"})

    assert (answer.status_code, answer.location) == (303, address(assignment))
    assert marks(database) == [("idea", 1, 2, "")]
    assert "draft: 1 of 2" in browser.get("/judging").get_data(as_text=True)


def test_a_submitted_sheet_is_changed_with_a_reason_only(
    signed_in: Any, sheet: tuple[User, Assignment], database: Database
) -> None:
    judge, assignment = sheet
    browser = signed_in(judge)
    token = csrf(browser, "/judging")
    browser.post(address(assignment), data=token | WHOLE)

    without = browser.post(address(assignment), data=token | WHOLE | {"mark-idea": "1"})
    with_reason = browser.post(address(assignment), data=token | WHOLE | {"mark-idea": "1", "reason": "Misread"})

    assert (without.status_code, with_reason.status_code) == (422, 303)
    assert 'name="mark-idea" value="1" checked' in without.get_data(as_text=True)
    assert [row for row in marks(database) if row[0] == "idea"] == [("idea", 1, 4, "Bold"), ("idea", 2, 1, "Bold")]


@pytest.mark.parametrize("moment", [NOW - timedelta(days=11), NOW + timedelta(days=4)])
def test_outside_the_window_a_sheet_is_refused_and_kept_on_the_page(
    signed_in: Any, sheet: tuple[User, Assignment], moment: datetime, database: Database
) -> None:
    judge, assignment = sheet
    with time_machine.travel(moment):
        browser = signed_in(judge)
        answer = browser.post(address(assignment), data=csrf(browser, "/judging") | WHOLE)

    assert answer.status_code == 422
    assert "Judging is closed now" in answer.get_data(as_text=True)
    assert marks(database) == []


@pytest.mark.parametrize("value", ["6", "-1", "four", "4.5", "99999999999", "٣"])
def test_a_mark_off_the_scale_is_refused(
    signed_in: Any, sheet: tuple[User, Assignment], database: Database, value: str
) -> None:
    judge, assignment = sheet
    browser = signed_in(judge)

    answer = browser.post(address(assignment), data=csrf(browser, "/judging") | WHOLE | {"mark-idea": value})

    assert answer.status_code == 422
    assert marks(database) == []


def test_another_jurors_entry_does_not_exist(
    signed_in: Any, sheet: tuple[User, Assignment], database: Database
) -> None:
    _, assignment = sheet
    with database.transaction() as session:
        stranger = make_user(session, Role.JUDGE)
    browser = signed_in(stranger)
    token = csrf(browser, "/judging")

    statuses = [
        browser.get(address(assignment)).status_code,
        browser.get(address(assignment, "/files/1")).status_code,
        browser.post(address(assignment), data=token | WHOLE).status_code,
        browser.post(address(assignment, "/conflict"), data=token | {"reason": "x"}).status_code,
    ]

    assert statuses == [404, 404, 404, 404]


@pytest.mark.parametrize("role", [Role.STUDENT, Role.TEACHER, Role.ORGANIZER, Role.GUARDIAN])
def test_people_who_are_no_jurors_are_refused(
    signed_in: Any, sheet: tuple[User, Assignment], database: Database, role: Role
) -> None:
    with database.transaction() as session:
        person = make_user(session, role)

    browser = signed_in(person)

    assert browser.get("/judging").status_code == 403
    assert browser.get(address(sheet[1])).status_code == 403


def test_a_file_is_handed_out_under_a_neutral_name_and_never_shown_inside(
    signed_in: Any, sheet: tuple[User, Assignment], settings: Settings
) -> None:
    judge, assignment = sheet
    path = stored_path(settings.uploads_dir, "a" * 64)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"\x89PNG")

    answer = signed_in(judge).get(address(assignment, "/files/1"))

    body = answer.get_data()
    answer.close()

    assert body == b"\x89PNG"
    assert answer.headers["Content-Disposition"] == "attachment; filename=entry-K7Q2-1.png"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_that_the_entry_does_not_have_is_not_found(signed_in: Any, sheet: tuple[User, Assignment]) -> None:
    judge, assignment = sheet

    assert signed_in(judge).get(address(assignment, "/files/2")).status_code == 404


def test_an_entry_given_back_leaves_the_inbox(
    signed_in: Any, sheet: tuple[User, Assignment], database: Database
) -> None:
    judge, assignment = sheet
    browser = signed_in(judge)
    token = csrf(browser, "/judging")

    empty = browser.post(address(assignment, "/conflict"), data=token | {"reason": ""})
    given = browser.post(address(assignment, "/conflict"), data=token | {"reason": "My pupil"})

    assert (empty.status_code, given.status_code) == (422, 303)
    assert browser.get(address(assignment)).status_code == 404
    with database.reading() as session:
        assert session.scalars(select(ConflictOfInterest.reason)).all() == ["My pupil"]


def test_a_link_that_is_no_web_address_is_shown_as_text(
    signed_in: Any, sheet: tuple[User, Assignment], database: Database
) -> None:
    judge, assignment = sheet
    with database.transaction() as session:
        entry = session.get_one(type(assignment.entry), assignment.entry_id)
        entry.fields = {**entry.fields, "link": "javascript:alert(1)", "description": "<b>bold</b>"}

    page = signed_in(judge).get(address(assignment)).get_data(as_text=True)

    assert 'href="javascript' not in page
    assert "&lt;b&gt;bold&lt;/b&gt;" in page


def test_a_round_with_work_waiting_stands_above_a_finished_one(signed_in: Any, database: Database) -> None:
    with database.transaction() as session:
        finished, waiting = (make_round(session, make_contest(session)) for _ in range(2))
        finished.contest.name, waiting.contest.name = words("All is done"), words("Work waits")
        finished.closes_at = waiting.closes_at - timedelta(days=1)
        judge = make_judge(session, finished)
        done = make_assignment(session, finished, judge, make_entry(session, finished.contest, "K001"))
        submit(session, done, judge, 3, 3)
        make_assignment(session, waiting, judge, make_entry(session, waiting.contest, "K002"))

    page = signed_in(judge).get("/judging").get_data(as_text=True)

    assert page.index("Work waits") < page.index("All is done")


def test_a_comment_of_a_submitted_sheet_is_marked_as_of_the_language_of_the_entry(
    signed_in: Any, sheet: tuple[User, Assignment]
) -> None:
    judge, assignment = sheet
    browser = signed_in(judge)
    browser.post(address(assignment), data=csrf(browser, "/judging") | WHOLE)

    page = browser.get(address(assignment)).get_data(as_text=True)

    for comment in ("Bold", "Well done."):
        assert f'<p class="sheet-said" lang="{assignment.entry.language}">{comment}</p>' in page


@pytest.mark.parametrize("size", [1, 3])
def test_the_inbox_runs_the_same_statements_whatever_its_size(
    app: Flask, signed_in: Any, database: Database, size: int
) -> None:
    with database.transaction() as session:
        contest = make_contest(session)
        round_ = make_round(session, contest)
        judge = make_judge(session, round_)
        for number in range(size):
            assignment = make_assignment(session, round_, judge, make_entry(session, contest, f"K{number}"))
            submit(session, assignment, judge, 3, 3)
    browser = signed_in(judge)
    statements: list[str] = []
    engine = app.extensions["qiyal_database"].engine
    event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))

    assert browser.get("/judging").status_code == 200

    reads = [statement for statement in statements if statement.startswith("SELECT")]
    assert (
        len([statement for statement in reads if "login_sessions" not in statement and "grants" not in statement])
        == 4
    )


def test_a_sheet_that_nobody_was_given_is_not_found(signed_in: Any, sheet: tuple[User, Assignment]) -> None:
    assert signed_in(sheet[0]).get(f"/judging/assignments/{uuid4()}").status_code == 404
