"""What keeps a table of scores from determining a scale."""

from enum import StrEnum

import numpy as np
import numpy.typing as npt

from contest_app.scoring.scale.table import FloatArray, ScoreTable

MIN_ITEMS = 3
"""Fewer items leave it open how much of a score is the trait and how much the item."""

MIN_POPULATION = 20
"""Fewer people tell neither a population's mean nor its spread."""


class Obstacle(StrEnum):
    """Why a table does not determine a scale."""

    FEW_ITEMS = "few_items"  # fewer than `MIN_ITEMS`
    FLAT_ITEM = "flat_item"  # one without two different scores
    ISLANDS = "islands"  # no chain of people who answered two items joins all items
    POPULATIONS = "populations"  # numbers with holes, or one of fewer than `MIN_POPULATION` people


class CannotFit(ValueError):
    """The table does not determine a scale."""

    def __init__(self, obstacle: Obstacle, detail: str) -> None:
        super().__init__(f"{obstacle.value}: {detail}")
        self.obstacle = obstacle


def check_fits(table: ScoreTable, member: npt.NDArray[np.intp]) -> None:
    """Raise CannotFit with the first obstacle to fitting a table of people with numbered populations."""
    if len(table.items) < MIN_ITEMS:
        raise CannotFit(Obstacle.FEW_ITEMS, f"{len(table.items)} of {MIN_ITEMS}")
    if member.shape != (len(table.people),) or (member < 0).any():
        raise CannotFit(Obstacle.POPULATIONS, "one number from 0 for each person is needed")
    smallest = int(np.bincount(member).min(initial=len(member)))
    if member.any() and smallest < MIN_POPULATION:
        raise CannotFit(Obstacle.POPULATIONS, f"one has {smallest} of {MIN_POPULATION} people")
    flat = [name for name, scores in zip(table.items, table.scores.T, strict=True) if _flat(scores)]
    if flat:
        raise CannotFit(Obstacle.FLAT_ITEM, ", ".join(flat))
    if islands(table) > 1:
        raise CannotFit(Obstacle.ISLANDS, f"{islands(table)} sets of items that nobody joins")


_NOTHING = 1e-9  # of a score: what rounding leaves between two that are equal


def _flat(scores: FloatArray) -> bool:
    """Tell whether an item has no two different scores."""
    given = scores[np.isfinite(scores)]
    return not given.size or float(np.ptp(given)) <= _NOTHING * float(np.abs(given).max())


def islands(table: ScoreTable) -> int:
    """Return into how many parts the items fall; two items are together if someone answered both."""
    seen = np.isfinite(table.scores).astype(np.float64)
    joined = (seen.T @ seen) > 0
    left = set(range(len(table.items)))
    parts = 0
    while left:
        parts += 1
        reached = {left.pop()}
        while reached:
            near = {int(other) for item in reached for other in np.flatnonzero(joined[item])}
            reached = near & left
            left -= reached
    return parts
