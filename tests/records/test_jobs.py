"""Making certificates by jobs, with the real typesetter and store."""

from __future__ import annotations

import hashlib

import pytest
from records.records_factories import LATER, Judged, make_published
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_app.config import Settings
from contest_app.db import Database
from contest_app.jobs.models import Job
from contest_app.jobs.runner import run_due
from contest_app.records import jobs, queries, services
from contest_app.records.models import Certificate
from contest_app.records.queries import Progress
from contest_app.records.rules import documents_folder
from contest_app.storage import stored_path


def request(session: Session, found: Judged) -> None:
    services.request_certificates(session, found.contest, actor=found.organizer, now=LATER)


def certificates(session: Session) -> list[Certificate]:
    return list(session.scalars(select(Certificate).order_by(Certificate.serial)))


def test_each_certificate_gets_a_pdf_that_lies_under_its_hash(database: Database, settings: Settings) -> None:
    with database.transaction() as session:
        found = make_published(session, "AAAA", "BBBB")
        request(session, found)

    run_due(database, settings, now=LATER)

    with database.reading() as session:
        made = certificates(session)
    for certificate in made:
        assert certificate.pdf_sha256 is not None
        pdf = stored_path(documents_folder(settings.uploads_dir), certificate.pdf_sha256).read_bytes()
        assert pdf.startswith(b"%PDF-1.7")
        assert hashlib.sha256(pdf).hexdigest() == certificate.pdf_sha256
    assert len({each.pdf_sha256 for each in made}) == 2


def test_asking_again_makes_no_second_certificate_and_no_other_file(database: Database, settings: Settings) -> None:
    with database.transaction() as session:
        found = make_published(session, "AAAA", "BBBB")
    told = []
    for _ in range(2):
        with database.transaction() as session:
            request(session, found)
        run_due(database, settings, now=LATER)
        with database.reading() as session:
            told.append([(each.public_id, each.pdf_sha256) for each in certificates(session)])

    assert told[0] == told[1]


def test_many_certificates_are_set_a_few_at_a_time(
    database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "BATCH", 2)
    with database.transaction() as session:
        found = make_published(session, "AAAA", "BBBB", "CCCC")
        request(session, found)

    run_due(database, settings, now=LATER)

    with database.reading() as session:
        assert queries.progress(session, found.contest.id) == Progress(issued=3, made=3, lacking=0)
        done = session.scalars(select(Job.name).where(Job.state == "done").order_by(Job.name)).all()
    assert done == [services.ISSUE, services.SET, services.SET]


def test_one_title_that_the_fonts_cannot_print_is_named_and_holds_up_no_other(
    database: Database, settings: Settings
) -> None:
    with database.transaction() as session:
        found = make_published(session, "AAAA", "BBBB")
        found.entries["AAAA"].title = "漢字 карта"
        request(session, found)

    run_due(database, settings, now=LATER)

    with database.reading() as session:
        (lacking,) = queries.lacking(session, found.contest.id)
        assert queries.progress(session, found.contest.id) == Progress(issued=2, made=1, lacking=1)
    assert (lacking.entry.blind_code, lacking.missing_letters, lacking.pdf_sha256) == ("AAAA", "漢 字", None)


def test_a_crash_between_the_file_and_its_row_loses_nothing_and_doubles_nothing(
    database: Database, settings: Settings
) -> None:
    with database.transaction() as session:
        found = make_published(session, "AAAA")
        request(session, found)
    run_due(database, settings, now=LATER)
    with database.transaction() as session:
        (certificate,) = certificates(session)
        before, certificate.pdf_sha256 = certificate.pdf_sha256, None
        services.ask_for_documents(session, found.contest.id, now=LATER)

    run_due(database, settings, now=LATER)

    with database.reading() as session:
        (certificate,) = certificates(session)
    assert certificate.pdf_sha256 == before
    assert len([path for path in documents_folder(settings.uploads_dir).rglob("*") if path.is_file()]) == 1
