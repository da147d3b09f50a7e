"""What makes a task accessible to one pupil: more time, breaks, type, calm, a voice. No database, no request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from contest_app.errors import Refusal
from contest_app.languages import N_

#: What may be added to the time of each task, in per cent (the national exam's practice).
EXTRA_PERCENTS: Final = (0, 17, 25, 50, 100)
#: A task without a limit must still come to an end, so that its sitting can be closed by itself.
UNLIMITED: Final = timedelta(days=1)
MOST_BREAKS: Final = 3
LONGEST_BREAK: Final = timedelta(minutes=5)
HELPER_LENGTH: Final = 200


class NoBreak(Refusal):
    """Breaks are not granted, or all taken, or the task is handed in."""

    status = 409
    message = N_("There is no break left in this task.")


class PausedByTeacher(Refusal):
    """The teacher has stopped all clocks, and lets them go on."""

    status = 409
    message = N_("Your teacher has paused the work. It goes on when the teacher says so.")


@dataclass(frozen=True, slots=True)
class Support:
    """What one pupil is granted, in every sitting until it is changed.

    Attributes
    ----------
    extra_percent : added to the time of each task; one of ``EXTRA_PERCENTS``.
    is_unlimited : no clock at all.
    may_pause : breaks that stop the clock.
    has_large_type, is_calm, is_read_aloud : how pages are shown.
    helper : who types for the pupil, or how; empty where nobody does.

    """

    extra_percent: int = 0
    is_unlimited: bool = False
    may_pause: bool = False
    has_large_type: bool = False
    is_calm: bool = False
    is_read_aloud: bool = False
    helper: str = ""

    def seconds(self, usual: int) -> int:
        """Return the time for a task that others have ``usual`` seconds for, rounded up.

        >>> Support(extra_percent=17).seconds(180)
        211
        """
        if self.is_unlimited:
            return int(UNLIMITED.total_seconds())
        return -(-usual * (100 + self.extra_percent) // 100)


@dataclass(frozen=True, slots=True)
class Pause:
    """A clock that stands still since ``began_at``, up to ``until`` (None: until somebody lets it go on)."""

    began_at: datetime
    until: datetime | None

    def is_on(self, now: datetime) -> bool:
        """Say whether the clock stands still now."""
        return self.until is None or now < self.until

    def lasted(self, now: datetime) -> timedelta:
        """Return for how long the clock has stood still."""
        return min(now, self.until or now) - self.began_at


def due(started_at: datetime, seconds: int, added_seconds: int) -> datetime:
    """Return when a task ends whose clock started then: its time, and what breaks and the teacher have added."""
    return started_at + timedelta(seconds=seconds + added_seconds)


def breaks_left(support: Support, taken: int) -> int:
    """Return how many breaks a pupil may still take in a task."""
    return max(0, MOST_BREAKS - taken) if support.may_pause else 0
