"""How sure places are: scores have errors, so a place is a probability.

True scores are drawn many times as they may be, given the estimates, and put in order each time. How often an entry
is at a place is the probability of that place. All draws come from a seed, so a number once shown can be shown again.

Where estimates are raw, they are first drawn towards each other, or the best would be called surer than they are: of
many entries the one that looks best was partly lucky. With estimates y, their error covariance C and true scores
N(μ, τ²),

    θ | y, τ ~ N(μ + τ²(τ²I + C)⁻¹(y − μ), τ²I − τ⁴(τ²I + C)⁻¹)

only differences are looked at, so μ drops out, and τ is not taken as known: the shrinkage s²/(s² + τ²), with s² the
mean error variance, has a uniform prior from 0 to 1, and draws are taken over its whole posterior.

Sources: Goldstein, H., & Spiegelhalter, D. J. (1996). League tables and their limitations. Journal of the Royal
Statistical Society A, 159, 385-443. Christiansen, C. L., & Morris, C. N. (1997). Hierarchical Poisson regression
modeling. Journal of the American Statistical Association, 92, 618-632 (the uniform shrinkage prior).
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, Final, Generic, TypeVar

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
Key = TypeVar("Key", bound=Hashable)

DRAWS: Final = 10_000
"""A probability is then within .01 of what endless draws would give, 19 times of 20."""
_GRID: Final = 400  # points of the posterior of the shrinkage
_AT_ONCE: Final = 1_000  # draws ordered at a time
_DIGITS: Final = 9  # so that equals stay equal


class Evidence(StrEnum):
    """How much a probability is worth."""

    STRONG = "strong"  # .95 and more
    SOME = "some"  # .80 and more
    NONE = "none"  # it might as well be chance


def evidence_of(probability: float) -> Evidence:
    """Return the word for a probability.

    >>> evidence_of(0.9)
    <Evidence.SOME: 'some'>
    """
    for word, least in ((Evidence.STRONG, 0.95), (Evidence.SOME, 0.80)):
        if probability >= least:
            return word
    return Evidence.NONE


@dataclass(frozen=True, eq=False)
class PlaceForecast(Generic[Key]):
    """Places with their probabilities, among entries that compete with each other.

    Attributes
    ----------
    entries : the n entries, in the order given.
    centres : (n,) expected true scores, up to a constant; higher is better.
    draws : (d, n) true scores as they may be, up to a constant in each row.

    """

    entries: tuple[Key, ...]
    centres: FloatArray
    draws: FloatArray

    @cached_property
    def places(self) -> IntArray:
        """Places in each draw, (d, n); 1 is the best. Equals stand in the order of a lot."""
        lot = np.random.default_rng(len(self.draws))
        places = np.empty(self.draws.shape, dtype=np.int64)
        for start in range(0, len(self.draws), _AT_ONCE):
            part = self.draws[start : start + _AT_ONCE]
            order = np.lexsort((lot.random(part.shape), -part), axis=1)
            np.put_along_axis(
                places[start : start + _AT_ONCE], order, np.arange(1, part.shape[1] + 1)[None, :], axis=1
            )
        return places

    @property
    def probabilities(self) -> FloatArray:
        """Probability of each place, (n, n): rows are entries, columns places from the first on; both sum to one."""
        size = len(self.entries)
        cells = (self.places - 1) + size * np.arange(size)
        return np.bincount(cells.ravel(), minlength=size * size).reshape(size, size) / len(self.draws)

    def chance_of_top(self, places: int) -> dict[Key, float]:
        """Return the probability that each entry is truly among the best so many, as for a diploma."""
        return dict(zip(self.entries, (self.places <= places).mean(axis=0).tolist(), strict=True))

    def chance_of_better(self, entry: Key, other: Key) -> float:
        """Return the probability that an entry is truly better than another; equal draws count half."""
        one, two = (self.draws[:, self.entries.index(each)] for each in (entry, other))
        return float((one > two).mean() + (one == two).mean() / 2)

    def span(self, entry: Key, level: float = 0.9) -> tuple[int, int]:
        """Return the places between which an entry lies with at least the given probability."""
        found = self.places[:, self.entries.index(entry)]
        low, high = np.quantile(found, [(1 - level) / 2, (1 + level) / 2], method="inverted_cdf")
        return int(low), int(high)

    @property
    def fair_places(self) -> dict[Key, int]:
        """Places by the expected true scores."""
        return {key: 1 + int((self.centres > self.centres[at]).sum()) for at, key in enumerate(self.entries)}


def forecast_of_estimates(
    entries: Sequence[Key], estimates: npt.ArrayLike, errors: npt.ArrayLike, *, seed: int, draws: int = DRAWS
) -> PlaceForecast[Key]:
    """Return places of entries with raw estimates: measures in logits, abilities of comparisons, means of marks.

    Parameters
    ----------
    entries
        Names of the n entries.
    estimates
        (n,) unbiased estimates; higher is better.
    errors
        (n,) standard errors, or the (n, n) covariance of the estimates.
    seed, draws
        Of the random draws.

    Raises ValueError for other shapes, no entries, or numbers that are not finite.

    >>> forecast = forecast_of_estimates("abc", [3.0, 2.0, 0.0], [0.7, 0.7, 0.7], seed=1)
    >>> {entry: round(chance, 1) for entry, chance in forecast.chance_of_top(1).items()}
    {'a': 0.8, 'b': 0.2, 'c': 0.0}

    """
    values, covariance = _checked(entries, estimates, errors)
    random = np.random.default_rng(seed)
    size = len(values)
    # Columns without the constant: what is left of the scores when only differences count.
    basis = np.linalg.qr(np.column_stack([np.ones(size), np.eye(size)[:, : size - 1]]))[0][:, 1:]
    variances, turned = np.linalg.eigh(basis.T @ covariance @ basis)
    variances = np.maximum(variances, 0.0)
    seen = turned.T @ basis.T @ values
    true_variances, weights = _spreads(seen, variances)
    kept = true_variances[:, None] / (true_variances[:, None] + variances)
    of_draw = random.choice(len(weights), size=draws, p=weights)
    noise = random.standard_normal((draws, size - 1)) * np.sqrt(kept * variances)[of_draw]
    back = basis @ turned
    centres, drawn = back @ (weights @ kept * seen), (kept[of_draw] * seen + noise) @ back.T
    return PlaceForecast(tuple(entries), np.round(centres, _DIGITS), np.round(drawn, _DIGITS))


def forecast_of_predictions(
    entries: Sequence[Key], predictions: npt.ArrayLike, errors: npt.ArrayLike, *, seed: int, draws: int = DRAWS
) -> PlaceForecast[Key]:
    """Return places of entries whose scores are drawn in already, as those of a model with random effects.

    Parameters
    ----------
    entries
        Names of the n entries.
    predictions
        (n,) expected true scores; higher is better.
    errors
        (n,) standard errors of prediction, or their (n, n) covariance.
    seed, draws
        Of the random draws.

    Raises ValueError for other shapes, no entries, or numbers that are not finite.

    """
    values, covariance = _checked(entries, predictions, errors)
    variances, turned = np.linalg.eigh(covariance)
    noise = np.random.default_rng(seed).standard_normal((draws, len(values))) * np.sqrt(np.maximum(variances, 0.0))
    return PlaceForecast(tuple(entries), values, values + noise @ turned.T)


def _checked(entries: Sequence[Any], values: npt.ArrayLike, errors: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    centres, spread = np.asarray(values, dtype=np.float64), np.asarray(errors, dtype=np.float64)
    covariance = np.diag(np.square(spread)) if spread.ndim == 1 else spread
    size = len(entries)
    if not size or centres.shape != (size,) or covariance.shape != (size, size):
        raise ValueError("a score and an error are needed for each entry")
    if not (np.isfinite(centres).all() and np.isfinite(covariance).all()):
        raise ValueError("scores and errors must be finite")
    return centres, covariance


def _spreads(seen: FloatArray, variances: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return true variances τ² as they may be, (g,), and their posterior probabilities, (g,)."""
    error = float(variances.mean()) if variances.size else 0.0
    if not error:
        return np.ones(1), np.ones(1)
    root = (np.arange(_GRID) + 0.5) / _GRID
    shrinkage = np.square(root)  # finer near 0, where good measurement lies
    true_variances = error * (1 - shrinkage) / shrinkage
    whole = true_variances[:, None] + variances
    log_weight = np.log(root) - 0.5 * (np.log(whole) + np.square(seen) / whole).sum(axis=1)
    weights = np.exp(log_weight - log_weight.max())
    return true_variances, weights / weights.sum()


@dataclass(frozen=True, slots=True)
class PlaceChange(Generic[Key]):
    """An entry whose place would be another by the fair score.

    Attributes
    ----------
    official, official_last : the places that the official order gives it, equals sharing several.
    fair : the place by the fair score.
    probability : that its true place lies on that side of the official ones.

    """

    entry: Key
    official: int
    official_last: int
    fair: int
    probability: float

    @property
    def evidence(self) -> Evidence:
        """How much it is worth."""
        return evidence_of(self.probability)


@dataclass(frozen=True, slots=True)
class AwardChange(Generic[Key]):
    """Two entries that would change sides of an award's boundary by the fair score.

    Attributes
    ----------
    rises, falls : the one without the award officially, and the one with it.
    probability : that the first is truly better than the second.

    """

    rises: Key
    falls: Key
    probability: float

    @property
    def evidence(self) -> Evidence:
        """How much it is worth."""
        return evidence_of(self.probability)


def would_change_place(
    official: Mapping[Key, tuple[int, int]], forecast: PlaceForecast[Key]
) -> list[PlaceChange[Key]]:
    """Return the entries that the fair score places otherwise, in their official order.

    ``official`` has the first and the last place of each entry, the same where it is not tied. A fair place within
    them is no change.
    """
    fair = forecast.fair_places
    changes = []
    for entry, (first, last) in sorted(official.items(), key=lambda each: each[1]):
        if first <= fair[entry] <= last:
            continue
        places = forecast.places[:, forecast.entries.index(entry)]
        beyond = places < first if fair[entry] < first else places > last
        changes.append(PlaceChange(entry, first, last, fair[entry], float(beyond.mean())))
    return changes


def would_change_award(winners: Collection[Key], forecast: PlaceForecast[Key]) -> list[AwardChange[Key]]:
    """Return who would change places with whom at the boundary of what the winners got, the surest change first."""
    order = sorted(forecast.entries, key=lambda entry: forecast.fair_places[entry])
    rises = [entry for entry in order[: len(winners)] if entry not in winners]
    falls = [entry for entry in reversed(order[len(winners) :]) if entry in winners]
    changes = [
        AwardChange(one, other, forecast.chance_of_better(one, other))
        for one, other in zip(rises, falls, strict=True)
    ]
    return sorted(changes, key=lambda change: -change.probability)
