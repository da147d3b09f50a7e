"""Acts of the machine that score answers: gather a pool, score it, append what was found.

Only ``tasks/jobs.py`` imports this module: the web process loads no encoder and no cluster code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from contest_app import audit
from contest_app.jobs.services import enqueue
from contest_app.scoring.encoders import Encoder
from contest_app.scoring.pool import PersonScores, PoolIdea, PoolScores, ScoredIdea, score_pool
from contest_app.scoring.validity import Flag
from contest_app.tasks.kinds import kind_named
from contest_app.tasks.models import Idea, IdeaScore, NormAnswer, Response, Score, ScoringRun
from contest_app.tasks.queries import items, pools
from contest_app.tasks.queries.pools import Question

#: The dimension of a stored score, and the scorer's name for it.
DIMENSIONS: Final = {
    "fluency": "fluency",
    "flexibility": "flexibility",
    "switches": "switches",
    "originality": "originality_mean",
    "originality_top2": "originality_top2",
    "elaboration": "elaboration",
}


@dataclass(frozen=True, slots=True)
class Pool:
    """What one run compares: the norm sample first, then the class.

    ``response_id`` is the one response that a provisional run is about, None for a final run;
    ``responses`` are those that get scores, also where they hold no idea.
    """

    sitting_id: UUID
    question: Question
    response_id: UUID | None
    responses: tuple[UUID, ...]
    norm: tuple[NormAnswer, ...]
    ideas: tuple[Idea, ...]

    @property
    def name(self) -> str:
        """The name of the norm sample; empty where the item has none in this language."""
        return self.norm[0].pool.name if self.norm else ""

    @property
    def entries(self) -> list[PoolIdea]:
        """All ideas as the scorer takes them: the sample's first, then the class's in the order of ``ideas``."""
        norm = (PoolIdea(f"norm:{answer.person}", answer.text, answer.position) for answer in self.norm)
        return [*norm, *(PoolIdea(_person(idea.response_id), idea.text, idea.position) for idea in self.ideas)]


@dataclass(frozen=True, slots=True)
class Scored:
    """A pool with its scores."""

    pool: Pool
    scores: PoolScores

    def ideas(self) -> Iterator[tuple[Idea, ScoredIdea]]:
        """Go through the scored ideas of the responses that this run is about."""
        own = self.scores.ideas[len(self.pool.norm) :]
        for idea, score in zip(self.pool.ideas, own, strict=True):
            if idea.response_id in self.pool.responses:
                yield idea, score


def pool_of_response(session: Session, response_id: UUID) -> Pool | None:
    """Gather what a fresh response is compared with: the norm sample and the class so far.

    None where there is nothing to score: the response is gone, or holds no idea.
    """
    response = pools.response_in_place(session, response_id)
    if response is None:
        return None
    question = Question(response.item, response.attempt.language)
    sitting_id = response.attempt.sitting_id
    ideas = pools.ideas_in_time(session, sitting_id, question, or_of=response_id)
    if not any(idea.response_id == response_id for idea in ideas):
        return None
    norm = items.norm_answers(session, question.item.slug, question.language)
    return Pool(sitting_id, question, response_id, (response_id,), tuple(norm), tuple(ideas))


def pools_of_sitting(session: Session, sitting_id: UUID) -> list[Pool]:
    """Gather the whole pools of a sitting, one for each item and language with an idea to score."""
    gathered = (_whole_pool(session, sitting_id, question) for question in pools.questions_of(session, sitting_id))
    return [pool for pool in gathered if pool.norm or pool.ideas]


def score(pool: Pool, encoder: Encoder) -> Scored:
    """Score a pool; needs no database."""
    question = pool.question
    prompt = kind_named(question.item.kind).prompt(question.item.content, question.language)
    return Scored(pool, score_pool(prompt, question.language, pool.entries, encoder=encoder))


def append_run(session: Session, scored: Scored, *, now: datetime) -> None:
    """Add a run with its scores, unless the same input was scored by the same scorer before.

    An idea with signs of distress leaves an audit row when a run first meets it.
    """
    run = _run(scored, now)
    if pools.same_run(session, run) is not None:
        return
    _record_distress(session, scored, now)
    session.add(run)
    session.flush()  # the scores below refer to the run by key
    session.add_all(_scores(run, scored))
    session.add_all(_idea_score(run, idea, found) for idea, found in scored.ideas())


def score_anew_if_closed(session: Session, pool: Pool, *, now: datetime) -> None:
    """Call for the scores of record again, where an answer came in after the sitting was closed."""
    if pools.is_closed(session, pool.sitting_id):
        key = f"tasks.score_sitting:{pool.sitting_id}"
        enqueue(session, "tasks.score_sitting", {"sitting_id": str(pool.sitting_id)}, now=now, unique_key=key)


def _whole_pool(session: Session, sitting_id: UUID, question: Question) -> Pool:
    return Pool(
        sitting_id=sitting_id,
        question=question,
        response_id=None,
        responses=tuple(pools.begun_responses(session, sitting_id, question)),
        norm=tuple(items.norm_answers(session, question.item.slug, question.language)),
        ideas=tuple(pools.ideas_in_time(session, sitting_id, question)),
    )


def _person(response_id: UUID) -> str:
    return f"class:{response_id}"


def _run(scored: Scored, now: datetime) -> ScoringRun:
    pool, scores = scored.pool, scored.scores
    entries = pool.entries
    return ScoringRun(
        sitting_id=pool.sitting_id,
        item_id=pool.question.item.id,
        response_id=pool.response_id,
        language=pool.question.language,
        standing="final" if pool.response_id is None else "provisional",
        scorer_version=scores.version,
        pool_name=pool.name,
        pool_people=len({entry.person for entry in entries}),
        pool_ideas=len(entries),
        pool_hash=scores.pool_hash,
        input_hash=scores.input_hash,
        category_labels=_labels(scored),
        created_at=now,
    )


def _labels(scored: Scored) -> dict[str, str]:
    """Return the names of the categories: words of the sample alone, for a classmate's are not shown to others.

    The medoid where it is the sample's; else the sample's most typical idea in the category, the one
    nearest to other people's; else no name.
    """
    candidates: dict[int, list[tuple[bool, float, str]]] = {}
    for answer, found in zip(scored.pool.norm, scored.scores.ideas, strict=False):
        if found.valid and not found.flags:
            medoid = scored.scores.category_labels.get(found.category)
            place = (answer.text.strip() != medoid, found.distance or 0.0, answer.text.strip())
            candidates.setdefault(found.category, []).append(place)
    return {str(category): min(places)[2] for category, places in candidates.items()}


def _scores(run: ScoringRun, scored: Scored) -> Iterable[Score]:
    for response_id in scored.pool.responses:
        found = scored.scores.people.get(_person(response_id))
        for dimension, value, standard_error in _values(found):
            yield Score(
                run_id=run.id,
                response_id=response_id,
                dimension=dimension,
                value=value,
                standard_error=standard_error,
            )


def _values(found: PersonScores | None) -> Iterator[tuple[str, float, float | None]]:
    """Go through the dimensions of a person; of one without an idea it is known only that there is none."""
    if found is None:
        yield "fluency", 0.0, None
        return
    for dimension, name in DIMENSIONS.items():
        estimate = getattr(found, name)
        if estimate is not None:
            yield dimension, estimate.value, estimate.standard_error


def _idea_score(run: ScoringRun, idea: Idea, found: ScoredIdea) -> IdeaScore:
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
        distance=found.distance,
        elaboration=found.elaboration,
        text=idea.text,
    )


def _record_distress(session: Session, scored: Scored, now: datetime) -> None:
    signs = [idea for idea, found in scored.ideas() if Flag.DISTRESS in found.flags]
    known = pools.scored_ideas(session, [idea.id for idea in signs])
    for idea in signs:
        if idea.id not in known:
            response = session.get_one(Response, idea.response_id)
            audit.record(session, None, "idea.needs_care", response, at=now, idea_id=str(idea.id))
