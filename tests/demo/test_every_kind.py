"""Every kind of task in the demo: handed in, being written, and taken whole."""

from __future__ import annotations

from factories import NOW
from sqlalchemy import func, select

from contest_app.accounts.models import SchoolClass
from contest_app.config import ROOT, Settings
from contest_app.db import Database
from contest_app.oplog.models import Operation
from contest_app.prepare import fill
from contest_app.tasks.kinds import KINDS
from contest_app.tasks.models import Attempt, Idea, Item, Response, Sitting


def test_each_kind_is_finished_by_all_and_being_written_in_time_by_somebody(
    database: Database, settings: Settings
) -> None:
    wanted = settings.model_copy(update={"demo": True, "item_bank_dir": ROOT / "item_bank"})

    fill(database, wanted, now=NOW)

    with database.reading() as session:
        of_class = (
            select(Item.kind)
            .join(Response, Response.item_id == Item.id)
            .join(Attempt, Attempt.id == Response.attempt_id)
            .join(Sitting, Sitting.id == Attempt.sitting_id)
            .join(SchoolClass, SchoolClass.id == Sitting.class_id)
            .where(SchoolClass.grade == 8)
        )
        over = of_class.where(Sitting.closed_at.is_not(None), Response.submitted_at.is_not(None))
        counted = over.add_columns(func.count()).group_by(Item.kind)
        writing = of_class.where(Sitting.closed_at.is_(None), Response.submitted_at.is_(None), Response.due_at > NOW)
        assert dict(session.execute(counted).all()) == dict.fromkeys(KINDS, 6)
        assert set(session.scalars(writing)) == set(KINDS)
        assert {operation.answer["state"] for operation in session.scalars(select(Operation))} == {"applied"}
        assert session.scalar(select(func.count()).select_from(Idea).where(Idea.is_late)) == 4
