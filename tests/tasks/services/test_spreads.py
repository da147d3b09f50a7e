from __future__ import annotations

from datetime import timedelta
from statistics import fmean, stdev

from factories import NOW, make_class, make_student
from pytest import approx  # noqa: PT013 -- as the numbers below read best
from sqlalchemy import select
from tasks.tasks_factories import make_items, make_response, make_sitting

from contest_app.accounts.models import User
from contest_app.config import Settings
from contest_app.db import Database
from contest_app.jobs.runner import run_due
from contest_app.tasks.models import RunSpread, ScoringRun
from contest_app.tasks.services import bank, sittings

SAMPLE = [
    ("a", "a flower pot"),
    ("a", "grinding pepper and salt"),
    ("b", "a flower pot"),
    ("c", "a lasso for horses"),
]


def test_only_a_final_run_keeps_how_its_sample_and_its_pool_spread(database: Database, settings: Settings) -> None:
    with database.transaction() as session:
        school_class, [item] = make_class(session), make_items(session)
        bank.import_norm_pool(session, item.slug, "en", "Sample 2026", SAMPLE, now=NOW)
        sitting = make_sitting(session, school_class, [item])
        student = make_student(session, school_class)
        session.flush()
        make_response(session, sitting, student, item, ["homework about volcanoes", "a door stop", "grinding pepper"])
        teacher = session.get_one(User, school_class.teacher_id)
        sittings.close_sitting(session, sitting, actor=teacher, now=NOW)

    run_due(database, settings, now=NOW + timedelta(minutes=5))

    with database.reading() as session:
        rows = session.execute(select(ScoringRun.standing, RunSpread).join(ScoringRun)).all()
    assert {standing for standing, _ in rows} == {"final"}
    ideas = {row.basis: (row.people, row.mean, row.deviation) for _, row in rows if row.dimension == "fluency"}
    sample, pool = ([(count + 3 / 8) ** 0.5 for count in counts] for counts in ([2, 1, 1], [2, 1, 1, 3]))
    assert ideas == {
        "sample": approx((3, fmean(sample), stdev(sample))),
        "pool": approx((4, fmean(pool), stdev(pool))),
    }
