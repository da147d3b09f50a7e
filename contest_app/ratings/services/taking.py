"""Taking part, and taking the next answer out of the queue."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.accounts.models import User
from contest_app.languages import LANGUAGES
from contest_app.ratings.models import RatedAnswer, RaterProfile, RatingTurn
from contest_app.ratings.queries import queue as queries
from contest_app.ratings.rubrics import IDEA, Rubric, rubric_named
from contest_app.ratings.rules.agreeing import PAIR
from contest_app.ratings.rules.queue import LEASE, LanguagesMissing, Sort


def take_part(session: Session, languages: Collection[str], *, actor: User, now: datetime) -> RaterProfile:
    """Let a person rate answers in these languages. Raises LanguagesMissing."""
    known = [code for code in LANGUAGES if code in languages]
    if not known:
        raise LanguagesMissing
    profile = queries.profile(session, actor.id)
    if profile is None:
        profile = RaterProfile(user_id=actor.id, languages=known, joined_at=now)
        session.add(profile)
    profile.languages = known
    audit.record(session, actor, "rater.joined", actor, at=now, languages=known)
    return profile


def next_turn(
    session: Session, profile: RaterProfile, sort: Sort, *, bank: Path, actor: User, now: datetime
) -> RatingTurn | None:
    """Return the turn that the rater has begun, or a new one; None where nothing waits for this rater."""
    begun = queries.open_turn(session, actor.id, sort)
    if begun is not None:
        begun.leased_until = now + LEASE
        return begun
    for each in queries.candidates(session, actor.id, profile.languages, sort, now):
        turn = take(session, each.response_id, each.idea_id, bank=bank, actor=actor, now=now)
        if turn is not None:
            return turn
    return None


def take(
    session: Session, response_id: UUID, idea_id: UUID | None, *, bank: Path, actor: User, now: datetime
) -> RatingTurn | None:
    """Give a rater a place of an answer; None where others have taken the last one meanwhile."""
    queries.hold_response(session, response_id)
    answer = queries.begun_answer(session, response_id, idea_id)
    if answer is None:
        answer = _begin(session, response_id, idea_id, bank, now)
    elif answer.settled_at is not None or queries.places_taken(session, answer, now) >= answer.wanted:
        return None
    turn = RatingTurn(answer_id=answer.id, rater_id=actor.id, taken_at=now, leased_until=now + LEASE)
    session.add(turn)
    session.flush()  # the turn is read back with all that its page needs
    return turn


def _begin(session: Session, response_id: UUID, idea_id: UUID | None, bank: Path, now: datetime) -> RatedAnswer:
    rubric = _rubric(session, response_id, idea_id, bank)
    answer = RatedAnswer(
        response_id=response_id,
        idea_id=idea_id,
        rubric=rubric.slug,
        rubric_version=rubric.version,
        scale_content=rubric.scale.content,
        wanted=PAIR,
        begun_at=now,
    )
    session.add(answer)
    session.flush()  # turns refer to the answer by key
    return answer


def _rubric(session: Session, response_id: UUID, idea_id: UUID | None, bank: Path) -> Rubric:
    slug = IDEA if idea_id else queries.item_of(session, response_id).content["rubric"]
    return rubric_named(bank, slug)
