"""Scores of people on items, with gaps where an item was not given."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One person's score on one item."""

    person: str
    item: str
    score: float


class ScoredTwice(ValueError):
    """A person has two scores on one item; which of them counts is for the caller to say."""


@dataclass(frozen=True, slots=True, eq=False)
class ScoreTable:
    """People by items.

    Attributes
    ----------
    people, items : names, sorted.
    scores : (n_people, n_items), NaN where a person has no score on an item.

    """

    people: tuple[str, ...]
    items: tuple[str, ...]
    scores: FloatArray


def score_table(rows: Sequence[ScoreRow], items: Sequence[str] | None = None) -> ScoreTable:
    """Return the rows as a table, of all their items or of the given ones, in that order.

    A person without a score on any of the items keeps a row of gaps. Raises ScoredTwice.
    """
    people = tuple(sorted({row.person for row in rows}))
    names = tuple(sorted({row.item for row in rows})) if items is None else tuple(items)
    of_person = {name: index for index, name in enumerate(people)}
    of_item = {name: index for index, name in enumerate(names)}
    scores = np.full((len(people), len(names)), np.nan)
    seen: set[tuple[str, str]] = set()
    for row in rows:
        if (row.person, row.item) in seen:
            raise ScoredTwice(f"{row.person} has two scores on {row.item}")
        seen.add((row.person, row.item))
        if row.item in of_item:
            scores[of_person[row.person], of_item[row.item]] = row.score
    return ScoreTable(people, names, scores)
