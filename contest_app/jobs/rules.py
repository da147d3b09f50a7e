"""How long a job is leased, how often it is tried, and when it is tried again."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

#: A killed worker's job is taken up again after this long; a living worker renews well before.
LEASE: Final = timedelta(seconds=30)
BEATS_PER_LEASE: Final = 3
MAX_TRIES: Final = 8

_FIRST_DELAY: Final = timedelta(seconds=2)
_GROWTH: Final = 4
_LONGEST_DELAY: Final = timedelta(hours=1)
_SPREAD: Final = 0.25


def is_exhausted(tries: int) -> bool:
    """Return whether a job that was started ``tries`` times is not to be started again."""
    return tries >= MAX_TRIES


def retry_delay(tries: int, job_id: UUID) -> timedelta:
    """Return the wait after a failed try: 2 s, 8 s, 32 s … one hour, each ± 25 %.

    ``tries`` counts from 1 to ``MAX_TRIES``.

    The jitter comes from the job's random key, so jobs that failed together do not return together,
    and the same job waits equally long in every replay.
    """
    growth: int = _GROWTH ** (tries - 1)
    steady = min(_FIRST_DELAY * growth, _LONGEST_DELAY)
    place = job_id.int % 1000 / 999
    return steady * (1 + _SPREAD * (2 * place - 1))
