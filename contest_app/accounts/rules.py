"""Codes on slips, the limits of guessing, and the names that may sign in: no database, no request."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from contest_app.errors import Refusal, TooMany
from contest_app.languages import N_

#: Letters and digits that are not mistaken for each other on paper (no 0 O 1 I L, no U V).
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTWXYZ"
CLASS_CODE_LENGTH: Final = 6
PERSONAL_CODE_LENGTH: Final = 8

FAILURE_WINDOW: Final = timedelta(minutes=10)
FAILURES_BY_DEVICE: Final = 8
FAILURES_BY_TARGET: Final = 40

PASSWORD_LENGTH: Final = 10
LOGIN_PATTERN: Final = re.compile(r"[^\s@/\\<>\"']{2,60}")


class Purpose(StrEnum):
    """What a guardian's consent is asked for, each by itself."""

    CONTEST = "contest"
    RESEARCH = "research"
    PUBLICATION = "publication"
    BOARDS = "boards"


class WrongCode(Refusal):
    """No pupil, or no open class, has this code."""

    message = N_("This code does not fit. Check the letters on your slip, or ask your teacher for a new one.")


class WrongPassword(Refusal):
    """The log-in name or the password is wrong; which one is not said."""

    message = N_("The log-in name or the password is wrong.")


class TooManyFailures(TooMany):
    """Too many wrong codes or passwords in a short time."""

    message = N_(
        "That did not work several times in a row. Try again in ten minutes; your teacher can make the slip anew."
    )


class LoginTaken(Refusal):
    """Somebody has this log-in name, or one that looks the same."""

    message = N_("This log-in name is taken.")


class LoginUnfit(Refusal):
    """The log-in name has spaces or signs that are not accepted."""

    message = N_("A log-in name has 2 to 60 letters, digits or dots, without spaces.")


class PasswordTooShort(Refusal):
    """The password is easy to guess."""

    message = N_("A password has at least 10 characters.")


class NoSuchGuardian(Refusal):
    """Nobody with the role of guardian has this log-in name."""

    message = N_("No guardian has this log-in name. The administrator opens accounts of guardians.")


class NotOfThisSchool(Refusal):
    """The person does not work at the school, or the account is closed."""

    message = N_("Choose somebody who works at this school and whose account is open.")


class SchoolNameTaken(Refusal):
    """A school of the same city or district has this name."""

    message = N_("A school of this city or district already has this name. Add what tells them apart.")


class RosterUnreadable(Refusal):
    """A line of a roster that cannot be taken; nothing of the roster is."""

    message = N_("Line %(row)d of the list: %(reason)s Nothing was added.")


@dataclass(frozen=True, slots=True)
class SchoolFacts:
    """What is known of a school; ``name`` is in each language."""

    name: dict[str, str]
    district_key: str
    kind: str
    is_rural: bool


@dataclass(frozen=True, slots=True)
class Failures:
    """How often codes or passwords failed lately: on this device, and for this class or log-in name."""

    on_device: int
    on_target: int

    def check(self) -> None:
        """Raise ``TooManyFailures`` when either has been tried too often."""
        if self.on_device >= FAILURES_BY_DEVICE or self.on_target >= FAILURES_BY_TARGET:
            raise TooManyFailures


def new_class_code() -> str:
    """Return a random class code; 29⁶ ≈ 6·10⁸ of them."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CLASS_CODE_LENGTH))


def personal_code(secret: str, student_id: UUID, version: int) -> str:
    """Return the code of a pupil's slip: 29⁸ ≈ 5·10¹¹ values, derived, so that it need not be stored.

    A reissued slip has the next ``version`` and so another code.
    """
    digest = hmac.digest(secret.encode(), f"slip:{student_id}:{version}".encode(), hashlib.sha256)
    number = int.from_bytes(digest, "big")
    letters = []
    for _ in range(PERSONAL_CODE_LENGTH):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)


def code_hash(secret: str, code: str) -> str:
    """Return the keyed hash by which a personal code is found."""
    return hmac.new(secret.encode(), f"code:{code}".encode(), hashlib.sha256).hexdigest()


def typed_code(text: str) -> str:
    """Return a typed code cleaned: upper case, no spaces or hyphens, Cyrillic look-alikes read as Latin.

    >>> typed_code(" k7mt-4h9х ")
    'K7MT4H9X'
    """
    letters = unicodedata.normalize("NFKC", text).upper().translate(_LOOK_ALIKES)
    return "".join(letter for letter in letters if letter.isalnum())


_LOOK_ALIKES: Final = str.maketrans("АВЕКМНОРСТУХ", "ABEKMHOPCTYX")


def shown_code(code: str) -> str:
    """Return a code as printed: in two halves, easier to read and to type.

    >>> shown_code("K7MT4H9X")
    'K7MT-4H9X'
    """
    half = len(code) // 2
    return f"{code[:half]}-{code[half:]}"


def login_key(login: str) -> str:
    """Return the form in which log-in names are compared, so that look-alikes are one name.

    Raises LoginUnfit.
    """
    key = unicodedata.normalize("NFKC", login).casefold().strip()
    if not LOGIN_PATTERN.fullmatch(key):
        raise LoginUnfit
    return key


def check_password(password: str) -> None:
    """Raise PasswordTooShort unless the password has ``PASSWORD_LENGTH`` characters."""
    if len(password) < PASSWORD_LENGTH:
        raise PasswordTooShort


def new_token() -> str:
    """Return a log-in token of 256 random bits."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Return what the database keeps of a log-in token."""
    return hashlib.sha256(token.encode()).hexdigest()
