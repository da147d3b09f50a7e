"""Whose certificates a person finds, and at how many statements."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from factories import make_class, make_student, make_user
from records.records_factories import LATER, issue, make_published
from sqlalchemy import event
from sqlalchemy.orm import Session

from contest_app.contests.models import EntryAuthor
from contest_app.records import queries, services
from contest_app.roles import Role


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    """The statements that the block runs."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    session.flush()
    session.expire_all()
    connection = session.connection()
    event.listen(connection, "before_cursor_execute", note)
    yield statements
    event.remove(connection, "before_cursor_execute", note)


def test_authors_owner_and_supervisor_find_a_certificate_and_nobody_else(session: Session) -> None:
    found = make_published(session, "AAAA", "BBBB")
    entry, school_class = found.entries["AAAA"], make_class(session)
    author, stranger = (make_student(session, school_class, name).user for name in ("Болат С.", "Дана М."))
    supervisor = make_user(session, Role.TEACHER)
    session.flush()
    session.add(EntryAuthor(entry_id=entry.id, position=2, user_id=author.id, full_name="Болат С."))
    entry.supervisor_id = supervisor.id
    session.flush()
    session.expire(entry)
    certificate = issue(session, found.contest)[0]

    def finds(person_id: object) -> bool:
        listed = {each.id for each in queries.certificates_of(session, person_id)}  # type: ignore[arg-type]
        one = queries.certificate_of(session, person_id, certificate.id)  # type: ignore[arg-type]
        assert (certificate.id in listed) == (one is not None)
        return one is not None

    near = [entry.owner_id, author.id, supervisor.id]
    far = [stranger.id, found.organizer.id, found.entries["BBBB"].owner_id]
    assert [finds(person_id) for person_id in near + far] == [True, True, True, False, False, False]


def test_a_revoked_certificate_is_listed_but_no_longer_handed_out(session: Session) -> None:
    found = make_published(session, "AAAA")
    (certificate,) = issue(session, found.contest)
    services.revoke_certificate(session, certificate, "Copied work", actor=found.organizer, now=LATER)
    session.flush()

    assert queries.certificates_of(session, certificate.recipient_id) == [certificate]
    assert queries.certificate_of(session, certificate.recipient_id, certificate.id) is None


@pytest.mark.parametrize("size", [1, 3])
def test_listing_and_issuing_run_as_many_statements_for_one_as_for_three(session: Session, size: int) -> None:
    found = make_published(session, *("AAAA", "BBBB", "CCCC")[:size])
    issue(session, found.contest)
    contest_id = found.contest.id

    with counted(session) as register:
        assert queries.register(session, contest_id)[0].entry.title == "Work AAAA"
    with counted(session) as planned:
        services.plan_certificates(session, contest_id, now=LATER)
    with counted(session) as audited:
        queries.audit_of_contest(session, contest_id)

    assert (len(register), len(planned), len(audited)) == (1, 7, 1)


def test_the_audit_of_a_contest_tells_its_acts_and_no_other_contest_s(session: Session) -> None:
    found, other = make_published(session, "AAAA"), make_published(session, "CCCC")
    issue(session, found.contest)
    issue(session, other.contest)

    lines = queries.audit_of_contest(session, found.contest.id)

    told = [(line.row.act, line.actor) for line in lines]
    for act in [
        ("round.prepared", "Сәуле Ахметова"),
        ("scoresheet.submitted", "Ерлан Қазы"),
        ("results.published", "Сәуле Ахметова"),
        ("certificates.issued", None),
    ]:
        assert told.count(act) == 1
    assert [line.row.at for line in lines] == sorted(line.row.at for line in lines)
