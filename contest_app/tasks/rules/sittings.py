"""When a sitting may be opened and closed, and what a pupil in it is doing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from contest_app.errors import Conflict, Refusal
from contest_app.languages import N_

#: Longest continuous work at a screen, in minutes, up to and including a grade (sanitary rules for schools).
SCREEN_MINUTES: Final = ((1, 15), (3, 20), (8, 25), (13, 30))
MOST_ITEMS: Final = 10


class Mode(StrEnum):
    """What a sitting is for: measuring, or practice."""

    ASSESSMENT = "assessment"
    PRACTICE = "practice"


class NothingToDo(Refusal):
    """A sitting without items."""

    message = N_("Choose at least one task.")


class TooManyItems(Refusal):
    """A sitting with more items than anybody can do in one go."""

    message = N_("At most %(most)s tasks fit in one sitting.")


class TooLong(Refusal):
    """More work at the screen than the grade may do without a break."""

    message = N_(
        "This is %(minutes)s minutes of work. Grade %(grade)s may work at a screen for %(limit)s minutes in a row: "
        "take fewer tasks, or make two sittings."
    )


class AlreadyClosed(Conflict):
    """The sitting was closed before."""

    message = N_("This sitting is closed already.")


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """An item, and how long each pupil has for it."""

    item_id: UUID
    seconds: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What a sitting will hold, in order."""

    mode: Mode
    items: Sequence[PlannedItem]

    def check(self, grade: int) -> None:
        """Raise NothingToDo, TooManyItems or TooLong unless a class of that grade may sit this."""
        if not self.items:
            raise NothingToDo
        if len(self.items) > MOST_ITEMS:
            raise TooManyItems(most=MOST_ITEMS)
        minutes = -(-sum(item.seconds for item in self.items) // 60)
        if minutes > screen_minutes(grade):
            raise TooLong(minutes=minutes, grade=grade, limit=screen_minutes(grade))


class Doing(StrEnum):
    """What a pupil is doing with one item."""

    ABSENT = "absent"
    WRITING = "writing"
    OVERDUE = "overdue"
    SUBMITTED = "submitted"


def screen_minutes(grade: int) -> int:
    """Return how long a grade may work at a screen without a break, in minutes.

    >>> [screen_minutes(grade) for grade in (1, 2, 7, 11)]
    [15, 20, 25, 30]
    """
    return next(minutes for highest, minutes in SCREEN_MINUTES if grade <= highest)


def doing(submitted_at: datetime | None, due_at: datetime | None, now: datetime) -> Doing:
    """Return what a pupil is doing with an item that is due at ``due_at``; None if it was never begun."""
    if due_at is None:
        return Doing.ABSENT
    if submitted_at is not None:
        return Doing.SUBMITTED
    return Doing.WRITING if now < due_at else Doing.OVERDUE
