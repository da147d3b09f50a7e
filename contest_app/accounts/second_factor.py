"""The second factor: codes of an app by time (RFC 6238), and recovery codes on paper. No database, no request."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from typing import Final
from uuid import UUID

import pyotp

from contest_app.accounts.rules import ALPHABET, Failures, typed_code
from contest_app.errors import Refusal, TooMany
from contest_app.languages import N_

ISSUER: Final = "Qiyal"
STEP_SECONDS: Final = 30
#: How many steps the clock of a phone may be ahead or behind.
DRIFT_STEPS: Final = 1
SECRET_BYTES: Final = 20
SALT_BYTES: Final = 16

RECOVERY_CODES: Final = 10
RECOVERY_LENGTH: Final = 10

#: Wrong codes within the window of ``rules.FAILURE_WINDOW`` after which nothing is looked at for a while.
TRIES_IN_WINDOW: Final = 8
#: Wrong codes in a row, however slowly, after which the app's codes are locked: guessing then gets in once in 13,000.
TRIES_IN_A_ROW: Final = 25


class WrongSecondCode(Refusal):
    """The code is wrong, was used before, or its time is over; which one is not said."""

    message = N_("This code does not fit. Wait for the app's next code and type it at once.")


class TooManyCodes(TooMany):
    """Too many wrong codes in a short time."""

    message = N_("That did not work several times in a row. Try again in ten minutes.")


class SecondFactorLocked(TooMany):
    """Too many wrong codes since a right one: the app's codes are no longer looked at."""

    message = N_(
        "Too many wrong codes were typed, so codes of the app are no longer taken. "
        "Use a recovery code, or ask the administrator to reset the second factor."
    )


class SecondFactorNeeded(Refusal):
    """The roles of the person ask for a second factor, so it cannot be turned off."""

    message = N_("Your duties here need a second factor. It can be moved to another phone, not turned off.")


def new_salt() -> str:
    """Return what makes a secret one's own: 128 random bits, of no use without the key."""
    return secrets.token_urlsafe(SALT_BYTES)


def app_secret(key: str, user_id: UUID, salt: str) -> str:
    """Return the secret shared with the person's app, in base32: 160 bits, derived, so that it need not be stored."""
    digest = hmac.digest(key.encode(), f"second:{user_id}:{salt}".encode(), hashlib.sha256)
    return base64.b32encode(digest[:SECRET_BYTES]).decode()


def app_address(secret: str, name: str) -> str:
    """Return what the QR code for the app says."""
    return pyotp.TOTP(secret, interval=STEP_SECONDS).provisioning_uri(name=name, issuer_name=ISSUER)


def shown_secret(secret: str) -> str:
    """Return a secret in fours, as it is typed by hand.

    >>> shown_secret("JBSWY3DPEHPK3PXP")
    'JBSW Y3DP EHPK 3PXP'
    """
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def step_at(now: datetime) -> int:
    """Return the number of the half minute that ``now`` lies in."""
    return int(now.timestamp()) // STEP_SECONDS


def accepted_step(secret: str, typed: str, *, last_step: int, now: datetime) -> int | None:
    """Return the step whose code was typed, or None where it fits no step that is still to be used.

    A step is not taken twice, nor one before the last that was: a code read over a shoulder is worth nothing.
    """
    digits = typed_code(typed).encode()
    app = pyotp.TOTP(secret, interval=STEP_SECONDS)
    present = step_at(now)
    steps = range(max(last_step + 1, present - DRIFT_STEPS), present + DRIFT_STEPS + 1)
    return next((step for step in steps if hmac.compare_digest(app.generate_otp(step).encode(), digits)), None)


def first_step(secret: str, typed: str, *, now: datetime) -> int:
    """Return the step of the first code of an app that is being set up.

    Raises WrongSecondCode.
    """
    step = accepted_step(secret, typed, last_step=0, now=now)
    if step is None:
        raise WrongSecondCode
    return step


def new_recovery_codes() -> list[str]:
    """Return fresh recovery codes; 29¹⁰ ≈ 4·10¹⁴ values each."""
    return ["".join(secrets.choice(ALPHABET) for _ in range(RECOVERY_LENGTH)) for _ in range(RECOVERY_CODES)]


def recovery_hash(key: str, user_id: UUID, typed: str) -> str:
    """Return the keyed hash by which a recovery code is found."""
    return hmac.new(key.encode(), f"recovery:{user_id}:{typed_code(typed)}".encode(), hashlib.sha256).hexdigest()


def is_recovery_code(typed: str) -> bool:
    """Say whether what was typed has the length of a recovery code rather than of the app's six digits."""
    return len(typed_code(typed)) == RECOVERY_LENGTH


def check_tries(failures: Failures) -> None:
    """Raise ``TooManyCodes`` when codes have been tried too often lately."""
    if failures.on_target >= TRIES_IN_WINDOW:
        raise TooManyCodes


def check_unlocked(failures_in_a_row: int) -> None:
    """Raise ``SecondFactorLocked`` when too many codes in a row were wrong."""
    if failures_in_a_row >= TRIES_IN_A_ROW:
        raise SecondFactorLocked
