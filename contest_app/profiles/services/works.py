"""One work of a pupil as an adult of the family reads it. This act only reads."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from contest_app.ratings.queries import people
from contest_app.ratings.rules.agreeing import PeopleScore
from contest_app.tasks.kinds import Kind, kind_named
from contest_app.tasks.models import IdeaScore, Response, Score, ScoringRun
from contest_app.tasks.queries import care
from contest_app.tasks.queries import results as queries
from contest_app.tasks.rules.feedback import Feedback, feedback, is_worrying
from contest_app.tasks.services.results import Drawing, as_scored, drawing_of, labels_of


@dataclass(frozen=True, slots=True)
class Writing:
    """One thing that was written: before what it stands, whether it came late, and how many people had it."""

    label: str
    text: str
    is_late: bool
    people: int | None


@dataclass(frozen=True, slots=True)
class Work:
    """What a pupil gave to one task, and what came of it; no ``feedback`` where nobody is compared.

    ``people`` is what raters say; None where none are asked, and where somebody is taking care of words in it.
    Words that somebody is taking care of are nowhere in it.
    """

    response: Response
    kind: Kind
    writings: tuple[Writing, ...]
    drawing: Drawing | None
    run: ScoringRun | None
    scores: dict[str, Score]
    feedback: Feedback | None
    people: PeopleScore | None


def work_of(session: Session, response: Response) -> Work:
    """Return a work; the response has its item, attempt and the ideas that stand."""
    worrying = care.ideas_of_response_with_case(session, response.id)
    found = queries.found_about(session, response.id)
    counted = {idea.idea_id: idea for idea in found.ideas} if found else {}
    worrying |= {key for key, idea in counted.items() if is_worrying(as_scored(idea))}
    kind = kind_named(response.item.kind)
    return Work(
        response=response,
        kind=kind,
        writings=_writings(response, kind, counted, worrying),
        drawing=drawing_of(session, response, without=worrying),
        run=found.run if found else None,
        scores=found.scores if found else {},
        feedback=_told(found, worrying) if found and kind.is_compared else None,
        people=people.people_scores(session, [response.id]).get(response.id),
    )


def _writings(
    response: Response, kind: Kind, counted: dict[UUID, IdeaScore], worrying: Collection[UUID]
) -> tuple[Writing, ...]:
    labels = dict(enumerate(kind.slots(response.item.content, response.attempt.language), start=1))
    return tuple(
        Writing(
            label=labels.get(idea.position, ""),
            text=idea.text,
            is_late=idea.is_late,
            people=_people(counted.get(idea.id)),
        )
        for idea in sorted(response.ideas, key=lambda idea: (idea.position, idea.id))
        if idea.id not in worrying
    )


def _people(found: IdeaScore | None) -> int | None:
    return found.people if found and found.is_valid else None


def _told(found: queries.Found, worrying: Collection[UUID]) -> Feedback:
    ideas = [as_scored(idea) for idea in found.ideas if idea.idea_id not in worrying]
    return feedback(ideas, [], labels_of(found.run), found.run.pool_people)
