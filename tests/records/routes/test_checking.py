"""The public check of a certificate."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from factories import NOW
from flask.testing import FlaskClient
from records.routes.conftest import Made, revoke

from contest_app.accounts.models import Consent
from contest_app.accounts.rules import Purpose
from contest_app.db import Database
from contest_app.records.rules import new_public_id

FULL_NAME = "Әлия Қасымова"
TITLE = "Work AAAA"


def consent(database: Database, student_id: UUID, purpose: Purpose, *, is_given: bool = True) -> None:
    with database.transaction() as session:
        session.add(
            Consent(
                student_id=student_id,
                purpose=purpose,
                is_given=is_given,
                text_version=1,
                way="paper",
                at=NOW if is_given else NOW.replace(hour=7),
            )
        )


def page(client: FlaskClient, public_id: str, language: str = "en") -> str:
    return client.get(f"/verify/{public_id}", headers={"Accept-Language": language}).get_data(as_text=True)


def without_nonces(text: str) -> str:
    return re.sub(r'nonce="[^"]+"|name="csrf_token" value="[^"]+"|value="/verify[^"]*"', "", text)


def test_anybody_sees_what_whose_and_that_it_is_valid(made: Made, client: FlaskClient) -> None:
    text = page(client, made.diploma.public_id)

    for told in ("This certificate is genuine", "First diploma", "Bridge of ideas", "crafts", "Grades 5–7"):
        assert told in text
    assert made.diploma.number in text
    assert made.diploma.sha256 in text


def test_without_consent_a_pupil_is_named_by_initials_and_the_work_not_at_all(
    made: Made, client: FlaskClient, database: Database
) -> None:
    consent(database, made.winner.id, Purpose.CONTEST)

    text = page(client, made.diploma.public_id)

    assert "Ә. Қ." in text
    assert "Қасымова" not in text
    assert TITLE not in text
    assert "Айгүл Сәрсенова" not in text  # the supervisor


def test_with_consent_to_publication_the_full_name_is_shown(
    made: Made, client: FlaskClient, database: Database
) -> None:
    consent(database, made.winner.id, Purpose.PUBLICATION)

    text = page(client, made.diploma.public_id)

    assert FULL_NAME in text
    assert TITLE in text


def test_a_withdrawn_consent_hides_the_name_at_once(made: Made, client: FlaskClient, database: Database) -> None:
    consent(database, made.winner.id, Purpose.PUBLICATION)
    consent(database, made.winner.id, Purpose.PUBLICATION, is_given=False)

    text = page(client, made.diploma.public_id)

    assert "Қасымова" not in text
    assert TITLE not in text


def test_one_pupil_s_consent_does_not_name_another(made: Made, client: FlaskClient, database: Database) -> None:
    consent(database, made.winner.id, Purpose.PUBLICATION)

    assert "Қасымова" not in page(client, made.certificate.public_id)


def test_a_revoked_certificate_is_said_to_be_invalid_and_why_is_not_said(
    made: Made, client: FlaskClient, database: Database
) -> None:
    revoke(database, made.diploma.id, made.organizer)

    text = page(client, made.diploma.public_id)

    assert "This certificate was revoked" in text
    assert "genuine" not in text
    assert "Copied work" not in text


def test_content_changed_behind_the_platform_s_back_is_not_vouched_for(
    made: Made, client: FlaskClient, database: Database
) -> None:
    with database.transaction() as session:
        diploma = session.merge(made.diploma)
        diploma.content = {**diploma.content, "award_key": "grand_prix"}

    text = page(client, made.diploma.public_id)

    assert "This record is damaged" in text
    assert "genuine" not in text


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_an_unknown_number_is_said_in_the_reader_s_language(client: FlaskClient, language: str) -> None:
    said = {
        "kk": "Мұндай құжат жоқ",
        "ru": "Такого документа нет",
        "en": "There is no such certificate",
    }

    answer = client.get(f"/verify/{new_public_id()}", headers={"Accept-Language": language})

    assert answer.status_code == 404
    assert f"<h1>{said[language]}</h1>" in answer.get_data(as_text=True)


def test_every_wrong_number_gets_the_same_answer(client: FlaskClient) -> None:
    unknown = client.get(f"/verify/{new_public_id()}")

    for wrong in ("a", "a" * 27, "A" * 26, "%00", "<b>", "0" * 26, "'--"):
        answer = client.get(f"/verify/{wrong}")

        assert answer.status_code == unknown.status_code == 404
        assert without_nonces(answer.get_data(as_text=True)) == without_nonces(unknown.get_data(as_text=True))


def test_a_number_typed_in_capitals_is_found(made: Made, client: FlaskClient) -> None:
    assert "genuine" in page(client, made.diploma.public_id.upper())


def test_the_form_leads_to_the_certificate(made: Made, client: FlaskClient) -> None:
    typed = f"localhost/verify/{made.diploma.public_id.upper()} "

    answer = client.get("/verify", query_string={"code": typed})

    assert (answer.status_code, answer.location) == (303, f"/verify/{made.diploma.public_id}")


def test_the_form_says_where_there_is_nothing(client: FlaskClient) -> None:
    assert client.get("/verify", query_string={"code": "what?"}).status_code == 404
    assert client.get("/verify").status_code == 200


def test_no_search_engine_keeps_the_page(made: Made, client: FlaskClient) -> None:
    answers = [client.get(f"/verify/{public_id}") for public_id in (made.diploma.public_id, "a" * 26)]

    assert [answer.headers["X-Robots-Tag"] for answer in answers] == ["noindex", "noindex"]


def test_trying_numbers_fast_is_stopped(client: FlaskClient) -> None:
    first = client.get("/verify/abc").status_code

    statuses = {client.get("/verify/abc").status_code for _ in range(70)}

    assert first == 404
    assert statuses == {404, 429}
