"""The pupil's acts: to start a task, to write, change and remove ideas, and to hand them in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.accounts.models import Student, User
from contest_app.jobs.services import enqueue
from contest_app.oplog.rules import Acknowledgement, Answer, Incoming
from contest_app.oplog.services import receive
from contest_app.tasks.kinds import Form, kind_named
from contest_app.tasks.models import Attempt, Idea, Response, Sitting, SittingItem
from contest_app.tasks.queries import accommodations
from contest_app.tasks.queries import answering as queries
from contest_app.tasks.queries.drafts import UNTAKEN, text_meant
from contest_app.tasks.rules.accommodations import PausedByTeacher, Support, due
from contest_app.tasks.rules.answering import (
    MOST_PASTES,
    Change,
    NothingLeft,
    NotPractice,
    Reason,
    SittingClosed,
    State,
    Unreadable,
    base_revision,
    checksum,
    claims_to_be_whole,
    is_late,
    new_receipt,
    read_change,
)
from contest_app.tasks.rules.sittings import Mode, NotOpenYet, Standing
from contest_app.tasks.rules.splices import Splice, read_splice
from contest_app.tasks.services.accommodations import go_on
from contest_app.tasks.services.strokes import Drawing


def start_next(
    session: Session, student: Student, sitting_id: UUID, *, language: str, actor: User, now: datetime
) -> Response | None:
    """Give the pupil the next task of a sitting and start its clock; a task already begun is given again.

    None where the sitting is not for the pupil's class. The first task fixes the language of the attempt.
    Raises NotOpenYet, SittingClosed, PausedByTeacher, NothingLeft.
    """
    queries.hold_student(session, student.user_id)
    part = queries.part_in(session, student, sitting_id, now)
    if part is None:
        return None
    if part.open_response is not None:
        return part.open_response
    if part.next_place is None:
        raise NothingLeft
    _check_open(part)
    attempt = part.attempt or _join(session, part.sitting, language, actor, now)
    return _start(session, attempt, part.next_place, actor, now)


def start_anew(
    session: Session, student: Student, response: Response, *, actor: User, now: datetime
) -> Response | None:
    """Give the pupil a task of a practice again; the earlier answer is kept, and counts no longer.

    None where the sitting is not for the pupil's class. A task that is already begun anew is given as it is.
    Raises NotPractice, NotOpenYet, SittingClosed, PausedByTeacher.
    """
    queries.hold_student(session, student.user_id)
    part = queries.part_in(session, student, response.attempt.sitting_id, now)
    if part is None or part.attempt is None:
        return None
    if part.sitting.mode != Mode.PRACTICE:
        raise NotPractice
    _check_open(part)
    if part.open_response is not None:
        return part.open_response
    place, earlier = next(pair for pair in part.handed_in if pair[0].item_id == response.item_id)
    earlier.superseded_at = now
    audit.record(session, actor, "response.superseded", earlier, at=now)
    return _start(session, part.attempt, place, actor, now)


def take(
    session: Session, response: Response, operations: Sequence[Incoming], *, now: datetime
) -> list[Acknowledgement]:
    """Apply a pupil's operations to the response, each once, and acknowledge them.

    ``put_idea``     idea, text, position?, revision, pastes?  answered applied, stale, refused or closed
    ``splice_idea``  the same, and base, start, gone    changes a part of a long text (rules/splices.py)
    ``remove_idea``  idea, revision                     answered applied, stale, refused or closed
    ``put_stroke``, ``remove_stroke``                   as services/strokes.py tells
    ``submit``       count, and sha256 or crc32         answered submitted (receipt) or mismatch (all ideas)
                     strokes: count, sha256 or crc32    where something is drawn
                     automatic?                         by the clock alone: answered not_due (due_at) before the end

    A change is taken if its ``revision`` (or that of the operation it comes ``after``) is the idea's present one;
    otherwise it is stale, and the answer has the present text. Whatever is not taken keeps its row; of a splice the
    answer has the whole text then, as ``draft``. A splice that is taken is answered with the checksum of what stands
    (``sum``), not with the text, unless cleaning has made another one of it.
    ``response`` is held (queries.answering.response_to_change).
    """
    return receive(session, response.id, operations, _Desk(session, response, now), now=now)


def hand_in(session: Session, response: Response, *, now: datetime, actor: User | None = None) -> str:
    """Hand the response in as it has arrived, ask for its scoring, and return the receipt; once.

    ``actor`` is who does it where it is not the pupil.
    """
    if response.receipt is None:
        go_on(response, now)
        response.submitted_at = now
        response.receipt = new_receipt()
        actor = actor or response.attempt.student.user
        audit.record(session, actor, "response.submitted", response, at=now, ideas=len(standing_ideas(response)))
        payload = {"response_id": str(response.id)}
        enqueue(session, "tasks.score_response", payload, now=now, unique_key=f"score:{response.id}")
    return response.receipt


def standing_ideas(response: Response) -> list[Idea]:
    """Return the ideas that have not been removed, in the pupil's order (``ideas`` must be loaded)."""
    standing = (idea for idea in response.ideas if idea.removed_at is None)
    return sorted(standing, key=lambda idea: (idea.position, idea.id))


@dataclass(frozen=True, slots=True)
class Field:
    """A fixed place of a response: what stands before it, and what is written in it (revision 0: nothing was yet).

    Its key follows from the response and the place, so that two tabs mean the same place.
    """

    key: UUID
    position: int
    label: str
    text: str
    revision: int


def fields_of(response: Response) -> list[Field]:
    """Return the places of a response that is no open list; an empty list for one that is."""
    kind = kind_named(response.item.kind)
    if kind.form is Form.IDEAS:
        return []
    ideas = {idea.id: idea for idea in response.ideas}
    labels = kind.slots(response.item.content, response.attempt.language) or ("",)
    return [
        _field(uuid5(response.id, str(position)), position, label, ideas)
        for position, label in enumerate(labels, start=1)
    ]


def _field(key: UUID, position: int, label: str, ideas: Mapping[UUID, Idea]) -> Field:
    idea = ideas.get(key)
    if idea is None:
        return Field(key, position, label, "", 0)
    return Field(key, position, label, "" if idea.removed_at else idea.text, idea.revision)


def _check_open(part: queries.Part) -> None:
    if part.standing is Standing.WAITING:
        raise NotOpenYet
    if part.standing is Standing.CLOSED:
        raise SittingClosed
    if part.sitting.paused_at is not None:
        raise PausedByTeacher


def _join(session: Session, sitting: Sitting, language: str, actor: User, now: datetime) -> Attempt:
    attempt = Attempt(sitting_id=sitting.id, student_id=actor.id, language=language, started_at=now)
    session.add(attempt)
    audit.record(session, actor, "attempt.started", attempt, at=now, language=language)
    return attempt


def _start(session: Session, attempt: Attempt, place: SittingItem, actor: User, now: datetime) -> Response:
    support = accommodations.support_of(session, attempt.student_id)
    due_at = due(now, support.seconds(place.seconds), 0)
    response = Response(attempt_id=attempt.id, item_id=place.item_id, started_at=now, due_at=due_at, contact_at=now)
    # The attempt may be as new as the response, and only its key ties them.
    session.flush()
    session.add(response)
    granted = {} if support == Support() else {"support": asdict(support)}
    audit.record(session, actor, "response.started", response, at=now, **granted)
    return response


class _Desk:
    """Where the operations on one response are applied; ``receive`` calls it for each new one."""

    def __init__(self, session: Session, response: Response, now: datetime) -> None:
        self.session = session
        self.response = response
        self.now = now
        self.ideas = {idea.id: idea for idea in response.ideas}
        kind = kind_named(response.item.kind)
        self.limits = kind.limits(response.item.content)
        self.clean = kind.clean
        self.drawing = Drawing(session, response, now)

    def __call__(self, operation: Incoming, before: Answer | None) -> Answer:
        """Apply one operation and return its answer."""
        if operation.kind == "submit":
            return self._submit(operation.payload)
        try:
            if operation.kind in {"put_stroke", "remove_stroke"}:
                return self.drawing.apply(operation.kind, operation.payload)
            answer = self._change(operation, read_change(operation.payload, self.clean), before)
            if operation.kind == "splice_idea" and answer["state"] in UNTAKEN:
                answer["draft"] = text_meant(self.session, self.response.id, operation, before, self.clean)
        except Unreadable:
            return _refused(Reason.UNREADABLE, None)
        else:
            return answer

    def _change(self, operation: Incoming, change: Change, before: Answer | None) -> Answer:
        if self.response.submitted_at is not None:
            return {"state": State.CLOSED}
        idea = self.ideas.get(change.idea)
        if base_revision(change.revision, before) != (idea.revision if idea else 0):
            return _stale(idea)
        if operation.kind == "remove_idea":
            return self._remove(idea)
        if operation.kind == "put_idea":
            return self._put(change, idea)
        if operation.kind == "splice_idea":
            return self._splice(change, read_splice(operation.payload), idea)
        raise Unreadable

    def _splice(self, change: Change, splice: Splice, idea: Idea | None) -> Answer:
        standing = "" if idea is None or idea.removed_at else idea.text
        if not splice.fits(standing):
            return _stale(idea)
        spliced = splice.on(standing)
        answer = self._put(replace(change, text=self.clean(spliced)), idea)
        return _spliced(answer) if answer.get("text") == spliced else answer

    def _put(self, change: Change, idea: Idea | None) -> Answer:
        reason = self._reason_against(change, idea)
        if reason is not None:
            return _refused(reason, idea)
        if idea is None:
            idea = self._new(change)
        idea.text = change.text
        idea.revision += 1
        idea.pastes = min(idea.pastes + change.pastes, MOST_PASTES)
        idea.written_at = self.now
        idea.removed_at = None
        idea.is_late = idea.is_late or is_late(self.response.due_by(self.now), self.now)
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
        idea = Idea(id=change.idea, position=position, revision=0, pastes=0, is_late=False)
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
        # A page that hands in by its clock may not know yet that the teacher has added time.
        if payload.get("automatic") is True and self._is_running():
            return {"state": State.NOT_DUE, "due_at": self.response.due_by(self.now).isoformat()}
        ideas = standing_ideas(self.response)
        is_whole = claims_to_be_whole(payload, [(str(idea.id), idea.text) for idea in ideas])
        if self.response.submitted_at is None and not (is_whole and self.drawing.is_whole(payload)):
            return self._mismatch()
        return {"state": State.SUBMITTED, "receipt": hand_in(self.session, self.response, now=self.now)}

    def _is_running(self) -> bool:
        return self.response.submitted_at is None and self.now < self.response.due_by(self.now)

    def _mismatch(self) -> Answer:
        ideas = [_as_json(idea) for idea in self.response.ideas]
        return {"state": State.MISMATCH, "ideas": ideas} | self.drawing.as_json()


def _applied(idea: Idea) -> Answer:
    return {"state": State.APPLIED} | _as_json(idea)


def _spliced(applied: Answer) -> Answer:
    """Return the answer to a splice that made the text which the browser has: a long text is not sent back."""
    kept = ("state", "revision", "is_late")
    return {name: applied[name] for name in kept} | {"sum": checksum(applied["text"])}


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
