from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from factories import csrf, make_user
from flask import Flask
from judging.judging_factories import make_contest, make_entry, make_judge, make_round, sign_declaration, submit
from sqlalchemy import event, select

from contest_app.accounts.models import User
from contest_app.config import Settings
from contest_app.contests.models import Contest
from contest_app.db import Database
from contest_app.jobs.runner import run_due
from contest_app.judging.models import Assignment, ConflictOfInterest, JudgeProfile, JuryMember, Round
from contest_app.judging.queries import sheets
from contest_app.roles import Role


@pytest.fixture
def contest(database: Database) -> Contest:
    """A contest in judging, its round not yet prepared."""
    with database.transaction() as session:
        contest = make_contest(session)
        for code in ("K001", "K002"):
            make_entry(session, contest, code)
    return contest


def organizer_of(database: Database, contest: Contest) -> User:
    with database.reading() as session:
        return session.get_one(User, contest.organizer_id)


def page(contest: Contest, rest: str = "") -> str:
    return f"/organize/contests/{contest.id}/judging{rest}"


def a_round(database: Database, contest: Contest, judges: int = 2) -> tuple[Round, list[User]]:
    with database.transaction() as session:
        round_ = make_round(session, session.get_one(Contest, contest.id))
        return round_, [make_judge(session, round_, name=f"Қазы {number}") for number in range(judges)]


def test_the_organizer_prepares_chooses_the_jury_and_shares_out(
    signed_in: Any, database: Database, contest: Contest, settings: Settings
) -> None:
    browser = signed_in(organizer_of(database, contest))
    with database.transaction() as session:
        people = [make_user(session, Role.JUDGE, name=f"Қазы {number}") for number in range(2)]
    token = csrf(browser, page(contest))

    prepared = browser.post(page(contest), data=token)
    seated = [
        browser.post(
            page(contest, f"/jury/{person.id}"),
            data=token | {"duty": "judge", "languages": ["kk", "ru"], "expertise": "crafts"},
        )
        for person in people
    ]
    with database.transaction() as session:
        for person in people:
            sign_declaration(session, session.scalars(select(Round)).one(), person)
    asked = browser.post(page(contest, "/allocation"), data=token)

    assert [answer.status_code for answer in (prepared, *seated, asked)] == [303] * 4
    assert browser.get(page(contest, "/allocation")).get_json() == {"is_running": True}
    assert run_due(database, settings) == 1
    assert browser.get(page(contest, "/allocation")).get_json() == {"is_running": False}
    with database.reading() as session:
        assert len(session.scalars(select(Assignment)).all()) == 4
        assert {tuple(row.languages) for row in session.scalars(select(JudgeProfile))} == {("kk", "ru")}


def test_a_seat_without_a_language_or_with_an_unknown_duty_comes_back(
    signed_in: Any, database: Database, contest: Contest
) -> None:
    a_round(database, contest, judges=0)
    browser = signed_in(organizer_of(database, contest))
    with database.transaction() as session:
        person = make_user(session, Role.JUDGE)
    token = csrf(browser, page(contest))

    without = browser.post(page(contest, f"/jury/{person.id}"), data=token | {"duty": "judge"})
    unknown = browser.post(page(contest, f"/jury/{person.id}"), data=token | {"duty": "king", "languages": "kk"})

    assert (without.status_code, unknown.status_code) == (422, 422)
    assert "Choose at least one language" in without.get_data(as_text=True)
    with database.reading() as session:
        assert session.scalars(select(JuryMember)).all() == []


def test_why_entries_cannot_be_shared_out_is_said_with_their_codes(
    signed_in: Any, database: Database, contest: Contest, settings: Settings
) -> None:
    a_round(database, contest, judges=1)
    browser = signed_in(organizer_of(database, contest))
    browser.post(page(contest, "/allocation"), data=csrf(browser, page(contest)))
    run_due(database, settings)

    text = browser.get(page(contest)).get_data(as_text=True)

    assert "Entry K001 (Қазақша) needs 2 jurors, but only 1 may judge it." in text
    assert "Entry K002 (Қазақша) needs 2 jurors, but only 1 may judge it." in text
    assert "All entries together need 4 reviews, but the 1 jurors have room for 2." in text


def test_sharing_out_without_a_jury_is_refused_on_the_page(
    signed_in: Any, database: Database, contest: Contest
) -> None:
    a_round(database, contest, judges=0)
    browser = signed_in(organizer_of(database, contest))

    answer = browser.post(page(contest, "/allocation"), data=csrf(browser, page(contest)))

    assert answer.status_code == 422
    assert "There is no juror yet" in answer.get_data(as_text=True)


def test_a_conflict_is_declared_by_code_and_taken_back(signed_in: Any, database: Database, contest: Contest) -> None:
    _, judges = a_round(database, contest)
    browser = signed_in(organizer_of(database, contest))
    token = csrf(browser, page(contest))
    fields = {"judge": str(judges[0].id), "code": " k001 ", "reason": "A cousin"}

    unknown = browser.post(page(contest, "/conflicts"), data=token | fields | {"code": "ZZZZ"})
    declared = browser.post(page(contest, "/conflicts"), data=token | fields)
    with database.reading() as session:
        key = session.scalars(select(ConflictOfInterest.id)).one()
    back = browser.post(page(contest, f"/conflicts/{key}/withdraw"), data=token)

    assert (unknown.status_code, declared.status_code, back.status_code) == (422, 303, 303)
    assert "There is no submitted entry with this code." in unknown.get_data(as_text=True)
    with database.reading() as session:
        assert session.scalars(select(ConflictOfInterest)).all() == []


def test_a_member_is_taken_out_of_the_jury(signed_in: Any, database: Database, contest: Contest) -> None:
    _, judges = a_round(database, contest)
    browser = signed_in(organizer_of(database, contest))
    token = csrf(browser, page(contest))

    answers = [browser.post(page(contest, f"/jury/{judges[0].id}/dismiss"), data=token).status_code for _ in range(2)]

    assert answers == [303, 404]


def test_progress_is_shown_without_any_mark(
    signed_in: Any, database: Database, contest: Contest, settings: Settings
) -> None:
    _, judges = a_round(database, contest)
    browser = signed_in(organizer_of(database, contest))
    browser.post(page(contest, "/allocation"), data=csrf(browser, page(contest)))
    run_due(database, settings)
    before = browser.get(page(contest)).get_data(as_text=True)
    with database.transaction() as session:
        mine = sheets.inbox(session, judges[0].id)[0]
        submit(session, mine, judges[0], 5, 5)

    after = browser.get(page(contest)).get_data(as_text=True)

    assert "1 of 4 score sheets are submitted" in after
    assert "0 of 4 score sheets are submitted" in before
    assert "12.5" not in after


def test_another_organizer_finds_nothing_and_others_are_refused(
    signed_in: Any, database: Database, contest: Contest
) -> None:
    _, judges = a_round(database, contest)
    with database.transaction() as session:
        stranger, teacher = make_user(session, Role.ORGANIZER), make_user(session, Role.TEACHER)
    browser = signed_in(stranger)
    token = csrf(browser, "/contests")
    gets = ["", f"/jury/{judges[0].id}", "/allocation", "/results", "/results.csv"]
    posts = [
        "",
        f"/jury/{judges[0].id}",
        f"/jury/{judges[0].id}/dismiss",
        "/conflicts",
        f"/conflicts/{UUID(int=1)}/withdraw",
        "/allocation",
        "/results",
    ]

    found = [browser.get(page(contest, rest)).status_code for rest in gets]
    done = [browser.post(page(contest, rest), data=token).status_code for rest in posts]

    assert (found, done) == ([404] * 5, [404] * 7)
    assert signed_in(teacher).get(page(contest)).status_code == 403


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_runs_the_same_statements_whatever_the_size_of_the_jury(
    app: Flask, signed_in: Any, database: Database, contest: Contest, size: int
) -> None:
    a_round(database, contest, judges=size)
    browser = signed_in(organizer_of(database, contest))
    statements: list[str] = []
    event.listen(
        app.extensions["qiyal_database"].engine, "before_cursor_execute", lambda *args: statements.append(args[2])
    )

    assert browser.get(page(contest)).status_code == 200

    assert len([each for each in statements if each.startswith("SELECT") and "login_sessions" not in each]) == 15
