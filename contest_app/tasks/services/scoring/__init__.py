"""Acts of the machine that score answers: gather a pool, score it, append what was found.

Only ``tasks/jobs.py`` imports this package: the web process loads no encoder and no cluster code.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from contest_app.jobs.engine import Engine
from contest_app.jobs.services import enqueue
from contest_app.scoring.pool import ScoredIdea
from contest_app.tasks.models import Idea, IdeaMap, IdeaScore, RunSpread, Score, ScoringRun
from contest_app.tasks.queries import pools
from contest_app.tasks.services import care
from contest_app.tasks.services.scoring.compared import compare
from contest_app.tasks.services.scoring.outcome import Outcome
from contest_app.tasks.services.scoring.plain import value_plainly
from contest_app.tasks.services.scoring.pool import Pool, pool_of_response, pools_of_sitting
from contest_app.tasks.services.scoring.reliability import append_reliabilities

__all__ = [
    "Scored",
    "append_reliabilities",
    "append_run",
    "pool_of_response",
    "pools_of_sitting",
    "score",
    "score_anew_if_closed",
]


@dataclass(frozen=True, slots=True)
class Scored:
    """A pool with what was found about it."""

    pool: Pool
    outcome: Outcome


def score(pool: Pool, engine: Engine) -> Scored:
    """Score a pool as the kind of its item wants; needs no database."""
    return Scored(pool, compare(pool, engine) if pool.kind.is_compared else value_plainly(pool, engine))


def append_run(session: Session, scored: Scored, *, now: datetime) -> None:
    """Add a run with its scores, unless the same input was scored by the same scorer before.

    An idea with signs of distress opens a case for a responsible adult in the same transaction.
    """
    pool, outcome = scored.pool, scored.outcome
    care.open_cases(session, pool.sitting_id, pool.question.language, outcome.signs, now=now)
    run = _run(pool, outcome, now)
    if pools.same_run(session, run) is not None:
        return
    session.add(run)
    session.flush()  # the scores below refer to the run by key
    session.add_all(_scores(run, outcome))
    session.add_all(_idea_score(run, idea, found, outcome) for idea, found in outcome.ideas)
    session.add_all(_spreads(run, outcome))
    session.add_all(_idea_map(run, outcome))


def score_anew_if_closed(session: Session, pool: Pool, *, now: datetime) -> None:
    """Call for the scores of record again, where an answer came in after the sitting was closed."""
    if pools.is_closed(session, pool.sitting_id):
        key = f"tasks.score_sitting:{pool.sitting_id}"
        enqueue(session, "tasks.score_sitting", {"sitting_id": str(pool.sitting_id)}, now=now, unique_key=key)


def _run(pool: Pool, outcome: Outcome, now: datetime) -> ScoringRun:
    entries = pool.entries
    return ScoringRun(
        sitting_id=pool.sitting_id,
        item_id=pool.question.item.id,
        response_id=pool.response_id,
        language=pool.question.language,
        standing="final" if pool.response_id is None else "provisional",
        scorer_version=outcome.version,
        pool_name=pool.name,
        pool_people=len({entry.person for entry in entries}),
        pool_ideas=len(entries),
        pool_hash=outcome.pool_hash,
        input_hash=outcome.input_hash,
        category_labels=dict(outcome.category_labels),
        unknown_words=outcome.unknown_words,
        created_at=now,
    )


def _scores(run: ScoringRun, outcome: Outcome) -> Iterator[Score]:
    for response_id, values in outcome.values.items():
        for dimension, value, standard_error in values:
            yield Score(
                run_id=run.id,
                response_id=response_id,
                dimension=dimension,
                value=value,
                standard_error=standard_error,
            )


def _spreads(run: ScoringRun, outcome: Outcome) -> Iterator[RunSpread]:
    for dimension, basis, found in outcome.spreads:
        yield RunSpread(
            run_id=run.id,
            dimension=dimension,
            basis=basis.value,
            people=found.people,
            mean=found.mean,
            deviation=found.deviation,
        )


def _idea_map(run: ScoringRun, outcome: Outcome) -> Iterator[IdeaMap]:
    drawn = outcome.idea_map
    if drawn is not None:
        spots = {str(number): [spot.x, spot.y, spot.radius] for number, spot in drawn.spots.items()}
        yield IdeaMap(run_id=run.id, height=drawn.height, likeness=drawn.likeness, spots=spots)


def _idea_score(run: ScoringRun, idea: Idea, found: ScoredIdea, outcome: Outcome) -> IdeaScore:
    return IdeaScore(
        run_id=run.id,
        response_id=idea.response_id,
        idea_id=idea.id,
        is_valid=found.valid,
        flags=list(found.flags),
        cluster=found.idea,
        category=found.category,
        people=found.people,
        rarity=found.rarity,
        rarity_se=found.rarity_se,
        distance=found.distance,
        elaboration=found.elaboration,
        rating=found.rating.value if found.rating else None,
        rating_error=found.rating.standard_error if found.rating else None,
        rating_basis=found.rating.basis.value if found.rating else None,
        theme=outcome.themes.get((idea.response_id, idea.id)),
        text=idea.text,
    )
