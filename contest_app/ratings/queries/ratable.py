"""What people rate: responses of kinds that people score, ideas that the gate stopped, and a sample of ideas.

Nothing is here before the machine has looked at it for signs of distress, and nothing in which it has seen any.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, literal, null, or_, select
from sqlalchemy.orm import aliased

from contest_app.accounts.models import Consent, Guardianship, SchoolClass, Student, User
from contest_app.accounts.rules import Purpose
from contest_app.ratings.models import RatedAnswer
from contest_app.ratings.rules.queue import NOT_FOR_RATERS, SAMPLED, Sort, sampled_below
from contest_app.tasks.kinds import KINDS, Form, Scorer
from contest_app.tasks.models import (
    Attempt,
    CareCase,
    Idea,
    IdeaScore,
    Item,
    Photo,
    Response,
    Score,
    Sitting,
    Stroke,
)

_BY_PEOPLE: Final = [kind for kind in KINDS.values() if Scorer.PEOPLE in kind.scorers]
KINDS_OF: Final[dict[Sort, list[str]]] = {
    Sort.TEXT: [kind.name for kind in _BY_PEOPLE if kind.form is Form.TEXT],
    Sort.DRAWING: [kind.name for kind in _BY_PEOPLE if kind.form is Form.DRAWING],
    Sort.IDEA: [kind.name for kind in KINDS.values() if kind.is_compared],
}
_OWN_CLASS = aliased(SchoolClass)


class Candidate(NamedTuple):
    """Something to be rated: a response as a whole, or one idea of it; ``answer_id`` where somebody has begun."""

    response_id: UUID
    idea_id: UUID | None
    answer_id: UUID | None

    @property
    def key(self) -> UUID:
        """What tells it from others."""
        return self.idea_id or self.response_id


def sort_of(kind: str) -> Sort:
    """Return what a rater calls an answer of this kind."""
    return next(sort for sort, kinds in KINDS_OF.items() if kind in kinds)


def ratable(sort: Sort) -> Select[Any]:
    """Select what is to be rated of one sort: its response, its idea, and its row where somebody has begun.

    Joined: item, attempt, sitting, the sitting's class and the pupil.
    """
    return _ideas() if sort is Sort.IDEA else _responses(sort)


def not_of(rater_id: UUID) -> ColumnElement[bool]:
    """Say that the pupil is neither in a class of this rater nor this rater's child."""
    own_class = exists().where(_OWN_CLASS.id == Student.class_id, _OWN_CLASS.teacher_id == rater_id)
    child = exists().where(Guardianship.student_id == Student.user_id, Guardianship.guardian_id == rater_id)
    return and_(SchoolClass.teacher_id != rater_id, ~own_class, ~child)


def is_unworrying() -> ColumnElement[bool]:
    """Say that nobody is taking care of words in the response."""
    return ~exists().where(CareCase.response_id == Response.id)


def has_research_consent() -> ColumnElement[bool]:
    """Say that the newest word of the pupil's guardians about research is yes."""
    newest = (
        select(Consent.is_given)
        .where(Consent.student_id == Student.user_id, Consent.purpose == Purpose.RESEARCH)
        .order_by(Consent.at.desc(), Consent.id.desc())
        .limit(1)
        .correlate(Student)
        .scalar_subquery()
    )
    return newest.is_(True)


def in_place(query: Select[*tuple[Any, ...]]) -> Select[Any]:
    """Join a selection of responses with item, attempt, sitting, class and pupil; handed in and not superseded."""
    return (
        query.join(Item, Item.id == Response.item_id)
        .join(Attempt, Attempt.id == Response.attempt_id)
        .join(Sitting, Sitting.id == Attempt.sitting_id)
        .join(SchoolClass, SchoolClass.id == Sitting.class_id)
        .join(Student, Student.user_id == Attempt.student_id)
        .join(User, User.id == Student.user_id)
        .where(Response.submitted_at.is_not(None), Response.superseded_at.is_(None), is_unworrying())
        .where(exists().where(Score.response_id == Response.id))
    )


def _responses(sort: Sort) -> Select[Any]:
    query = in_place(select(Response.id, null().label("idea_id"), RatedAnswer.id).select_from(Response))
    whole = and_(RatedAnswer.response_id == Response.id, RatedAnswer.idea_id.is_(None))
    return query.outerjoin(RatedAnswer, whole).where(Item.kind.in_(KINDS_OF[sort]), _is_filled())


def _ideas() -> Select[Any]:
    query = in_place(select(Idea.response_id, Idea.id, RatedAnswer.id).select_from(Idea).join(Idea.response))
    same = and_(RatedAnswer.response_id == Idea.response_id, RatedAnswer.idea_id == Idea.id)
    return query.outerjoin(RatedAnswer, same).where(
        Item.kind.in_(KINDS_OF[Sort.IDEA]), Idea.removed_at.is_(None), or_(_is_stopped(), _is_sampled())
    )


def _is_filled() -> ColumnElement[bool]:
    """Say that there is something to look at: an empty answer needs nobody."""
    return or_(
        exists().where(Idea.response_id == Response.id, Idea.removed_at.is_(None), Idea.text != ""),
        exists().where(Stroke.response_id == Response.id, Stroke.removed_at.is_(None)),
        exists().where(Photo.response_id == Response.id),
    )


def _is_stopped() -> ColumnElement[bool]:
    """Say that the gate let the idea not count for a reason that a stranger can judge."""
    flags = cast(IdeaScore.flags, String)
    return exists().where(
        IdeaScore.response_id == Idea.response_id,
        IdeaScore.idea_id == Idea.id,
        IdeaScore.is_valid.is_(False),
        *(~flags.contains(f'"{flag}"') for flag in NOT_FOR_RATERS),
    )


def _is_sampled() -> ColumnElement[bool]:
    """Say that the idea belongs to the random share for the rater's training, with consent to research."""
    drawn = or_(
        *(and_(Attempt.language == literal(code), Idea.id < sampled_below(code)) for code in SAMPLED),
    )
    return and_(drawn, has_research_consent())
