"""One pupil's answers in a closed sitting, as the class's teacher reads them. These acts only read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from contest_app.accounts.models import Student
from contest_app.scoring.pisa import Code
from contest_app.tasks.kinds import Kind, kind_named
from contest_app.tasks.models import Idea, IdeaScore, Response, Score, ScoringRun, Sitting
from contest_app.tasks.queries import care as care_queries
from contest_app.tasks.queries import results as queries
from contest_app.tasks.rules.feedback import REASONS, is_unusual
from contest_app.tasks.rules.intervals import OneIn, one_in
from contest_app.tasks.rules.ratings import Rating
from contest_app.tasks.services.coding import code_of_answer
from contest_app.tasks.services.results import labels_of, rating_of


@dataclass(frozen=True, slots=True)
class IdeaLine:
    """One idea of a pupil; ``reason`` says why it does not count, ``rarity`` is None where it does not.

    ``theme`` is the name, by language, of the conventional theme that it lies within.

    Of an idea that came late nothing but that is known.
    """

    text: str
    is_late: bool
    reason: str | None
    group: str | None
    people: int
    rarity: OneIn | None
    theme: Mapping[str, str] | None
    is_unusual: bool
    pastes: int


@dataclass(frozen=True, slots=True)
class PupilAnswer:
    """A pupil's answer to one item; ``run`` is None while the machine is at work, or where there is nothing."""

    response: Response
    kind: Kind
    run: ScoringRun | None
    scores: dict[str, Score]
    rating: Rating | None
    code: Code | None
    lines: tuple[IdeaLine, ...]
    withheld: int

    @property
    def took(self) -> timedelta | None:
        """How long it took from opening to handing in; None where it was not handed in."""
        submitted = self.response.submitted_at
        return submitted - self.response.started_at if submitted else None


@dataclass(frozen=True, slots=True)
class PupilReport:
    """A pupil's answers in a sitting, in its order."""

    student: Student
    answers: tuple[PupilAnswer, ...]


def pupil_report(session: Session, sitting: Sitting, student_id: UUID) -> PupilReport | None:
    """Return what a pupil gave in a sitting; None where the pupil took no part. Words of distress are withheld."""
    responses = queries.answers_of(session, sitting.id, student_id=student_id)
    if not responses:
        return None
    places = {row.item_id: row.position for row in sitting.items}
    runs = {(run.item_id, run.language): run for run in queries.final_runs(session, sitting.id)}
    worrying = care_queries.ideas_with_case(session, [idea.id for own in responses for idea in own.ideas])
    ordered = sorted(responses, key=lambda response: places[response.item_id])
    answers = tuple(
        _answer(response, runs.get((response.item_id, response.attempt.language)), worrying) for response in ordered
    )
    return PupilReport(responses[0].attempt.student, answers)


def _answer(response: Response, run: ScoringRun | None, worrying: set[UUID]) -> PupilAnswer:
    scores = {score.dimension: score for score in (run.scores if run else ()) if score.response_id == response.id}
    found = {idea.idea_id: idea for idea in (run.idea_scores if run else ()) if idea.response_id == response.id}
    themes = {theme["key"]: theme["name"] for theme in response.item.content.get("themes", ())}
    shown = [idea for idea in response.ideas if idea.id not in worrying and not _is_worrying(found.get(idea.id))]
    return PupilAnswer(
        response=response,
        kind=kind_named(response.item.kind),
        run=run,
        scores=scores,
        rating=rating_of(run, scores, run.idea_scores) if run else None,
        code=code_of_answer(response.item, found.values()) if found else None,
        lines=tuple(_line(idea, found.get(idea.id), run, themes) for idea in shown),
        withheld=len(response.ideas) - len(shown),
    )


def _is_worrying(found: IdeaScore | None) -> bool:
    return found is not None and "distress" in found.flags


def _line(
    idea: Idea, found: IdeaScore | None, run: ScoringRun | None, themes: Mapping[str, Mapping[str, str]]
) -> IdeaLine:
    if found is None or run is None:
        return IdeaLine(idea.text, idea.is_late, None, None, 0, None, None, is_unusual=False, pastes=idea.pastes)
    counts = found.is_valid
    return IdeaLine(
        text=idea.text,
        is_late=idea.is_late,
        reason=None if counts else next((reason for reason in REASONS if reason in found.flags), "unclear"),
        group=labels_of(run).get(found.category),
        people=found.people,
        rarity=one_in(found.rarity, found.rarity_se) if counts else None,
        theme=themes.get(found.theme) if counts and found.theme else None,
        is_unusual=counts and is_unusual(found.people, run.pool_people),
        pastes=idea.pastes,
    )
