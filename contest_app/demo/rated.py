"""The demo's stories and drawings, and what its raters say of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from sqlalchemy.orm import Session

from contest_app.accounts.models import Student, User
from contest_app.demo.people import People
from contest_app.oplog.rules import Incoming
from contest_app.ratings.queries import turns
from contest_app.ratings.rules.scale import Given
from contest_app.ratings.services import rating, taking
from contest_app.tasks.models import Item, Response, Sitting
from contest_app.tasks.queries import answering as queries
from contest_app.tasks.queries import items as items_queries
from contest_app.tasks.rules.sittings import Mode, Plan, PlannedItem
from contest_app.tasks.services import answering, sittings

TASKS: Final = ("story", "drawing")
RATED_AFTER: Final = timedelta(days=2)

Answers = dict[tuple[str, str], Response]


def load(session: Session, people: People, data: Mapping[str, Any], *, bank: Path, now: datetime) -> None:
    """Play a sitting of each class with a story and a drawing, and let raters begin with the answers."""
    answers: Answers = {}
    for key in people.classes:
        own = [row for row in data["answers"] if people.students[row["person"]].class_id == people.classes[key].id]
        if own:
            answers |= _play(session, people, key, own, _items(session, data), now)
    raters = {row["rater"]: people.staff[row["rater"]] for row in data["ratings"]}
    for rater in raters.values():
        taking.take_part(session, ["kk", "ru", "en"], actor=rater, now=now + RATED_AFTER)
    for row in data["ratings"]:
        _rate(session, raters[row["rater"]], answers[row["person"], row["task"]], row, bank, now + RATED_AFTER)


def _items(session: Session, data: Mapping[str, Any]) -> list[Item]:
    items = [items_queries.newest(session, data[task]) for task in TASKS]
    return [item for item in items if item is not None]


def _play(
    session: Session, people: People, key: str, rows: list[dict[str, Any]], items: list[Item], now: datetime
) -> Answers:
    """Let the pupils of one class answer and close the sitting after an hour."""
    teacher = people.teacher_of(people.classes[key])
    plan = Plan(Mode.ASSESSMENT, tuple(PlannedItem(item.id, item.seconds) for item in items))
    sitting = sittings.open_sitting(session, people.classes[key], plan, actor=teacher, now=now)
    session.flush()  # attempts refer to the sitting by key
    found: Answers = {}
    for row in rows:
        student = people.students[row["person"]]
        for task, said in zip(TASKS, (_story, _drawing), strict=True):
            operations = list(said(row))
            found[row["person"], task] = _answer(session, student, sitting, row["language"], operations, now)
    sittings.close_sitting(session, sitting, actor=teacher, now=now + timedelta(hours=1))
    return found


def _story(row: Mapping[str, Any]) -> Iterator[Incoming]:
    yield _words(row["story"])


def _drawing(row: Mapping[str, Any]) -> Iterator[Incoming]:
    for position, (key, colour, x, y, angle, size) in enumerate(row["parts"], start=1):
        data = {"c": colour, "k": key, "x": x, "y": y, "a": angle, "s": size}
        stroke = {"stroke": str(uuid4()), "frame": 1, "position": position, "form": "part", "data": data}
        yield Incoming(uuid4(), "put_stroke", None, stroke)
    if row["thing"]:
        yield _words(row["thing"])


def _words(text: str) -> Incoming:
    return Incoming(uuid4(), "put_idea", None, {"idea": str(uuid4()), "text": text, "position": 1, "revision": 0})


def _answer(
    session: Session, student: Student, sitting: Sitting, language: str, operations: list[Incoming], now: datetime
) -> Response:
    started = answering.start_next(session, student, sitting.id, language=language, actor=student.user, now=now)
    session.flush()  # the response is read back with all that its changes need
    response = queries.response_to_change(session, student.user_id, started.id) if started else None
    if response is None:
        raise LookupError(f"nothing left to answer in sitting {sitting.id}")
    answering.take(session, response, operations, now=now + timedelta(minutes=4))
    answering.hand_in(session, response, now=now + timedelta(minutes=5))
    return response


def _rate(
    session: Session, rater: User, response: Response, row: Mapping[str, Any], bank: Path, now: datetime
) -> None:
    turn = taking.take(session, response.id, None, bank=bank, actor=rater, now=now)
    held = turns.turn_to_change(session, rater.id, turn.id) if turn else None
    if held is None:
        raise LookupError(f"{row['rater']} may not rate {row['person']}")
    keys = [criterion.key for criterion in held.answer.scale.criteria]
    given = Given(dict(zip(keys, row["marks"], strict=True)))
    rating.rate(session, held, given, row["comment"], actor=rater, now=now)
    session.flush()
