"""Headers, hosts, cookies, addresses."""

from __future__ import annotations

import gzip

import pytest
from conftest import SignedIn
from factories import PASSWORD, csrf, make_user
from flask import Flask
from flask.testing import FlaskClient

from contest_app.accounts.models import User
from contest_app.db import Database
from contest_app.roles import Role
from contest_app.web.addresses import local_address
from contest_app.web.assets import STATIC_PREFIX


def test_scripts_run_only_with_the_nonce_of_their_page(client: FlaskClient) -> None:
    first, second = client.get("/"), client.get("/")
    policies = [answer.headers["Content-Security-Policy"] for answer in (first, second)]
    nonce = policies[0].partition("'nonce-")[2].partition("'")[0]

    assert policies[0] != policies[1]
    assert f'nonce="{nonce}"' in first.get_data(as_text=True)
    assert "unsafe-inline" not in policies[0]
    assert policies[0].startswith("default-src 'none'")


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", ""])
def test_a_foreign_host_is_refused(client: FlaskClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 400


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client: FlaskClient) -> None:
    cookies = client.get("/sign-in").headers.getlist("Set-Cookie")

    assert cookies
    for cookie in cookies:
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie


def test_static_files_are_kept_for_good_and_pages_are_not(
    client: FlaskClient, database: Database, signed_in: SignedIn
) -> None:
    with database.transaction() as session:
        user = make_user(session, Role.TEACHER)

    with client.get(f"{STATIC_PREFIX}/css/tokens.css") as sheet:
        assert "immutable" in sheet.headers["Cache-Control"]
    assert signed_in(user).get("/classes").headers["Cache-Control"] == "no-store"


def test_a_file_carries_no_cookie_and_nothing_that_is_weight_alone(database: Database, signed_in: SignedIn) -> None:
    with database.transaction() as session:
        user = make_user(session, Role.TEACHER)
    browser = signed_in(user)
    with browser.session_transaction() as cookie:
        cookie.permanent = True

    with browser.get(f"{STATIC_PREFIX}/css/tokens.css", headers={"Accept-Encoding": "br"}) as sheet:
        assert set(sheet.headers.keys()) == {
            "Cache-Control", "Content-Encoding", "Content-Length", "Content-Type", "Cross-Origin-Resource-Policy",
            "Date", "Vary", "X-Content-Type-Options",
        }  # fmt: skip
        assert sheet.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
        "javascript:alert(1)", "/\n/evil.example", "evil.example", "", None, "///evil.example", "/%0a\r/x",
    ],
)  # fmt: skip
def test_an_address_that_leads_away_is_replaced(address: str | None) -> None:
    assert local_address(address, "/here") == "/here"


def test_an_address_on_this_site_is_kept() -> None:
    assert local_address("/classes?x=1#y") == "/classes?x=1#y"


def test_signing_in_and_out_ends_a_stolen_cookie_at_once(app: Flask, database: Database) -> None:
    with database.transaction() as session:
        user = make_user(session, Role.TEACHER)
    client = app.test_client()
    form = {"login": user.login, "password": PASSWORD, **csrf(client)}
    assert client.post("/sign-in", data=form).status_code == 303
    stolen = client.get_cookie("qiyal")
    assert stolen is not None
    thief = app.test_client()
    thief.set_cookie("qiyal", stolen.value)
    assert thief.get("/classes").status_code == 200

    client.post("/sign-out", data=csrf(client, "/classes"))

    assert thief.get("/classes").status_code == 302


def test_signing_in_leaves_nothing_of_the_session_before(app: Flask, database: Database) -> None:
    with database.transaction() as session:
        user = make_user(session, Role.TEACHER)
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
        cookie["language"] = "ru"
    form = {"login": user.login, "password": PASSWORD, **csrf(client)}

    client.post("/sign-in", data=form)

    with client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert cookie["language"] == "ru"


def test_extra_fields_of_a_form_change_nothing(database: Database, signed_in: SignedIn) -> None:
    with database.transaction() as session:
        administrator = make_user(session, Role.ADMINISTRATOR)
    client = signed_in(administrator)
    form = {
        "display_name": "А", "login": "new.one", "roles": ["judge"], "language": "kk", "school": "",
        "id": str(administrator.id), "password_hash": "x", "disabled_at": "2020-01-01",
        **csrf(client, "/people/new"),
    }  # fmt: skip

    assert client.post("/people/new", data=form).status_code == 200

    with database.reading() as session:
        added = session.query(User).filter_by(login_key="new.one").one()
    assert added.id != administrator.id
    assert added.disabled_at is None
    assert added.password_hash != "x"


def test_files_are_sent_compressed_and_pages_are_not(client: FlaskClient) -> None:
    """The size of a compressed page would tell of the tokens in it."""
    accept = {"Accept-Encoding": "gzip"}
    with client.get(f"{STATIC_PREFIX}/css/tokens.css", headers=accept) as sheet:
        assert sheet.headers["Content-Encoding"] == "gzip"
        assert b":root" in gzip.decompress(sheet.get_data())

    assert "Content-Encoding" not in client.get("/sign-in", headers=accept).headers
