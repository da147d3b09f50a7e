"""The pupil's acts: to start a task, to write, change and remove ideas, and to hand them in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.accounts.models import Student, User
from contest_app.jobs.services import enqueue
from contest_app.oplog.rules import Acknowledgement, Answer, Incoming
from contest_app.oplog.services import receive
from contest_app.tasks.kinds import kind_named
from contest_app.tasks.models import Attempt, Idea, Response, Sitting, SittingItem
from contest_app.tasks.queries import answering as queries
from contest_app.tasks.rules.answering import (
    Change,
    NothingLeft,
    Reason,
    SittingClosed,
    State,
    Unreadable,
    base_revision,
    claims_to_be_whole,
    is_late,
    new_receipt,
    read_change,
)


def start_next(
    session: Session, student: Student, sitting_id: UUID, *, language: str, actor: User, now: datetime
) -> Response | None:
    """Give the pupil the next task of a sitting and start its clock; a task already begun is given again.

    None where the sitting is not for the pupil's class. The first task fixes the language of the attempt.
    Raises SittingClosed, NothingLeft.
    """
    queries.hold_student(session, student.user_id)
    part = queries.part_in(session, student, sitting_id)
    if part is None:
        return None
    if part.open_response is not None:
        return part.open_response
    if part.next_place is None:
        raise NothingLeft
    if part.sitting.closed_at is not None:
        raise SittingClosed
    attempt = part.attempt or _join(session, part.sitting, language, actor, now)
    return _start(session, attempt, part.next_place, actor, now)


def take(
    session: Session, response: Response, operations: Sequence[Incoming], *, now: datetime
) -> list[Acknowledgement]:
    """Apply a pupil's operations to the response, each once, and acknowledge them.

    ``put_idea``     idea, text, position?, revision    answered applied, stale, refused or closed
    ``remove_idea``  idea, revision                     answered applied, stale, refused or closed
    ``submit``       count, and sha256 or ideas         answered submitted (receipt) or mismatch (all ideas)

    A change is taken if its ``revision`` (or that of the operation it comes ``after``) is the idea's present one;
    otherwise it is stale, and the answer has the present text. Whatever is not taken keeps its row.
    ``response`` is held (queries.answering.response_to_change).
    """
    return receive(session, response.id, operations, _Desk(session, response, now), now=now)


def hand_in(session: Session, response: Response, *, now: datetime) -> str:
    """Hand the response in as it has arrived, ask for its scoring, and return the receipt; once."""
    if response.receipt is None:
        response.submitted_at = now
        response.receipt = new_receipt()
        actor = response.attempt.student.user
        audit.record(session, actor, "response.submitted", response, at=now, ideas=len(standing_ideas(response)))
        payload = {"response_id": str(response.id)}
        enqueue(session, "tasks.score_response", payload, now=now, unique_key=f"score:{response.id}")
    return response.receipt


def standing_ideas(response: Response) -> list[Idea]:
    """Return the ideas that have not been removed, in the pupil's order (``ideas`` must be loaded)."""
    standing = (idea for idea in response.ideas if idea.removed_at is None)
    return sorted(standing, key=lambda idea: (idea.position, idea.id))


def _join(session: Session, sitting: Sitting, language: str, actor: User, now: datetime) -> Attempt:
    attempt = Attempt(sitting_id=sitting.id, student_id=actor.id, language=language, started_at=now)
    session.add(attempt)
    audit.record(session, actor, "attempt.started", attempt, at=now, language=language)
    return attempt


def _start(session: Session, attempt: Attempt, place: SittingItem, actor: User, now: datetime) -> Response:
    due_at = now + timedelta(seconds=place.seconds)
    response = Response(attempt_id=attempt.id, item_id=place.item_id, started_at=now, due_at=due_at)
    # The attempt may be as new as the response, and only its key ties them.
    session.flush()
    session.add(response)
    audit.record(session, actor, "response.started", response, at=now)
    return response


class _Desk:
    """Where the operations on one response are applied; ``receive`` calls it for each new one."""

    def __init__(self, session: Session, response: Response, now: datetime) -> None:
        self.session = session
        self.response = response
        self.now = now
        self.ideas = {idea.id: idea for idea in response.ideas}
        self.limits = kind_named(response.item.kind).limits

    def __call__(self, operation: Incoming, before: Answer | None) -> Answer:
        """Apply one operation and return its answer."""
        if operation.kind == "submit":
            return self._submit(operation.payload)
        try:
            return self._change(operation.kind, read_change(operation.payload), before)
        except Unreadable:
            return _refused(Reason.UNREADABLE, None)

    def _change(self, kind: str, change: Change, before: Answer | None) -> Answer:
        if self.response.submitted_at is not None:
            return {"state": State.CLOSED}
        idea = self.ideas.get(change.idea)
        if base_revision(change.revision, before) != (idea.revision if idea else 0):
            return _stale(idea)
        if kind == "remove_idea":
            return self._remove(idea)
        if kind == "put_idea":
            return self._put(change, idea)
        raise Unreadable

    def _put(self, change: Change, idea: Idea | None) -> Answer:
        reason = self._reason_against(change, idea)
        if reason is not None:
            return _refused(reason, idea)
        if idea is None:
            idea = self._new(change)
        idea.text = change.text
        idea.revision += 1
        idea.written_at = self.now
        idea.removed_at = None
        idea.is_late = idea.is_late or is_late(self.response.due_at, self.now)
        return _applied(idea)

    def _reason_against(self, change: Change, idea: Idea | None) -> Reason | None:
        if not change.text:
            return Reason.EMPTY
        if len(change.text) > self.limits.characters:
            return Reason.TOO_LONG
        is_more = idea is None or idea.removed_at is not None
        if is_more and len(standing_ideas(self.response)) >= self.limits.ideas:
            return Reason.TOO_MANY
        return None

    def _new(self, change: Change) -> Idea:
        position = self._next_position() if change.position is None else change.position
        idea = Idea(id=change.idea, position=position, revision=0, is_late=False)
        self.ideas[idea.id] = idea
        self.response.ideas.append(idea)
        return idea

    def _next_position(self) -> int:
        return max((idea.position for idea in self.response.ideas), default=0) + 1

    def _remove(self, idea: Idea | None) -> Answer:
        if idea is None:
            return {"state": State.APPLIED, "revision": 0}
        idea.removed_at = self.now
        idea.revision += 1
        return _applied(idea)

    def _submit(self, payload: dict[str, Any]) -> Answer:
        ideas = standing_ideas(self.response)
        is_whole = claims_to_be_whole(payload, [(str(idea.id), idea.text) for idea in ideas])
        if self.response.submitted_at is None and not is_whole:
            return {"state": State.MISMATCH, "ideas": [_as_json(idea) for idea in self.response.ideas]}
        return {"state": State.SUBMITTED, "receipt": hand_in(self.session, self.response, now=self.now)}


def _applied(idea: Idea) -> Answer:
    return {"state": State.APPLIED} | _as_json(idea)


def _stale(idea: Idea | None) -> Answer:
    return {"state": State.STALE} | (_as_json(idea) if idea else {"revision": 0})


def _refused(reason: Reason, idea: Idea | None) -> Answer:
    return {"state": State.REFUSED, "reason": reason, "revision": idea.revision if idea else 0}


def _as_json(idea: Idea) -> Answer:
    return {
        "idea": str(idea.id),
        "text": idea.text,
        "position": idea.position,
        "revision": idea.revision,
        "is_removed": idea.removed_at is not None,
        "is_late": idea.is_late,
    }
