"""A teacher brings in a file that a pupil's page saved when nothing else went."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.accounts.models import User
from contest_app.jobs.services import enqueue
from contest_app.oplog import queries as oplog
from contest_app.tasks.models import Response, Sitting
from contest_app.tasks.queries import answering
from contest_app.tasks.queries import strokes as queries
from contest_app.tasks.rules.answering import State
from contest_app.tasks.rules.saved_files import FileOfNobody, SavedFile
from contest_app.tasks.services.answering import take


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking a file would do: whose it is, how much of it is new, and the new words."""

    response: Response
    new: int
    known: int
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file's operations: kept, kept though late, and not fitting any more."""

    kept: int
    late: int
    left: int


def preview(session: Session, sitting: Sitting, file: SavedFile) -> Preview:
    """Say what a file holds for an answer of the sitting. Raises FileOfNobody."""
    response = queries.response_in(session, sitting, file.response_id)
    if response is None:
        raise FileOfNobody
    known = oplog.answers(session, response.id, [each.id for each in file.operations])
    new = [each for each in file.operations if each.id not in known]
    texts = file.texts
    return Preview(response, len(new), len(known), tuple(texts[each.id] for each in new if each.id in texts))


def take_file(session: Session, sitting: Sitting, file: SavedFile, *, actor: User, now: datetime) -> Taken:
    """Apply a file's operations to its answer, each once; late ones are flagged, and what counts is scored anew.

    Raises FileOfNobody.
    """
    student_id = queries.student_of(session, sitting, file.response_id)
    response = answering.response_to_change(session, student_id, file.response_id) if student_id else None
    if response is None:
        raise FileOfNobody
    told = [each.answer for each in take(session, response, file.operations, now=now)]
    states = Counter(each["state"] for each in told)
    kept = states[State.APPLIED] + states[State.SUBMITTED]
    late = sum(bool(each.get("is_late")) for each in told if each["state"] == State.APPLIED)
    taken = Taken(kept, late, len(file.operations) - kept)
    audit.record(session, actor, "file.taken", response, at=now, kept=kept, left=taken.left)
    if sitting.closed_at is not None or response.submitted_at is not None:
        payload = {"response_id": str(response.id)}
        enqueue(session, "tasks.score_response", payload, now=now, unique_key=f"score:{response.id}")
    return taken
