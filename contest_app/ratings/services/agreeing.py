"""How far raters agree, rubric by rubric and language by language. This act only reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy.orm import Session

from contest_app.ratings.agreement import Agreement, Value, agreement
from contest_app.ratings.models import RatedAnswer
from contest_app.ratings.queries import turns as queries


class Measure(NamedTuple):
    """What raters agree about: the total of a rubric, or one criterion of a rubric that makes no total."""

    rubric: str
    criterion: str | None
    language: str


def agreement_by_rubric(session: Session) -> dict[Measure, Agreement]:
    """Return how far raters agree about each measure in each language."""
    values: defaultdict[Measure, list[list[Value]]] = defaultdict(list)
    for answer in queries.rated_since_begun(session):
        for measure, given in _values(answer):
            values[measure].append(given)
    return {measure: agreement(values[measure]) for measure in sorted(values, key=str)}


def _values(answer: RatedAnswer) -> Iterator[tuple[Measure, list[Value]]]:
    scale, language = answer.scale, answer.response.attempt.language
    turns = [turn for turn in answer.done if turn.sheet.is_answer]
    if scale.adds_up:
        totals = [Value(turn.rater_id, float(scale.total(turn.sheet.given))) for turn in turns]
        yield Measure(answer.rubric, None, language), totals
        return
    for each in scale.criteria:
        marks = [Value(turn.rater_id, float(turn.sheet.marks[each.key])) for turn in turns]
        yield Measure(answer.rubric, each.key, language), marks
