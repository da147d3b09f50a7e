"""Reads of a rater's own turns, and of everything that raters gave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload, with_loader_criteria
from sqlalchemy.orm.attributes import set_committed_value

from contest_app.accounts.models import User
from contest_app.ratings.models import RatedAnswer, RatingTurn
from contest_app.ratings.queries.ratable import is_unworrying
from contest_app.tasks.models import Idea, Photo, Response

#: So many of the newest own turns are listed.
RECENT: Final = 20


class Work(NamedTuple):
    """What one rater has done, and when last."""

    name: str
    done: int
    skipped: int
    last_at: datetime | None


def turn_of(session: Session, rater_id: UUID, turn_id: UUID) -> RatingTurn | None:
    """Return a turn if it is this rater's, with its sheets, the answer, its item and its kept ideas.

    A turn whose answer somebody is taking care of is nobody's.
    """
    return session.scalar(
        select(RatingTurn)
        .join(RatingTurn.answer)
        .join(RatedAnswer.response)
        .where(RatingTurn.id == turn_id, RatingTurn.rater_id == rater_id, is_unworrying())
        .options(
            selectinload(RatingTurn.sheets),
            contains_eager(RatingTurn.answer)
            .contains_eager(RatedAnswer.response)
            .options(joinedload(Response.item), joinedload(Response.attempt), selectinload(Response.ideas)),
            with_loader_criteria(Idea, Idea.removed_at.is_(None)),
        )
    )


def turn_to_change(session: Session, rater_id: UUID, turn_id: UUID) -> RatingTurn | None:
    """Return a turn if it is this rater's, its answer held, so that the raters of one answer take turns."""
    held = session.scalar(
        select(RatedAnswer.id)
        .join(RatedAnswer.response)
        .join(RatedAnswer.turns)
        .where(RatingTurn.id == turn_id, RatingTurn.rater_id == rater_id, is_unworrying())
        .with_for_update(of=RatedAnswer)
    )
    if held is None:
        return None
    # Turns are read by a statement of their own: one that began before the lock would miss what came meanwhile.
    answer = session.scalars(
        select(RatedAnswer)
        .where(RatedAnswer.id == held)
        .options(
            selectinload(RatedAnswer.turns).selectinload(RatingTurn.sheets),
            joinedload(RatedAnswer.response).joinedload(Response.item),
        )
        .execution_options(populate_existing=True)
    ).one()
    turn = next(turn for turn in answer.turns if turn.id == turn_id)
    set_committed_value(turn, "answer", answer)
    return turn


def recent_turns(session: Session, rater_id: UUID) -> Sequence[RatingTurn]:
    """Return the answers that this rater has rated last, each with its item and what was given."""
    return session.scalars(
        select(RatingTurn)
        .join(RatingTurn.answer)
        .join(RatedAnswer.response)
        .where(RatingTurn.rater_id == rater_id, RatingTurn.done_at.is_not(None), is_unworrying())
        .order_by(RatingTurn.done_at.desc(), RatingTurn.id)
        .limit(RECENT)
        .options(contains_eager(RatingTurn.answer).contains_eager(RatedAnswer.response).joinedload(Response.item))
    ).all()


def photo_of(session: Session, rater_id: UUID, turn_id: UUID) -> Photo | None:
    """Return the photograph of the answer of this rater's turn."""
    return session.scalar(
        select(Photo)
        .join(Response, Response.id == Photo.response_id)
        .join(RatedAnswer, RatedAnswer.response_id == Response.id)
        .join(RatingTurn, RatingTurn.answer_id == RatedAnswer.id)
        .where(RatingTurn.id == turn_id, RatingTurn.rater_id == rater_id, is_unworrying())
    )


def work_of_raters(session: Session) -> list[Work]:
    """Return what each rater has done, those who did most first; people who have left have no name."""
    query = (
        select(
            func.coalesce(User.display_name, ""),
            func.count(RatingTurn.done_at),
            func.count(RatingTurn.skipped),
            func.max(RatingTurn.done_at),
        )
        .select_from(RatingTurn)
        .outerjoin(User, User.id == RatingTurn.rater_id)
        .group_by(RatingTurn.rater_id, User.display_name)
        .order_by(func.count(RatingTurn.done_at).desc(), RatingTurn.rater_id)
    )
    return [Work(*row) for row in session.execute(query)]


def rated_since_begun(session: Session) -> Sequence[RatedAnswer]:
    """Return every answer that somebody has rated, with turns, sheets and the language of its attempt."""
    return session.scalars(
        with_turns(select(RatedAnswer))
        .where(RatedAnswer.turns.any(RatingTurn.done_at.is_not(None)))
        .order_by(RatedAnswer.begun_at, RatedAnswer.id)
        .options(joinedload(RatedAnswer.response).joinedload(Response.attempt))
    ).all()


def with_turns(query: Select[RatedAnswer]) -> Select[RatedAnswer]:
    """Load what the raters of the answers gave."""
    return query.options(selectinload(RatedAnswer.turns).selectinload(RatingTurn.sheets))
