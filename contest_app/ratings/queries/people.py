"""What people say of responses and ideas: reads for the pages of pupils, of teachers, and of the rater's training."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session, contains_eager, selectinload, with_loader_criteria

from contest_app.accounts.models import SchoolClass, Student, User
from contest_app.ratings.models import RatedAnswer, RatingTurn
from contest_app.ratings.queries.ratable import KINDS_OF, has_research_consent, in_place, is_unworrying
from contest_app.ratings.queries.turns import with_turns
from contest_app.ratings.rules.agreeing import (
    PAIR,
    PeopleScore,
    Spread,
    State,
    counted,
    people_score,
    spread_of,
)
from contest_app.ratings.rules.queue import Sort
from contest_app.ratings.rules.scale import Given, Scale
from contest_app.tasks.models import Attempt, Idea, Item, Response, Sitting

#: So many of the newest answers say how far raters lie apart.
SPREAD_OF: Final = 500
PEOPLE_KINDS: Final = [*KINDS_OF[Sort.TEXT], *KINDS_OF[Sort.DRAWING]]


class IdeaKey(NamedTuple):
    """One idea of a response."""

    response_id: UUID
    idea_id: UUID


class Rated(NamedTuple):
    """One idea that people have rated, without whose it is; ``given`` are the ratings that count."""

    item: Item
    language: str
    text: str
    given: list[Given]


class IdeaLine(NamedTuple):
    """One idea that people look at, whose it is, and what they say of it."""

    item: Item
    pupil: str
    language: str
    text: str
    score: PeopleScore


class _Ruler(NamedTuple):
    """By what raters of some answers measure: the rubric, its version and the language."""

    rubric: str
    version: int
    language: str


def people_scores(session: Session, response_ids: Collection[UUID]) -> dict[UUID, PeopleScore]:
    """Return what people say of the responses that people score; ``waiting`` from the handing in on.

    Absent: responses of other kinds, those not handed in, and those with words that somebody takes care of.
    """
    query = (
        select(Response.id)
        .join(Response.item)
        .where(Response.id.in_(response_ids), Item.kind.in_(PEOPLE_KINDS), Response.submitted_at.is_not(None))
        .where(is_unworrying())
    )
    found = {response_id: PeopleScore(State.WAITING) for response_id in session.scalars(query)}
    answers = _rated(session, RatedAnswer.idea_id.is_(None), list(found))
    return found | {answer.response_id: score for answer, score in _scored(session, answers)}


def idea_scores(session: Session, response_ids: Collection[UUID]) -> dict[IdeaKey, PeopleScore]:
    """Return what people say of those ideas of the responses that somebody has begun to rate."""
    answers = _rated(session, RatedAnswer.idea_id.is_not(None), response_ids)
    return {
        IdeaKey(answer.response_id, answer.idea_id): score
        for answer, score in _scored(session, answers)
        if answer.idea_id is not None
    }


def class_responses(session: Session, sitting_id: UUID) -> Sequence[Response]:
    """Return the responses of a sitting that people score, by item and name, with pupil, item and kept ideas."""
    return session.scalars(
        select(Response)
        .join(Response.item)
        .join(Response.attempt)
        .join(Attempt.student)
        .join(Student.user)
        .where(Attempt.sitting_id == sitting_id, Item.kind.in_(PEOPLE_KINDS))
        .where(Response.submitted_at.is_not(None), Response.superseded_at.is_(None))
        .order_by(Item.slug, Attempt.language, User.sort_key, User.id)
        .options(
            contains_eager(Response.attempt).contains_eager(Attempt.student).contains_eager(Student.user),
            contains_eager(Response.item),
            selectinload(Response.ideas),
            with_loader_criteria(Idea, Idea.removed_at.is_(None)),
        )
    ).all()


def class_ideas(session: Session, sitting_id: UUID) -> list[IdeaLine]:
    """Return the ideas of a sitting that somebody has begun to rate, by item and pupil, with what people say."""
    rows = session.execute(
        select(Idea, Item, User.display_name, Attempt.language)
        .join(RatedAnswer, (RatedAnswer.response_id == Idea.response_id) & (RatedAnswer.idea_id == Idea.id))
        .join(Response, Response.id == Idea.response_id)
        .join(Item, Item.id == Response.item_id)
        .join(Attempt, Attempt.id == Response.attempt_id)
        .join(User, User.id == Attempt.student_id)
        .where(Attempt.sitting_id == sitting_id, Response.superseded_at.is_(None), Idea.removed_at.is_(None))
        .order_by(Item.slug, User.sort_key, Idea.position, Idea.id)
    ).all()
    scores = idea_scores(session, {idea.response_id for idea, *_ in rows})
    return [
        IdeaLine(item, pupil, language, idea.text, scores[key])
        for idea, item, pupil, language in rows
        if (key := IdeaKey(idea.response_id, idea.id)) in scores
    ]


def sittings_with_people(session: Session, teacher_id: UUID) -> Sequence[Sitting]:
    """Return the closed sittings of a teacher's classes in which there is something that people score or rated."""
    begun = exists().where(RatedAnswer.response_id == Response.id)
    asked = (
        select(Attempt.sitting_id)
        .join(Response, Response.attempt_id == Attempt.id)
        .join(Item, Item.id == Response.item_id)
        .where(or_(Item.kind.in_(PEOPLE_KINDS), begun), Response.submitted_at.is_not(None))
    )
    return session.scalars(
        select(Sitting)
        .join(Sitting.school_class)
        .where(SchoolClass.teacher_id == teacher_id)
        .where(Sitting.closed_at.is_not(None), Sitting.id.in_(asked))
        .order_by(Sitting.opened_at.desc(), Sitting.id)
        .options(contains_eager(Sitting.school_class))
    ).all()


def rated_ideas(session: Session) -> list[Rated]:
    """Return the ideas that raters have settled and hold for answers, of pupils with consent to research."""
    ideas = in_place(
        select(RatedAnswer, Item, Attempt.language, Idea.text)
        .select_from(RatedAnswer)
        .join(Idea, (Idea.response_id == RatedAnswer.response_id) & (Idea.id == RatedAnswer.idea_id))
        .join(Response, Response.id == RatedAnswer.response_id)
    )
    rows = session.execute(
        ideas.where(RatedAnswer.settled_at.is_not(None), Idea.removed_at.is_(None), has_research_consent())
        .order_by(Item.slug, Attempt.language, RatedAnswer.id)
        .options(selectinload(RatedAnswer.turns).selectinload(RatingTurn.sheets))
    )
    found = [
        Rated(item, language, text, [given for given in counted(answer.given, answer.scale) or () if given.is_answer])
        for answer, item, language, text in rows
    ]
    return [each for each in found if len(each.given) >= PAIR]


def _rated(session: Session, of: Any, response_ids: Collection[UUID]) -> Sequence[RatedAnswer]:
    query = select(RatedAnswer).join(RatedAnswer.response).where(RatedAnswer.response_id.in_(response_ids), of)
    query = query.where(is_unworrying())
    return session.scalars(
        with_turns(query).options(contains_eager(RatedAnswer.response).joinedload(Response.attempt))
    ).all()


def _scored(session: Session, answers: Iterable[RatedAnswer]) -> list[tuple[RatedAnswer, PeopleScore]]:
    by_ruler: defaultdict[_Ruler, list[RatedAnswer]] = defaultdict(list)
    for answer in answers:
        by_ruler[_ruler(answer)].append(answer)
    return [
        (answer, _score(answer, spread))
        for ruler, own in by_ruler.items()
        for spread in [_spread(session, ruler, own[0].scale)]
        for answer in own
    ]


def _ruler(answer: RatedAnswer) -> _Ruler:
    return _Ruler(answer.rubric, answer.rubric_version, answer.response.attempt.language)


def _score(answer: RatedAnswer, spread: Spread) -> PeopleScore:
    done = answer.done
    if answer.settled_at is not None and len(done) < PAIR:
        return PeopleScore(State.UNREADABLE, len(done))
    comments = [turn.sheet.comment for turn in done if turn.sheet.comment]
    return people_score(answer.given, answer.scale, spread, comments)


def _spread(session: Session, ruler: _Ruler, scale: Scale) -> Spread:
    """Return how far raters lie apart who measured so lately."""
    query: Select[RatedAnswer] = (
        select(RatedAnswer)
        .join(RatedAnswer.response)
        .join(Response.attempt)
        .where(RatedAnswer.rubric == ruler.rubric, RatedAnswer.rubric_version == ruler.version)
        .where(Attempt.language == ruler.language, RatedAnswer.settled_at.is_not(None))
        .order_by(RatedAnswer.settled_at.desc(), RatedAnswer.id)
        .limit(SPREAD_OF)
    )
    return spread_of([answer.given for answer in session.scalars(with_turns(query))], scale)
