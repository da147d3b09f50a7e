"""The second step as browsers take it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from conftest import SignedIn
from factories import PASSWORD, SECRET, csrf, make_class, make_student, make_user
from flask import Flask
from flask.testing import FlaskClient
from web.test_access import _address, _rules
from werkzeug.test import TestResponse

from contest_app.accounts import queries, rules
from contest_app.accounts import second_factor as factor
from contest_app.accounts import second_factor_services as acts
from contest_app.accounts.models import User
from contest_app.db import Database
from contest_app.roles import Role
from contest_app.web.access import PUBLIC, declared_access

SALT = "a-salt"
STEP = timedelta(seconds=30)


def code_of(user: User, salt: str = SALT, steps: int = 0) -> str:
    app = pyotp.TOTP(factor.app_secret(SECRET, user.id, salt))
    return app.at(datetime.now(UTC) + steps * STEP)


@pytest.fixture
def organizer(database: Database) -> User:
    """Somebody whose duties need a second factor, and who has none yet."""
    with database.transaction() as session:
        return make_user(session, Role.ORGANIZER)


@pytest.fixture
def protected(database: Database) -> tuple[User, list[str]]:
    """A teacher who set an app up some time ago, and the recovery codes."""
    past = datetime.now(UTC) - timedelta(minutes=5)
    with database.transaction() as session:
        user = make_user(session, Role.TEACHER)
        session.flush()
        typed = pyotp.TOTP(factor.app_secret(SECRET, user.id, SALT)).at(past)
        return user, acts.set_up(session, user, typed, salt=SALT, key=SECRET, now=past)


def give_password(browser: FlaskClient, user: User, password: str = PASSWORD) -> TestResponse:
    form = {"login": user.login, "password": password, **csrf(browser)}
    return browser.post("/sign-in?next=/account", data=form)


def give_code(browser: FlaskClient, typed: str) -> TestResponse:
    page = "/sign-in/code"
    return browser.post(f"{page}?next=/account", data={"code": typed, **csrf(browser, page)})


def test_the_code_comes_after_the_password_and_works_once(app: Flask, protected: tuple[User, list[str]]) -> None:
    user, _ = protected
    typed = code_of(user)
    browsers = [app.test_client(), app.test_client()]
    asked = [give_password(browser, user) for browser in browsers]

    answers = [give_code(browser, typed) for browser in browsers]

    assert {answer.headers["Location"] for answer in asked} == {"/sign-in/code?next=/account"}
    assert [answer.status_code for answer in answers] == [303, 422]
    assert answers[0].headers["Location"] == "/account"
    assert [browser.get("/account").status_code for browser in browsers] == [200, 302]


def test_after_the_password_alone_no_page_opens(app: Flask, protected: tuple[User, list[str]]) -> None:
    user, _ = protected
    browser = app.test_client()
    give_password(browser, user)
    opened = [
        rule.rule
        for rule in _rules(app, "GET")
        if declared_access(app, rule.endpoint) != PUBLIC and browser.get(_address(app, rule)).status_code != 302
    ]
    token = csrf(browser, "/sign-in/code")
    taken = [
        rule.rule
        for rule in _rules(app, "POST")
        if declared_access(app, rule.endpoint) != PUBLIC
        and browser.post(_address(app, rule), data=token).status_code != 302
    ]

    assert (opened, taken) == ([], [])
    assert browser.get("/sign-in/second-factor").status_code == 303


def test_the_session_is_another_one_after_the_second_step(app: Flask, protected: tuple[User, list[str]]) -> None:
    user, _ = protected
    browser = app.test_client()
    give_password(browser, user)
    with browser.session_transaction() as cookie:
        half = dict(cookie)
        cookie["planted"] = "by somebody else"
    stolen = browser.get_cookie("qiyal")
    assert stolen is not None

    give_code(browser, code_of(user))

    with browser.session_transaction() as cookie:
        assert {"half", "planted"} & set(cookie) == set()
        assert cookie["_user_id"] != half["half"]
    thief = app.test_client()
    thief.set_cookie("qiyal", stolen.value)
    assert thief.get("/account").status_code == 302
    assert thief.get("/sign-in/code").status_code == 303


def test_a_recovery_code_lets_in_and_tells_how_many_are_left(app: Flask, protected: tuple[User, list[str]]) -> None:
    user, codes = protected
    browser = app.test_client()
    give_password(browser, user)

    assert give_code(browser, rules.shown_code(codes[0])).status_code == 303
    assert "9 recovery codes are left" in browser.get("/account").get_data(as_text=True)


def test_wrong_codes_stop_with_429_and_the_right_one_too(app: Flask, protected: tuple[User, list[str]]) -> None:
    user, _ = protected
    browser = app.test_client()
    give_password(browser, user)
    token = csrf(browser, "/sign-in/code")

    tries = ["000000"] * factor.TRIES_IN_WINDOW + [code_of(user)]
    statuses = [browser.post("/sign-in/code", data={"code": typed, **token}).status_code for typed in tries]

    assert statuses == [422] * factor.TRIES_IN_WINDOW + [429]
    assert browser.get("/account").status_code == 302


def test_a_wrong_password_answers_alike_whoever_it_is(
    app: Flask, organizer: User, protected: tuple[User, list[str]]
) -> None:
    nobody = User(login="nobody-at-all")
    changing = re.compile(r'nonce="[^"]*"|value="[^"]*"')

    answers = {
        (answer.status_code, changing.sub("", answer.get_data(as_text=True)))
        for user in (organizer, protected[0], nobody)
        for answer in [give_password(app.test_client(), user, "a-wrong-password")]
    }

    assert len(answers) == 1


def test_whose_duties_need_it_sets_it_up_before_coming_in(app: Flask, database: Database, organizer: User) -> None:
    browser = app.test_client()
    page = give_password(browser, organizer).headers["Location"]
    assert page == "/sign-in/second-factor?next=/account"
    assert browser.get("/organize/contests").status_code == 302
    shown = browser.get(page).get_data(as_text=True)
    with browser.session_transaction() as cookie:
        salt = cookie["second_salt"]
    assert factor.shown_secret(factor.app_secret(SECRET, organizer.id, salt)) in shown

    refused = browser.post(page, data={"code": "000000", **csrf(browser, page)})
    done = browser.post(page, data={"code": code_of(organizer, salt), **csrf(browser, page)})

    assert (refused.status_code, done.status_code) == (422, 200)
    said = done.get_data(as_text=True)
    assert len(re.findall(r'class="code">[0-9A-Z]{5}-[0-9A-Z]{5}<', said)) == 10
    assert 'href="/account"' in said
    account = browser.get("/account").get_data(as_text=True)
    assert factor.shown_secret(factor.app_secret(SECRET, organizer.id, salt)) not in account
    with database.reading() as session:
        assert queries.has_second_factor(session, organizer.id)


def test_a_teacher_and_a_pupil_are_not_asked_and_the_demo_asks_nobody(
    app: Flask, database: Database, signed_in: SignedIn, organizer: User
) -> None:
    with database.transaction() as session:
        teacher = make_user(session, Role.TEACHER)
        pupil = make_student(session, make_class(session)).user

    assert give_password(app.test_client(), teacher).headers["Location"] == "/account"
    assert signed_in(pupil).get("/account").status_code == 403
    app.extensions["qiyal_settings"].demo = True
    assert give_password(app.test_client(), organizer).headers["Location"] == "/account"


def test_who_finds_a_device_signed_in_cannot_lock_its_owner_out(signed_in: SignedIn, organizer: User) -> None:
    browser, page = signed_in(organizer), "/account/second-factor"
    browser.get(page)
    with browser.session_transaction() as cookie:
        form = {"code": code_of(organizer, cookie["second_salt"]), **csrf(browser, page)}

    answers = [browser.post(page, data=form | {"password": typed}) for typed in ("", "a-wrong-password", PASSWORD)]

    assert [answer.status_code for answer in answers] == [422, 422, 200]


def test_moving_to_another_phone_needs_a_code_of_the_present_one(
    app: Flask, signed_in: SignedIn, protected: tuple[User, list[str]]
) -> None:
    user, _ = protected
    browser, page = signed_in(user), "/account/second-factor"
    browser.get(page)
    with browser.session_transaction() as cookie:
        salt = cookie["second_salt"]
    token = csrf(browser, page)
    new = code_of(user, salt)

    stolen = browser.post(page, data={"present": "000000", "code": new, **token})
    moved = browser.post(page, data={"present": code_of(user), "code": new, **token})

    assert (stolen.status_code, moved.status_code) == (422, 200)
    again = app.test_client()
    give_password(again, user)
    assert give_code(again, code_of(user, steps=1)).status_code == 422
    assert give_code(again, code_of(user, salt, steps=1)).status_code == 303


def test_a_code_is_needed_to_turn_it_off(signed_in: SignedIn, protected: tuple[User, list[str]]) -> None:
    user, codes = protected
    browser = signed_in(user)
    form = {"act": "off", **csrf(browser, "/account")}

    refused = browser.post("/account", data=form | {"code": "000000"})
    done = browser.post("/account", data=form | {"code": codes[0]})

    assert (refused.status_code, done.status_code) == (422, 303)
    assert "Set up the second factor" in browser.get("/account").get_data(as_text=True)


def test_the_administrator_resets_what_is_lost(
    app: Flask, database: Database, signed_in: SignedIn, protected: tuple[User, list[str]]
) -> None:
    user, _ = protected
    with database.transaction() as session:
        administrator = make_user(session, Role.ADMINISTRATOR)
    browser = signed_in(administrator)

    answer = browser.post(f"/people/{user.id}/second-factor/reset", data=csrf(browser, "/people"))

    assert answer.status_code == 303
    assert give_password(app.test_client(), user).headers["Location"] == "/account"
