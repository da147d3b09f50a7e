"""What a teacher sees of a class at work, and may do to its clocks: facts in, states out; no scores, no texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from contest_app.tasks.rules.accommodations import Pause

#: Minutes that a teacher may add at once.
EXTENSIONS: Final = (1, 2, 5, 10)
#: A page says that it is there every 20 to 25 seconds (static/contact.js); that is written down no more often than:
CONTACT_EVERY: Final = timedelta(seconds=15)
#: After so long without a word from the page the link counts as cut.
LINK_LOST_AFTER: Final = timedelta(seconds=60)


class Doing(StrEnum):
    """What a pupil is doing in a sitting."""

    ABSENT = "absent"
    WRITING = "writing"
    RESTING = "resting"
    OVERDUE = "overdue"
    BETWEEN = "between"
    DONE = "done"


class Contact(StrEnum):
    """Whether the page of a pupil who is writing has been heard of lately."""

    NONE = "none"
    HERE = "here"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """How far a pupil has come with one task."""

    due_at: datetime
    submitted_at: datetime | None
    pause: Pause | None
    contact_at: datetime | None
    saved_at: datetime | None
    ideas: int

    def is_resting(self, now: datetime) -> bool:
        """Whether its clock stands still."""
        return self.pause is not None and self.pause.is_on(now)

    def due_by(self, now: datetime) -> datetime:
        """When it is due as far as is known now."""
        return self.due_at + self.pause.lasted(now) if self.pause else self.due_at


@dataclass(frozen=True, slots=True)
class Help:
    """A pupil's call for the teacher, and the teacher's word that it was seen."""

    called_at: datetime | None = None
    answered_at: datetime | None = None

    @property
    def is_called(self) -> bool:
        """Whether the pupil waits for the teacher."""
        return self.called_at is not None and (self.answered_at is None or self.answered_at < self.called_at)

    @property
    def is_answered(self) -> bool:
        """Whether the teacher has seen the last call."""
        return self.called_at is not None and not self.is_called


@dataclass(frozen=True, slots=True)
class PupilState:
    """What a pupil is doing, how much there is, and when something was last heard."""

    doing: Doing
    submitted: int
    ideas: int
    saved_at: datetime | None
    contact: Contact
    due_at: datetime | None
    is_calling: bool


def pupil_state(tasks: Sequence[TaskFacts], call: Help, *, total: int, now: datetime) -> PupilState:
    """Return what a pupil is doing who has begun ``tasks`` of ``total``."""
    running = next((task for task in tasks if task.submitted_at is None), None)
    return PupilState(
        doing=_doing(tasks, running, total, now),
        submitted=sum(task.submitted_at is not None for task in tasks),
        ideas=sum(task.ideas for task in tasks),
        saved_at=max((task.saved_at for task in tasks if task.saved_at), default=None),
        contact=_contact(running, now),
        due_at=running.due_by(now) if running else None,
        is_calling=call.is_called,
    )


def extended(due_at: datetime, minutes: int, now: datetime) -> datetime:
    """Return the end of a task that gets more minutes; one that is over already gets them from now on."""
    return max(due_at, now) + timedelta(minutes=minutes)


def totals(states: Sequence[PupilState]) -> dict[str, int]:
    """Count pupils by what they are doing, and ideas."""
    found = [state.doing for state in states]
    return {
        "pupils": len(found),
        "here": len(found) - found.count(Doing.ABSENT),
        "writing": found.count(Doing.WRITING),
        "done": found.count(Doing.DONE),
        "ideas": sum(state.ideas for state in states),
    }


def needs_writing_down(contact_at: datetime | None, now: datetime) -> bool:
    """Say whether a page's word is news: a class that writes must not write its presence all the time."""
    return contact_at is None or now - contact_at >= CONTACT_EVERY


def _doing(tasks: Sequence[TaskFacts], running: TaskFacts | None, total: int, now: datetime) -> Doing:
    if not tasks:
        return Doing.ABSENT
    if running is None:
        return Doing.DONE if len(tasks) >= total else Doing.BETWEEN
    if running.is_resting(now):
        return Doing.RESTING
    return Doing.WRITING if now < running.due_by(now) else Doing.OVERDUE


def _contact(running: TaskFacts | None, now: datetime) -> Contact:
    if running is None:
        return Contact.NONE
    heard_at = max((moment for moment in (running.contact_at, running.saved_at) if moment), default=None)
    if heard_at is None:
        return Contact.NONE
    return Contact.HERE if now - heard_at < LINK_LOST_AFTER else Contact.LOST
