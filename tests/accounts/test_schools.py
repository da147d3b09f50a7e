"""The administrator's schools and the first administrator."""

from __future__ import annotations

import pytest
from conftest import SignedIn
from factories import NOW, csrf, make_school, make_user
from flask import Flask
from sqlalchemy import select

from contest_app.accounts.cli import cli_group
from contest_app.accounts.models import School, User
from contest_app.audit import AuditRow
from contest_app.db import Database
from contest_app.roles import Role

NAMES = {"name_kk": "№ 3 мектеп", "name_ru": "Школа № 3", "name_en": ""}


def test_a_school_is_added_with_a_name_in_each_language(database: Database, signed_in: SignedIn) -> None:
    with database.transaction() as session:
        district = make_school(session).district_key
        administrator = make_user(session, Role.ADMINISTRATOR)
    client = signed_in(administrator)
    form = {**NAMES, "district": district, "kind": "small_school", "is_rural": "y", **csrf(client, "/schools/new")}

    assert client.post("/schools/new", data=form).status_code == 303

    with database.reading() as session:
        added = session.scalars(select(School).where(School.kind == "small_school")).one()
    assert added.name == {"kk": "№ 3 мектеп", "ru": "Школа № 3", "en": "Школа № 3"}
    assert added.is_rural


def test_a_school_without_a_name_comes_back_with_what_was_typed(database: Database, signed_in: SignedIn) -> None:
    with database.transaction() as session:
        district = make_school(session).district_key
        administrator = make_user(session, Role.ADMINISTRATOR)
    client = signed_in(administrator)
    form = {**NAMES, "name_kk": "", "district": district, "kind": "school", **csrf(client, "/schools/new")}

    answer = client.post("/schools/new", data=form)

    assert answer.status_code == 422
    assert "Школа № 3" in answer.get_data(as_text=True)


def typed(school: School, **changed: str) -> dict[str, str]:
    """What stands in the form of a school, with what somebody changed."""
    known = {f"name_{language}": name for language, name in school.name.items()}
    return {**known, "district": school.district_key, "kind": school.kind, **changed}


def test_a_schools_facts_are_corrected_and_what_they_were_is_kept_in_the_audit(
    database: Database, signed_in: SignedIn
) -> None:
    with database.transaction() as session:
        school, elsewhere = make_school(session), make_school(session).district_key
        administrator = make_user(session, Role.ADMINISTRATOR)
    client = signed_in(administrator)
    page = f"/schools/{school.id}/edit"
    names = {"kk": "№ 7 мектеп", "ru": "Школа № 7", "en": "School 7"}
    spaced = {f"name_{language}": f" {name}  " for language, name in names.items()}
    changed = typed(school, district=elsewhere, is_rural="y", **spaced)

    assert "that were counted before stay as they were" in client.get(page).get_data(as_text=True)
    for _ in range(2):  # the second time nothing changes, and nothing is noted
        assert client.post(page, data=changed | csrf(client, page)).status_code == 303

    with database.reading() as session:
        found = session.get_one(School, school.id)
        rows = session.scalars(select(AuditRow).where(AuditRow.act == "school.changed")).all()
    assert (found.name, found.district_key, found.kind, found.is_rural) == (names, elsewhere, "school", True)
    assert [(row.actor_id, row.subject_id, row.details) for row in rows] == [
        (
            administrator.id,
            school.id,
            {
                "before": {"name": school.name, "district_key": school.district_key, "is_rural": False},
                "after": {"name": names, "district_key": elsewhere, "is_rural": True},
            },
        )
    ]


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"name_kk": "  "}, "Type the school's name."),
        ({"name_ru": "школа  №  2"}, "already has this name"),
        ({"district": "nowhere"}, "Please check the form"),
    ],
)
def test_a_correction_that_does_not_fit_comes_back_with_what_was_typed(
    database: Database, signed_in: SignedIn, changed: dict[str, str], refusal: str
) -> None:
    with database.transaction() as session:
        school = make_school(session)
        other = {"kk": "№ 2 мектеп", "ru": "Школа № 2", "en": "School 2"}
        make_school(session)  # of the same name, elsewhere
        session.add(School(district_key=school.district_key, name=other, kind="x", is_rural=True, created_at=NOW))
        administrator = make_user(session, Role.ADMINISTRATOR)
    client = signed_in(administrator)
    page = f"/schools/{school.id}/edit"

    answer = client.post(page, data=typed(school, name_en="Typed", **changed) | csrf(client, page))

    assert answer.status_code == 422
    assert refusal in answer.get_data(as_text=True)
    assert 'value="Typed"' in answer.get_data(as_text=True)
    with database.reading() as session:
        assert session.get_one(School, school.id).name == school.name


def test_the_adult_for_the_pupils_wellbeing_is_named_on_the_schools_page(
    database: Database, signed_in: SignedIn
) -> None:
    with database.transaction() as session:
        school = make_school(session)
        administrator = make_user(session, Role.ADMINISTRATOR)
        deputy = make_user(session, Role.TEACHER, name="Завуч", school=school)
        make_user(session, Role.TEACHER, name="Чужой")
    client = signed_in(administrator)
    page = f"/schools/{school.id}"
    before = client.get(page).get_data(as_text=True)
    assert "such cases come to the administrator" in before
    assert "Завуч" in before
    assert "Чужой" not in before

    answer = client.post(f"{page}/carer", data={"person": str(deputy.id), **csrf(client, page)})

    assert answer.status_code == 303
    assert "such cases come to the administrator" not in client.get(page).get_data(as_text=True)
    assert "Завуч" in client.get("/schools").get_data(as_text=True)
    assert signed_in(deputy).get("/care").status_code == 200


def test_nobody_of_another_school_can_be_named(database: Database, signed_in: SignedIn) -> None:
    with database.transaction() as session:
        school = make_school(session)
        administrator = make_user(session, Role.ADMINISTRATOR)
        stranger = make_user(session, Role.TEACHER, name="Чужой")
        make_user(session, Role.TEACHER, name="Завуч", school=school)
    client = signed_in(administrator)
    page = f"/schools/{school.id}"

    answer = client.post(f"{page}/carer", data={"person": str(stranger.id), **csrf(client, page)})

    assert answer.status_code == 422
    assert signed_in(stranger).get("/care").status_code == 403


def test_whoever_is_relieved_loses_the_page_and_the_next_one_gets_it(database: Database, signed_in: SignedIn) -> None:
    with database.transaction() as session:
        school = make_school(session)
        administrator = make_user(session, Role.ADMINISTRATOR)
        first, second = (make_user(session, Role.TEACHER, name=name, school=school) for name in ("Бір", "Екі"))
    client = signed_in(administrator)
    page = f"/schools/{school.id}"
    for person in (first, second):
        client.post(f"{page}/carer", data={"person": str(person.id), **csrf(client, page)})

    assert (signed_in(first).get("/care").status_code, signed_in(second).get("/care").status_code) == (403, 200)

    client.post(f"{page}/carer", data={"person": "", **csrf(client, page)})

    assert signed_in(second).get("/care").status_code == 403


def test_the_command_line_makes_the_first_administrator(app: Flask, database: Database) -> None:
    app.cli.add_command(cli_group)
    run = app.test_cli_runner().invoke(args=["people", "add", "root.one", "--name", "Root"])
    assert run.exit_code == 0, run.output
    login, password = run.output.split()

    with database.reading() as session:
        user = session.scalars(select(User).where(User.login_key == login)).one()
    client = app.test_client()
    answer = client.post("/sign-in", data={"login": login, "password": password, **csrf(client)})

    assert user.display_name == "Root"
    assert answer.location == "/sign-in/second-factor?next=/"


def test_a_taken_log_in_name_is_told_on_the_command_line(app: Flask, database: Database) -> None:
    with database.transaction() as session:
        login = make_user(session, Role.JUDGE).login
    app.cli.add_command(cli_group)

    run = app.test_cli_runner().invoke(args=["people", "add", str(login), "--name", "X"])

    assert run.exit_code == 1
    assert "taken" in run.output
