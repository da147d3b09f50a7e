"""A class's report on one sitting: its results, what they add up to, and what could come next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.accounts.models import User
from contest_app.scoring.yardstick import MIN_PEOPLE
from contest_app.tasks.kinds import KINDS
from contest_app.tasks.models import HiddenIdea, Idea, Reliability, RunSpread, Sitting
from contest_app.tasks.queries import class_report as queries
from contest_app.tasks.queries import items as item_queries
from contest_app.tasks.rules.facets import DOMAINS, FACETS, Aspect, Measure, aspects, facet_of
from contest_app.tasks.rules.items import Listed
from contest_app.tasks.rules.lessons import Focus, Ladder, Part, focus, ladder, next_items, timing
from contest_app.tasks.rules.reliability import Enough
from contest_app.tasks.services.class_results import QuestionResult, class_results

#: Dimensions that are put together over items.
MEASURED: Final = ("flexibility", "originality")
#: Added to a count before its root is taken, as `scoring.composite` does for the samples' spreads.
SHIFT: Final = 3 / 8


@dataclass(frozen=True, slots=True)
class Lesson:
    """What could come next: the facet, items for it, a ladder from the class's own themes, and the time it takes."""

    focus: Focus
    items: tuple[Listed, ...]
    ladder: Ladder | None
    ladder_language: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class ClassReport:
    """All of a class's report; ``lesson`` is None where nothing is known yet to build one from."""

    questions: tuple[QuestionResult, ...]
    facets: tuple[Aspect, ...]
    domains: tuple[Aspect, ...]
    reliabilities: tuple[Reliability, ...]
    enough: Enough
    lesson: Lesson | None

    @property
    def is_waiting(self) -> bool:
        """Whether the machine is still at work."""
        return any(question.run is None for question in self.questions)

    @property
    def is_compared(self) -> bool:
        """Whether any of the answers are compared with each other."""
        return any(question.picture for question in self.questions)


def class_report(session: Session, sitting: Sitting) -> ClassReport:
    """Return the report of a closed sitting."""
    questions = class_results(session, sitting)
    run_ids = [question.run.id for question in questions if question.run]
    measures = list(_measures(questions, queries.sample_spreads(session, run_ids)))
    facets = aspects(FACETS, measures)
    return ClassReport(
        questions=tuple(questions),
        facets=facets,
        domains=tuple(one for one in aspects(DOMAINS, measures) if one.tasks),
        reliabilities=tuple(queries.reliabilities(session, sitting.id)),
        enough=_enough(questions),
        lesson=_lesson(session, sitting, questions, facets),
    )


def hide_idea(session: Session, idea: Idea, *, actor: User, now: datetime) -> None:
    """Keep an idea out of what the report shows as examples; one that is hidden stays so."""
    if queries.hidden_idea(session, idea.response_id, idea.id) is None:
        hidden = HiddenIdea(response_id=idea.response_id, idea_id=idea.id, hidden_by_id=actor.id, hidden_at=now)
        session.add(hidden)
        audit.record(session, actor, "idea.hidden", idea, at=now)


def show_idea(session: Session, idea: Idea, *, actor: User, now: datetime) -> None:
    """Let the report show an idea again."""
    hidden = queries.hidden_idea(session, idea.response_id, idea.id)
    if hidden is not None:
        session.delete(hidden)
        audit.record(session, actor, "idea.shown", idea, at=now)


def _measures(questions: Sequence[QuestionResult], spreads: dict[tuple[UUID, str], RunSpread]) -> Iterator[Measure]:
    for question in questions:
        for dimension in MEASURED:
            spread = spreads.get((question.run.id, dimension)) if question.run else None
            facet = facet_of(question.item.facet, dimension)
            if spread and facet and spread.people >= MIN_PEOPLE and spread.deviation > 0:
                yield from _of_question(question, dimension, facet, spread)


def _of_question(question: QuestionResult, dimension: str, facet: str, spread: RunSpread) -> Iterator[Measure]:
    for pupil in question.pupils:
        score = pupil.scores.get(dimension)
        if score is not None:
            number = sqrt(score.value + SHIFT) if dimension == "flexibility" else score.value
            yield Measure(
                student_id=pupil.response.attempt.student_id,
                item_id=question.item.id,
                domain=question.item.domain,
                facet=facet,
                number=(number - spread.mean) / spread.deviation,
                people=spread.people,
            )


def _enough(questions: Sequence[QuestionResult]) -> Enough:
    """Return how many compared tasks there are, and how many pupils did all of them, in the language of most."""
    best = Enough(0, 0)
    for language in {question.language for question in questions}:
        own = [question for question in questions if question.language == language and question.picture]
        did = [{pupil.response.attempt.student_id for pupil in question.pupils} for question in own]
        found = Enough(len(own), len(set.intersection(*did)) if did else 0)
        best = max(best, found, key=lambda one: (one.pupils, one.items))
    return best


def _lesson(
    session: Session, sitting: Sitting, questions: Sequence[QuestionResult], facets: Sequence[Aspect]
) -> Lesson | None:
    compared = [question for question in questions if question.map and question.map.groups]
    if not compared:
        return None
    first = max(compared, key=lambda question: len(question.pupils))
    climb = ladder(first.map.groups if first.map else (), len(first.pupils))
    chosen = focus(facets)
    items = next_items(
        item_queries.listed(session),
        chosen.facet,
        sitting.school_class.grade,
        used=queries.used_slugs(session, sitting.class_id),
        kinds={name for name, kind in KINDS.items() if kind.is_compared},
    )
    seconds = items[0].seconds if items else first.item.seconds
    return Lesson(chosen, items, climb, first.language, timing(seconds, has_ladder=climb is not None))
