"""Builders of the smallest valid rows; each adds to the session and flushes nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from contest_app.accounts import services
from contest_app.accounts.models import District, School, SchoolClass, Student, User
from contest_app.accounts.passwords import password_hash
from contest_app.roles import Role

NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
SECRET = "a-secret-of-the-tests-that-is-long-enough"
PASSWORD = "a-long-password"


def make_school(session: Session) -> School:
    """A school in a district of its own."""
    district = District(key=uuid4().hex, name={"kk": "Аудан", "ru": "Район", "en": "District"}, kind="district")
    school = School(
        district_key=district.key,
        name={"kk": "№ 1 мектеп", "ru": "Школа № 1", "en": "School 1"},
        kind="school",
        is_rural=False,
        created_at=NOW,
    )
    session.add_all([district, school])
    session.flush()  # the rows below refer to these without a relationship
    return school


@cache
def _hash() -> str:
    """The hash of ``PASSWORD``, computed once: it is slow on purpose."""
    return password_hash(PASSWORD)


def make_user(session: Session, *roles: Role, name: str = "Айгүл Сәрсенова", school: School | None = None) -> User:
    """A member of staff with a log-in name of one's own and the password ``PASSWORD``."""
    user = services.new_user(session, display_name=name, roles=set(roles), language="en", school=school, now=NOW)
    user.login = user.login_key = f"u{uuid4().hex[:12]}"
    user.password_hash = _hash()
    return user


def make_class(session: Session, teacher: User | None = None) -> SchoolClass:
    """A class of a teacher, in a school of its own."""
    school = make_school(session)
    teacher = teacher or make_user(session, Role.TEACHER, school=school)
    session.flush()  # the class refers to the teacher by key
    return services.new_class(
        session, school_id=school.id, grade=7, letter="А", language="kk", actor=teacher, now=NOW
    )


def make_student(session: Session, school_class: SchoolClass, name: str = "Әлия Қ.") -> Student:
    """A pupil on the roster of a class."""
    session.flush()  # the pupil refers to the class by key
    teacher = session.get_one(User, school_class.teacher_id)
    return services.add_student(session, school_class, name, secret=SECRET, actor=teacher, now=NOW)


def sign_in(app: Flask, user: User, language: str = "en") -> FlaskClient:
    """A browser in which ``user`` (already committed) is signed in."""
    with app.extensions["qiyal_database"].transaction() as session:
        token = services.open_login(session, user, device_id=uuid4(), lasts=timedelta(days=1), now=datetime.now(UTC))
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
        cookie["language"] = language
    return client


def csrf(client: FlaskClient, page: str = "/sign-in") -> dict[str, Any]:
    """The form field that every POST needs, read off a page that has it."""
    text = client.get(page).get_data(as_text=True)
    marker = 'name="csrf_token" value="'
    return {"csrf_token": text.partition(marker)[2].partition('"')[0]}
