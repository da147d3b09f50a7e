"""The token in a working page: it lets this page send this person's operations on this stream.

It outlives the log-in, so that what was written through a long cut of the network still arrives.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer

from contest_app.errors import Refusal
from contest_app.languages import N_

LIFETIME: Final = timedelta(days=30)
SCHEME: Final = "Bearer "


class TokenRefused(Refusal):
    """The token is missing, forged, for something else, or too old."""

    status = 401
    message = N_("This page may not send answers any more. Open it again; what you wrote is kept on this device.")


@dataclass(frozen=True, slots=True)
class Claim:
    """Whose operations, on which stream."""

    stream_id: UUID
    person_id: UUID


def sign(secret: str, purpose: str, claim: Claim, *, now: datetime) -> str:
    """Return the token; ``purpose`` keeps the tokens of two features apart."""
    expires_at = int((now + LIFETIME).timestamp())
    return str(_signer(secret, purpose).dumps([str(claim.stream_id), str(claim.person_id), expires_at]))


def read(secret: str, purpose: str, header: str, *, now: datetime) -> Claim:
    """Return what the ``Authorization`` header claims.

    Raises TokenRefused.
    """
    try:
        stream_id, person_id, expires_at = _signer(secret, purpose).loads(header.removeprefix(SCHEME))
        claim = Claim(UUID(stream_id), UUID(person_id))
        is_over = now >= datetime.fromtimestamp(expires_at, UTC)
    except (BadSignature, ValueError, TypeError) as error:
        raise TokenRefused from error
    if is_over:
        raise TokenRefused
    return claim


def _signer(secret: str, purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=f"operations:{purpose}")
