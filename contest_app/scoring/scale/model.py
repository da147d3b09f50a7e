"""What a fitted scale knows: its items and its populations.

The model is the congeneric one (Jöreskog 1971), a continuous response model with normal residuals. Person i, with the
trait θ, scores on item j

    y = location + discrimination · θ + residual        residual ~ N(0, residual_variance)        θ ~ N(mean, spread²)

The unit of θ is the standard deviation of the trait among those the scale was fitted to, all populations
together, and its zero their mean. Information λ²/ψ tells what one item adds: k typical items give a reliability
of k·I / (1 + k·I).

Source: Jöreskog, K. G. (1971). Statistical analysis of sets of congeneric tests. Psychometrika, 36, 109-133.
"""

import hashlib
from dataclasses import astuple, dataclass

import numpy as np

from contest_app.scoring.scale.table import FloatArray


@dataclass(frozen=True, slots=True)
class Item:
    """One item on the scale.

    Attributes
    ----------
    name : as in the table of scores.
    location : score of the average person, in score units; higher is easier.
    discrimination : score units for one standard deviation of the trait.
    residual_variance : in squared score units; what the trait does not explain.
    people : how many it was fitted to.

    """

    name: str
    location: float
    discrimination: float
    residual_variance: float
    people: int

    @property
    def information(self) -> float:
        """Precision that the item adds to an estimate of θ, at least 0."""
        return self.discrimination**2 / self.residual_variance


@dataclass(frozen=True, slots=True)
class Population:
    """A group whose trait is normally distributed: mean and standard deviation on the scale, and its size."""

    mean: float
    spread: float
    people: int


@dataclass(frozen=True, slots=True)
class Scale:
    """Fitted items, and the populations they were fitted to, in the order of their numbers."""

    items: tuple[Item, ...]
    populations: tuple[Population, ...]

    @property
    def version(self) -> str:
        """Eight signs that change with any parameter."""
        return hashlib.sha256(repr(astuple(self)).encode()).hexdigest()[:8]

    @property
    def locations(self) -> FloatArray:
        """Locations of the items, shape (n_items,)."""
        return np.array([item.location for item in self.items])

    @property
    def discriminations(self) -> FloatArray:
        """Discriminations of the items, shape (n_items,)."""
        return np.array([item.discrimination for item in self.items])

    @property
    def residual_variances(self) -> FloatArray:
        """Residual variances of the items, shape (n_items,)."""
        return np.array([item.residual_variance for item in self.items])
