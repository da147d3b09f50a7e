"""The language of a page, and what a switch keeps."""

from __future__ import annotations

import pytest
from conftest import SignedIn
from factories import csrf, make_user
from flask.testing import FlaskClient

from contest_app.db import Database
from contest_app.roles import Role


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_chosen_language_stays_on_this_device(client: FlaskClient, language: str) -> None:
    answer = client.post("/language", data={"language": language, "next": "/sign-in", **csrf(client)})

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/sign-in"
    assert f'<html lang="{language}"' in client.get("/").get_data(as_text=True)


def test_an_unknown_language_is_refused(client: FlaskClient) -> None:
    assert client.post("/language", data={"language": "de", **csrf(client)}).status_code == 400


def test_without_a_choice_the_browsers_language_counts_and_kazakh_where_it_is_unknown(client: FlaskClient) -> None:
    assert '<html lang="ru"' in client.get("/", headers={"Accept-Language": "ru-RU,en;q=0.5"}).get_data(as_text=True)
    assert '<html lang="kk"' in client.get("/", headers={"Accept-Language": "de"}).get_data(as_text=True)


def test_after_signing_in_the_persons_own_language_counts(database: Database, signed_in: SignedIn) -> None:
    with database.transaction() as session:
        user = make_user(session, Role.TEACHER)
        user.language = "ru"

    assert '<html lang="ru"' in signed_in(user, language="").get("/classes").get_data(as_text=True)
