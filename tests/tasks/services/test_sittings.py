from __future__ import annotations

from datetime import timedelta

import pytest
from factories import NOW, make_class
from sqlalchemy import select
from sqlalchemy.orm import Session
from tasks.tasks_factories import make_items, make_sitting

from contest_app.accounts.models import User
from contest_app.audit import AuditRow
from contest_app.jobs.models import Job
from contest_app.tasks.models import Sitting
from contest_app.tasks.queries import sittings as queries
from contest_app.tasks.rules.sittings import AlreadyClosed, Mode, NothingToDo, Plan, PlannedItem, TooLong
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
