from __future__ import annotations

from datetime import timedelta

import pytest
from factories import NOW, make_class, make_student
from sqlalchemy import select
from sqlalchemy.orm import Session
from tasks.tasks_factories import make_items, make_response, make_sitting

from contest_app.accounts.models import SchoolClass, User
from contest_app.audit import AuditRow
from contest_app.jobs.models import Job
from contest_app.tasks.models import Item, Sitting
from contest_app.tasks.queries import sittings as queries
from contest_app.tasks.rules.answering import GRACE
from contest_app.tasks.rules.sittings import (
    AlreadyClosed,
    Mode,
    NoClass,
    NothingToDo,
    Plan,
    PlannedItem,
    Standing,
    TooLong,
    Window,
    WindowEmpty,
)
from contest_app.tasks.services import sittings


def test_open_sitting_keeps_the_items_in_the_order_of_the_plan(session: Session) -> None:
    school_class, items = make_class(session), make_items(session, 3)

    sitting = make_sitting(session, school_class, [items[2], items[0]])

    found = queries.sitting_of(session, school_class.teacher_id, sitting.id)
    assert found is not None
    assert [(row.position, row.item.slug, row.seconds) for row in found.items] == [
        (1, items[2].slug, 180), (2, items[0].slug, 180),
    ]  # fmt: skip
    assert session.scalars(select(AuditRow.details).where(AuditRow.act == "sitting.opened")).all() == [
        {"mode": "assessment"}
    ]


@pytest.mark.parametrize(("minutes", "refusal"), [((), NothingToDo), ((15, 11), TooLong)])
def test_sitting_that_does_not_fit_is_refused_and_not_kept(
    session: Session, minutes: tuple[int, ...], refusal: type[Exception]
) -> None:
    school_class = make_class(session)
    teacher, items = session.get_one(User, school_class.teacher_id), make_items(session, 2)
    planned = [PlannedItem(item.id, 60 * time) for item, time in zip(items, minutes, strict=False)]

    with pytest.raises(refusal):
        sittings.open_sitting(session, school_class, Plan(Mode.PRACTICE, planned), actor=teacher, now=NOW)

    assert session.scalars(select(Sitting)).all() == []


def test_closing_calls_for_the_scores_of_record_once(session: Session) -> None:
    school_class = make_class(session)
    teacher = session.get_one(User, school_class.teacher_id)
    sitting = make_sitting(session, school_class, make_items(session))

    sittings.close_sitting(session, sitting, actor=teacher, now=NOW + timedelta(hours=1))
    with pytest.raises(AlreadyClosed):
        sittings.close_sitting(session, sitting, actor=teacher, now=NOW + timedelta(hours=2))

    assert sitting.closed_at == NOW + timedelta(hours=1)
    assert [(job.name, job.payload) for job in session.scalars(select(Job))] == [
        ("tasks.score_sitting", {"sitting_id": str(sitting.id)})
    ]


HOUR = timedelta(hours=1)


def windowed(session: Session, window: Window) -> tuple[User, Sitting]:
    """A sitting of one item with a window, and the teacher whose it is."""
    school_class = make_class(session)
    teacher, [item] = session.get_one(User, school_class.teacher_id), make_items(session)
    plan = Plan(Mode.ASSESSMENT, [PlannedItem(item.id, 180)], window)
    sitting = sittings.open_sitting(session, school_class, plan, actor=teacher, now=NOW)
    session.flush()
    return teacher, sitting


def due_jobs(session: Session) -> list[tuple[str, timedelta]]:
    """The jobs that wait, and how long after NOW they are due."""
    session.flush()
    return [(job.name, job.run_at - NOW) for job in session.scalars(select(Job).order_by(Job.run_at))]


def test_window_is_kept_and_looked_at_when_it_ends(session: Session) -> None:
    _, sitting = windowed(session, Window(NOW + HOUR, NOW + 2 * HOUR))

    minute = timedelta(minutes=1)
    moments = (NOW, NOW + HOUR - minute, NOW + HOUR, NOW + 2 * HOUR - minute, NOW + 2 * HOUR)
    assert [sitting.standing(moment) for moment in moments] == [
        Standing.WAITING, Standing.WAITING, Standing.OPEN, Standing.OPEN, Standing.CLOSED,
    ]  # fmt: skip
    assert due_jobs(session) == [("tasks.close_sitting", 2 * HOUR)]


def test_sitting_whose_window_is_over_is_closed_once_by_the_machine(session: Session) -> None:
    _, sitting = windowed(session, Window(None, NOW + HOUR))

    sittings.close_if_over(session, sitting.id, now=NOW + HOUR - timedelta(seconds=1))
    early = sitting.closed_at
    for later in (HOUR, 2 * HOUR):
        sittings.close_if_over(session, sitting.id, now=NOW + later)

    assert (early, sitting.closed_at) == (None, NOW + HOUR)
    assert [name for name, _ in due_jobs(session)].count("tasks.score_sitting") == 1
    closed = session.scalars(select(AuditRow.actor_id).where(AuditRow.act == "sitting.closed")).all()
    assert closed == [None]


def test_task_begun_in_the_window_keeps_its_whole_time(session: Session) -> None:
    _, sitting = windowed(session, Window(None, NOW + HOUR))
    student = make_student(session, session.get_one(SchoolClass, sitting.class_id))
    session.flush()
    begun = NOW + HOUR - timedelta(minutes=1)
    item = session.get_one(Item, sitting.items[0].item_id)
    response = make_response(session, sitting, student, item, ["a"], submitted=False, now=begun)

    sittings.close_if_over(session, sitting.id, now=NOW + HOUR)

    assert sitting.closed_at is None
    over_at = response.due_at + GRACE
    assert due_jobs(session) == [("tasks.close_sitting", HOUR)]  # a job that waits keeps its earlier moment
    sittings.close_if_over(session, sitting.id, now=over_at)
    assert sitting.closed_at == over_at


def test_moving_the_window_is_audited_and_refused_after_closing(session: Session) -> None:
    teacher, sitting = windowed(session, Window(None, NOW + HOUR))

    sittings.move_window(session, sitting, Window(NOW, NOW + 3 * HOUR), actor=teacher, now=NOW)
    sittings.close_if_over(session, sitting.id, now=NOW + HOUR)
    still_open = sitting.closed_at
    with pytest.raises(WindowEmpty):
        sittings.move_window(session, sitting, Window(None, NOW), actor=teacher, now=NOW)
    sittings.close_sitting(session, sitting, actor=teacher, now=NOW)
    with pytest.raises(AlreadyClosed):
        sittings.move_window(session, sitting, Window(), actor=teacher, now=NOW)

    assert still_open is None
    [details] = session.scalars(select(AuditRow.details).where(AuditRow.act == "sitting.window_moved"))
    assert details["after"] == [NOW.isoformat(), (NOW + 3 * HOUR).isoformat()]


def test_sittings_for_no_class_or_with_one_that_is_too_long_are_not_opened(session: Session) -> None:
    school_class = make_class(session)
    teacher, [item] = session.get_one(User, school_class.teacher_id), make_items(session)
    fitting, too_long = (Plan(Mode.PRACTICE, [PlannedItem(item.id, 60 * minutes)]) for minutes in (25, 26))

    with pytest.raises(NoClass):
        sittings.open_sittings(session, [], actor=teacher, now=NOW)
    with pytest.raises(TooLong):
        sittings.open_sittings(session, [(school_class, too_long), (school_class, fitting)], actor=teacher, now=NOW)

    assert session.scalars(select(Sitting)).all() == []
