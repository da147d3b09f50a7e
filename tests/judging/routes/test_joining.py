from __future__ import annotations

import re
from typing import Any

import pytest
from factories import PASSWORD, csrf, make_class, make_school, make_student, make_user
from flask import Flask
from flask.testing import FlaskClient
from judging.judging_factories import make_contest, make_judge, make_round
from sqlalchemy import select

from contest_app.accounts.models import User
from contest_app.contests.models import Contest
from contest_app.db import Database
from contest_app.judging.models import JudgeProfile, JudgeTie, JuryInvitation, JuryMember, JurySignature
from contest_app.judging.rules import Duty
from contest_app.judging.services import rounds
from contest_app.judging.services.rounds import Seat
from contest_app.roles import Role


@pytest.fixture
def contest(database: Database) -> Contest:
    """A contest in judging, its round prepared, its jury empty."""
    with database.transaction() as session:
        contest = make_contest(session)
        make_round(session, contest)
    return contest


@pytest.fixture
def organizer(database: Database, signed_in: Any, contest: Contest) -> FlaskClient:
    """The organizer's browser."""
    with database.reading() as session:
        return signed_in(session.get_one(User, contest.organizer_id))  # type: ignore[no-any-return]  # pytest's fixture


def invite(organizer: FlaskClient, contest: Contest, duty: str = "judge") -> tuple[str, str]:
    """Invite somebody; return the address of the organizer's page and the path of the link on it."""
    new = f"/organize/contests/{contest.id}/judging/invitations/new"
    form = {"name": "Ерлан Қазы", "contact": "+7 700 000", "duty": duty, **csrf(organizer, new)}
    page = organizer.post(new.removesuffix("/new"), data=form).headers["Location"]
    link = re.search(r'value="http://localhost(/jury/[\w-]{22})"', organizer.get(page).get_data(as_text=True))
    assert link is not None
    return page, link[1]


def account(link: str, browser: FlaskClient, **changed: str) -> dict[str, str]:
    return {"display_name": "Ерлан Қазы", "login": "erlan", "password": PASSWORD, **csrf(browser, link), **changed}


def test_a_person_invited_comes_in_tells_and_signs(
    app: Flask, database: Database, contest: Contest, organizer: FlaskClient
) -> None:
    app.extensions["qiyal_settings"].second_factor_for = frozenset()
    with database.transaction() as session:
        school = make_school(session)
    page, link = invite(organizer, contest)
    juror = app.test_client()
    assert "not opened yet" in organizer.get(page).get_data(as_text=True)

    steps = juror.post(link, data=account(link, juror)).headers["Location"]
    assert "came in, not signed yet" in organizer.get(page).get_data(as_text=True)
    token = csrf(juror, steps)
    told = juror.post(steps, data=token | {"languages": ["kk", "ru"], "expertise": "crafts", "max_load": "7"})
    people = told.headers["Location"]
    named = juror.post(people, data=token | {"school": str(school.id), "person": "", "note": "my own"})
    signing = people.replace("people", "declaration")
    unread = juror.post(signing, data=token | {"name": "Ерлан Қазы"})
    signed = juror.post(signing, data=token | {"name": "Ерлан Қазы", "agreed": "y"})

    assert [answer.status_code for answer in (told, named, unread, signed)] == [303, 303, 422, 303]
    assert "signed" in organizer.get(page).get_data(as_text=True)
    assert "Қазы" in juror.get(signing).get_data(as_text=True)
    with database.reading() as session:
        user = session.scalars(select(User).where(User.login == "erlan")).one()
        assert session.get_one(JudgeProfile, user.id).languages == ["kk", "ru"]
        assert session.scalars(select(JuryMember.max_load).where(JuryMember.user_id == user.id)).one() == 7
        assert session.scalars(select(JudgeTie.school_id)).one() == school.id
        assert session.scalars(select(JurySignature.user_id)).one() == user.id


def test_a_link_is_taken_once(app: Flask, contest: Contest, organizer: FlaskClient) -> None:
    _, link = invite(organizer, contest)
    first, second = app.test_client(), app.test_client()
    forms = [account(link, first), account(link, second, login="another")]

    answers = [browser.post(link, data=form) for browser, form in zip((first, second), forms, strict=True)]

    assert [answer.status_code for answer in answers] == [303, 404]
    assert second.get(link).status_code == 404
    assert second.get("/account").status_code == 302


def test_looking_at_a_link_takes_nothing_and_a_wrong_one_is_not_there(
    app: Flask, database: Database, contest: Contest, organizer: FlaskClient
) -> None:
    _, link = invite(organizer, contest)
    guest = app.test_client()

    seen = [guest.get(address).status_code for address in (link, link, f"{link[:-1]}~", "/jury/none")]

    assert seen == [200, 200, 404, 404]
    with database.reading() as session:
        assert session.scalars(select(JuryInvitation.accepted_at)).one() is None


def test_a_juror_invited_sets_the_second_factor_up_first(
    app: Flask, contest: Contest, organizer: FlaskClient
) -> None:
    _, link = invite(organizer, contest)
    juror = app.test_client()

    answer = juror.post(link, data=account(link, juror))

    assert answer.headers["Location"].startswith("/sign-in/second-factor?next=/judging/rounds/")
    assert juror.get("/judging").status_code == 302


@pytest.mark.parametrize("typed", [{"password": "short"}, {"login": "a b"}, {"login": "TAKEN"}, {"display_name": ""}])
def test_an_account_that_cannot_be_opened_comes_back_and_the_link_stays(
    app: Flask, database: Database, contest: Contest, organizer: FlaskClient, typed: dict[str, str]
) -> None:
    with database.transaction() as session:
        person = make_user(session, Role.TEACHER)
        person.login = person.login_key = "taken"
    _, link = invite(organizer, contest)
    guest = app.test_client()

    answer = guest.post(link, data=account(link, guest, **typed))

    assert answer.status_code == 422
    assert PASSWORD not in answer.get_data(as_text=True)
    assert guest.get(link).status_code == 200


def test_a_teacher_comes_in_with_the_own_account_and_a_pupil_on_the_device_does_not(
    app: Flask, database: Database, signed_in: Any, contest: Contest, organizer: FlaskClient
) -> None:
    app.extensions["qiyal_settings"].second_factor_for = frozenset()
    with database.transaction() as session:
        teacher = make_user(session, Role.TEACHER, name="Мұғалім")
        pupil = make_student(session, make_class(session)).user
    _, link = invite(organizer, contest)
    children, staff = signed_in(pupil), signed_in(teacher)

    assert children.post(link, data=csrf(children, link)).status_code == 422
    answer = staff.post(link, data=csrf(staff, link))

    assert staff.get(answer.headers["Location"]).status_code == 200
    with database.reading() as session:
        assert session.scalars(select(JuryMember.user_id)).all() == [teacher.id]


def test_anothers_invitations_and_seats_are_not_there(
    database: Database, signed_in: Any, contest: Contest, organizer: FlaskClient
) -> None:
    page, _ = invite(organizer, contest)
    with database.transaction() as session:
        stranger = make_user(session, Role.ORGANIZER, Role.JUDGE)
        other = make_round(session, make_contest(session, stranger))
        member = make_judge(session, other)
        session.add(JudgeTie(judge_id=member.id, person="Бек Нұр", note="", declared_at=other.opens_at))
        session.flush()
        tie_id, seat = session.scalars(select(JudgeTie.id)).one(), f"/judging/rounds/{other.id}/joining"
    browser = signed_in(stranger)
    token = csrf(browser, "/account")

    seen = [browser.get(address).status_code for address in (page, f"{seat}/profile", f"{seat}/declaration")]
    sent = [
        browser.post(address, data=token).status_code
        for address in (f"{page}/renew", f"{page}/revoke", f"{seat}/people", f"{seat}/people/{tie_id}/drop")
    ]

    assert (seen, sent) == ([404] * 3, [404] * 4)


def test_the_inbox_leads_to_the_declaration_until_it_is_signed(
    database: Database, signed_in: Any, contest: Contest
) -> None:
    with database.transaction() as session:
        round_ = make_round(session, session.get_one(Contest, contest.id))
        person = make_user(session, Role.JUDGE)
        session.flush()
        rounds.seat_member(session, round_, person, Seat(Duty.JUDGE, ["kk"]), actor=person, now=round_.opens_at)
    browser, page = signed_in(person), f"/judging/rounds/{round_.id}/joining/declaration"
    door = f'href="/judging/rounds/{round_.id}/joining/profile"'
    assert door in browser.get("/judging").get_data(as_text=True)

    browser.post(page, data={"name": "Е. Қ.", "agreed": "y", **csrf(browser, page)})

    assert door not in browser.get("/judging").get_data(as_text=True)
