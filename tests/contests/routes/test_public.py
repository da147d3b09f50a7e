from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from contests.contests_factories import make_contest, make_draft, make_entry
from factories import NOW, make_class, make_student, make_user
from flask.testing import FlaskClient

from contest_app.clock import utcnow
from contest_app.contests import services
from contest_app.db import Database
from contest_app.roles import Role


def test_everybody_reads_about_a_contest_that_is_open(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        contest = make_contest(session, make_user(session, Role.ORGANIZER), now=utcnow())

    listing = client.get("/contests", headers={"Accept-Language": "en"}).get_data(as_text=True)
    page = client.get(f"/contests/{contest.id}", headers={"Accept-Language": "en"}).get_data(as_text=True)

    assert f"/contests/{contest.id}" in listing
    assert f"/contests/{contest.id}/enter" in page
    for criterion in contest.rubric["criteria"]:
        assert criterion["name"]["en"] in page
        assert criterion["levels"]["3"]["en"].replace("'", "&#39;") in page


def test_a_contest_that_has_not_opened_is_nobodys_to_see(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        contest = make_contest(session, make_user(session, Role.ORGANIZER), now=utcnow())
        contest.opens_at = utcnow() + timedelta(days=1)
        contest.closes_at = utcnow() + timedelta(days=2)

    assert client.get(f"/contests/{contest.id}").status_code == 404
    assert str(contest.id) not in client.get("/contests").get_data(as_text=True)


def test_results_are_linked_only_after_publication(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        organizer = make_user(session, Role.ORGANIZER)
        contest = make_contest(session, organizer, now=utcnow())
    before = client.get(f"/contests/{contest.id}").get_data(as_text=True)

    with database.transaction() as session:
        services.note_publication(session, session.merge(contest), actor=organizer, now=NOW)
    after = client.get(f"/contests/{contest.id}").get_data(as_text=True)

    assert (f"/contests/{contest.id}/results" in before, f"/contests/{contest.id}/results" in after) == (False, True)


def test_public_pages_name_neither_authors_nor_works(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        contest = make_contest(session, make_user(session, Role.ORGANIZER), now=utcnow())
        school_class = make_class(session)
        entry = make_entry(session, contest, make_student(session, school_class, "Канарейка Ә."))
        make_draft(session, contest, make_student(session, school_class, "Канарейка Б."))

    pages = client.get("/contests").get_data(as_text=True) + client.get(f"/contests/{contest.id}").get_data(
        as_text=True
    )

    for hidden in ("Канарейка", entry.title, str(entry.blind_code)):
        assert hidden not in pages


def test_a_visitor_who_wants_to_take_part_signs_in_first(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        contest = make_contest(session, make_user(session, Role.ORGANIZER), now=utcnow())

    answer = client.get(f"/contests/{contest.id}/enter")

    assert (answer.status_code, "/sign-in" in answer.headers["Location"]) == (302, True)


@pytest.mark.parametrize(("role", "is_invited"), [(Role.STUDENT, True), (Role.TEACHER, True), (Role.JUDGE, False)])
def test_only_those_who_may_enter_are_invited_to(
    database: Database, signed_in: Any, role: Role, is_invited: bool
) -> None:
    with database.transaction() as session:
        contest = make_contest(session, make_user(session, Role.ORGANIZER), now=utcnow())
        reader = make_user(session, role)

    page = signed_in(reader).get(f"/contests/{contest.id}").get_data(as_text=True)

    assert (f"/contests/{contest.id}/enter" in page) == is_invited


def test_the_list_runs_as_many_statements_for_three_contests_as_for_one(
    client: FlaskClient, database: Database, statements: Any
) -> None:
    counts = []
    for _ in range(3):
        with database.transaction() as session:
            make_contest(session, make_user(session, Role.ORGANIZER), now=utcnow())
        with statements(client.application.extensions["qiyal_database"]) as ran:
            client.get("/contests")
        counts.append(len(ran))

    assert counts == [counts[0]] * 3
