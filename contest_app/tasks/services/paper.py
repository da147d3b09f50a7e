"""The paper way: sheets with codes for a sitting, and what the teacher enters from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.accounts.models import Student, User
from contest_app.oplog import queries as oplog
from contest_app.oplog.rules import Incoming
from contest_app.tasks.kinds import kind_named
from contest_app.tasks.models import Attempt, PaperSheet, Response, Sitting, SittingItem
from contest_app.tasks.queries import accommodations, answering, strokes
from contest_app.tasks.queries import paper as queries
from contest_app.tasks.rules.accommodations import due
from contest_app.tasks.rules.answering import State
from contest_app.tasks.rules.paper import AnswerThere, ChangedElsewhere, NotTaken, Source, Taking, new_code
from contest_app.tasks.services import answering as answers
from contest_app.tasks.services.photos import put_photo


@dataclass(frozen=True, slots=True)
class Place:
    """For whom and for what a sheet is."""

    sitting: Sitting
    student: Student
    item: SittingItem


@dataclass(frozen=True, slots=True)
class Written:
    """One text as the teacher has typed it off; ``revision`` is that of the idea on the page, 0 for a new one.

    What belongs to a fixed place has no ``key`` of its own: it follows from the answer and the place.
    """

    key: UUID | None
    position: int | None
    revision: int
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What a teacher enters from one sheet.

    Attributes
    ----------
    operation : names the press of the button, so that pressing twice enters once.
    written : texts that have changed on the page, and new ones; an empty one removes.
    over : the answer that stood on the page; None where there was none.
    taking : what becomes of that answer where it was not from this sheet.
    photo : of the sheet, where it is drawn on.
    is_late : the pupil wrote it after the time was over.
    is_whole : nothing more comes, it is handed in.

    """

    operation: UUID
    written: Sequence[Written]
    over: UUID | None
    taking: Taking | None
    photo: bytes | None
    is_late: bool
    is_whole: bool


def prepare_sheets(
    session: Session, sitting: Sitting, students: Sequence[Student], *, language: str, actor: User, now: datetime
) -> None:
    """Give each pupil a sheet for each item of a sitting, in the language that the pupil writes in."""
    known = queries.sheets_of(session, sitting.id)
    languages = queries.languages_in(session, sitting.id)
    for student in students:
        chosen = languages.get(student.user_id, language)
        for place in sitting.items:
            sheet = known.get((student.user_id, place.item_id)) or _new_sheet(session, sitting, student, place)
            sheet.language, sheet.printed_at = chosen, now
    audit.record(session, actor, "sheets.prepared", sitting, at=now, pupils=len(students), language=language)


def enter(session: Session, place: Place, entry: Entry, *, language: str, actor: User, now: datetime) -> Response:
    """Keep what a teacher typed off a sheet as the pupil's answer, by the operations that a typed answer has.

    ``language`` is that of the sheet; a pupil who has begun in another stays with that.
    Raises AnswerThere, ChangedElsewhere, NotTaken and the refusals of a photograph.
    """
    answering.hold_student(session, place.student.user_id)
    begun = _answer_to_write(session, place, entry, actor, now) or _begin(session, place, language, actor, now)
    session.expire(begun)  # read anew once it is held: a pupil's page may have sent something meanwhile
    response = answering.response_to_change(session, place.student.user_id, begun.id) or begun
    _write(session, response, entry, actor, now)
    if entry.photo:
        put_photo(session, response, entry.photo, actor=actor, now=now)
        photo = strokes.photo_of(session, response.id)
        if photo is not None:
            photo.is_late = entry.is_late
    audit.record(session, actor, "paper.entered", response, at=now, is_whole=entry.is_whole)
    if entry.is_whole:
        answers.hand_in(session, response, now=now, actor=actor)
    return response


def _new_sheet(session: Session, sitting: Sitting, student: Student, place: SittingItem) -> PaperSheet:
    sheet = PaperSheet(sitting_id=sitting.id, student_id=student.user_id, item_id=place.item_id, code=new_code())
    session.add(sheet)
    return sheet


def _answer_to_write(session: Session, place: Place, entry: Entry, actor: User, now: datetime) -> Response | None:
    """Return the answer that the entry goes into; None where a new one begins."""
    found = queries.current(session, place.sitting.id, place.student.user_id, place.item.item_id)
    if found is None:
        return None
    if is_open_paper(found) or _is_entered(session, found, entry):
        return found
    if entry.over == found.id and entry.taking is Taking.ADD and found.submitted_at is None:
        return found
    if entry.over != found.id or entry.taking is not Taking.REPLACE:
        raise AnswerThere
    found.superseded_at = now
    audit.record(session, actor, "response.superseded", found, at=now, source=Source.PAPER)
    session.flush()  # one answer counts: the old one goes before the new one comes
    return None


def _is_entered(session: Session, response: Response, entry: Entry) -> bool:
    """Say whether the same press of the button has entered it before."""
    keys = {_name(entry.operation, _key(response, written)) for written in entry.written}
    return bool(oplog.answers(session, response.id, keys))


def is_open_paper(response: Response) -> bool:
    """Say whether an answer is one from paper that is not finished."""
    return response.source == Source.PAPER and response.submitted_at is None


def _begin(session: Session, place: Place, language: str, actor: User, now: datetime) -> Response:
    student_id = place.student.user_id
    attempt = queries.attempt_of(session, place.sitting.id, student_id)
    if attempt is None:
        attempt = Attempt(sitting_id=place.sitting.id, student_id=student_id, language=language, started_at=now)
        session.add(attempt)
        audit.record(session, actor, "attempt.started", attempt, at=now, language=language, source=Source.PAPER)
        session.flush()  # only its key ties the response to it
    seconds = accommodations.support_of(session, student_id).seconds(place.item.seconds)
    response = Response(
        attempt_id=attempt.id,
        item_id=place.item.item_id,
        started_at=now,
        due_at=due(now, seconds, 0),
        source=Source.PAPER.value,
    )
    session.add(response)
    session.flush()
    audit.record(session, actor, "response.started", response, at=now, source=Source.PAPER)
    return response


def _write(session: Session, response: Response, entry: Entry, actor: User, now: datetime) -> None:
    """Apply what has changed on the page; a late word is the teacher's, for the clock knows nothing of paper."""
    operations = [_operation(response, entry.operation, written, actor) for written in _changed(response, entry)]
    for told in answers.take(session, response, operations, now=now):
        state = told.answer["state"]
        if state == State.STALE:
            raise ChangedElsewhere
        if state != State.APPLIED:
            raise NotTaken
    for idea in response.ideas:
        if idea.written_at == now:
            idea.is_late = entry.is_late


def _changed(response: Response, entry: Entry) -> Iterator[Written]:
    """Go through the texts that are not what they were when the page was opened."""
    clean = kind_named(response.item.kind).clean
    standing = {idea.id: (idea.revision, "" if idea.removed_at else idea.text) for idea in response.ideas}
    for written in entry.written:
        known = standing.get(_key(response, written), (0, ""))
        if (written.revision, clean(written.text)) != known:
            yield written


def _operation(response: Response, press: UUID, written: Written, actor: User) -> Incoming:
    key = _key(response, written)
    said = {"idea": str(key), "revision": written.revision, "source": Source.PAPER.value, "by": str(actor.id)}
    if not written.text.strip():
        return Incoming(_name(press, key), "remove_idea", None, said)
    text = {"text": written.text, "position": written.position}
    return Incoming(_name(press, key), "put_idea", None, said | text)


def _key(response: Response, written: Written) -> UUID:
    return written.key or uuid5(response.id, str(written.position))


def _name(press: UUID, key: UUID) -> UUID:
    return uuid5(press, str(key))
