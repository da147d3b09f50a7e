"""The link that invites into a jury: its token, how long it lives, and what it refuses. No database, no request."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from contest_app.errors import Refusal
from contest_app.languages import N_

LASTS: Final = timedelta(days=14)
TOKEN_BYTES: Final = 16


class State(StrEnum):
    """How far an invitation has come."""

    WAITING = "waiting"
    EXPIRED = "expired"
    REVOKED = "revoked"
    CAME_IN = "came_in"
    SIGNED = "signed"


class InvitationUsed(Refusal):
    """The person has come in already: the link cannot be withdrawn or made anew."""

    message = N_("The person has come in already. Change the seat, or take the person out of the jury.")


class ProfileMissing(Refusal):
    """A juror signs before saying which languages are read."""

    message = N_("First say in which languages you read entries.")


def link_token(key: str, invitation_id: UUID, version: int) -> str:
    """Return the token of a link: 128 bits, derived, so that it need not be stored and can be shown again."""
    digest = hmac.digest(key.encode(), f"jury:{invitation_id}:{version}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest[:TOKEN_BYTES]).decode().rstrip("=")


def state_of(
    *, expires_at: datetime, revoked_at: datetime | None, accepted_at: datetime | None, is_signed: bool, now: datetime
) -> State:
    """Return how far an invitation has come at ``now``."""
    if accepted_at is not None:
        return State.SIGNED if is_signed else State.CAME_IN
    if revoked_at is not None:
        return State.REVOKED
    return State.WAITING if now < expires_at else State.EXPIRED
