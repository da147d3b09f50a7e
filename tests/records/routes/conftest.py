"""What the tests of pages share: a contest whose certificates are made."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import pytest
from factories import make_class, make_student, make_user
from records.records_factories import LATER, make_published
from sqlalchemy import select

from contest_app.accounts.models import User
from contest_app.config import Settings
from contest_app.contests.models import Contest
from contest_app.db import Database
from contest_app.jobs.runner import run_due
from contest_app.records import queries, services
from contest_app.records.models import Certificate
from contest_app.roles import Role


@dataclass(frozen=True, slots=True)
class Made:
    """A contest with two certificates, a winner's and a participant's, and people near to it and far from it."""

    contest: Contest
    organizer: User
    other_organizer: User
    administrator: User
    winner: User
    supervisor: User
    stranger: User
    other_teacher: User
    diploma: Certificate
    certificate: Certificate


@pytest.fixture
def made(database: Database, settings: Settings) -> Made:
    """Certificates that the real jobs have made."""
    with database.transaction() as session:
        found = make_published(session, "AAAA", "BBBB")
        roles = {
            "other_organizer": Role.ORGANIZER,
            "administrator": Role.ADMINISTRATOR,
            "supervisor": Role.TEACHER,
            "other_teacher": Role.TEACHER,
        }
        people = {name: make_user(session, role) for name, role in roles.items()}
        people["stranger"] = make_student(session, make_class(session), "Дана М.").user
        people["winner"] = session.get_one(User, found.entries["AAAA"].owner_id)
        session.flush()
        found.entries["AAAA"].supervisor_id = people["supervisor"].id
        services.request_certificates(session, found.contest, actor=found.organizer, now=LATER)
    run_due(database, settings, now=LATER)
    with database.reading() as session:
        diploma, certificate = queries.register(session, found.contest.id)
    return Made(contest=found.contest, organizer=found.organizer, diploma=diploma, certificate=certificate, **people)


def revoke(database: Database, certificate_id: UUID, organizer: User) -> None:
    """The organizer revokes a certificate."""
    with database.transaction() as session:
        certificate = session.scalars(select(Certificate).where(Certificate.id == certificate_id)).one()
        services.revoke_certificate(session, certificate, "Copied work", actor=organizer, now=LATER)
