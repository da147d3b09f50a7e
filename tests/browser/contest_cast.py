"""The people of the contest's flow, and how time goes on for it: forms know whole minutes, a test has seconds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from browser.live_site import Site
from factories import PASSWORD, make_school
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_app.accounts import services
from contest_app.accounts.models import Student, User
from contest_app.accounts.rules import Purpose
from contest_app.contests.models import Contest
from contest_app.judging.models import Round
from contest_app.roles import Role

JURORS: Final = ("juror-a", "juror-b", "juror-c")


class Cast(NamedTuple):
    """Those who act without signing in by the form."""

    pupil: UUID
    chair: UUID
    jurors: dict[str, UUID]


def arrange_people(site: Site) -> Cast:
    """Give the site an organizer, a jury with its chair, and a pupil whose guardian has signed on paper."""
    now = datetime.now(UTC)
    with site.database.transaction() as session:
        _person(session, "organizer", Role.ORGANIZER, now)
        chair = _person(session, "chair", Role.CHAIR, now)
        jurors = {login: _person(session, login, Role.JUDGE, now).id for login in JURORS}
        return Cast(_pupil(session, site.settings.secret, now).user_id, chair.id, jurors)


def close_entries(site: Site, contest_id: UUID) -> None:
    """Let the last moment for entries pass."""
    with site.database.transaction() as session:
        session.get_one(Contest, contest_id).closes_at = datetime.now(UTC) - timedelta(minutes=1)


def close_judging(site: Site, contest_id: UUID) -> None:
    """Let the last moment for marks pass."""
    past = datetime.now(UTC) - timedelta(seconds=1)
    with site.database.transaction() as session:
        session.get_one(Contest, contest_id).judging_closes_at = past
        session.scalars(select(Round).where(Round.contest_id == contest_id)).one().closes_at = past


def _person(session: Session, login: str, role: Role, now: datetime) -> User:
    return services.new_user(
        session,
        display_name=f"Досанова {login}",
        roles={role},
        language="kk",
        login=login,
        password=PASSWORD,
        school=None,
        now=now,
    )


def _pupil(session: Session, secret: str, now: datetime) -> Student:
    """Add a pupil with a nickname, in a class of a school, for whom both consents are on record."""
    school = make_school(session)
    teacher = _person(session, "teacher", Role.TEACHER, now)
    teacher.school_id = school.id
    session.flush()  # the class refers to the teacher by key
    school_class = services.new_class(
        session, school_id=school.id, grade=7, letter="А", language="kk", actor=teacher, now=now
    )
    session.flush()  # the pupil refers to the class by key
    student = services.add_student(session, school_class, "Әлия Ғ.", secret=secret, actor=teacher, now=now)
    session.flush()  # consents refer to the pupil by key
    services.choose_nickname(session, student, "Айлы Дала", "kk", now=now)
    for purpose in (Purpose.CONTEST, Purpose.PUBLICATION):
        services.record_consent(session, student, purpose, is_given=True, way="paper", actor=teacher, now=now)
    return student
