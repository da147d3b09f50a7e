"""Scores of responses that are compared with nobody else's: right words, distances, texts and drawings for people."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict
from typing import Final
from uuid import UUID

from contest_app.jobs.engine import Engine
from contest_app.scoring.associations import association_distance, valid_words
from contest_app.scoring.drawing import Drawn, count
from contest_app.scoring.estimate import Estimate
from contest_app.scoring.gate import Flag
from contest_app.scoring.gate import Question as GateQuestion
from contest_app.scoring.gate.judging import flags_of_each
from contest_app.scoring.gate.version import gate_version
from contest_app.scoring.keyed import right_words
from contest_app.scoring.text import normalise, words
from contest_app.scoring.versions import digest_of
from contest_app.tasks.kinds import Content, Form, Scorer
from contest_app.tasks.models import Idea, Stroke
from contest_app.tasks.queries.questions import Key
from contest_app.tasks.rules.strokes import StrokeKind, middle, points
from contest_app.tasks.services.scoring.outcome import Outcome, Value
from contest_app.tasks.services.scoring.pool import Pool

RULES: Final = 1
"""Raised with every change that changes such a score."""

_SENTENCE_END: Final = re.compile(r"(?<=[.!?…])\s+|\n+")


def value_plainly(pool: Pool, engine: Engine) -> Outcome:
    """Score each response of a pool by itself."""
    ideas = [idea for idea in pool.ideas if idea.response_id in pool.responses]
    rows = [(str(idea.response_id), idea.position, idea.text) for idea in ideas]
    rows += [(str(key), stroke.frame, str(stroke.id)) for key, own in pool.strokes.items() for stroke in own]
    rows += [(str(key), 0, "photo") for key in sorted(pool.photos)]
    rows += [(str(key), 0, f"accepted {idea_id}") for key, idea_id in sorted(pool.let_count) if key in pool.responses]
    return Outcome(
        version=_version(pool, engine),
        pool_hash=digest_of(rows=rows),
        input_hash=digest_of(pool.question.item.content_hash, pool.question.language, rows=rows),
        category_labels={},
        values={
            response_id: (
                *_values(pool, [idea for idea in ideas if idea.response_id == response_id], engine),
                *_counts(pool, response_id),
            )
            for response_id in pool.responses
        },
        ideas=(),
        signs=_signs(pool, engine),
    )


def _version(pool: Pool, engine: Engine) -> str:
    is_encoded = Scorer.ASSOCIATIONS in pool.kind.scorers
    encoder = f"; {engine.encoder.name} {engine.encoder.version}" if is_encoded else ""
    return f"{' '.join(pool.kind.scorers)} {RULES}{encoder}; gate {gate_version(engine.meaning)}"


def _values(pool: Pool, ideas: Sequence[Idea], engine: Engine) -> Iterator[Value]:
    scorers, language = pool.kind.scorers, pool.question.language
    yield Value("answered", float(len(ideas)), None)
    if Scorer.KEY in scorers:
        yield _value("right", _right(pool.question.item.content, language, ideas, pool.let_count))
    if Scorer.ASSOCIATIONS in scorers:
        yield from _associations([idea.text for idea in ideas], language, engine)
    if Scorer.PEOPLE in scorers:
        yield Value("words", float(sum(len(words(idea.text)) for idea in ideas)), None)


def _counts(pool: Pool, response_id: UUID) -> Iterator[Value]:
    """Go through what there is in a drawing; people say how good it is."""
    if pool.kind.canvas(pool.question.item.content) is None:
        return
    said = {idea.position for idea in pool.ideas if idea.response_id == response_id}
    found = count([_as_drawn(stroke) for stroke in pool.strokes.get(response_id, ())], said)
    for dimension, value in asdict(found).items():
        yield Value(dimension, float(value), None)
    yield Value("photos", float(response_id in pool.photos), None)


def _as_drawn(stroke: Stroke) -> Drawn:
    is_part = stroke.kind == StrokeKind.PART
    places = [middle(stroke.data)] if is_part else [(x, y) for x, y, _ in points(stroke.data)]
    return Drawn(stroke.frame, stroke.data["c"], tuple(places), is_part=is_part)


def _right(content: Content, language: str, ideas: Sequence[Idea], let_count: Collection[Key]) -> Estimate:
    """Return how many places hold a right word, of the key or one that a person has let count."""
    written = {idea.position: idea.text for idea in ideas}
    let = {idea.position: [idea.text] for idea in ideas if (idea.response_id, idea.id) in let_count}
    answers = [triad["answers"] + let.get(place, []) for place, triad in enumerate(content["triads"][language], 1)]
    return right_words([written.get(place, "") for place in range(1, len(answers) + 1)], answers)


def _associations(given: Sequence[str], language: str, engine: Engine) -> Iterator[Value]:
    yield Value("valid_words", float(len(valid_words(given, language))), None)
    distance = association_distance(given, language, engine.encoder)
    if distance is not None:
        yield _value("association_distance", distance)


def _value(dimension: str, estimate: Estimate) -> Value:
    return Value(dimension, estimate.value, estimate.standard_error)


def _signs(pool: Pool, engine: Engine) -> tuple[Idea, ...]:
    """Return the ideas, late ones too, with a sentence of the pupil's own that has signs of distress."""
    ideas = [idea for idea in (*pool.ideas, *pool.late) if idea.response_id in pool.responses]
    given = set(_sentences(pool.question.item.content.get("stimulus", {}).get(pool.question.language, "")))
    sentences = [(idea, text) for idea in ideas for text in _sentences(idea.text) if text not in given]
    question = GateQuestion(pool.prompt, pool.question.language, is_story=pool.kind.form is Form.TEXT)
    flags = flags_of_each([text for _, text in sentences], question, engine.meaning)
    found = {idea.id: idea for (idea, _), own in zip(sentences, flags, strict=True) if Flag.DISTRESS in own}
    return tuple(found.values())


def _sentences(text: str) -> list[str]:
    """Return the sentences of a text, normalised."""
    return [normalise(part) for part in _SENTENCE_END.split(text) if part.strip()]
