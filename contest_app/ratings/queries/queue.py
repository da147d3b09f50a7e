"""Reads of the queue as one rater meets it: never the own pupils, never an answer that was met before."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid5

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from contest_app.ratings.models import RatedAnswer, RaterProfile, RatingTurn
from contest_app.ratings.queries.ratable import Candidate, not_of, ratable
from contest_app.ratings.rules.queue import Sort, order_key
from contest_app.tasks.models import Attempt, Idea, Item, Response

#: So many at once are put into the rater's own order.
WINDOW: Final = 200
#: Nobody needs to know whether more wait than this.
MOST_COUNTED: Final = 100


class Waiting(NamedTuple):
    """Answers of one kind in one language: all, those begun, those of them where raters disagree, and the settled."""

    kind: str
    language: str
    answers: int
    begun: int
    disputed: int
    settled: int


def profile(session: Session, user_id: UUID) -> RaterProfile | None:
    """Return how this person takes part, or None."""
    return session.get(RaterProfile, user_id)


def candidates(
    session: Session, rater_id: UUID, languages: Collection[str], sort: Sort, now: datetime
) -> Iterator[Candidate]:
    """Yield what this rater may be given next: what others have begun, then the rest, in the rater's own order.

    Keys are random, so the rest is read in their order from a place that is the rater's own, a window at once.
    """
    query, key = _open_to(rater_id, languages, sort, now), Idea.response_id if sort is Sort.IDEA else Response.id
    unsettled = select(RatedAnswer.response_id).where(RatedAnswer.settled_at.is_(None))
    is_new, begins_at = RatedAnswer.id.is_(None), uuid5(rater_id, sort)
    for part in (
        query.where(RatedAnswer.id.is_not(None), Response.id.in_(unsettled)),
        query.where(is_new, key >= begins_at).order_by(key),
        query.where(is_new, key < begins_at).order_by(key),
    ):
        found = [Candidate(*row) for row in session.execute(part.limit(WINDOW))]
        yield from sorted(found, key=lambda each: order_key(rater_id, each.key))


def waiting_for(session: Session, rater_id: UUID, languages: Collection[str], now: datetime) -> dict[Sort, int]:
    """Return how many answers of each sort wait for this rater, counted up to ``MOST_COUNTED``."""
    return {sort: _count(session, _open_to(rater_id, languages, sort, now)) for sort in Sort}


def overview(session: Session) -> list[Waiting]:
    """Return how far the queue has come, by kind and language."""
    return [line for sort in Sort for line in _lines(session, sort)]


def _lines(session: Session, sort: Sort) -> list[Waiting]:
    disputed = (RatedAnswer.wanted > 2) & RatedAnswer.settled_at.is_(None)  # noqa: PLR2004 -- a third is asked
    query = (
        ratable(sort)
        .with_only_columns(
            Item.kind,
            Attempt.language,
            func.count(),
            func.count(RatedAnswer.id).filter(_is_begun(), RatedAnswer.settled_at.is_(None)),
            func.count(RatedAnswer.id).filter(disputed),
            func.count(RatedAnswer.settled_at),
        )
        .group_by(Item.kind, Attempt.language)
        .order_by(Item.kind, Attempt.language)
    )
    return [Waiting(*row) for row in session.execute(query)]


def _open_to(rater_id: UUID, languages: Collection[str], sort: Sort, now: datetime) -> Select[Any]:
    met = exists().where(RatingTurn.answer_id == RatedAnswer.id, RatingTurn.rater_id == rater_id)
    has_place = (_taken(now) < RatedAnswer.wanted) & RatedAnswer.settled_at.is_(None)
    return ratable(sort).where(
        Attempt.language.in_(languages), not_of(rater_id), or_(RatedAnswer.id.is_(None), has_place & ~met)
    )


def _taken(now: datetime) -> ColumnElement[int]:
    """Return how many places of an answer are taken: by raters who are done, and by those who are at it."""
    is_taken = or_(RatingTurn.done_at.is_not(None), RatingTurn.skipped.is_(None) & (RatingTurn.leased_until > now))
    return (
        select(func.count())
        .where(RatingTurn.answer_id == RatedAnswer.id, is_taken)
        .correlate(RatedAnswer)
        .scalar_subquery()
    )


def _is_begun() -> ColumnElement[bool]:
    return exists().where(RatingTurn.answer_id == RatedAnswer.id, RatingTurn.done_at.is_not(None))


def _count(session: Session, query: Select[Any]) -> int:
    some = query.with_only_columns(Response.id).limit(MOST_COUNTED).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def hold_response(session: Session, response_id: UUID) -> None:
    """Hold a response to the end of the transaction, so that two raters who begin with it take turns."""
    session.execute(select(Response.id).where(Response.id == response_id).with_for_update())


def begun_answer(session: Session, response_id: UUID, idea_id: UUID | None) -> RatedAnswer | None:
    """Return the row of what somebody has begun to rate."""
    same = RatedAnswer.idea_id.is_(None) if idea_id is None else RatedAnswer.idea_id == idea_id
    return session.scalar(select(RatedAnswer).where(RatedAnswer.response_id == response_id, same))


def places_taken(session: Session, answer: RatedAnswer, now: datetime) -> int:
    """Return how many raters are done with an answer or at it."""
    return session.scalar(select(_taken(now)).select_from(RatedAnswer).where(RatedAnswer.id == answer.id)) or 0


def item_of(session: Session, response_id: UUID) -> Item:
    """Return the item that a response answers."""
    return session.scalars(
        select(Item).join(Response, Response.item_id == Item.id).where(Response.id == response_id)
    ).one()


def open_turn(session: Session, rater_id: UUID, sort: Sort) -> RatingTurn | None:
    """Return the turn that this rater has begun and not ended, of one sort."""
    return next(iter(_open_turns(session, rater_id, sort)), None)


def _open_turns(session: Session, rater_id: UUID, sort: Sort) -> Sequence[RatingTurn]:
    wanted = ratable(sort).with_only_columns(RatedAnswer.id).where(RatedAnswer.settled_at.is_(None))
    query = select(RatingTurn).where(
        RatingTurn.rater_id == rater_id,
        RatingTurn.done_at.is_(None),
        RatingTurn.skipped.is_(None),
        RatingTurn.answer_id.in_(wanted),
    )
    return session.scalars(query.order_by(RatingTurn.taken_at, RatingTurn.id).limit(1)).all()
