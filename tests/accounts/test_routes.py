"""Coming in, classes and slips, guardians: as browsers do it."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from conftest import SignedIn
from factories import NOW, SECRET, csrf, make_class, make_student, make_user
from flask import Flask
from flask.testing import FlaskClient

from contest_app.accounts import services
from contest_app.accounts.models import SchoolClass, Student, User
from contest_app.accounts.queries import consents, roster
from contest_app.accounts.rules import FAILURES_BY_DEVICE, Purpose, personal_code
from contest_app.db import Database
from contest_app.roles import Role


@pytest.fixture
def school_class(database: Database) -> SchoolClass:
    """A class with one pupil."""
    with database.transaction() as session:
        school_class = make_class(session)
        make_student(session, school_class)
    return school_class


@pytest.fixture
def student(database: Database, school_class: SchoolClass) -> Student:
    """The pupil of that class."""
    with database.reading() as session:
        return roster(session, school_class.id)[0]


@pytest.fixture
def teacher(database: Database, school_class: SchoolClass) -> User:
    """The teacher of that class."""
    with database.reading() as session:
        return session.get_one(User, school_class.teacher_id)


def _code(student: Student) -> str:
    return personal_code(SECRET, student.user_id, student.code_version)


def test_looking_at_a_slip_binds_nothing_and_the_button_does(client: FlaskClient, student: Student) -> None:
    address = f"/s/{_code(student)}"

    page = client.get(address).get_data(as_text=True)
    assert "Әлия Қ." in page
    assert client.get("/welcome").status_code == 302

    answer = client.post(address, data=csrf(client, address))
    assert answer.headers["Location"] == "/welcome"
    assert client.get("/welcome").status_code == 200


def test_a_pupil_takes_one_of_the_nicknames_that_are_offered(client: FlaskClient, student: Student) -> None:
    address = f"/s/{_code(student)}"
    client.post(address, data=csrf(client, address))
    page = client.get("/welcome?language=kk").get_data(as_text=True)
    offered = re.findall(r'name="nickname"[^>]*value="([^"]+)"', page)
    assert len(offered) == 6

    form = {"nickname": offered[0], "language": "kk", "round": "0", **csrf(client, "/welcome")}
    assert client.post("/welcome", data=form).status_code == 303
    assert offered[0] in client.get("/welcome").get_data(as_text=True)


def test_a_nickname_of_ones_own_making_is_refused(client: FlaskClient, student: Student) -> None:
    address = f"/s/{_code(student)}"
    client.post(address, data=csrf(client, address))

    form = {"nickname": "<b>Boss</b>", "language": "kk", "round": "0", **csrf(client, "/welcome")}

    assert client.post("/welcome", data=form).status_code == 422


def test_the_class_code_opens_the_roster_and_the_slip_is_still_needed(
    client: FlaskClient, school_class: SchoolClass, student: Student
) -> None:
    answer = client.post("/class", data={"code": school_class.code.lower(), **csrf(client, "/")})
    roster_page = client.get(answer.headers["Location"]).get_data(as_text=True)
    assert "Әлия Қ." in roster_page

    door = f"/class/{school_class.code}/{student.user_id}"
    assert client.post(door, data={"code": "WRONGONE", **csrf(client, door)}).status_code == 422
    assert client.get("/welcome").status_code == 302
    assert client.post(door, data={"code": _code(student), **csrf(client, door)}).status_code == 303
    assert client.get("/welcome").status_code == 200


def test_a_locked_class_code_opens_nothing(
    database: Database, client: FlaskClient, school_class: SchoolClass
) -> None:
    with database.transaction() as session:
        merged = session.get_one(SchoolClass, school_class.id)
        teacher = session.get_one(User, merged.teacher_id)
        services.set_class_lock(session, merged, locked=True, actor=teacher, now=NOW)

    assert client.get(f"/class/{school_class.code}").status_code == 404
    assert client.post("/class", data={"code": school_class.code, **csrf(client, "/")}).status_code == 422


def test_guessing_stops_with_429_on_this_device_and_not_for_the_neighbour(app: Flask, student: Student) -> None:
    guesser, neighbour = app.test_client(), app.test_client()
    statuses = [guesser.get(f"/s/WRONG{n:03}").status_code for n in range(FAILURES_BY_DEVICE + 1)]

    assert statuses == [422] * FAILURES_BY_DEVICE + [429]
    assert neighbour.get(f"/s/{_code(student)}").status_code == 200


def test_a_roster_with_one_bad_line_adds_nobody(
    database: Database, signed_in: SignedIn, teacher: User, school_class: SchoolClass
) -> None:
    client = signed_in(teacher)
    page = f"/classes/{school_class.id}"

    form = {"names": "Олжас\n12345\nАйна", **csrf(client, page)}
    answer = client.post(f"{page}/students", data=form)

    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Line 2 of the list" in text
    assert "Олжас\n12345" in text.replace("\r", "")
    with database.reading() as session:
        assert len(roster(session, school_class.id)) == 1


def test_a_roster_is_added_whole_and_sorted_in_kazakh(
    signed_in: SignedIn, teacher: User, school_class: SchoolClass
) -> None:
    client = signed_in(teacher)
    page = f"/classes/{school_class.id}"

    client.post(f"{page}/students", data={"names": "Ұлан\n\n  Ән   Т.\nЯна", **csrf(client, page)})

    text = client.get(page).get_data(as_text=True)
    places = [text.index(f">{name}<") for name in ("Әлия Қ.", "Ән Т.", "Ұлан", "Яна")]
    assert places == sorted(places)


def test_each_slip_carries_its_code_in_words_and_as_a_qr(
    signed_in: SignedIn, teacher: User, school_class: SchoolClass, student: Student
) -> None:
    text = signed_in(teacher).get(f"/classes/{school_class.id}/slips").get_data(as_text=True)
    code = _code(student)

    assert f"{code[:4]}-{code[4:]}" in text
    assert text.count('<svg xmlns="http://www.w3.org/2000/svg"') + text.count('class="qr"') >= 1
    assert "style=" not in text


@pytest.mark.parametrize("act", ["students", "lock", "unlock", "code"])
def test_another_teachers_class_is_not_there(
    database: Database, signed_in: SignedIn, school_class: SchoolClass, act: str
) -> None:
    with database.transaction() as session:
        stranger = make_user(session, Role.TEACHER)
    client = signed_in(stranger)
    token = csrf(client, "/classes/new")

    assert client.get(f"/classes/{school_class.id}").status_code == 404
    assert client.get(f"/classes/{school_class.id}/slips").status_code == 404
    assert client.post(f"/classes/{school_class.id}/{act}", data={"names": "A", **token}).status_code == 404


def test_a_guardian_decides_for_the_own_child_only(
    database: Database, signed_in: SignedIn, teacher: User, student: Student
) -> None:
    with database.transaction() as session:
        guardian = make_user(session, Role.GUARDIAN)
    teachers = signed_in(teacher)
    page = f"/classes/{student.class_id}/students/{student.user_id}"
    guardians = signed_in(guardian)
    consent = f"/children/{student.user_id}/consents/publication"
    assert "Әлия" not in guardians.get("/children").get_data(as_text=True)

    teachers.post(f"{page}/guardians", data={"login": guardian.login, **csrf(teachers, page)})

    assert "Әлия" in guardians.get("/children").get_data(as_text=True)
    given = {"given": "yes", **csrf(guardians, "/children")}
    assert guardians.post(consent, data=given).status_code == 303
    assert guardians.post(consent.replace(str(student.user_id), str(uuid4())), data=given).status_code == 404
    with database.reading() as session:
        assert consents(session, [student.user_id])[student.user_id, Purpose.PUBLICATION].is_given


def test_a_login_that_is_no_guardians_is_told(signed_in: SignedIn, teacher: User, student: Student) -> None:
    client = signed_in(teacher)
    page = f"/classes/{student.class_id}/students/{student.user_id}"

    answer = client.post(f"{page}/guardians", data={"login": teacher.login, **csrf(client, page)})

    assert answer.status_code == 422
    assert "No guardian has this log-in name" in answer.get_data(as_text=True)


def test_a_new_person_gets_a_password_that_works(app: Flask, database: Database, signed_in: SignedIn) -> None:
    with database.transaction() as session:
        administrator = make_user(session, Role.ADMINISTRATOR)
    client = signed_in(administrator)
    form = {"display_name": "Аян", "login": "ayan.1", "roles": ["judge", "chair"], "language": "kk", "school": ""}

    page = client.post("/people/new", data={**form, **csrf(client, "/people/new")}).get_data(as_text=True)

    password = re.findall(r"<dd>([^<]{10,})</dd>", page)[-1]
    browser = app.test_client()
    answer = browser.post("/sign-in", data={"login": "ayan.1", "password": password, **csrf(browser)})
    assert answer.status_code == 303


def test_an_administrator_cannot_close_the_own_account(database: Database, signed_in: SignedIn) -> None:
    with database.transaction() as session:
        administrator = make_user(session, Role.ADMINISTRATOR)
    client = signed_in(administrator)

    client.post(f"/people/{administrator.id}/disable", data=csrf(client, "/people/new"))

    assert client.get("/people").status_code == 200
