"""Acts on people."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from factories import NOW, PASSWORD, SECRET, make_class, make_student, make_user
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contest_app.accounts import queries, rules, services
from contest_app.accounts.models import Consent, LoginSession, User
from contest_app.accounts.rules import LoginTaken, Purpose, TooManyFailures
from contest_app.audit import AuditRow
from contest_app.db import Database
from contest_app.roles import Role

DEVICE = uuid4()


def test_a_slip_signs_in_its_pupil_and_nobody_else(session: Session) -> None:
    school_class = make_class(session)
    mine, other = make_student(session, school_class), make_student(session, school_class)
    session.flush()
    code = rules.personal_code(SECRET, mine.user_id, mine.code_version)

    found = services.check_code(session, f" {code[:4].lower()}-{code[4:]} ", secret=SECRET, device_id=DEVICE, now=NOW)

    assert found is mine
    assert found is not other


def test_a_reissued_slip_replaces_the_old_one_and_signs_its_devices_out(session: Session) -> None:
    student = make_student(session, make_class(session))
    session.flush()
    old = rules.personal_code(SECRET, student.user_id, student.code_version)
    token = services.open_login(session, student.user, device_id=DEVICE, lasts=timedelta(days=9), now=NOW)

    services.reissue_slip(session, student, secret=SECRET, actor=student.user, now=NOW)
    session.flush()

    assert services.check_code(session, old, secret=SECRET, device_id=DEVICE, now=NOW) is None
    assert queries.live_login(session, rules.token_hash(token), NOW) is None
    new = rules.personal_code(SECRET, student.user_id, student.code_version)
    assert services.check_code(session, new, secret=SECRET, device_id=DEVICE, now=NOW) is student


def test_guessing_codes_stops_a_device_and_is_forgotten_after_the_window(session: Session) -> None:
    for _ in range(rules.FAILURES_BY_DEVICE):
        assert services.check_code(session, "WRONGONE", secret=SECRET, device_id=DEVICE, now=NOW) is None

    with pytest.raises(TooManyFailures):
        services.check_code(session, "WRONGONE", secret=SECRET, device_id=DEVICE, now=NOW)

    assert services.check_code(session, "WRONGONE", secret=SECRET, device_id=uuid4(), now=NOW) is None
    later = NOW + rules.FAILURE_WINDOW
    assert services.check_code(session, "WRONGONE", secret=SECRET, device_id=DEVICE, now=later) is None


def test_guessing_one_password_from_many_devices_stops_at_the_log_in_name(session: Session) -> None:
    user = make_user(session, Role.TEACHER)
    session.flush()
    assert user.login is not None
    for _ in range(rules.FAILURES_BY_TARGET):
        services.check_password(session, user.login, "not-the-password", device_id=uuid4(), now=NOW)

    with pytest.raises(TooManyFailures):
        services.check_password(session, user.login, PASSWORD, device_id=uuid4(), now=NOW)


@pytest.mark.parametrize("written", ["{login}", "  {login} ", "{LOGIN}"])
def test_a_password_signs_in_however_the_log_in_name_is_cased(session: Session, written: str) -> None:
    user = make_user(session, Role.TEACHER)
    session.flush()
    assert user.login is not None
    name = written.format(login=user.login, LOGIN=user.login.upper())

    assert services.check_password(session, name, PASSWORD, device_id=DEVICE, now=NOW) is user


def test_a_look_alike_log_in_name_is_taken(session: Session) -> None:
    services.new_user(
        session, display_name="A", roles=set(), language="en", login="Admin", password=PASSWORD, now=NOW
    )
    session.flush()

    with pytest.raises(LoginTaken):
        services.new_user(
            session, display_name="B", roles=set(), language="en", login="ａｄｍｉｎ", password=PASSWORD, now=NOW
        )


def test_a_disabled_account_is_signed_out_at_once_and_cannot_sign_in(session: Session) -> None:
    user, administrator = make_user(session, Role.JUDGE), make_user(session, Role.ADMINISTRATOR)
    session.flush()
    token = services.open_login(session, user, device_id=DEVICE, lasts=timedelta(hours=1), now=NOW)

    services.set_disabled(session, user, disabled=True, actor=administrator, now=NOW)
    session.flush()

    assert user.login is not None
    assert queries.live_login(session, rules.token_hash(token), NOW) is None
    assert services.check_password(session, user.login, PASSWORD, device_id=DEVICE, now=NOW) is None


def test_a_login_ends_when_its_time_is_over(session: Session) -> None:
    user = make_user(session, Role.JUDGE)
    session.flush()
    token = services.open_login(session, user, device_id=DEVICE, lasts=timedelta(hours=1), now=NOW)
    session.flush()

    assert queries.live_login(session, rules.token_hash(token), NOW + timedelta(minutes=59)) is not None
    assert queries.live_login(session, rules.token_hash(token), NOW + timedelta(hours=1)) is None


def test_the_newest_consent_counts_and_the_older_ones_stay_on_record(session: Session) -> None:
    student = make_student(session, make_class(session))
    guardian = make_user(session, Role.GUARDIAN)
    session.flush()
    for hour, is_given in enumerate([True, False]):
        services.record_consent(
            session,
            student,
            Purpose.PUBLICATION,
            is_given=is_given,
            way="page",
            actor=guardian,
            now=NOW + timedelta(hours=hour),
        )
    session.flush()

    newest = queries.consents(session, [student.user_id])[student.user_id, Purpose.PUBLICATION]

    assert newest.is_given is False
    assert session.scalar(select(func.count()).select_from(Consent)) == 2


def test_every_act_on_a_roster_leaves_an_audit_row(session: Session) -> None:
    school_class = make_class(session)
    student = make_student(session, school_class)
    teacher = session.get_one(User, school_class.teacher_id)
    services.set_class_lock(session, school_class, locked=True, actor=teacher, now=NOW)
    services.remove_student(session, student, actor=teacher, now=NOW)
    session.flush()

    acts = set(session.scalars(select(AuditRow.act).where(AuditRow.actor_id == teacher.id)))

    assert acts == {"class.opened", "student.added", "class.locked", "student.removed"}


def test_tokens_are_kept_as_hashes_only(database: Database) -> None:
    with database.transaction() as session:
        user = make_user(session, Role.JUDGE)
        session.flush()
        token = services.open_login(session, user, device_id=DEVICE, lasts=timedelta(hours=1), now=NOW)

    with database.reading() as session:
        kept = session.scalars(select(LoginSession.token_hash)).all()

    assert kept == [rules.token_hash(token)]
    assert token not in kept
