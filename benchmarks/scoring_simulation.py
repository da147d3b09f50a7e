"""Simulated pupils with known traits, to see whether a scale finds them again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from contest_app.scoring.scale.table import FloatArray, ScoreTable

Noise = Callable[[np.random.Generator, tuple[int, int]], FloatArray]


@dataclass(frozen=True, slots=True, eq=False)
class Simulated:
    """Scores, and the truth behind them on the scale that `fit_scale` would use.

    Attributes
    ----------
    table : scores with gaps.
    traits : (n_people,), mean 0 and standard deviation 1 over all populations.
    locations, discriminations, residual_variances : (n_items,).
    populations : (n_people,) numbers.

    """

    table: ScoreTable
    traits: FloatArray
    locations: FloatArray
    discriminations: FloatArray
    residual_variances: FloatArray
    populations: list[int]


def normal_noise(generator: np.random.Generator, shape: tuple[int, int]) -> FloatArray:
    """Return standard normal residuals."""
    return generator.normal(size=shape)


def skewed_noise(generator: np.random.Generator, shape: tuple[int, int]) -> FloatArray:
    """Return residuals of mean 0 and variance 1 with a long tail upwards (gamma of shape 2: skewness 1.4)."""
    return np.asarray((generator.gamma(2.0, size=shape) - 2.0) / np.sqrt(2.0))


def simulate(
    seed: int, people: int, items: int, each: int, means: Sequence[float] = (0.0,), noise: Noise = normal_noise
) -> Simulated:
    """Return people who answered ``each`` of the items, drawn by lot; populations differ in mean by ``means``.

    Discriminations lie from .4 to .9 and residual variances from .4 to 1, so a typical item's reliability is .40.
    """
    generator = np.random.default_rng(seed)
    populations = np.arange(people) % len(means)
    centre, spread = float(np.mean(means)), float(np.sqrt(1 + np.var(means)))
    traits = (generator.normal(size=people) + np.asarray(means)[populations] - centre) / spread
    locations, discriminations = generator.normal(size=items), generator.uniform(0.4, 0.9, items)
    residual_variances = generator.uniform(0.4, 1.0, items)
    residuals = noise(generator, (people, items)) * np.sqrt(residual_variances)
    scores = locations + np.outer(traits, discriminations) + residuals
    scores[~_given(generator, people, items, each)] = np.nan
    names = tuple(f"item {number:02}" for number in range(items))
    table = ScoreTable(tuple(f"person {number:05}" for number in range(people)), names, scores)
    return Simulated(table, traits, locations, discriminations, residual_variances, populations.tolist())


def _given(generator: np.random.Generator, people: int, items: int, each: int) -> npt.NDArray[np.bool_]:
    order = generator.random((people, items)).argsort(axis=1)
    return order < each


def halves(table: ScoreTable, seed: int) -> tuple[ScoreTable, ScoreTable]:
    """Return two tables with each person's items dealt between them by lot: sets that share no item."""
    lot = np.random.default_rng(seed).random(table.scores.shape)
    lot[~np.isfinite(table.scores)] = np.inf
    rank = lot.argsort(axis=1).argsort(axis=1)
    first = rank < np.isfinite(table.scores).sum(axis=1, keepdims=True) // 2
    return (
        ScoreTable(table.people, table.items, np.where(first, table.scores, np.nan)),
        ScoreTable(table.people, table.items, np.where(first, np.nan, table.scores)),
    )
