"""Reads of the scores of record that profiles are reckoned from."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from contest_app.tasks.models import Attempt, Item, Response, RunSpread, Score, ScoringRun, Sitting
from contest_app.tasks.rules.sittings import Mode, Shown

#: Dimensions that tell of a facet; see rules/levels.py.
DIMENSIONS = ("flexibility", "originality")


#: Closed assessments whose comments pupils are shown: what is hidden from a pupil is not told by a sum of it either.
COUNTS = (
    Sitting.mode == Mode.ASSESSMENT.value,
    Sitting.closed_at.is_not(None),
    Sitting.shown != Shown.NEVER.value,
)


class Found(NamedTuple):
    """One dimension of one response in a run of record, with whose it is and what was asked."""

    student_id: UUID
    sitting_id: UUID
    language: str
    response_id: UUID
    slug: str
    domain: str
    facet: str
    run_id: UUID
    dimension: str
    value: float
    standard_error: float | None


def takers(session: Session, sitting_id: UUID) -> Sequence[UUID]:
    """Return the pupils who took part in a sitting that counts for profiles; nobody where it does not."""
    query = select(Attempt.student_id).join(Attempt.sitting).where(Sitting.id == sitting_id, *COUNTS)
    return session.scalars(query.order_by(Attempt.student_id)).all()


def found_about(session: Session, student_ids: Collection[UUID]) -> list[Found]:
    """Return what the newest runs of record found about pupils, sitting by sitting in the order of closing.

    A task counts in the sitting where the pupil first met it: a second try is no first encounter.
    """
    rows = session.execute(
        select(
            Attempt.student_id,
            Attempt.sitting_id,
            Attempt.language,
            Response.id,
            Item.slug,
            Item.domain,
            Item.facet,
            ScoringRun.id,
            Score.dimension,
            Score.value,
            Score.standard_error,
        )
        .join(Response, Response.attempt_id == Attempt.id)
        .join(Sitting, Sitting.id == Attempt.sitting_id)
        .join(Item, Item.id == Response.item_id)
        .join(Score, Score.response_id == Response.id)
        .join(ScoringRun, ScoringRun.id == Score.run_id)
        .where(
            Attempt.student_id.in_(student_ids),
            ScoringRun.standing == "final",
            Score.dimension.in_(DIMENSIONS),
            Response.superseded_at.is_(None),
            *COUNTS,
        )
        .order_by(Sitting.closed_at, Sitting.id, ScoringRun.created_at, ScoringRun.id, Item.slug, Score.dimension)
    ).all()
    return _first_met([Found(*row) for row in rows])


def spreads(session: Session, run_ids: Collection[UUID]) -> dict[tuple[UUID, str], dict[str, RunSpread]]:
    """Return how the people of runs spread, by run and dimension, then by basis."""
    found: dict[tuple[UUID, str], dict[str, RunSpread]] = {}
    for row in session.scalars(select(RunSpread).where(RunSpread.run_id.in_(run_ids))):
        found.setdefault((row.run_id, row.dimension), {})[row.basis] = row
    return found


def _first_met(rows: Sequence[Found]) -> list[Found]:
    """Keep of each response and dimension the newest run's row, and of each task the first response."""
    newest = {(row.response_id, row.dimension): row for row in rows}
    first: dict[tuple[UUID, str], UUID] = {}
    for row in newest.values():
        first.setdefault((row.student_id, row.slug), row.response_id)
    return [row for row in newest.values() if first[row.student_id, row.slug] == row.response_id]
