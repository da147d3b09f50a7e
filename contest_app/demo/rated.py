"""The demo's stories and drawings, and what its raters say of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy.orm import Session

from contest_app.accounts.models import User
from contest_app.demo.desks import begin, open_sitting, write
from contest_app.demo.people import People
from contest_app.ratings.queries import turns
from contest_app.ratings.rules.scale import Given
from contest_app.ratings.services import rating, taking
from contest_app.tasks.models import Response
from contest_app.tasks.rules.sittings import Mode
from contest_app.tasks.services import answering, sittings

#: What each sitting asks for, a day apart; in the second only some of the pupils take part.
SITTINGS: Final = (("story", "drawing"), ("poster",))
RATED_AFTER: Final = timedelta(days=2)
WRITTEN_AFTER: Final = timedelta(minutes=5)

Answers = dict[tuple[str, str], Response]


def load(session: Session, people: People, data: Mapping[str, Any], *, bank: Path, now: datetime) -> None:
    """Play sittings of each class with a story, a drawing and a poster, and let raters begin with the answers."""
    answers: Answers = {}
    for key in people.classes:
        own = [row for row in data["answers"] if people.students[row["person"]].class_id == people.classes[key].id]
        for day, tasks in enumerate(SITTINGS):
            slugs = {task: data[task] for task in tasks}
            rows = [row for row in own if row.keys() >= slugs.keys()]
            if rows:
                answers |= _play(session, people, key, rows, slugs, now + timedelta(days=day))
    raters = {row["rater"]: people.staff[row["rater"]] for row in data["ratings"]}
    for rater in raters.values():
        taking.take_part(session, ["kk", "ru", "en"], actor=rater, now=now + RATED_AFTER)
    for row in data["ratings"]:
        _rate(session, raters[row["rater"]], answers[row["person"], row["task"]], row, bank, now + RATED_AFTER)


def _play(
    session: Session, people: People, key: str, rows: list[dict[str, Any]], slugs: Mapping[str, str], now: datetime
) -> Answers:
    """Let the pupils of one class answer and close the sitting after an hour."""
    school_class = people.classes[key]
    sitting = open_sitting(session, people, school_class, list(slugs.values()), Mode.ASSESSMENT, now)
    found: Answers = {}
    for row in rows:
        student = people.students[row["person"]]
        for task in slugs:
            response = begin(session, student, sitting, row["language"], now)
            write(session, response, row[task], now + WRITTEN_AFTER)
            answering.hand_in(session, response, now=now + WRITTEN_AFTER)
            found[row["person"], task] = response
    sittings.close_sitting(session, sitting, actor=people.teacher_of(school_class), now=now + timedelta(hours=1))
    return found


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
