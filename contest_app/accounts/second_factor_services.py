"""Acts on the second factor: half a log-in after the password, the code that completes it, setting and resetting."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.accounts import queries, rules, services
from contest_app.accounts import second_factor as factor
from contest_app.accounts.models import HalfLogin, RecoveryCode, SecondFactor, User
from contest_app.roles import Role

#: How long the second step may take: time to find the phone, or to set an app up.
HALF_LOGIN_LASTS: Final = timedelta(minutes=15)


def open_half_login(session: Session, user: User, *, device_id: UUID, now: datetime) -> str:
    """Keep that the password was right on this device; return the token, which opens the second step alone."""
    session.execute(delete(HalfLogin).where(HalfLogin.expires_at <= now))
    token = rules.new_token()
    session.add(
        HalfLogin(
            user_id=user.id,
            token_hash=rules.token_hash(token),
            device_id=device_id,
            expires_at=now + HALF_LOGIN_LASTS,
        )
    )
    return token


def check_code(session: Session, user: User, typed: str, *, key: str, device_id: UUID, now: datetime) -> bool:
    """Say whether this is a code of the person's app or on the person's paper, and use it up.

    A wrong one is counted. Raises TooManyCodes, SecondFactorLocked.
    """
    held = queries.second_factor(session, user.id)
    target = f"second:{user.id}"
    factor.check_tries(queries.failures(session, device_id, target, now))
    if held is None:
        return False
    is_right = (
        _use_recovery_code(session, held, typed, key, user, now)
        if factor.is_recovery_code(typed)
        else _use_step(held, typed, key, now)
    )
    held.failures = 0 if is_right else held.failures + 1
    if not is_right:
        services.fail(session, device_id, target, now=now)
        audit.record(session, user, "second_factor.wrong_code", user, at=now, in_a_row=held.failures)
    return is_right


def set_up(session: Session, user: User, typed: str, *, salt: str, key: str, now: datetime) -> list[str]:
    """Begin to ask for codes of the app whose code was typed; return the recovery codes, to be shown once.

    Every device is signed out. Raises WrongSecondCode where the code is not of that app.
    """
    step = factor.first_step(factor.app_secret(key, user.id, salt), typed, now=now)
    session.merge(SecondFactor(user_id=user.id, salt=salt, last_step=step, failures=0, set_at=now))
    services.end_logins(session, user.id, now=now)
    audit.record(session, user, "second_factor.set", user, at=now)
    return renew_recovery_codes(session, user, key=key, now=now)


def renew_recovery_codes(session: Session, user: User, *, key: str, now: datetime) -> list[str]:
    """Make new recovery codes, to be shown once; those on the old paper open nothing."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    codes = factor.new_recovery_codes()
    session.add_all(
        RecoveryCode(user_id=user.id, code_hash=factor.recovery_hash(key, user.id, code)) for code in codes
    )
    audit.record(session, user, "recovery_codes.made", user, at=now)
    return codes


def turn_off(session: Session, user: User, *, needed_for: frozenset[Role], now: datetime) -> None:
    """Stop asking for codes.

    Raises SecondFactorNeeded where a role of the person asks for them.
    """
    if user.roles & needed_for:
        raise factor.SecondFactorNeeded
    _forget(session, user)
    audit.record(session, user, "second_factor.turned_off", user, at=now)


def reset(session: Session, user: User, *, actor: User | None, now: datetime) -> None:
    """Take the second factor of somebody who lost it away and sign the person out everywhere.

    ``actor`` is None for the one who has the command line.
    """
    _forget(session, user)
    services.end_logins(session, user.id, now=now)
    audit.record(session, actor, "second_factor.reset", user, at=now)


def _use_step(held: SecondFactor, typed: str, key: str, now: datetime) -> bool:
    factor.check_unlocked(held.failures)
    secret = factor.app_secret(key, held.user_id, held.salt)
    step = factor.accepted_step(secret, typed, last_step=held.last_step, now=now)
    held.last_step = held.last_step if step is None else step
    return step is not None


def _use_recovery_code(session: Session, held: SecondFactor, typed: str, key: str, user: User, now: datetime) -> bool:
    used = session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.user_id == held.user_id,
            RecoveryCode.code_hash == factor.recovery_hash(key, held.user_id, typed),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
        .returning(RecoveryCode.id)
    ).all()
    if used:
        audit.record(session, user, "recovery_code.used", user, at=now)
    return bool(used)


def _forget(session: Session, user: User) -> None:
    session.execute(delete(SecondFactor).where(SecondFactor.user_id == user.id))
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
