"""The organizer's pages of certificates."""

from __future__ import annotations

from uuid import uuid4

import pytest
from conftest import SignedIn
from factories import csrf
from records.records_factories import make_judged, make_published
from records.routes.conftest import Made
from sqlalchemy import select

from contest_app.accounts.models import User
from contest_app.config import Settings
from contest_app.db import Database
from contest_app.jobs.models import Job
from contest_app.jobs.runner import run_due
from contest_app.records.models import Certificate


def state_of(database: Database, certificate: Certificate) -> tuple[bool, str | None]:
    with database.reading() as session:
        row = session.get_one(Certificate, certificate.id)
    return row.revoked_at is not None, row.revocation_reason


def test_the_organizer_sees_every_certificate_with_its_state(made: Made, signed_in: SignedIn) -> None:
    page = signed_in(made.organizer).get(f"/organize/contests/{made.contest.id}/certificates").get_data(as_text=True)

    for certificate in (made.diploma, made.certificate):
        assert page.count(f'<span class="certificate-number">{certificate.number}</span>') == 1
    assert page.count("PDF is ready") == 2


def test_the_button_asks_for_certificates_and_the_page_tells_that_they_are_made(
    database: Database, settings: Settings, signed_in: SignedIn
) -> None:
    with database.transaction() as session:
        found = make_published(session, "AAAA")
    client = signed_in(found.organizer)
    address = f"/organize/contests/{found.contest.id}/certificates"

    answer = client.post(address, data=csrf(client, address))

    assert (answer.status_code, answer.location) == (303, address)
    assert "Certificates are being made" in client.get(address).get_data(as_text=True)
    run_due(database, settings)
    page = client.get(address).get_data(as_text=True)
    assert "Certificates are being made" not in page
    assert page.count("PDF is ready") == 1


def test_before_publication_there_is_no_button_and_asking_is_refused(database: Database, signed_in: SignedIn) -> None:
    with database.transaction() as session:
        found = make_judged(session, "AAAA")
    client = signed_in(found.organizer)
    address = f"/organize/contests/{found.contest.id}/certificates"

    page = client.get(address).get_data(as_text=True)
    answer = client.post(address, data=csrf(client, address))

    assert "The results are not published yet" in page
    assert "Issue to every author" not in page
    assert answer.status_code == 422
    with database.reading() as session:
        assert session.scalars(select(Job)).all() == []


def test_a_title_that_cannot_be_printed_is_named_to_the_organizer(
    made: Made, signed_in: SignedIn, database: Database
) -> None:
    with database.transaction() as session:
        certificate = session.merge(made.certificate)
        certificate.pdf_sha256, certificate.missing_letters = None, "漢 字"

    page = signed_in(made.organizer).get(f"/organize/contests/{made.contest.id}/certificates").get_data(as_text=True)

    assert f"№ {made.certificate.number}, entry BBBB: the font has no 漢 字" in page


def test_the_list_tells_how_many_are_issued(made: Made, signed_in: SignedIn) -> None:
    pages = [
        signed_in(organizer).get("/organize/certificates").get_data(as_text=True)
        for organizer in (made.organizer, made.other_organizer)
    ]

    assert "Bridge of ideas" in pages[0]
    assert '<td data-label="Issued" class="table__number"><span>2</span></td>' in pages[0]
    assert "Bridge of ideas" not in pages[1]


def test_the_organizer_gets_each_pdf(made: Made, signed_in: SignedIn) -> None:
    answer = signed_in(made.organizer).get(f"/organize/certificates/{made.certificate.id}.pdf", buffered=True)

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.data.startswith(b"%PDF")


def test_revoking_takes_a_reason_and_says_it_is_done(made: Made, signed_in: SignedIn, database: Database) -> None:
    client = signed_in(made.organizer)
    address = f"/organize/certificates/{made.diploma.id}/revoke"

    answer = client.post(address, data=csrf(client, address) | {"reason": "Copied work"}, follow_redirects=True)

    assert f"Certificate {made.diploma.number} is revoked." in answer.get_data(as_text=True)
    assert state_of(database, made.diploma) == (True, "Copied work")
    assert state_of(database, made.certificate) == (False, None)


@pytest.mark.parametrize("reason", ["", "x" * 501])
def test_a_bad_reason_is_told_with_the_form(made: Made, signed_in: SignedIn, database: Database, reason: str) -> None:
    client = signed_in(made.organizer)
    address = f"/organize/certificates/{made.diploma.id}/revoke"

    answer = client.post(address, data=csrf(client, address) | {"reason": reason})

    assert answer.status_code == 422
    assert f"{reason}</textarea>" in answer.get_data(as_text=True)
    assert state_of(database, made.diploma) == (False, None)


def test_revoking_without_the_token_of_the_form_does_nothing(
    made: Made, signed_in: SignedIn, database: Database
) -> None:
    answer = signed_in(made.organizer).post(
        f"/organize/certificates/{made.diploma.id}/revoke", data={"reason": "Forged"}
    )

    assert answer.status_code == 400
    assert state_of(database, made.diploma) == (False, None)


@pytest.mark.parametrize(
    ("person", "status"), [("other_organizer", 404), ("winner", 403), ("supervisor", 403), ("administrator", 403)]
)
def test_other_people_get_nowhere(
    made: Made, signed_in: SignedIn, database: Database, person: str, status: int
) -> None:
    who: User = getattr(made, person)
    client = signed_in(who)
    contest, certificate = made.contest.id, made.diploma.id

    statuses = {
        address: client.get(address).status_code
        for address in (
            f"/organize/contests/{contest}/certificates",
            f"/organize/contests/{contest}/certificates.csv",
            f"/organize/certificates/{certificate}.pdf",
            f"/organize/certificates/{certificate}/revoke",
        )
    }
    token = csrf(client, "/contests")
    posted = [
        client.post(f"/organize/contests/{contest}/certificates", data=token).status_code,
        client.post(f"/organize/certificates/{certificate}/revoke", data=token | {"reason": "no"}).status_code,
    ]

    assert set(statuses.values()) == {status}
    assert posted == [status, status]
    assert state_of(database, made.diploma) == (False, None)


def test_an_unknown_contest_is_not_found(made: Made, signed_in: SignedIn) -> None:
    assert signed_in(made.organizer).get(f"/organize/contests/{uuid4()}/certificates").status_code == 404


def test_a_page_beyond_the_last_is_empty_and_no_error(made: Made, signed_in: SignedIn) -> None:
    client = signed_in(made.organizer)

    for page in ("2", "0", "-1", "x"):
        assert client.get(f"/organize/contests/{made.contest.id}/certificates?page={page}").status_code == 200
