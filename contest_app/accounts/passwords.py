"""Passwords: argon2id with the parameters that OWASP advises (19 MiB, 2 passes, 1 lane)."""

from __future__ import annotations

from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

#: Checked against when there is no such person, so that the answer takes as long.
_NOBODY: Final = _HASHER.hash("nobody has this password")


def password_hash(password: str) -> str:
    """Return the hash to keep."""
    return _HASHER.hash(password)


def is_password(kept_hash: str | None, password: str) -> bool:
    """Say whether ``password`` belongs to ``kept_hash``; takes as long where there is none."""
    try:
        _HASHER.verify(kept_hash or _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return kept_hash is not None
