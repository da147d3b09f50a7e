"""Reads about contests and entries: one a function, each with what it loads."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from contest_app.accounts.models import SchoolClass, Student, User
from contest_app.contests.models import Attachment, Contest, Entry, EntryAuthor, Stage
from contest_app.contests.rules import Verdict


class EntryCount(NamedTuple):
    """How many entries there are in one nomination and age group."""

    nomination_id: UUID
    age_group_id: UUID
    submitted: int
    drafts: int


def contest(session: Session, contest_id: UUID) -> Contest | None:
    """Return a contest with its nominations and age groups."""
    return session.scalar(_whole_contest().where(Contest.id == contest_id))


def opened_contest(session: Session, contest_id: UUID, now: datetime) -> Contest | None:
    """Return a contest that everybody may see: one that has opened."""
    return session.scalar(_whole_contest().where(Contest.id == contest_id, Contest.opens_at <= now))


def opened_contests(session: Session, now: datetime) -> list[Contest]:
    """Return the contests that everybody may see, the newest first."""
    return list(session.scalars(select(Contest).where(Contest.opens_at <= now).order_by(Contest.opens_at.desc())))


def organizer_contest(session: Session, organizer_id: UUID, contest_id: UUID) -> Contest | None:
    """Return a contest if it is this organizer's, with its nominations and age groups."""
    return session.scalar(_whole_contest().where(Contest.id == contest_id, Contest.organizer_id == organizer_id))


def organizer_contests(session: Session, organizer_id: UUID) -> list[tuple[Contest, int]]:
    """Return an organizer's contests with the number of submitted entries in each, the newest first."""
    received = (
        select(func.count())
        .where(Entry.contest_id == Contest.id, Entry.submitted_at.is_not(None), Entry.withdrawn_at.is_(None))
        .correlate(Contest)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Contest, received).where(Contest.organizer_id == organizer_id).order_by(Contest.opens_at.desc())
    )
    return [(contest, count) for contest, count in rows]


def stages(session: Session, contest_id: UUID) -> list[Stage]:
    """Return the stages of a contest in their order."""
    return list(session.scalars(select(Stage).where(Stage.contest_id == contest_id).order_by(Stage.position)))


def entry_counts(session: Session, contest_id: UUID) -> list[EntryCount]:
    """Return the numbers of entries of a contest by nomination and age group; withdrawn ones do not count."""
    rows = session.execute(
        select(
            Entry.nomination_id,
            Entry.age_group_id,
            func.sum(case((Entry.submitted_at.is_not(None), 1), else_=0)),
            func.sum(case((Entry.submitted_at.is_(None), 1), else_=0)),
        )
        .where(Entry.contest_id == contest_id, Entry.withdrawn_at.is_(None))
        .group_by(Entry.nomination_id, Entry.age_group_id)
    )
    return [EntryCount(nomination, group, submitted, drafts) for nomination, group, submitted, drafts in rows]


def submitted_entries(session: Session, contest_id: UUID) -> list[Entry]:
    """Return what a contest received, by blind code: submitted and not withdrawn.

    Loaded: nomination, age group, supervisor, files, and the authors with their persons (for their schools).
    """
    return list(session.scalars(_received(contest_id)))


def answers(session: Session, contest_id: UUID) -> list[dict[str, str]]:
    """Return what stands in the fields of the entries of a contest, drafts too; withdrawn ones count no more."""
    rows = session.execute(
        select(Entry.title, Entry.fields).where(Entry.contest_id == contest_id, Entry.withdrawn_at.is_(None))
    )
    return [{"title": title, **values} for title, values in rows]


def goes_to_jury() -> ColumnElement[bool]:
    """Say that an entry is the jury's to judge: submitted, not withdrawn, accepted where entries are checked."""
    checks = exists().where(Contest.id == Entry.contest_id, Contest.formal_check.is_(True)).correlate(Entry)
    is_accepted = or_(~checks, Entry.formal_state == Verdict.ACCEPTED.value)
    return and_(Entry.submitted_at.is_not(None), Entry.withdrawn_at.is_(None), is_accepted)


def jury_entries(session: Session, contest_id: UUID) -> list[Entry]:
    """Return the entries that the jury judges, loaded as `submitted_entries` are."""
    return list(session.scalars(_received(contest_id).where(goes_to_jury())))


def blind_codes(session: Session, contest_id: UUID) -> set[str]:
    """Return the blind codes given in a contest."""
    codes = session.scalars(select(Entry.blind_code).where(Entry.contest_id == contest_id))
    return {code for code in codes if code is not None}


def live_entry(session: Session, contest_id: UUID, nomination_id: UUID, owner_id: UUID) -> Entry | None:
    """Return the pupil's entry in a nomination, draft or submitted, unless withdrawn."""
    return session.scalar(
        select(Entry)
        .where(
            Entry.contest_id == contest_id,
            Entry.nomination_id == nomination_id,
            Entry.owner_id == owner_id,
            Entry.withdrawn_at.is_(None),
        )
        .order_by(Entry.number)
        .limit(1)
    )


def live_entries(session: Session, contest_id: UUID, owner_id: UUID) -> list[Entry]:
    """Return the pupil's entries in a contest, drafts or submitted, unless withdrawn; each with its nomination."""
    return list(
        session.scalars(
            select(Entry)
            .where(Entry.contest_id == contest_id, Entry.owner_id == owner_id, Entry.withdrawn_at.is_(None))
            .order_by(Entry.created_at, Entry.id)
            .options(joinedload(Entry.nomination))
        )
    )


def entries_of(session: Session, person_id: UUID) -> list[Entry]:
    """Return the entries in which a person takes part as owner, author or supervisor, the newest first."""
    return list(
        session.scalars(_whole_entry().where(_takes_part(person_id)).order_by(Entry.created_at.desc(), Entry.id))
    )


def entry_of(session: Session, person_id: UUID, entry_id: UUID) -> Entry | None:
    """Return an entry if the person takes part in it as owner, author or supervisor."""
    query = _whole_entry().options(selectinload(Entry.checks))
    return session.scalar(query.where(Entry.id == entry_id, _takes_part(person_id)))


def organizer_entry(session: Session, organizer_id: UUID, entry_id: UUID) -> Entry | None:
    """Return a submitted entry of a contest of this organizer."""
    return session.scalar(
        _whole_entry()
        .options(selectinload(Entry.checks))
        .join(Entry.contest)
        .where(Entry.id == entry_id, Entry.submitted_at.is_not(None), Contest.organizer_id == organizer_id)
    )


def attachment(session: Session, entry_id: UUID, attachment_id: UUID) -> Attachment | None:
    """Return a file of an entry; the caller has made sure that the entry may be seen."""
    return session.scalar(select(Attachment).where(Attachment.id == attachment_id, Attachment.entry_id == entry_id))


def is_stored(session: Session, sha256: str) -> bool:
    """Say whether a file of any entry has these bytes."""
    return bool(session.scalar(select(exists().where(Attachment.sha256 == sha256))))


def student(session: Session, student_id: UUID) -> Student | None:
    """Return a pupil with person, class and the teacher of the class."""
    return session.scalar(_placed_student().where(Student.user_id == student_id, Student.left_at.is_(None)))


def students_of_teacher(session: Session, teacher_id: UUID) -> list[Student]:
    """Return the pupils of all classes of a teacher, by class and name."""
    return list(
        session.scalars(
            _placed_student()
            .join(Student.school_class)
            .join(Student.user)
            .where(SchoolClass.teacher_id == teacher_id, Student.left_at.is_(None))
            .order_by(SchoolClass.grade, SchoolClass.letter, User.sort_key)
        )
    )


def _whole_contest() -> Select[Contest]:
    return select(Contest).options(selectinload(Contest.nominations), selectinload(Contest.age_groups))


def _whole_entry() -> Select[Entry]:
    return select(Entry).options(
        joinedload(Entry.contest).options(selectinload(Contest.nominations), selectinload(Contest.age_groups)),
        joinedload(Entry.nomination),
        joinedload(Entry.age_group),
        joinedload(Entry.supervisor),
        joinedload(Entry.owner),
        selectinload(Entry.attachments),
        selectinload(Entry.authors).joinedload(EntryAuthor.user),
    )


def _takes_part(person_id: UUID) -> ColumnElement[bool]:
    is_author = exists().where(EntryAuthor.entry_id == Entry.id, EntryAuthor.user_id == person_id)
    return or_(Entry.owner_id == person_id, Entry.supervisor_id == person_id, is_author)


def _placed_student() -> Select[Student]:
    return select(Student).options(
        joinedload(Student.user).joinedload(User.school),
        joinedload(Student.school_class).joinedload(SchoolClass.teacher),
    )


def _received(contest_id: UUID) -> Select[Entry]:
    return (
        select(Entry)
        .where(Entry.contest_id == contest_id, Entry.submitted_at.is_not(None), Entry.withdrawn_at.is_(None))
        .order_by(Entry.blind_code)
        .options(
            joinedload(Entry.nomination),
            joinedload(Entry.age_group),
            joinedload(Entry.supervisor),
            selectinload(Entry.attachments),
            selectinload(Entry.authors).joinedload(EntryAuthor.user).joinedload(User.school),
        )
    )
