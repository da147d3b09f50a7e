"""Counts of ideas on a scale: the transformations and the model that were compared.

The model is Rasch's Poisson counts model: person i has on item j a Poisson number of ideas with the rate
easiness_j · t_i, and t is gamma distributed with mean 1. It is fitted by marginal maximum likelihood, and a person's
t given the counts is gamma again (Jansen and van Duijn 1992, Psychometrika, 57, 405-414).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from scipy.special import digamma, gammaln, polygamma
from scipy.stats import gamma

from contest_app.scoring.scale.table import FloatArray

SPREAD = 0.4
"""Standard deviation of the logarithm of a person's rate: the best sixth has half as many ideas again."""

KINDS = ("Poisson", "item by person", "overdispersed", "underdispersed")


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """Counts (n_people, n_items), NaN for gaps, and the people's traits (n_people,), mean 0 and deviation 1."""

    counts: FloatArray
    traits: FloatArray


def simulate_counts(seed: int, kind: str, mean: float, people: int = 500, items: int = 8, each: int = 4) -> Counts:
    """Return counts of ideas around a mean of one of `KINDS`; each person answered ``each`` items, drawn by lot."""
    generator = np.random.default_rng(seed)
    traits = generator.normal(size=people)
    rates = np.exp(np.log(mean) + generator.normal(0, 0.25, items) + SPREAD * traits[:, None])
    counts = _draw(generator, kind, rates).astype(np.float64)
    counts[generator.random((people, items)).argsort(axis=1) >= each] = np.nan
    return Counts(counts, traits)


def _draw(generator: np.random.Generator, kind: str, rates: FloatArray) -> npt.NDArray[np.int64]:
    if kind == "overdispersed":
        return generator.negative_binomial(3, 3 / (3 + rates))
    if kind == "underdispersed":  # half the variance of Poisson's
        trials = np.maximum(1, np.rint(2 * rates)).astype(np.int64)
        return generator.binomial(trials, np.minimum(1, rates / trials))
    if kind == "item by person":
        rates = rates * np.exp(generator.normal(0, 0.3, rates.shape))
    return generator.poisson(rates)


@dataclass(frozen=True, slots=True, eq=False)
class PoissonPlaces:
    """Each person's trait under the Poisson model, with an 80 % interval, on the scale of `Counts.traits`."""

    value: FloatArray
    low: FloatArray
    high: FloatArray


def place_by_poisson(counts: FloatArray) -> PoissonPlaces:
    """Fit Rasch's Poisson counts model and place everyone."""
    given = np.isfinite(counts).astype(np.float64)
    totals = np.nansum(counts, axis=1)
    easiness, shape = np.nanmean(counts, axis=0), 5.0
    for _ in range(100):
        rates = (shape + totals) / (shape + given @ easiness)
        easiness = np.nansum(counts, axis=0) / (rates @ given)
        shape = _shape(totals, given @ easiness)
    posterior, rate = shape + totals, shape + given @ easiness
    low, high = (gamma.ppf(tail, posterior) / rate for tail in (0.1, 0.9))
    centre, spread = digamma(shape) - np.log(shape), np.sqrt(polygamma(1, shape))
    logarithms = digamma(posterior) - np.log(rate), np.log(low), np.log(high)
    return PoissonPlaces(*((each - centre) / spread for each in logarithms))


def _shape(totals: FloatArray, expected: FloatArray) -> float:
    """Return the gamma shape of greatest likelihood."""

    def loss(logarithm: float) -> float:
        shape = np.exp(logarithm)
        terms = gammaln(shape + totals) - gammaln(shape) + shape * np.log(shape)
        return float(-(terms - (shape + totals) * np.log(shape + expected)).sum())

    return float(np.exp(minimize_scalar(loss, bounds=(-2, 7), method="bounded").x))


def dispersion(counts: FloatArray) -> float:
    """Return χ² by its degrees of freedom for a complete (n, k) table: 1 for Poisson counts, less for regular.

    People without any idea tell nothing of it and are left out.
    """
    counts = counts[counts.sum(axis=1) > 0]
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    people, items = counts.shape
    return float(((counts - expected) ** 2 / expected).sum() / ((people - 1) * (items - 1)))
