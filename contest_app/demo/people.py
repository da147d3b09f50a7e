"""The demo's school: staff, classes, pupils with nicknames, a guardian."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy.orm import Session

from contest_app.accounts import services
from contest_app.accounts.models import School, SchoolClass, Student, User
from contest_app.accounts.nicknames import Nicknames
from contest_app.accounts.rules import Purpose
from contest_app.roles import Role

PASSWORD: Final = "qiyal-demo-2026"  # noqa: S105 -- shown on the sign-in page of the demo


@dataclass(frozen=True, slots=True)
class People:
    """The demo's people by their keys in the files."""

    school: School
    staff: dict[str, User]
    classes: dict[str, SchoolClass]
    students: dict[str, Student]
    languages: dict[str, str]
    full_names: dict[str, str]

    def teacher_of(self, school_class: SchoolClass) -> User:
        """Return the teacher of a class."""
        return next(person for person in self.staff.values() if person.id == school_class.teacher_id)


def load(session: Session, data: dict[str, Any], nicknames: Path, *, secret: str, now: datetime) -> People:
    """Add the school with everybody in it."""
    school = _school(session, data["school"], now)
    staff = {person["key"]: _staff(session, person, school, now) for person in data["staff"]}
    session.flush()  # classes and the school's carer refer to people by key
    services.name_carer(session, school, staff["psychologist"], actor=staff["administrator"], now=now)
    classes = {row["key"]: _class(session, row, school, staff, now) for row in data["classes"]}
    session.flush()  # pupils refer to their classes by key
    rows = [(row, classes[each["key"]]) for each in data["classes"] for row in each["students"]]
    people = People(
        school=school,
        staff=staff,
        classes=classes,
        students={row["key"]: _student(session, row, where, staff, secret, now) for row, where in rows},
        languages={row["key"]: row["language"] for row, _ in rows},
        full_names={row["key"]: row["name"] for row, _ in rows},
    )
    session.flush()  # guardians and consents refer to pupils by key
    _join_all(session, people, Nicknames.read(nicknames), now)
    _link_guardians(session, data["staff"], people, now)
    return people


def _school(session: Session, data: dict[str, Any], now: datetime) -> School:
    school = School(
        district_key=data["district"], name=data["name"], kind=data["kind"], is_rural=data["rural"], created_at=now
    )
    session.add(school)
    session.flush()  # people refer to the school by key
    return school


def _staff(session: Session, data: dict[str, Any], school: School, now: datetime) -> User:
    return services.new_user(
        session,
        display_name=data["name"],
        roles={Role(role) for role in data["roles"]},
        language=data["languages"][0],
        login=data["login"],
        password=PASSWORD,
        school=school if data.get("school") else None,
        now=now,
    )


def _class(
    session: Session, data: dict[str, Any], school: School, staff: dict[str, User], now: datetime
) -> SchoolClass:
    return services.new_class(
        session,
        school_id=school.id,
        grade=data["grade"],
        letter=data["letter"],
        language=data["language"],
        actor=staff[data["teacher"]],
        now=now,
    )


def _student(
    session: Session,
    data: dict[str, Any],
    school_class: SchoolClass,
    staff: dict[str, User],
    secret: str,
    now: datetime,
) -> Student:
    teacher = next(person for person in staff.values() if person.id == school_class.teacher_id)
    student = services.add_student(session, school_class, data["display"], secret=secret, actor=teacher, now=now)
    student.school_class = school_class
    student.user.school = session.get_one(School, school_class.school_id)  # contests ask for its district
    return student


def _join_all(session: Session, people: People, nicknames: Nicknames, now: datetime) -> None:
    taken: set[str] = set()
    for key, student in people.students.items():
        language = people.languages[key]
        [nickname] = nicknames.suggest(language, 1, taken, seed=key)
        taken.add(nickname)
        services.choose_nickname(session, student, nickname, language, now=now)


def _link_guardians(session: Session, staff: list[dict[str, Any]], people: People, now: datetime) -> None:
    """Link guardians, and record consent on paper for two pupils of three: the others show as initials."""
    for person in staff:
        for key in person.get("guardian_of", []):
            student = people.students[key]
            teacher = people.teacher_of(student.school_class)
            services.link_guardian(session, student, person["login"], actor=teacher, now=now)
    for place, student in enumerate(people.students.values()):
        purposes = [Purpose.CONTEST, *([Purpose.PUBLICATION] if place % 3 else [])]
        for purpose in purposes:
            teacher = people.teacher_of(student.school_class)
            services.record_consent(session, student, purpose, is_given=True, way="paper", actor=teacher, now=now)
