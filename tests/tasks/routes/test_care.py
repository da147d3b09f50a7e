"""The page of the adult to whom signs of distress go."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from factories import NOW, csrf, make_class, make_student, make_user
from flask.testing import FlaskClient
from sqlalchemy import select
from tasks.tasks_factories import make_items, make_response, make_sitting

from contest_app.accounts import services as accounts
from contest_app.accounts.models import School, User
from contest_app.config import Settings
from contest_app.db import Database
from contest_app.jobs.runner import run_due
from contest_app.jobs.services import enqueue
from contest_app.roles import Role
from contest_app.tasks.models import CareCase

Browser = Callable[..., FlaskClient]

CRY = "I want to die <b>"


@pytest.fixture
def people(database: Database, settings: Settings) -> dict[str, User]:
    """A carer, an administrator and a teacher of a school where a pupil has written ``CRY``."""
    with database.transaction() as session:
        school_class = make_class(session)
        school = session.get_one(School, school_class.school_id)
        administrator = make_user(session, Role.ADMINISTRATOR)
        carer = make_user(session, Role.CARER, name="Школьный психолог", school=school)
        stranger = make_user(session, Role.CARER)
        session.flush()
        accounts.name_carer(session, school, carer, actor=administrator, now=NOW)
        items = make_items(session)
        sitting = make_sitting(session, school_class, items)
        student = make_student(session, school_class, "Әлия Қ.")
        session.flush()
        response = make_response(session, sitting, student, items[0], [CRY, "a flower pot"])
        enqueue(session, "tasks.score_response", {"response_id": str(response.id)}, now=NOW)
        teacher = session.get_one(User, school_class.teacher_id)
        session.refresh(teacher, ["grants"])
    run_due(database, settings)
    return {"carer": carer, "administrator": administrator, "stranger": stranger, "teacher": teacher}


def only_case(database: Database) -> CareCase:
    with database.reading() as session:
        return session.scalars(select(CareCase)).one()


def text_of(client: FlaskClient) -> str:
    return " ".join(client.get("/care").get_data(as_text=True).split())


def test_named_adult_sees_words_pupil_class_and_work_at_once(signed_in: Browser, people: dict[str, User]) -> None:
    page = text_of(signed_in(people["carer"]))

    assert "I want to die &lt;b&gt;" in page
    assert "Әлия Қ." in page
    assert "7 «А»" in page
    assert "School 1" in page


@pytest.mark.parametrize("who", ["administrator", "stranger"])
def test_others_with_the_page_see_nothing_of_a_school_that_named_somebody(
    database: Database, signed_in: Browser, people: dict[str, User], who: str
) -> None:
    client = signed_in(people[who])
    case = only_case(database)

    assert "I want to die" not in text_of(client)
    for act in ("seen", "close"):
        form = {"note": "x", **csrf(client, "/schools/new" if who == "administrator" else "/contests")}
        assert client.post(f"/care/{case.id}/{act}", data=form).status_code == 404
    assert only_case(database).seen_at is None


def test_teacher_of_the_class_has_no_such_page(signed_in: Browser, people: dict[str, User]) -> None:
    assert signed_in(people["teacher"]).get("/care").status_code == 403


def test_case_is_marked_as_seen_and_then_closed_with_a_note(
    database: Database, signed_in: Browser, people: dict[str, User]
) -> None:
    client, case = signed_in(people["carer"]), only_case(database)

    assert client.post(f"/care/{case.id}/seen", data=csrf(client, "/care")).status_code == 303
    assert "I have seen it" not in text_of(client)
    form = {"note": " Talked with the pupil. ", **csrf(client, "/care")}
    assert client.post(f"/care/{case.id}/close", data=form).status_code == 303

    closed = only_case(database)
    assert (closed.state, closed.note) == ("closed", "Talked with the pupil.")
    page = text_of(client)
    assert "No open case" in page
    assert "Talked with the pupil." in page


def test_case_is_not_closed_without_a_note(database: Database, signed_in: Browser, people: dict[str, User]) -> None:
    client, case = signed_in(people["carer"]), only_case(database)

    answer = client.post(f"/care/{case.id}/close", data={"note": "  ", **csrf(client, "/care")})

    assert answer.status_code == 422
    assert f'href="#note-{case.id}"' in answer.get_data(as_text=True)
    assert only_case(database).closed_at is None


def test_teacher_is_told_who_knows_and_not_the_words(signed_in: Browser, people: dict[str, User]) -> None:
    client = signed_in(people["teacher"])
    [address] = {
        line.split('"')[0] for line in client.get("/sittings").get_data(as_text=True).split('href="')[1:]
        if line.startswith("/sittings/") and len(line.split('"')[0]) > len("/sittings/new")
    }  # fmt: skip

    page = client.get(address).get_data(as_text=True)

    assert "The case has gone to Школьный психолог." in page
    assert "I want to die" not in page
