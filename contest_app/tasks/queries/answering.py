"""Reads of the pupil's own work: always by the pupil's key, so that another's is never found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from contest_app.accounts.models import Student, User
from contest_app.tasks.models import Attempt, Response, Sitting, SittingItem
from contest_app.tasks.rules.paper import Source
from contest_app.tasks.rules.sittings import Mode, Shown, Standing, are_comments_shown


@dataclass(frozen=True, slots=True)
class Part:
    """A pupil's part in a sitting at a moment: which tasks are handed in, which one is open, which comes next."""

    sitting: Sitting
    attempt: Attempt | None
    now: datetime

    @property
    def handed_in(self) -> list[tuple[SittingItem, Response]]:
        """The tasks that are handed in, in their order."""
        begun = self._begun
        pairs = [(place, begun[place.item_id]) for place in self.sitting.items if place.item_id in begun]
        return [(place, response) for place, response in pairs if response.submitted_at is not None]

    @property
    def open_response(self) -> Response | None:
        """The task that is begun on the screen and not handed in; what is on paper the teacher enters."""
        begun = (response for response in self._begun.values() if response.source != Source.PAPER)
        return next((response for response in begun if response.submitted_at is None), None)

    @property
    def next_place(self) -> SittingItem | None:
        """The first task that is not begun."""
        begun = self._begun
        return next((place for place in self.sitting.items if place.item_id not in begun), None)

    @property
    def standing(self) -> Standing:
        """Where the sitting stands."""
        return self.sitting.standing(self.now)

    @property
    def is_waiting(self) -> bool:
        """Whether there is something for the pupil to do."""
        if self.open_response is not None:
            return True
        return self.standing is Standing.OPEN and self.next_place is not None

    @property
    def is_ahead(self) -> bool:
        """Whether there will be something to do, and not yet."""
        return self.standing is Standing.WAITING

    @property
    def may_begin_anew(self) -> bool:
        """Whether a task that is handed in may be tried again."""
        return self.sitting.mode == Mode.PRACTICE and self.standing is Standing.OPEN

    @property
    def are_comments_shown(self) -> bool:
        """Whether the pupil may see by now what came of the ideas."""
        is_closed = self.standing is Standing.CLOSED
        return are_comments_shown(Shown(self.sitting.shown), is_closed=is_closed)

    @property
    def _begun(self) -> dict[UUID, Response]:
        responses = self.attempt.responses if self.attempt else []
        return {response.item_id: response for response in responses if response.superseded_at is None}


def parts_of(session: Session, student: Student, now: datetime) -> list[Part]:
    """Return the sittings of a pupil's class that are not closed and those the pupil took part in, newest first."""
    own = select(Attempt.sitting_id).where(Attempt.student_id == student.user_id)
    sittings = session.scalars(
        select(Sitting)
        .where(or_((Sitting.class_id == student.class_id) & Sitting.closed_at.is_(None), Sitting.id.in_(own)))
        .order_by(Sitting.opened_at.desc(), Sitting.id)
        .options(_with_items())
    )
    query = select(Attempt).where(Attempt.student_id == student.user_id).options(selectinload(Attempt.responses))
    attempts = {attempt.sitting_id: attempt for attempt in session.scalars(query)}
    return [Part(sitting, attempts.get(sitting.id), now) for sitting in sittings]


def part_in(session: Session, student: Student, sitting_id: UUID, now: datetime) -> Part | None:
    """Return a pupil's part in a sitting of the own class, open or closed."""
    sitting = session.scalar(
        select(Sitting).where(Sitting.id == sitting_id, Sitting.class_id == student.class_id).options(_with_items())
    )
    return Part(sitting, _attempt(session, sitting_id, student.user_id), now) if sitting else None


def response_of(session: Session, student_id: UUID, response_id: UUID) -> Response | None:
    """Return a pupil's response with ideas, item, and the sitting it belongs to."""
    return session.scalar(
        select(Response)
        .join(Response.attempt)
        .where(Response.id == response_id, Attempt.student_id == student_id)
        .options(
            selectinload(Response.ideas),
            joinedload(Response.item),
            joinedload(Response.attempt).joinedload(Attempt.sitting).selectinload(Sitting.items),
        )
    )


def response_to_change(session: Session, student_id: UUID, response_id: UUID) -> Response | None:
    """Return a pupil's response with ideas, item and person, held so that changes to it take turns."""
    return session.scalar(
        select(Response)
        .join(Response.attempt)
        .join(Attempt.student)
        .join(Student.user)
        .where(Response.id == response_id, Attempt.student_id == student_id, User.disabled_at.is_(None))
        .with_for_update(of=Response)
        .options(
            selectinload(Response.ideas),
            joinedload(Response.item),
            joinedload(Response.attempt).joinedload(Attempt.student).joinedload(Student.user),
        )
    )


def hold_student(session: Session, student_id: UUID) -> None:
    """Hold the pupil's row to the end of the transaction, so that two presses of one button take turns."""
    session.execute(select(Student.user_id).where(Student.user_id == student_id).with_for_update())


def _attempt(session: Session, sitting_id: UUID, student_id: UUID) -> Attempt | None:
    query = select(Attempt).where(Attempt.sitting_id == sitting_id, Attempt.student_id == student_id)
    return session.scalar(query.options(selectinload(Attempt.responses)))


def _with_items() -> ORMOption:
    return selectinload(Sitting.items).joinedload(SittingItem.item)
