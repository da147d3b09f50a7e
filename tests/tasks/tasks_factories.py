"""Builders of items, sittings and answers; each flushes, for the rows refer to each other by key."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from factories import NOW
from sqlalchemy.orm import Session

from contest_app.accounts.models import SchoolClass, Student, User
from contest_app.config import ROOT
from contest_app.languages import LANGUAGES
from contest_app.tasks import kinds
from contest_app.tasks.bank import read_bank
from contest_app.tasks.models import Attempt, Idea, Item, Response, Sitting, Stroke
from contest_app.tasks.rules.sittings import Mode, Plan, PlannedItem
from contest_app.tasks.services import bank, sittings

BANK = read_bank(ROOT / "item_bank", kinds.schemas())
#: Items whose ideas are compared, the kind that most tests are about.
USES = [item for item in BANK if item.fields["kind"] == "alternative_uses"]

#: What a drawn item of two frames says beside its texts; the second frame is empty.
CANVAS: dict[str, object] = {
    "canvas": {"width": 400, "height": 300},
    "frames": [
        {"key": "a", "label": {"kk": "Бірінші", "ru": "Первая", "en": "First"}, "given": ["M100 100L300 200"]},
        {"key": "b", "label": {"kk": "Екінші", "ru": "Вторая", "en": "Second"}, "given": []},
    ],
    "rubric": "drawing",
}


def make_items(session: Session, count: int = 1) -> list[Item]:
    """The first items of the shipped bank that ask for uses; each once a database."""
    items = list(bank.import_items(session, USES[:count], now=NOW).added)
    session.flush()
    return items


def make_item(session: Session, kind: str, **content: object) -> Item:
    """An item of any kind; what its kind demands beyond an instruction must be given."""
    texts = {language: f"{kind} ({language})" for language in LANGUAGES}
    item = Item(
        slug=f"{kind.replace('_', '-')}-{uuid4().hex[:6]}",
        version=1,
        kind=kind,
        domain="written",
        facet="creative",
        grades=[8, 9],
        seconds=300,
        title=texts,
        content={"instruction": texts, "object": texts, "licence": "CC-BY-4.0"} | content,
        content_hash=uuid4().hex,
        created_at=NOW,
    )
    session.add(item)
    session.flush()
    return item


def make_sitting(session: Session, school_class: SchoolClass, items: list[Item], *, now: datetime = NOW) -> Sitting:
    """An open sitting of a class, three minutes an item."""
    plan = Plan(Mode.ASSESSMENT, [PlannedItem(item.id, 180) for item in items])
    teacher = session.get_one(User, school_class.teacher_id)
    sitting = sittings.open_sitting(session, school_class, plan, actor=teacher, now=now)
    session.flush()
    return sitting


def make_response(
    session: Session,
    sitting: Sitting,
    student: Student,
    item: Item,
    ideas: list[str],
    *,
    language: str = "en",
    submitted: bool = True,
    now: datetime = NOW,
) -> Response:
    """A pupil's answer to one item, its ideas in order; the attempt is made on the way."""
    attempt = _attempt(session, sitting, student, language, now)
    response = Response(attempt_id=attempt.id, item_id=item.id, started_at=now, due_at=now + timedelta(seconds=180))
    if submitted:
        response.submitted_at, response.receipt = now, uuid4().hex[:8]
    session.add(response)
    session.flush()
    for place, text in enumerate(ideas, start=1):
        add_idea(session, response, text, position=place, now=now)
    session.flush()
    return response


def add_idea(
    session: Session,
    response: Response,
    text: str,
    *,
    position: int,
    is_late: bool = False,
    pastes: int = 0,
    now: datetime = NOW,
) -> Idea:
    """One idea of a response."""
    idea = Idea(
        response_id=response.id,
        id=uuid4(),
        position=position,
        text=text,
        revision=1,
        pastes=pastes,
        written_at=now,
        is_late=is_late,
    )
    session.add(idea)
    return idea


def add_stroke(
    session: Session,
    response: Response,
    data: dict[str, object],
    *,
    kind: str = "pen",
    frame: int = 1,
    is_late: bool = False,
    removed_at: datetime | None = None,
) -> Stroke:
    """One stroke of a drawing."""
    stroke = Stroke(
        response_id=response.id,
        id=uuid4(),
        frame=frame,
        position=1,
        kind=kind,
        data=data,
        written_at=NOW,
        is_late=is_late,
        removed_at=removed_at,
    )
    session.add(stroke)
    return stroke


def _attempt(session: Session, sitting: Sitting, student: Student, language: str, now: datetime) -> Attempt:
    sought = session.query(Attempt).filter_by(sitting_id=sitting.id, student_id=student.user_id)
    attempt = sought.one_or_none()
    if attempt is None:
        attempt = Attempt(sitting_id=sitting.id, student_id=student.user_id, language=language, started_at=now)
        session.add(attempt)
        session.flush()
    return attempt
