"""Who may send operations, and for how long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from contest_app.oplog import tokens
from contest_app.oplog.tokens import Claim, TokenRefused

NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
CLAIM = Claim(stream_id=uuid4(), person_id=uuid4())


def test_a_token_tells_the_stream_and_the_person_it_was_signed_for() -> None:
    token = tokens.sign("secret", "response", CLAIM, now=NOW)

    assert tokens.read("secret", "response", f"Bearer {token}", now=NOW + timedelta(days=29)) == CLAIM


@pytest.mark.parametrize(
    ("secret", "purpose", "later"),
    [
        ("another", "response", timedelta(0)),
        ("secret", "scoresheet", timedelta(0)),
        ("secret", "response", tokens.LIFETIME),
    ],
    ids=["another secret", "another purpose", "too old"],
)
def test_a_token_is_good_only_for_its_purpose_and_time(secret: str, purpose: str, later: timedelta) -> None:
    token = tokens.sign("secret", "response", CLAIM, now=NOW)

    with pytest.raises(TokenRefused):
        tokens.read(secret, purpose, f"Bearer {token}", now=NOW + later)


@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer x.y", "Basic eDp5"])
def test_what_is_no_token_is_refused(header: str) -> None:
    with pytest.raises(TokenRefused):
        tokens.read("secret", "response", header, now=NOW)
