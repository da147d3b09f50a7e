"""Reads about certificates and the audit: one a function, each with what it loads."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from contest_app.accounts import queries as account_queries
from contest_app.accounts.models import User
from contest_app.accounts.rules import Purpose
from contest_app.audit import AuditRow
from contest_app.contests.models import Contest, Entry, EntryAuthor
from contest_app.db import Base
from contest_app.jobs.queries import has_live_job
from contest_app.judging.models import Assignment, ConflictOfInterest, ResultSheet, Round
from contest_app.records.models import Certificate


class Progress(NamedTuple):
    """How far the certificates of a contest have come: all that stand, those with a PDF, those that can have none."""

    issued: int
    made: int
    lacking: int


class Issued(NamedTuple):
    """That an author has, or had, a certificate of an award for an entry."""

    entry_id: UUID
    recipient_id: UUID
    award: str


class AuditLine(NamedTuple):
    """An act with the name of who acted (None for the machine, and for people who are gone)."""

    row: AuditRow
    actor: str | None


def contest(session: Session, contest_id: UUID) -> Contest | None:
    """Return a contest with its organizer."""
    return session.scalar(select(Contest).where(Contest.id == contest_id).options(joinedload(Contest.organizer)))


def contests(session: Session) -> list[Contest]:
    """Return all contests with their organizers, the newest first."""
    query = select(Contest).order_by(Contest.opens_at.desc(), Contest.id).options(joinedload(Contest.organizer))
    return list(session.scalars(query))


def entries(session: Session, contest_id: UUID) -> dict[UUID, Entry]:
    """Return the entries of a contest that take part, with nomination, age group, authors and supervisor."""
    rows = session.scalars(
        select(Entry)
        .where(Entry.contest_id == contest_id, Entry.submitted_at.is_not(None), Entry.withdrawn_at.is_(None))
        .options(
            joinedload(Entry.nomination),
            joinedload(Entry.age_group),
            joinedload(Entry.supervisor),
            selectinload(Entry.authors),
        )
    )
    return {row.id: row for row in rows}


def settled(session: Session, contest_id: UUID) -> set[Issued]:
    """Return for which awards no certificate is to be issued: it stands, or a person has revoked it."""
    rows = session.execute(
        select(Certificate.entry_id, Certificate.recipient_id, Certificate.award).where(
            Certificate.contest_id == contest_id,
            or_(Certificate.revoked_at.is_(None), Certificate.revoked_by_id.is_not(None)),
        )
    )
    return {Issued(*row) for row in rows}


def last_serial(session: Session, contest_id: UUID) -> int:
    """Return the highest serial of a contest's certificates, 0 where there is none."""
    return session.scalar(select(func.max(Certificate.serial)).where(Certificate.contest_id == contest_id)) or 0


def standing(session: Session, contest_id: UUID) -> list[Certificate]:
    """Return the certificates of a contest that are not revoked, by serial."""
    query = select(Certificate).where(Certificate.contest_id == contest_id, Certificate.revoked_at.is_(None))
    return list(session.scalars(query.order_by(Certificate.serial)))


def without_document(session: Session, contest_id: UUID, limit: int) -> list[Certificate]:
    """Return certificates whose PDF is still to be set, by serial."""
    query = select(Certificate).where(Certificate.contest_id == contest_id, _is_waiting())
    return list(session.scalars(query.order_by(Certificate.serial).limit(limit)))


def with_keys(session: Session, keys: list[UUID]) -> list[Certificate]:
    """Return the certificates with these keys."""
    return list(session.scalars(select(Certificate).where(Certificate.id.in_(keys))))


def progress(session: Session, contest_id: UUID) -> Progress:
    """Return how far the certificates of a contest have come; revoked ones do not count."""
    return progress_of(session, [contest_id]).get(contest_id, Progress(0, 0, 0))


def progress_of(session: Session, contest_ids: list[UUID]) -> dict[UUID, Progress]:
    """Return how far the certificates of contests have come; a contest without any is absent."""
    counts = func.count(), func.count(Certificate.pdf_sha256), func.count(Certificate.missing_letters)
    rows = session.execute(
        select(Certificate.contest_id, *counts)
        .where(Certificate.contest_id.in_(contest_ids), Certificate.revoked_at.is_(None))
        .group_by(Certificate.contest_id)
    )
    return {contest_id: Progress(*numbers) for contest_id, *numbers in rows}


def is_any_queued(session: Session, keys: list[str]) -> bool:
    """Say whether work under one of these keys waits or runs."""
    return any(has_live_job(session, key) for key in keys)


def may_be_named(session: Session, person_id: UUID) -> bool:
    """Say whether consent is given to publish the full name of a pupil."""
    consent = account_queries.consents(session, [person_id]).get((person_id, Purpose.PUBLICATION))
    return consent is not None and consent.is_given


def register(session: Session, contest_id: UUID, *, offset: int = 0, limit: int | None = None) -> list[Certificate]:
    """Return the certificates of a contest, revoked ones too, by serial; each with its entry."""
    query = select(Certificate).where(Certificate.contest_id == contest_id).order_by(Certificate.serial)
    return list(session.scalars(query.offset(offset).limit(limit).options(joinedload(Certificate.entry))))


def register_size(session: Session, contest_id: UUID) -> int:
    """Return how many certificates a contest has, revoked ones too."""
    return session.scalar(select(func.count()).where(Certificate.contest_id == contest_id)) or 0


def lacking(session: Session, contest_id: UUID) -> list[Certificate]:
    """Return the standing certificates that the fonts cannot print, each with its entry."""
    query = select(Certificate).where(
        Certificate.contest_id == contest_id,
        Certificate.revoked_at.is_(None),
        Certificate.missing_letters.is_not(None),
    )
    return list(session.scalars(query.order_by(Certificate.serial).options(joinedload(Certificate.entry))))


def certificates_of(session: Session, person_id: UUID) -> list[Certificate]:
    """Return the certificates that a person may keep, as author, owner or supervisor of the entry, newest first."""
    query = _with_entry().where(_is_close_to(person_id))
    return list(session.scalars(query.order_by(Certificate.issued_at.desc(), Certificate.serial)))


def certificate_of(session: Session, person_id: UUID, certificate_id: UUID) -> Certificate | None:
    """Return a certificate that stands, if the person is an author, the owner or the supervisor of the entry."""
    return session.scalar(
        _with_entry().where(
            Certificate.id == certificate_id, Certificate.revoked_at.is_(None), _is_close_to(person_id)
        )
    )


def organizer_certificate(session: Session, organizer_id: UUID, certificate_id: UUID) -> Certificate | None:
    """Return a certificate, revoked or not, if the contest is this organizer's."""
    return session.scalar(
        _with_entry()
        .join(Contest, Contest.id == Certificate.contest_id)
        .where(Certificate.id == certificate_id, Contest.organizer_id == organizer_id)
    )


def certificate_by_public_id(session: Session, public_id: str) -> Certificate | None:
    """Return the certificate that an address of the public check names."""
    return session.scalar(select(Certificate).where(Certificate.public_id == public_id))


def audit_of_contest(session: Session, contest_id: UUID) -> list[AuditLine]:
    """Return every act on a contest and on what belongs to it, in the order of time."""
    of_contest = and_(AuditRow.subject_table == Contest.__tablename__, AuditRow.subject_id == contest_id)
    rows = session.execute(
        select(AuditRow, User.display_name)
        .outerjoin(User, User.id == AuditRow.actor_id)
        .where(or_(of_contest, *(_acts_on(model, keys) for model, keys in _parts(contest_id))))
        .order_by(AuditRow.at, AuditRow.id)
    )
    return [AuditLine(row, actor) for row, actor in rows]


def blind_codes(session: Session, contest_id: UUID) -> dict[UUID, str]:
    """Return the blind code of each submitted entry of a contest, and of each assignment of one."""
    coded = Entry.contest_id == contest_id, Entry.blind_code.is_not(None)
    of_entries = session.execute(select(Entry.id, Entry.blind_code).where(*coded))
    of_assignments = session.execute(
        select(Assignment.id, Entry.blind_code).join(Entry, Entry.id == Assignment.entry_id).where(*coded)
    )
    return {key: code or "" for rows in (of_entries, of_assignments) for key, code in rows}


def _parts(contest_id: UUID) -> list[tuple[type[Base], Select[UUID]]]:
    """Return the tables whose rows belong to a contest, each with the keys of those rows."""
    rounds = select(Round.id).where(Round.contest_id == contest_id)
    all_entries = select(Entry.id).where(Entry.contest_id == contest_id)
    return [
        (Entry, all_entries),
        (Round, rounds),
        (Assignment, select(Assignment.id).where(Assignment.round_id.in_(rounds))),
        (ResultSheet, select(ResultSheet.id).where(ResultSheet.round_id.in_(rounds))),
        (ConflictOfInterest, select(ConflictOfInterest.id).where(ConflictOfInterest.entry_id.in_(all_entries))),
        (Certificate, select(Certificate.id).where(Certificate.contest_id == contest_id)),
    ]


def _acts_on(model: type[Base], keys: Select[UUID]) -> ColumnElement[bool]:
    return and_(AuditRow.subject_table == model.__tablename__, AuditRow.subject_id.in_(keys))


def _is_waiting() -> ColumnElement[bool]:
    return and_(
        Certificate.revoked_at.is_(None), Certificate.pdf_sha256.is_(None), Certificate.missing_letters.is_(None)
    )


def _with_entry() -> Select[Certificate]:
    return select(Certificate).join(Certificate.entry).options(joinedload(Certificate.entry))


def _is_close_to(person_id: UUID) -> ColumnElement[bool]:
    is_author = exists().where(EntryAuthor.entry_id == Entry.id, EntryAuthor.user_id == person_id)
    return or_(
        Certificate.recipient_id == person_id,
        Entry.owner_id == person_id,
        Entry.supervisor_id == person_id,
        is_author,
    )
