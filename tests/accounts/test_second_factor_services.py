"""Acts on the second factor, on the real database."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pyotp
import pytest
from factories import NOW, SECRET, make_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_app.accounts import queries, rules, services
from contest_app.accounts import second_factor as factor
from contest_app.accounts import second_factor_services as acts
from contest_app.accounts.models import RecoveryCode, SecondFactor, User
from contest_app.audit import AuditRow
from contest_app.roles import Role

DEVICE = uuid4()
SALT = "a-salt"


def code_of(user: User, at: datetime = NOW) -> str:
    return pyotp.TOTP(factor.app_secret(SECRET, user.id, SALT)).at(at)


def protected(session: Session, *roles: Role) -> tuple[User, list[str]]:
    """A person who set an app up two minutes ago, and the recovery codes."""
    user = make_user(session, *(roles or (Role.ORGANIZER,)))
    session.flush()
    before = NOW - timedelta(minutes=2)
    codes = acts.set_up(session, user, code_of(user, before), salt=SALT, key=SECRET, now=before)
    session.flush()
    return user, codes


def try_code(session: Session, user: User, typed: str, now: datetime = NOW) -> bool:
    is_right = acts.check_code(session, user, typed, key=SECRET, device_id=DEVICE, now=now)
    session.flush()
    return is_right


def test_a_code_opens_once(session: Session) -> None:
    user, _ = protected(session)

    assert [try_code(session, user, code_of(user)) for _ in range(2)] == [True, False]
    assert try_code(session, user, code_of(user, NOW + timedelta(seconds=30)))


def test_a_recovery_code_opens_once_and_a_strangers_never(session: Session) -> None:
    user, codes = protected(session)
    _, others = protected(session)

    assert [try_code(session, user, typed) for typed in (codes[3].lower(), codes[3], others[3])] == [
        True,
        False,
        False,
    ]
    assert queries.recovery_codes_left(session, user.id) == 9


def test_new_recovery_codes_replace_the_old_ones(session: Session) -> None:
    user, old = protected(session)

    new = acts.renew_recovery_codes(session, user, key=SECRET, now=NOW)
    session.flush()

    assert (try_code(session, user, old[0]), try_code(session, user, new[0])) == (False, True)


def test_nothing_that_opens_stands_in_the_database(session: Session) -> None:
    user, codes = protected(session)
    kept = session.get_one(SecondFactor, user.id)
    hashes = session.scalars(select(RecoveryCode.code_hash)).all()

    rows = " ".join([kept.salt, *hashes])

    assert factor.app_secret(SECRET, user.id, SALT) not in rows
    assert [code for code in codes if code in rows] == []


def test_guessing_stops_for_a_while_even_for_the_right_code(session: Session) -> None:
    user, codes = protected(session)
    for _ in range(factor.TRIES_IN_WINDOW):
        try_code(session, user, "000000")

    for typed in (code_of(user), codes[0]):
        with pytest.raises(factor.TooManyCodes):
            try_code(session, user, typed)
    later = NOW + rules.FAILURE_WINDOW
    assert try_code(session, user, code_of(user, later), later)


def test_slow_guessing_locks_the_app_and_paper_opens_it_again(session: Session) -> None:
    user, codes = protected(session)
    for turn in range(factor.TRIES_IN_A_ROW):
        try_code(session, user, "000000", NOW + turn * rules.FAILURE_WINDOW)
    later = NOW + factor.TRIES_IN_A_ROW * rules.FAILURE_WINDOW

    with pytest.raises(factor.SecondFactorLocked):
        try_code(session, user, code_of(user, later), later)

    assert try_code(session, user, codes[0], later)
    assert try_code(session, user, code_of(user, later), later)


def test_setting_up_and_resetting_sign_out_everywhere(session: Session) -> None:
    user, administrator = make_user(session, Role.JUDGE), make_user(session, Role.ADMINISTRATOR)
    session.flush()

    def live(token: str) -> bool:
        session.flush()
        return queries.live_login(session, rules.token_hash(token), NOW) is not None

    first = services.open_login(session, user, device_id=DEVICE, lasts=timedelta(hours=1), now=NOW)
    assert live(first)
    acts.set_up(session, user, code_of(user), salt=SALT, key=SECRET, now=NOW)
    assert not live(first)
    second = services.open_login(session, user, device_id=DEVICE, lasts=timedelta(hours=1), now=NOW)
    half = acts.open_half_login(session, user, device_id=DEVICE, now=NOW)
    acts.reset(session, user, actor=administrator, now=NOW)
    assert not live(second)
    assert queries.live_half_login(session, rules.token_hash(half), DEVICE, NOW) is None
    assert not queries.has_second_factor(session, user.id)
    audited = session.execute(select(AuditRow.act, AuditRow.actor_id).where(AuditRow.subject_id == user.id)).all()
    assert ("second_factor.reset", administrator.id) in {(act, actor) for act, actor in audited}


@pytest.mark.parametrize("role", [Role.ORGANIZER, Role.TEACHER])
def test_only_who_does_not_need_it_turns_it_off(session: Session, role: Role) -> None:
    user, _ = protected(session, role)
    needed = frozenset({Role.ORGANIZER})

    if role is Role.ORGANIZER:
        with pytest.raises(factor.SecondFactorNeeded):
            acts.turn_off(session, user, needed_for=needed, now=NOW)
    else:
        acts.turn_off(session, user, needed_for=needed, now=NOW)

    assert queries.has_second_factor(session, user.id) is (role is Role.ORGANIZER)


def test_half_a_log_in_is_over_in_time_and_on_another_device(session: Session) -> None:
    user, _ = protected(session)
    token = rules.token_hash(acts.open_half_login(session, user, device_id=DEVICE, now=NOW))
    session.flush()
    end = NOW + acts.HALF_LOGIN_LASTS

    assert queries.live_half_login(session, token, DEVICE, end - timedelta(seconds=1)) is not None
    assert queries.live_half_login(session, token, DEVICE, end) is None
    assert queries.live_half_login(session, token, uuid4(), NOW) is None
    assert queries.live_login(session, token, NOW) is None
