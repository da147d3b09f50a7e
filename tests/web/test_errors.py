"""Error pages speak the reader's language and say what to do."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from contest_app.errors import Refusal
from contest_app.web.access import public

TITLES = {
    "kk": "Мұндай бет жоқ",
    "ru": "Такой страницы нет",
    "en": "There is no such page",
}


@pytest.mark.parametrize("language", TITLES)
def test_a_missing_page_is_told_in_the_readers_language(client: FlaskClient, language: str) -> None:
    answer = client.get("/nowhere", headers={"Accept-Language": language})
    page = answer.get_data(as_text=True)

    assert answer.status_code == 404
    assert TITLES[language] in page
    assert f'<html lang="{language}"' in page


@pytest.mark.parametrize("status", [400, 403, 404, 413, 422, 429, 500])
def test_each_error_has_a_title_a_reason_and_advice(app: Flask, status: int) -> None:
    @public
    def broken() -> str:
        class Broken(Refusal):
            pass

        Broken.status = status
        raise Broken

    app.add_url_rule("/broken", "broken", broken)
    answer = app.test_client().get("/broken")

    assert answer.status_code == status
    assert answer.get_data(as_text=True).count("<h1") == 1
    assert f"{status}" in answer.get_data(as_text=True)


def test_a_failure_is_told_without_its_details(app: Flask) -> None:
    @public
    def fail() -> str:
        raise RuntimeError("secret detail")

    app.add_url_rule("/fail", "fail", fail)
    app.testing = False
    answer = app.test_client().get("/fail")

    assert answer.status_code == 500
    assert "secret detail" not in answer.get_data(as_text=True)


def test_a_script_gets_its_error_as_json(client: FlaskClient) -> None:
    answer = client.get("/nowhere", headers={"Accept": "application/json"})

    assert answer.status_code == 404
    assert answer.json is not None
    assert answer.json["status"] == 404


def test_a_body_that_is_too_large_is_refused(app: Flask) -> None:
    answer = app.test_client().post("/language", data={"language": "x" * (13 * 1024 * 1024)})

    assert answer.status_code == 413


def test_an_unreadable_form_token_is_told_kindly(client: FlaskClient) -> None:
    answer = client.post("/language", data={"language": "ru"}, headers={"Accept-Language": "en"})

    assert answer.status_code == 400
    assert "open for too long" in answer.get_data(as_text=True)
