from __future__ import annotations

from datetime import datetime, timedelta

from factories import make_class, make_student
from sqlalchemy import select
from tasks.tasks_factories import make_items, make_response

from contest_app.accounts.models import User
from contest_app.clock import utcnow
from contest_app.config import Settings
from contest_app.db import Database
from contest_app.jobs.models import Job
from contest_app.jobs.runner import Runner
from contest_app.tasks.models import ScoringRun, Sitting
from contest_app.tasks.rules.answering import GRACE
from contest_app.tasks.rules.sittings import Mode, Plan, PlannedItem, Window
from contest_app.tasks.services.sittings import open_sitting

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def test_runner_closes_a_sitting_after_its_window_and_its_last_clock_and_scores_it_once(
    database: Database, settings: Settings
) -> None:
    now = utcnow() - HOUR
    with database.transaction() as session:
        school_class, [item] = make_class(session), make_items(session)
        teacher = session.get_one(User, school_class.teacher_id)
        plan = Plan(Mode.ASSESSMENT, [PlannedItem(item.id, 180)], Window(None, now + 2 * MINUTE))
        sitting = open_sitting(session, school_class, plan, actor=teacher, now=now)
        student = make_student(session, school_class)
        session.flush()
        response = make_response(session, sitting, student, item, ["қайық"], submitted=False, now=now + MINUTE)
    last = response.due_at + GRACE

    closed = [run_at(database, settings, moment, sitting) for moment in (now + MINUTE, now + 2 * MINUTE, last, last)]

    assert closed == [None, None, last, last]
    with database.reading() as session:
        done = session.scalars(select(Job.name).where(Job.state == "done").order_by(Job.finished_at)).all()
        runs = session.scalars(select(ScoringRun.standing)).all()
    assert list(done).count("tasks.score_sitting") == 1
    assert list(runs) == ["final"]


def run_at(database: Database, settings: Settings, moment: datetime, sitting: Sitting) -> datetime | None:
    """Run what is due at a moment, and return when the sitting was closed."""
    runner = Runner(database, settings, clock=lambda: moment)
    while runner.run_next():
        pass
    with database.reading() as session:
        return session.get_one(Sitting, sitting.id).closed_at
