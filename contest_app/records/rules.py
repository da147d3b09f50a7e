"""What a certificate says, its number and its hash: no database, no request."""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Self
from uuid import UUID

from contest_app.accounts.rules import ALPHABET
from contest_app.errors import Conflict, Refusal
from contest_app.judging.canonical import content_hash
from contest_app.languages import N_

REASON_LENGTH: Final = 500
PUBLIC_ID_BITS: Final = 128
PUBLIC_ID_LENGTH: Final = 26
CONTEST_CODE_LENGTH: Final = 4
#: The award that everybody gets who took part and won nothing else.
PARTICIPATION: Final = "certificate"

_PUBLIC_ID: Final = re.compile(rf"[a-z2-7]{{{PUBLIC_ID_LENGTH}}}")

Names = Mapping[str, str]


class NotPublished(Refusal):
    """Certificates are asked for before the results are published."""

    message = N_("Certificates can be issued when the results are published.")


class ReasonMissing(Refusal):
    """A certificate is revoked without a reason."""

    message = N_("Say why the certificate is revoked: the reason is kept for good.")


class AlreadyRevoked(Conflict):
    """A certificate is revoked twice."""

    message = N_("This certificate has been revoked already.")


@dataclass(frozen=True, slots=True)
class Content:
    """All that a certificate says, frozen when it is issued; names in several languages are by language.

    ``result_sha256`` is the hash of the published results from which the award comes.
    """

    public_id: str
    number: str
    award_key: str
    award: Names
    contest: Names
    nomination: Names
    age_group: Names
    work: str
    recipient: str
    supervisor: str
    organizer: str
    language: str
    issued_at: str
    result_sha256: str

    @classmethod
    def from_stored(cls, stored: Mapping[str, Any]) -> Self:
        """Read content as it is stored."""
        return cls(**stored)

    def stored(self) -> dict[str, Any]:
        """Return the content as it is stored."""
        return asdict(self)

    @property
    def sha256(self) -> str:
        """The SHA-256 of the canonical form: changing any character of the content changes it."""
        return content_hash(self.stored())


def new_public_id() -> str:
    """Return 128 random bits in 26 lower-case letters and digits: the address of the public check."""
    bits = secrets.token_bytes(PUBLIC_ID_BITS // 8)
    return base64.b32encode(bits).decode().rstrip("=").lower()


def typed_public_id(text: str) -> str | None:
    """Return the public id that somebody typed or pasted, a whole address too; None where there is none.

    >>> typed_public_id(" https://qiyal.example/verify/ABCDEFGHIJKLMNOPQRSTUVWXYZ ")
    'abcdefghijklmnopqrstuvwxyz'
    """
    last = text.strip().lower().rstrip("/").rpartition("/")[2]
    return last if _PUBLIC_ID.fullmatch(last) else None


def check_address(base_url: str, public_id: str) -> str:
    """Return the address of the public check, as it stands in the QR code.

    >>> check_address("https://qiyal.example/", "abc")
    'https://qiyal.example/verify/abc'
    """
    return f"{base_url.rstrip('/')}/verify/{public_id}"


def documents_folder(uploads: Path) -> Path:
    """Return where issued documents lie, apart from what people send in: these are never cleared away."""
    return uploads / "certificates"


def contest_code(contest_id: UUID) -> str:
    """Return four letters for a contest in the numbers of its certificates; two contests may share them."""
    number, letters = contest_id.int, []
    for _ in range(CONTEST_CODE_LENGTH):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)


def certificate_number(contest_id: UUID, serial: int, issued_at: datetime) -> str:
    """Return the printed number: year, contest, and the place in the contest's register.

    >>> certificate_number(UUID(int=7), 12, datetime(2026, 11, 20))
    '2026-9222-0012'
    """
    return f"{issued_at.year}-{contest_code(contest_id)}-{serial:04d}"


def checked_reason(reason: str) -> str:
    """Return a reason trimmed and cut to what is kept.

    Raises ReasonMissing when it says nothing.
    """
    text = " ".join(reason.split())
    if not text:
        raise ReasonMissing
    return text[:REASON_LENGTH]
