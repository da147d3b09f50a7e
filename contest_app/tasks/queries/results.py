"""Reads of what the runs found; of several runs the score of record counts, and of its kind the newest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload, with_loader_criteria

from contest_app.accounts.models import Student, User
from contest_app.tasks.models import Attempt, Idea, IdeaScore, Response, Score, ScoringRun


class Found(NamedTuple):
    """A run and what it found about one response: scores by dimension, and its ideas in the pupil's order."""

    run: ScoringRun
    scores: dict[str, Score]
    ideas: list[IdeaScore]


def response_of(session: Session, student_id: UUID, response_id: UUID) -> Response | None:
    """Return a response if it is this pupil's, with its kept ideas, item, attempt and sitting."""
    return session.scalar(
        select(Response)
        .join(Response.attempt)
        .where(Response.id == response_id, Attempt.student_id == student_id)
        .options(
            contains_eager(Response.attempt).joinedload(Attempt.sitting),
            joinedload(Response.item),
            selectinload(Response.ideas),
            with_loader_criteria(Idea, Idea.removed_at.is_(None)),
        )
    )


def is_scored(session: Session, response_id: UUID) -> bool:
    """Say whether a run has looked at the response."""
    return bool(session.scalar(select(exists().where(Score.response_id == response_id))))


def found_about(session: Session, response_id: UUID) -> Found | None:
    """Return the run that counts for a response and what it found, or None before the first run."""
    run = session.scalar(
        select(ScoringRun)
        .where(exists().where(Score.run_id == ScoringRun.id, Score.response_id == response_id))
        .order_by(ScoringRun.standing == "provisional", ScoringRun.created_at.desc(), ScoringRun.id)
        .limit(1)
    )
    if run is None:
        return None
    scores = session.scalars(select(Score).where(Score.run_id == run.id, Score.response_id == response_id))
    ideas = session.scalars(
        select(IdeaScore)
        .join(Idea, (Idea.response_id == IdeaScore.response_id) & (Idea.id == IdeaScore.idea_id))
        .where(IdeaScore.run_id == run.id, IdeaScore.response_id == response_id)
        .order_by(Idea.position, Idea.id)
    )
    return Found(run, {score.dimension: score for score in scores}, list(ideas))


def final_runs(session: Session, sitting_id: UUID) -> list[ScoringRun]:
    """Return the newest final run of a sitting for each item and language, with all scores."""
    rows = session.scalars(
        select(ScoringRun)
        .where(ScoringRun.sitting_id == sitting_id, ScoringRun.standing == "final")
        .order_by(ScoringRun.created_at, ScoringRun.id)
        .options(selectinload(ScoringRun.scores), selectinload(ScoringRun.idea_scores))
    )
    newest = {(run.item_id, run.language): run for run in rows}
    return list(newest.values())


def answers_of(session: Session, sitting_id: UUID, *, student_id: UUID | None = None) -> Sequence[Response]:
    """Return every answer of a sitting (or one pupil's), no earlier tries, with its kept ideas and pupil, by name."""
    query = (
        select(Response)
        .join(Response.attempt)
        .join(Attempt.student)
        .join(Student.user)
        .where(Attempt.sitting_id == sitting_id, Response.superseded_at.is_(None))
        .order_by(User.sort_key, User.id, Response.started_at)
        .options(
            contains_eager(Response.attempt).contains_eager(Attempt.student).contains_eager(Student.user),
            joinedload(Response.item),
            selectinload(Response.ideas),
            with_loader_criteria(Idea, Idea.removed_at.is_(None)),
        )
    )
    if student_id is not None:
        query = query.where(Attempt.student_id == student_id)
    return session.scalars(query).all()
