"""What people say of a class's answers, task by task. This act only reads."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from sqlalchemy.orm import Session

from contest_app.ratings.queries import people as queries
from contest_app.ratings.rubrics import Rubric, rubric_named
from contest_app.ratings.rules.agreeing import PeopleScore
from contest_app.tasks.kinds import Form, kind_named
from contest_app.tasks.models import Item, Response, Sitting


class Line(NamedTuple):
    """One pupil's answer and what people say of it."""

    response: Response
    score: PeopleScore

    @property
    def text(self) -> str:
        """What was written; empty for a drawing."""
        return "\n\n".join(idea.text for idea in self.response.ideas)


class Task(NamedTuple):
    """The answers to one item in one language."""

    item: Item
    language: str
    rubric: Rubric
    lines: Sequence[Line]

    @property
    def is_drawn(self) -> bool:
        """Whether the answers are drawings."""
        return kind_named(self.item.kind).form is Form.DRAWING


def class_ratings(session: Session, sitting: Sitting, bank: Path) -> list[Task]:
    """Return what people say of each answer of a sitting; answers that somebody takes care of are left out."""
    responses = queries.class_responses(session, sitting.id)
    scores = queries.people_scores(session, [response.id for response in responses])
    told = [Line(response, scores[response.id]) for response in responses if response.id in scores]
    grouped = groupby(told, key=lambda line: (line.response.item_id, line.response.attempt.language))
    return [_task(list(lines), bank) for _, lines in grouped]


def _task(lines: Sequence[Line], bank: Path) -> Task:
    item = lines[0].response.item
    return Task(item, lines[0].response.attempt.language, rubric_named(bank, item.content["rubric"]), lines)
