"""What a way of scoring found, as the runs keep it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from contest_app.scoring.idea_map import IdeaMap
from contest_app.scoring.pool import ScoredIdea
from contest_app.scoring.yardstick import Basis, Yardstick
from contest_app.tasks.models import Idea
from contest_app.tasks.queries.questions import Key


class Value(NamedTuple):
    """One dimension of a response; without an error where it is known exactly."""

    dimension: str
    value: float
    standard_error: float | None


class Spread(NamedTuple):
    """How a group of the pool spreads on one dimension."""

    dimension: str
    basis: Basis
    yardstick: Yardstick


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found about a pool.

    Attributes
    ----------
    version : of the scorer, with all that it rests on.
    pool_hash, input_hash : SHA-256 of the ideas, and of all that was scored.
    category_labels : names that may be shown to others, by the number of the category.
    values : the dimensions of every response that the run is about.
    ideas : each idea that was compared with others', with what was found.
    signs : ideas with signs of distress, those that came too late to count among them.
    spreads : of the pool, in a final run of ideas that are compared.
    idea_map : of the class, in such a run.
    themes : the key of the conventional theme of each idea that lies within one.
    unknown_words : share of the class's words that the lexicon does not know; None where none is needed.

    """

    version: str
    pool_hash: str
    input_hash: str
    category_labels: Mapping[str, str]
    values: Mapping[UUID, tuple[Value, ...]]
    ideas: tuple[tuple[Idea, ScoredIdea], ...]
    signs: tuple[Idea, ...]
    spreads: tuple[Spread, ...] = ()
    idea_map: IdeaMap | None = None
    themes: Mapping[Key, str] = field(default_factory=dict)
    unknown_words: float | None = None
