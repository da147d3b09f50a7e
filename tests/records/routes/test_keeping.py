"""Certificates for those who may keep them."""

from __future__ import annotations

import hashlib

import pytest
from conftest import SignedIn
from factories import make_class, make_student
from flask.testing import FlaskClient
from records.routes.conftest import Made, revoke

from contest_app.db import Database


@pytest.mark.parametrize("person", ["winner", "supervisor"])
def test_author_and_supervisor_see_and_get_the_diploma(made: Made, signed_in: SignedIn, person: str) -> None:
    client = signed_in(getattr(made, person))

    page = client.get("/my/certificates").get_data(as_text=True)
    answer = client.get(f"/my/certificates/{made.diploma.id}.pdf", buffered=True)

    assert made.diploma.number in page
    assert made.certificate.number not in page
    assert hashlib.sha256(answer.data).hexdigest() == made.diploma.pdf_sha256


def test_the_pdf_is_a_file_to_keep_that_runs_nothing(made: Made, signed_in: SignedIn) -> None:
    client = signed_in(made.winner)

    headers = client.get(f"/my/certificates/{made.diploma.id}.pdf", buffered=True).headers

    assert headers["Content-Disposition"] == f"attachment; filename=certificate-{made.diploma.number}.pdf"
    assert headers["Content-Type"] == "application/pdf"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("person", ["stranger", "other_teacher"])
def test_strangers_neither_see_nor_get_it(made: Made, signed_in: SignedIn, person: str) -> None:
    client = signed_in(getattr(made, person))

    page = client.get("/my/certificates").get_data(as_text=True)

    assert made.diploma.number not in page
    assert "No certificates yet" in page
    assert client.get(f"/my/certificates/{made.diploma.id}.pdf").status_code == 404


def test_an_organizer_has_no_pupils_page(made: Made, signed_in: SignedIn) -> None:
    assert signed_in(made.organizer).get("/my/certificates").status_code == 403


def test_who_is_not_signed_in_is_asked_to_sign_in(made: Made, client: FlaskClient) -> None:
    answer = client.get(f"/my/certificates/{made.diploma.id}.pdf")

    assert (answer.status_code, answer.location.partition("?")[0]) == (302, "/sign-in")


def test_a_revoked_diploma_is_shown_as_such_and_not_handed_out(
    made: Made, signed_in: SignedIn, database: Database
) -> None:
    revoke(database, made.diploma.id, made.organizer)
    client = signed_in(made.winner)

    page = client.get("/my/certificates").get_data(as_text=True)

    assert "revoked" in page
    assert "Download PDF" not in page
    assert client.get(f"/my/certificates/{made.diploma.id}.pdf").status_code == 404


def test_before_the_pdf_is_made_there_is_nothing_to_download(
    made: Made, signed_in: SignedIn, database: Database
) -> None:
    with database.transaction() as session:
        session.merge(made.diploma).pdf_sha256 = None
    client = signed_in(made.winner)

    assert "PDF is being made" in client.get("/my/certificates").get_data(as_text=True)
    assert client.get(f"/my/certificates/{made.diploma.id}.pdf").status_code == 404


def test_code_in_a_title_or_a_name_is_shown_as_text(made: Made, signed_in: SignedIn, database: Database) -> None:
    code = "<script>alert(1)</script>"
    with database.transaction() as session:
        diploma = session.merge(made.diploma)
        diploma.content = {**diploma.content, "work": code, "recipient": code}

    page = signed_in(made.winner).get("/my/certificates").get_data(as_text=True)

    assert code not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2


def test_a_pupil_who_entered_nothing_is_told_where_certificates_come_from(
    signed_in: SignedIn, database: Database
) -> None:
    with database.transaction() as session:
        pupil = make_student(session, make_class(session)).user

    page = signed_in(pupil, "kk").get("/my/certificates").get_data(as_text=True)

    assert "Әзірге дипломдар жоқ" in page
