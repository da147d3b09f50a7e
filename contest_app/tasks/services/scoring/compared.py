"""Scores of ideas that are compared with other people's: a pool, scored as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

from contest_app.jobs.engine import Engine
from contest_app.scoring.composite import Dimension, measure
from contest_app.scoring.corrections import Rename
from contest_app.scoring.gate import Flag
from contest_app.scoring.gate import Question as GateQuestion
from contest_app.scoring.gate.judging import flags_of_each
from contest_app.scoring.pool import PersonScores, PoolScores, ScoredIdea, score_pool
from contest_app.scoring.text import normalise
from contest_app.scoring.yardstick import Basis, yardstick
from contest_app.tasks.models import Idea
from contest_app.tasks.rules.ratings import Rating, mean_rating, top_rating
from contest_app.tasks.services.scoring.mapping import idea_map_of, unknown_share
from contest_app.tasks.services.scoring.outcome import Outcome, Spread, Value
from contest_app.tasks.services.scoring.pool import Pool, is_of_sample, person_of
from contest_app.tasks.services.scoring.themes import conventional_themes

Ideas = tuple[tuple[Idea, ScoredIdea], ...]

#: The dimension of a stored score, and the scorer's name for it.
DIMENSIONS: Final = {
    "fluency": "fluency",
    "flexibility": "flexibility",
    "switches": "switches",
    "originality": "originality_mean",
    "originality_top2": "originality_top2",
    "elaboration": "elaboration",
}
#: Dimensions on which items can be brought to one scale.
SCALED: Final = tuple(
    (dimension, Dimension(name)) for dimension, name in DIMENSIONS.items() if name in set(Dimension)
)


def compare(pool: Pool, engine: Engine) -> Outcome:
    """Score the ideas of a pool by what everybody in it had."""
    found = outcome_of(pool, scores_of(pool, engine), late_signs=_signs_in(pool, engine))
    return replace(found, themes=conventional_themes(pool, engine.encoder))


def scores_of(pool: Pool, engine: Engine) -> PoolScores:
    """Return what the scorer finds about a pool."""
    return score_pool(
        pool.prompt,
        pool.question.language,
        pool.entries,
        encoder=engine.encoder,
        rater=engine.rater,
        meaning=engine.meaning,
        corrections=pool.corrections,
    )


def outcome_of(pool: Pool, scores: PoolScores, *, late_signs: tuple[Idea, ...] = ()) -> Outcome:
    """Return what the scores say about the responses of a run."""
    ideas = tuple(_own_ideas(pool, scores))
    ratings = _ratings(ideas)
    return Outcome(
        version=scores.version,
        pool_hash=scores.pool_hash,
        input_hash=scores.input_hash,
        category_labels=_labels(pool, scores),
        values={
            response_id: (
                *_values(scores.people.get(person_of(response_id))),
                *_rated(ratings.get(response_id, [])),
            )
            for response_id in pool.responses
        },
        ideas=ideas,
        signs=(*(idea for idea, found in ideas if Flag.DISTRESS in found.flags), *late_signs),
        spreads=tuple(_spreads(scores)) if pool.response_id is None else (),
        idea_map=idea_map_of(scores, ideas) if pool.response_id is None else None,
        unknown_words=unknown_share(pool) if pool.response_id is None else None,
    )


def _spreads(scores: PoolScores) -> Iterator[Spread]:
    """Go through how the sample, and the whole pool, spread on each dimension."""
    sample = [found for name, found in scores.people.items() if is_of_sample(name)]
    for basis, people in ((Basis.SAMPLE, sample), (Basis.POOL, list(scores.people.values()))):
        for dimension, scaled in SCALED:
            numbers = [number for found in people if (number := measure(found, scaled)) is not None]
            made = yardstick(numbers)
            if made is not None:
                yield Spread(dimension, basis, made)


def _own_ideas(pool: Pool, scores: PoolScores) -> Iterator[tuple[Idea, ScoredIdea]]:
    """Go through the scored ideas of the responses that the run is about."""
    for idea, score in zip(pool.ideas, scores.ideas[len(pool.norm) :], strict=True):
        if idea.response_id in pool.responses:
            yield idea, score


def _signs_in(pool: Pool, engine: Engine) -> tuple[Idea, ...]:
    """Return the late ideas with signs of distress: too late to count is not too late to help."""
    question = GateQuestion(pool.prompt, pool.question.language)
    flags = flags_of_each([normalise(idea.text) for idea in pool.late], question, engine.meaning)
    return tuple(idea for idea, found in zip(pool.late, flags, strict=True) if Flag.DISTRESS in found)


def _labels(pool: Pool, scores: PoolScores) -> dict[str, str]:
    """Return the names of the categories: words of the sample alone, for a classmate's are not shown to others.

    The medoid where it is the sample's; else the sample's most typical idea in the category, the one
    nearest to other people's; else no name.
    """
    candidates: dict[int, list[tuple[bool, float, str]]] = {}
    for answer, found in zip(pool.norm, scores.ideas, strict=False):
        if found.valid and not found.flags:
            medoid = scores.category_labels.get(found.category)
            place = (answer.text.strip() != medoid, found.distance or 0.0, answer.text.strip())
            candidates.setdefault(found.category, []).append(place)
    typical = {str(category): min(places)[2] for category, places in candidates.items()}
    return typical | _names_given(pool, scores)


def _names_given(pool: Pool, scores: PoolScores) -> dict[str, str]:
    """Return the names that the teacher gave to categories: they go before any other."""
    given = {each.name for each in pool.corrections if isinstance(each, Rename)}
    labels = scores.category_labels
    return {str(category): label for category, label in labels.items() if label in given}


def _values(found: PersonScores | None) -> Iterator[Value]:
    """Go through the dimensions of a person; of one without an idea it is known only that there is none."""
    if found is None:
        yield Value("fluency", 0.0, None)
        return
    for dimension, name in DIMENSIONS.items():
        estimate = getattr(found, name)
        if estimate is not None:
            yield Value(dimension, estimate.value, estimate.standard_error)


def _ratings(ideas: Ideas) -> dict[UUID, list[Rating]]:
    """Return each response's ratings: of valid ideas that mean the same, the first one's."""
    first: dict[tuple[UUID, int], Rating] = {}
    for idea, found in ideas:
        if found.valid and found.rating is not None:
            rating = Rating(found.rating.value, found.rating.standard_error, found.rating.basis.value)
            first.setdefault((idea.response_id, found.idea), rating)
    ratings: dict[UUID, list[Rating]] = {}
    for (response_id, _), rating in first.items():
        ratings.setdefault(response_id, []).append(rating)
    return ratings


def _rated(ratings: Sequence[Rating]) -> Iterator[Value]:
    """Go through the dimensions of one response that a rater gives."""
    for dimension, rating in (("rating", mean_rating(ratings)), ("rating_top2", top_rating(ratings))):
        if rating is not None:
            yield Value(dimension, rating.value, rating.standard_error)
