"""Reads about people: one a function, each with what it loads."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from contest_app.accounts.models import (
    CodeFailure,
    Consent,
    District,
    Guardianship,
    HalfLogin,
    LoginSession,
    RecoveryCode,
    School,
    SchoolCarer,
    SchoolClass,
    SecondFactor,
    Student,
    User,
)
from contest_app.accounts.rules import FAILURE_WINDOW, Failures, Purpose
from contest_app.languages import search_key


def live_login(session: Session, token_hash: str, now: datetime) -> LoginSession | None:
    """Return the log-in of a token with its person, roles and place, unless it has ended."""
    return session.scalar(
        select(LoginSession)
        .join(LoginSession.user)
        .where(
            LoginSession.token_hash == token_hash,
            LoginSession.ended_at.is_(None),
            LoginSession.expires_at > now,
            User.disabled_at.is_(None),
        )
        .options(
            joinedload(LoginSession.user).options(
                selectinload(User.grants),
                joinedload(User.student).joinedload(Student.school_class),
                joinedload(User.school),
            )
        )
    )


def live_half_login(session: Session, token_hash: str, device_id: UUID, now: datetime) -> HalfLogin | None:
    """Return the half log-in of a token on this device with what a page shows of its person, unless it is over."""
    return session.scalar(
        select(HalfLogin)
        .join(HalfLogin.user)
        .where(
            HalfLogin.token_hash == token_hash,
            HalfLogin.device_id == device_id,
            HalfLogin.expires_at > now,
            User.disabled_at.is_(None),
        )
        .options(contains_eager(HalfLogin.user).options(selectinload(User.grants), joinedload(User.student)))
    )


def second_factor(session: Session, user_id: UUID) -> SecondFactor | None:
    """Return a person's second factor, held so that two tries take turns; None where none is set."""
    return session.scalar(select(SecondFactor).where(SecondFactor.user_id == user_id).with_for_update())


def has_second_factor(session: Session, user_id: UUID) -> bool:
    """Say whether a person has set a second factor."""
    return session.scalar(select(SecondFactor.user_id).where(SecondFactor.user_id == user_id)) is not None


def with_second_factor(session: Session, user_ids: list[UUID]) -> set[UUID]:
    """Return those of the people who have set a second factor."""
    return set(session.scalars(select(SecondFactor.user_id).where(SecondFactor.user_id.in_(user_ids))))


def recovery_codes_left(session: Session, user_id: UUID) -> int:
    """Return how many recovery codes a person has not used."""
    unused = (RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))
    return session.scalar(select(func.count()).select_from(RecoveryCode).where(*unused)) or 0


def user_by_login(session: Session, login_key: str) -> User | None:
    """Return the person with this log-in name."""
    return session.scalar(select(User).where(User.login_key == login_key).options(selectinload(User.grants)))


def staff(session: Session, user_id: UUID) -> User | None:
    """Return a person who signs in with a password, with roles."""
    return session.scalar(
        select(User).where(User.id == user_id, User.login_key.is_not(None)).options(selectinload(User.grants))
    )


def failures(session: Session, device_id: UUID, target: str, now: datetime) -> Failures:
    """Return how often guessing failed within the window, on this device and at this target."""
    since = now - FAILURE_WINDOW

    def count(where: ColumnElement[bool]) -> int:
        return session.scalar(select(func.count()).select_from(CodeFailure).where(CodeFailure.at > since, where)) or 0

    return Failures(
        on_device=count(CodeFailure.device_id == device_id),
        on_target=count(CodeFailure.target == target) if target else 0,
    )


def student_by_code(session: Session, code_hash: str) -> Student | None:
    """Return the pupil whose slip has this code, with person and class."""
    return session.scalar(
        select(Student)
        .where(Student.code_hash == code_hash, Student.left_at.is_(None))
        .options(joinedload(Student.user).selectinload(User.grants), joinedload(Student.school_class))
    )


def class_by_code(session: Session, code: str) -> SchoolClass | None:
    """Return the class that a class code opens, with its roster, unless it is locked."""
    return session.scalar(
        select(SchoolClass)
        .where(SchoolClass.code == code, SchoolClass.locked_at.is_(None))
        .options(selectinload(SchoolClass.students).joinedload(Student.user), joinedload(SchoolClass.school))
    )


def classes_of(session: Session, teacher_id: UUID) -> list[tuple[SchoolClass, int]]:
    """Return a teacher's classes with the number of pupils in each, lower grades first."""
    size = (
        select(func.count())
        .where(Student.class_id == SchoolClass.id, Student.left_at.is_(None))
        .correlate(SchoolClass)
        .scalar_subquery()
    )
    rows = session.execute(
        select(SchoolClass, size)
        .where(SchoolClass.teacher_id == teacher_id)
        .order_by(SchoolClass.grade, SchoolClass.letter)
        .options(joinedload(SchoolClass.school))
    )
    return [(school_class, count) for school_class, count in rows]


def class_of(session: Session, teacher_id: UUID, class_id: UUID) -> SchoolClass | None:
    """Return a class if it is this teacher's, with its school."""
    return session.scalar(
        select(SchoolClass)
        .where(SchoolClass.id == class_id, SchoolClass.teacher_id == teacher_id)
        .options(joinedload(SchoolClass.school))
    )


def roster(session: Session, class_id: UUID) -> list[Student]:
    """Return the pupils of a class in the Kazakh alphabetical order of their names."""
    return list(
        session.scalars(
            select(Student)
            .join(Student.user)
            .where(Student.class_id == class_id, Student.left_at.is_(None))
            .order_by(User.sort_key)
            .options(joinedload(Student.user), joinedload(Student.school_class))
        )
    )


def student(session: Session, student_id: UUID) -> Student | None:
    """Return a pupil with person and class."""
    return session.scalar(
        select(Student)
        .where(Student.user_id == student_id)
        .options(joinedload(Student.user), joinedload(Student.school_class).joinedload(SchoolClass.school))
    )


def student_in(session: Session, class_id: UUID, student_id: UUID) -> Student | None:
    """Return a pupil who is on the roster of this class, with person and class."""
    return session.scalar(
        select(Student)
        .where(Student.user_id == student_id, Student.class_id == class_id, Student.left_at.is_(None))
        .options(joinedload(Student.user), joinedload(Student.school_class))
    )


def guardians(session: Session, student_id: UUID) -> list[User]:
    """Return the adults who answer for a pupil."""
    return list(
        session.scalars(
            select(User)
            .join(Guardianship, Guardianship.guardian_id == User.id)
            .where(Guardianship.student_id == student_id)
            .order_by(User.sort_key)
        )
    )


def ward(session: Session, guardian_id: UUID, student_id: UUID) -> Student | None:
    """Return a pupil if this guardian answers for the pupil."""
    return next((one for one in wards(session, guardian_id) if one.user_id == student_id), None)


def wards(session: Session, guardian_id: UUID) -> list[Student]:
    """Return the pupils for whom a guardian answers, with person and class."""
    return list(
        session.scalars(
            select(Student)
            .join(Guardianship, Guardianship.student_id == Student.user_id)
            .join(Student.user)
            .where(Guardianship.guardian_id == guardian_id)
            .order_by(User.sort_key)
            .options(joinedload(Student.user), joinedload(Student.school_class))
        )
    )


def consents(session: Session, student_ids: list[UUID]) -> dict[tuple[UUID, Purpose], Consent]:
    """Return the newest consent of each pupil for each purpose; absent where none was ever given."""
    rows = session.scalars(
        select(Consent).where(Consent.student_id.in_(student_ids)).order_by(Consent.at, Consent.id)
    )
    return {(row.student_id, Purpose(row.purpose)): row for row in rows}


def people(session: Session, words: str, limit: int = 100) -> list[User]:
    """Return the people of the staff whose name or log-in contains ``words``, in alphabetical order."""
    sought = f"%{search_key(words)}%"
    return list(
        session.scalars(
            select(User)
            .where(User.login_key.is_not(None), or_(User.search_key.like(sought), User.login_key.like(sought)))
            .order_by(User.sort_key)
            .limit(limit)
            .options(selectinload(User.grants), joinedload(User.school))
        )
    )


def school(session: Session, school_id: UUID) -> School | None:
    """Return a school with its district."""
    return session.get(School, school_id, options=[joinedload(School.district)])


def colleagues(session: Session, school_id: UUID) -> list[User]:
    """Return the staff of a school whose accounts are open, in alphabetical order, with their roles."""
    return list(
        session.scalars(
            select(User)
            .where(User.school_id == school_id, User.login_key.is_not(None), User.disabled_at.is_(None))
            .order_by(User.sort_key)
            .options(selectinload(User.grants))
        )
    )


def carers(session: Session) -> dict[UUID, User]:
    """Return by school the adult named for its pupils' well-being; one whose account is closed is nobody."""
    rows = session.scalars(
        select(SchoolCarer)
        .join(SchoolCarer.user)
        .where(User.disabled_at.is_(None))
        .options(contains_eager(SchoolCarer.user).selectinload(User.grants))
    )
    return {row.school_id: row.user for row in rows}


def is_carer(session: Session, user_id: UUID) -> bool:
    """Say whether a school names this person for its pupils' well-being."""
    return session.scalar(select(SchoolCarer.school_id).where(SchoolCarer.user_id == user_id).limit(1)) is not None


def districts(session: Session) -> list[District]:
    """Return the districts of the region, cities first."""
    return list(session.scalars(select(District).order_by(District.kind, District.key)))


def schools_in(session: Session, district_key: str) -> list[School]:
    """Return the schools of a district."""
    return list(session.scalars(select(School).where(School.district_key == district_key)))


def schools(session: Session) -> list[School]:
    """Return all schools with their districts."""
    return list(session.scalars(select(School).options(joinedload(School.district)).order_by(School.created_at)))
