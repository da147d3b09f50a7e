"""Every kind of task: sittings of a class that are over, and practices in which its pupils are writing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from contest_app.accounts.models import SchoolClass, Student
from contest_app.demo.desks import begin, members, open_sitting, write
from contest_app.demo.people import People
from contest_app.tasks.models import Sitting
from contest_app.tasks.rules.answering import GRACE
from contest_app.tasks.rules.sittings import Mode
from contest_app.tasks.services import answering, sittings

LASTS: Final = timedelta(hours=1)
#: From the end of one task's time to the beginning of the next.
BREATH: Final = timedelta(seconds=90)
#: What is left of the time of a task when its answer is there: most pupils have some to spare.
SPARE: Final = 0.2
#: By how much a late answer misses the end.
LATE: Final = GRACE + timedelta(seconds=15)
CLICK: Final = timedelta(seconds=5)
#: In a practice, which part of its time is spent on a task, and which is gone when it is not handed in yet.
SPENT: Final = 1 / 3
GONE: Final = 1 / 4

Plan = Mapping[str, Any]


def load(session: Session, people: People, data: Plan, *, now: datetime) -> None:
    """Play what is over and what goes on at ``now``."""
    for planned in data["finished"]:
        _play_finished(session, people, people.classes[data["class"]], planned, now)
    for planned in data["running"]:
        _play_running(session, people, people.classes[data["class"]], planned, now)


def _play_finished(session: Session, people: People, school_class: SchoolClass, planned: Plan, now: datetime) -> None:
    """Play an assessment: opened some days before ``now``, answered item by item, and closed an hour later."""
    opened_at = now - timedelta(days=planned["days_ago"])
    sitting = open_sitting(session, people, school_class, _slugs(planned), Mode.ASSESSMENT, opened_at)
    for key, student in members(people, school_class):
        _sit_through(session, student, sitting, people.languages[key], planned["items"], key, opened_at)
    sittings.close_sitting(session, sitting, actor=people.teacher_of(school_class), now=opened_at + LASTS)


def _play_running(session: Session, people: People, school_class: SchoolClass, planned: Plan, now: datetime) -> None:
    """Open a practice some minutes before ``now``: what pupils have handed in, and what they are writing."""
    opened_at = now - timedelta(minutes=planned["minutes_ago"])
    sitting = open_sitting(session, people, school_class, _slugs(planned), Mode.PRACTICE, opened_at)
    for key, student in members(people, school_class):
        _practise(session, student, sitting, people.languages[key], planned["items"], key, now)


def _slugs(planned: Plan) -> list[str]:
    return [row["item"] for row in planned["items"]]


def _sit_through(
    session: Session,
    student: Student,
    sitting: Sitting,
    language: str,
    rows: Sequence[Plan],
    key: str,
    now: datetime,
) -> None:
    """Answer the items one after the other and hand each answer in: in time, or late."""
    begins_at = now
    for row in rows:
        response = begin(session, student, sitting, language, begins_at + CLICK)
        time = response.due_at - response.started_at
        is_late = key in row.get("late", ())
        until = response.due_at + LATE if is_late else response.due_at - time * SPARE
        write(session, response, row["answers"][key], until)
        answering.hand_in(session, response, now=until + CLICK)
        begins_at = response.due_at + BREATH


def _practise(
    session: Session,
    student: Student,
    sitting: Sitting,
    language: str,
    rows: Sequence[Plan],
    key: str,
    now: datetime,
) -> None:
    """Hand in what the pupil has finished, and leave open what the pupil is writing at ``now``."""
    times = {place.item_id: timedelta(seconds=place.seconds) for place in sitting.items}
    done = [row["answers"][key] for row in rows if key in row.get("answers", {})]
    writing = [row["writing"][key] for row in rows if key in row.get("writing", {})]
    parts = [SPENT] * len(done) + [GONE] * len(writing)
    lasted = [time * part for time, part in zip(times.values(), parts, strict=False)]
    ends_at = now - CLICK - sum(lasted, timedelta())
    for place, (answer, time) in enumerate(zip(done + writing, lasted, strict=True)):
        response = begin(session, student, sitting, language, ends_at)
        ends_at = response.started_at + time
        write(session, response, answer, ends_at)
        if place < len(done):
            answering.hand_in(session, response, now=ends_at)
