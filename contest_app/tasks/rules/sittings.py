"""When a sitting may be opened and closed, and what a pupil in it is doing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol, TypeVar
from uuid import UUID

from contest_app.errors import Conflict, Refusal
from contest_app.languages import N_

#: Longest continuous work at a screen, in minutes, up to and including a grade (sanitary rules for schools).
SCREEN_MINUTES: Final = ((1, 15), (3, 20), (8, 25), (13, 30))
MOST_ITEMS: Final = 10


class Timed(Protocol):
    """Something that takes its time."""

    @property
    def seconds(self) -> int:
        """How long."""


Part = TypeVar("Part", bound=Timed)


class Mode(StrEnum):
    """What a sitting is for: measuring, or practice."""

    ASSESSMENT = "assessment"
    PRACTICE = "practice"


class Shown(StrEnum):
    """What pupils see after a task: the comments at once, when the work is closed, or the receipt alone."""

    AT_ONCE = "at_once"
    AFTER_CLOSING = "after_closing"
    NEVER = "never"


class Standing(StrEnum):
    """Where a sitting stands by the server's clock."""

    WAITING = "waiting"
    OPEN = "open"
    CLOSED = "closed"


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


class NoClass(Refusal):
    """A sitting for nobody."""

    message = N_("Choose at least one class.")


class WindowEmpty(Refusal):
    """A window that ends before it begins, or has ended already."""

    message = N_("The end must lie in the future and after the beginning.")


class NotOpenYet(Refusal):
    """The window of the sitting has not begun."""

    status = 409
    message = N_("This work is not open yet.")


@dataclass(frozen=True, slots=True)
class Window:
    """When pupils may begin a task: from ``opens_at`` (None: at once) up to ``closes_at`` (None: until it is closed).

    A task that is begun in the window keeps its whole time.
    """

    opens_at: datetime | None = None
    closes_at: datetime | None = None

    def check(self, now: datetime) -> None:
        """Raise WindowEmpty unless somebody can begin in it."""
        if self.closes_at is not None and self.closes_at <= max(now, self.opens_at or now):
            raise WindowEmpty

    def days_later(self, days: int, now: datetime) -> Window:
        """Return the window at the same time ``days`` later; one without a beginning begins now."""
        if days == 0:
            return self
        later = timedelta(days=days)
        closes_at = self.closes_at + later if self.closes_at else None
        return Window((self.opens_at or now) + later, closes_at)


@dataclass(frozen=True, slots=True)
class FormPart:
    """The ready form that a sitting comes from, and which of the form's sittings it is; 0: all in one."""

    slug: str
    version: int
    number: int


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
    window: Window = Window()
    shown: Shown = Shown.AT_ONCE
    form: FormPart | None = None

    def check(self, grade: int) -> None:
        """Raise NothingToDo, TooManyItems or TooLong unless a class of that grade may sit this."""
        if not self.items:
            raise NothingToDo
        if len(self.items) > MOST_ITEMS:
            raise TooManyItems(most=MOST_ITEMS)
        if not fits_screen(self.items, grade):
            raise TooLong(minutes=minutes_of(self.items), grade=grade, limit=screen_minutes(grade))


def screen_minutes(grade: int) -> int:
    """Return how long a grade may work at a screen without a break, in minutes.

    >>> [screen_minutes(grade) for grade in (1, 2, 7, 11)]
    [15, 20, 25, 30]
    """
    return next(minutes for highest, minutes in SCREEN_MINUTES if grade <= highest)


def minutes_of(items: Iterable[Timed]) -> int:
    """Return how many minutes of work some items are, begun ones counted whole."""
    return -(-sum(item.seconds for item in items) // 60)


def fits_screen(items: Iterable[Timed], grade: int) -> bool:
    """Say whether a grade may do all that without a break."""
    return minutes_of(items) <= screen_minutes(grade)


def parts_for(grade: int, sittings: Sequence[Sequence[Part]]) -> list[tuple[int, list[Part]]]:
    """Return the sittings that a form becomes for a grade, each with its number.

    The whole form is one sitting (number 0) where the grade may do it in one go; else each of its own, from 1.
    """
    whole = [place for sitting in sittings for place in sitting]
    if len(whole) <= MOST_ITEMS and fits_screen(whole, grade):
        return [(0, whole)]
    return [(number, list(sitting)) for number, sitting in enumerate(sittings, start=1)]


def standing(opens_at: datetime, closes_at: datetime | None, closed_at: datetime | None, now: datetime) -> Standing:
    """Return where a sitting stands: its window is over by the clock, whether or not it has been closed since."""
    if closed_at is not None or (closes_at is not None and closes_at <= now):
        return Standing.CLOSED
    return Standing.OPEN if opens_at <= now else Standing.WAITING


def are_comments_shown(shown: Shown, *, is_closed: bool) -> bool:
    """Say whether a pupil may see by now what came of the ideas."""
    return shown is Shown.AT_ONCE or (shown is Shown.AFTER_CLOSING and is_closed)
