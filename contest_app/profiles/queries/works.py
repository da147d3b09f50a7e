"""Reads of a pupil's works and of the ideas in them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload, with_loader_criteria

from contest_app.profiles.rules.ideas import OwnIdea
from contest_app.tasks.models import Attempt, CareCase, Idea, IdeaScore, Item, Response, ScoringRun, Sitting
from contest_app.tasks.rules.sittings import Shown


def attempts_of(session: Session, student_id: UUID) -> list[Attempt]:
    """Return a pupil's parts in sittings, the newest first, with sitting and the responses that stand."""
    query = (
        select(Attempt)
        .join(Attempt.sitting)
        .where(Attempt.student_id == student_id)
        .order_by(Sitting.opened_at.desc(), Sitting.id)
        .options(
            contains_eager(Attempt.sitting),
            selectinload(Attempt.responses).joinedload(Response.item),
            with_loader_criteria(Response, Response.superseded_at.is_(None)),
        )
    )
    return list(session.scalars(query))


def ideas_of_record(session: Session, student_id: UUID) -> list[OwnIdea]:
    """Return the ideas that count in a pupil's scores of record and that a pupil may see, without any doubt on them.

    An idea for which a case of care was opened is none of them.
    """
    is_cared_for = exists().where(CareCase.response_id == Idea.response_id, CareCase.idea_id == Idea.id)
    rows = session.execute(
        select(IdeaScore, ScoringRun, Item.title)
        .join(ScoringRun, ScoringRun.id == IdeaScore.run_id)
        .join(Idea, (Idea.response_id == IdeaScore.response_id) & (Idea.id == IdeaScore.idea_id))
        .join(Response, Response.id == Idea.response_id)
        .join(Attempt, Attempt.id == Response.attempt_id)
        .join(Sitting, Sitting.id == Attempt.sitting_id)
        .join(Item, Item.id == Response.item_id)
        .where(
            Attempt.student_id == student_id,
            ScoringRun.standing == "final",
            Sitting.closed_at.is_not(None),
            Sitting.shown != Shown.NEVER.value,
            Response.superseded_at.is_(None),
            Idea.removed_at.is_(None),
            IdeaScore.is_valid,
            ~is_cared_for,
        )
        .order_by(ScoringRun.created_at, ScoringRun.id, Idea.position, Idea.id)
    ).all()
    newest = {(score.response_id, score.idea_id): (score, run, title) for score, run, title in rows}
    return [
        OwnIdea(
            text=score.text,
            language=run.language,
            task=title,
            people=score.people,
            pool_people=run.pool_people,
            pool_name=run.pool_name,
            elaboration=score.elaboration,
        )
        for score, run, title in newest.values()
        if not score.flags
    ]


def response_of(session: Session, student_id: UUID, response_id: UUID) -> Response | None:
    """Return a response that a pupil handed in, with item, sitting and the ideas that stand."""
    return session.scalar(
        select(Response)
        .join(Response.attempt)
        .where(Response.id == response_id, Attempt.student_id == student_id, Response.submitted_at.is_not(None))
        .options(
            contains_eager(Response.attempt).joinedload(Attempt.sitting),
            joinedload(Response.item),
            selectinload(Response.ideas),
            with_loader_criteria(Idea, Idea.removed_at.is_(None)),
        )
    )
