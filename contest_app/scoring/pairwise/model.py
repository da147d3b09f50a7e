"""A scale out of comparisons: Bradley and Terry's model with Davidson's ties and an effect of the order shown.

Entry i has an ability λᵢ in logits, Σλ = 0. Shown first against j, with η = λᵢ − λⱼ + δ,

    P(i better) : P(tie) : P(j better)  =  exp(η/2) : ν : exp(−η/2)

so without ties P(i better) = 1 / (1 + exp(−η)). δ is what being shown first brings, ν how readily judges see no
difference. The fit is maximum likelihood by Newton's method; the log-likelihood is concave, so there is one maximum.
It is finite where a way of wins leads from each entry to every other one; ties make no way, for judges of little
resolution explain them as well. An entry that wins always would be infinitely good; then each entry is joined by an
imagined half win and half loss against an average one (a log-F(1, 1) prior on each parameter), which is told in
``is_drawn_in``.

Sources: Bradley, R. A., & Terry, M. E. (1952). Rank analysis of incomplete block designs. Biometrika, 39, 324-345.
Davidson, R. R. (1970). On extending the Bradley-Terry model to accommodate ties in paired comparison experiments.
Journal of the American Statistical Association, 65, 317-328. Davidson, R. R., & Beaver, R. J. (1977). On extending
the Bradley-Terry model to incorporate within-pair order effects. Biometrics, 33, 693-702. Greenland, S., &
Mansournia, M. A. (2015). Penalization, bias reduction, and default priors in logistic regression. Statistics in
Medicine, 34, 3133-3143.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from contest_app.scoring.estimate import Estimate
from contest_app.scoring.pairwise.comparisons import Compared, Comparison, FloatArray, compared

_STEPS = 60
_STILL = 1e-10  # of a logit: a step so small is the end
_FAR = 12.0  # logits: a parameter so large runs away to infinity, for odds are then above 100,000 : 1


class NotCompared(ValueError):
    """Some entries were never compared with the others, however indirectly: nothing puts them on one scale."""

    def __init__(self, groups: list[tuple[str, ...]]) -> None:
        super().__init__(f"{len(groups)} groups of entries were never compared with each other")
        self.groups = groups


class OrderUnknown(ValueError):
    """An effect of the order is asked for, while sides never changed: it cannot be told from the entries' worth."""


@dataclass(frozen=True, slots=True)
class Probabilities:
    """What the model says of m comparisons: that the first is better, and that it is a tie; (m,) each."""

    first: FloatArray
    tie: FloatArray

    @property
    def expected(self) -> FloatArray:
        """Expected score of the first: 1 for a win, ½ for a tie."""
        return self.first + self.tie / 2

    @property
    def variance(self) -> FloatArray:
        """Variance of that score."""
        return self.first + self.tie / 4 - self.expected**2


@dataclass(frozen=True, eq=False)
class PairwiseScale:
    """Entries on one scale.

    Attributes
    ----------
    entries : names of the n entries, in alphabetical order.
    abilities : (n,) in logits, summing to zero; higher is better.
    covariance : (n, n) of the abilities; its rows sum to zero. Compare entries by `difference`, not by single errors.
    order : what being shown first brings, in logits; None where it was not asked for.
    ties : log ν; higher for judges who readily see no difference; None where nobody saw a tie.
    comparisons : how many.
    is_drawn_in : whether imagined comparisons were needed, so that abilities are drawn towards each other a little.

    """

    entries: tuple[str, ...]
    abilities: FloatArray
    covariance: FloatArray
    order: Estimate | None
    ties: Estimate | None
    comparisons: int
    is_drawn_in: bool

    def ability(self, entry: str) -> Estimate:
        """Return an entry's distance from the mean of all, with its standard error."""
        at = self.entries.index(entry)
        return Estimate(float(self.abilities[at]), float(np.sqrt(self.covariance[at, at])))

    def difference(self, entry: str, other: str) -> Estimate:
        """Return how much better an entry is than another, in logits, with the standard error of the difference."""
        one, two = self.entries.index(entry), self.entries.index(other)
        variance = self.covariance[one, one] + self.covariance[two, two] - 2 * self.covariance[one, two]
        return Estimate(float(self.abilities[one] - self.abilities[two]), float(np.sqrt(max(variance, 0.0))))

    @property
    def reliability(self) -> float | None:
        """Share of the variance of abilities that is not error, from 0 to 1; None where all are equal.

        1 − tr(C) / Σλ², the separation reliability; it is honest for pairs that were planned beforehand and not
        picked by the standing so far.
        """
        spread = float(np.square(self.abilities).sum())
        return max(0.0, 1.0 - float(np.trace(self.covariance)) / spread) if spread else None

    def probabilities(self, rows: Compared) -> Probabilities:
        """Return what the model says of comparisons of these entries, in columns of the same entries."""
        shift = self.order.value if self.order else 0.0
        gap = self.abilities[rows.first] - self.abilities[rows.second] + shift
        return _probabilities(gap, self.ties.value if self.ties else None)


def pairwise_scale(comparisons: Iterable[Comparison], *, with_order: bool = False) -> PairwiseScale:
    """Return the scale that the comparisons make.

    Parameters
    ----------
    comparisons
        Of at least two entries; a pair may come as often as it was compared.
    with_order
        Whether to estimate what being shown first brings.

    Raises NotCompared where groups of entries never met, OrderUnknown, and ValueError without comparisons.

    >>> from contest_app.scoring.pairwise.comparisons import Preferred
    >>> said = [("a", "b", "first"), ("b", "c", "first"), ("c", "a", "first"), ("a", "b", "first")]
    >>> scale = pairwise_scale(Comparison(one, other, Preferred(word)) for one, other, word in said)
    >>> [round(float(ability), 2) for ability in scale.abilities]
    [0.42, -0.42, 0.0]

    """
    rows = compared(comparisons)
    if len(rows.groups) > 1:
        raise NotCompared(rows.groups)
    fit = _Fit(rows, with_order=with_order)
    if with_order and np.linalg.matrix_rank(fit.design) < len(rows.entries):
        raise OrderUnknown("each entry was always on the same side")
    found = fit.maximum(weight=0.0) if rows.is_strongly_connected else None
    return fit.scale(fit.maximum(weight=1.0), weight=1.0) if found is None else fit.scale(found, weight=0.0)


class _Fit:
    """Newton's method over (λ₁ … λₙ, δ, log ν), those of the last two that are estimated."""

    def __init__(self, rows: Compared, *, with_order: bool) -> None:
        self.rows = rows
        self.with_order = with_order
        self.is_tie = rows.score == 0.5  # noqa: PLR2004 -- what a tie counts
        self.with_ties = bool(self.is_tie.any())
        every = np.arange(len(rows.score))
        # Columns of η: +1 for the first, −1 for the second, 1 for the order.
        self.design = np.zeros((len(rows.score), len(rows.entries) + with_order))
        self.design[every, rows.first] = 1.0
        self.design[every, rows.second] = -1.0
        self.design[:, len(rows.entries) :] = 1.0
        self.size = self.design.shape[1] + self.with_ties

    def maximum(self, weight: float) -> FloatArray | None:
        """Return the parameters at the maximum; None where it lies at infinity."""
        parameters = np.zeros(self.size)
        value = self._value(parameters, weight)
        for _ in range(_STEPS):
            try:
                step = self._step(parameters, weight)
            except np.linalg.LinAlgError:
                return None
            while self._value(parameters + step, weight) < value and np.abs(step).max() > _STILL:
                step = step / 2
            parameters = parameters + step
            value = self._value(parameters, weight)
            if np.abs(parameters).max() > _FAR:
                return None
            if np.abs(step).max() < _STILL:
                return parameters
        return None

    def scale(self, parameters: FloatArray | None, weight: float) -> PairwiseScale:
        """Return the scale at a maximum."""
        if parameters is None:
            raise ArithmeticError("the imagined comparisons keep the maximum finite")
        size = len(self.rows.entries)
        covariance: FloatArray = np.linalg.inv(self._bordered(parameters, weight)).astype(np.float64)
        extra = [Estimate(float(parameters[at]), float(np.sqrt(covariance[at, at]))) for at in range(size, self.size)]
        return PairwiseScale(
            entries=self.rows.entries,
            abilities=parameters[:size],
            covariance=covariance[:size, :size],
            order=extra[0] if self.with_order else None,
            ties=extra[-1] if self.with_ties else None,
            comparisons=len(self.rows.score),
            is_drawn_in=weight > 0,
        )

    def _value(self, parameters: FloatArray, weight: float) -> float:
        """Return the log-likelihood, with the imagined comparisons."""
        said = self._said(parameters)
        chance = np.where(
            self.is_tie, said.tie, np.where(self.rows.score == 1, said.first, 1 - said.first - said.tie)
        )
        imagined = parameters / 2 - np.logaddexp(0.0, parameters)
        with np.errstate(divide="ignore"):
            return float(np.log(chance).sum() + weight * imagined.sum())

    def _said(self, parameters: FloatArray) -> Probabilities:
        gap = self.design @ parameters[: self.design.shape[1]]
        return _probabilities(gap, float(parameters[-1]) if self.with_ties else None)

    def _step(self, parameters: FloatArray, weight: float) -> FloatArray:
        said = self._said(parameters)
        slope = self.design.T @ (self.rows.score - said.expected)
        if self.with_ties:
            slope = np.append(slope, (self.is_tie - said.tie).sum())
        slope = slope + weight * (0.5 - _logistic(parameters))
        return np.linalg.solve(self._bordered(parameters, weight), np.append(slope, 0.0))[: self.size]

    def _bordered(self, parameters: FloatArray, weight: float) -> FloatArray:
        """Return the information, bordered by the constraint that abilities sum to zero.

        The inverse of the whole has the covariance of the parameters in its corner.
        """
        said = self._said(parameters)
        columns = self.design.shape[1]
        bordered = np.zeros((self.size + 1, self.size + 1))
        bordered[:columns, :columns] = (self.design * said.variance[:, None]).T @ self.design
        if self.with_ties:
            # A tie goes with a middling score, so the two are bound: Cov(score, tie) = P(tie) · (½ − E score).
            bound = self.design.T @ (said.tie * (0.5 - said.expected))
            bordered[:columns, columns] = bordered[columns, :columns] = bound
            bordered[columns, columns] = (said.tie * (1 - said.tie)).sum()
        spread = _logistic(parameters)
        bordered[np.arange(self.size), np.arange(self.size)] += weight * spread * (1 - spread)
        bordered[: len(self.rows.entries), -1] = bordered[-1, : len(self.rows.entries)] = 1.0
        return bordered


def _probabilities(gap: FloatArray, ties: float | None) -> Probabilities:
    if ties is None:
        return Probabilities(_logistic(gap), np.zeros(len(gap)))
    whole = np.logaddexp(np.logaddexp(gap / 2, -gap / 2), ties)
    return Probabilities(np.exp(gap / 2 - whole), np.exp(ties - whole))


def _logistic(value: FloatArray) -> FloatArray:
    return np.exp(-np.logaddexp(0.0, -value))
