"""Probabilities of categories: the adjacent-logit model and its moments.

With x = 0 … m the categories in their order, η what the elements of a rating add up to, and τ the thresholds,

    log(P_x / P_{x−1}) = η − τ_x        so        P_x ∝ exp(x·η − Σ_{j ≤ x} τ_j).

Source: Andrich, D. (1978). A rating formulation for ordered response categories. Psychometrika, 43, 561-573.
Masters, G. N. (1982). A Rasch model for partial credit scoring. Psychometrika, 47, 149-174.
"""

from dataclasses import dataclass

import numpy as np

from contest_app.scoring.severity.ratings import FloatArray, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """What the model expects of each rating, in categories counted from 0.

    Attributes
    ----------
    chances : (n_ratings, n_categories), the probability of each category.
    expected, variance, fourth : (n_ratings,), mean, second and fourth central moment.

    """

    chances: FloatArray
    expected: FloatArray
    variance: FloatArray
    fourth: FloatArray

    @property
    def at_least(self) -> FloatArray:
        """Probability of category 1, 2, … or a higher one, (n_ratings, n_categories - 1)."""
        return np.asarray(np.cumsum(self.chances[:, :0:-1], axis=1)[:, ::-1])

    @property
    def covariances(self) -> FloatArray:
        """Covariance of the rating with its being in category 1, 2, … or higher, shaped as `at_least`."""
        weighted = self.chances[:, :0:-1] * np.arange(self.chances.shape[1])[:0:-1]
        return np.asarray(np.cumsum(weighted, axis=1)[:, ::-1] - self.expected[:, None] * self.at_least)


def chances_of(logits: FloatArray, group: IntArray, thresholds: FloatArray) -> FloatArray:
    """Return the probability of each category, (n_ratings, n_categories).

    Parameters
    ----------
    logits
        (n_ratings,), η.
    group
        (n_ratings,), the number of the scale that each rating uses.
    thresholds
        (n_groups, n_categories - 1), τ; infinite for steps that a shorter scale does not have.

    >>> chances_of(np.array([0.0]), np.array([0]), np.array([[0.0]])).tolist()
    [[0.5, 0.5]]

    """
    passed = np.concatenate([np.zeros((len(thresholds), 1)), np.cumsum(thresholds, axis=1)], axis=1)
    powers = logits[:, None] * np.arange(passed.shape[1]) - passed[group]
    powers -= powers.max(axis=1, keepdims=True)
    weights = np.exp(powers)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def moments_of(logits: FloatArray, group: IntArray, thresholds: FloatArray) -> Moments:
    """Return the moments of each rating; parameters as of `chances_of`."""
    chances = chances_of(logits, group, thresholds)
    scores = np.arange(chances.shape[1], dtype=np.float64)
    expected = chances @ scores
    squares = np.square(scores - expected[:, None])
    variance = (chances * squares).sum(axis=1)
    return Moments(chances, expected, variance, (chances * np.square(squares)).sum(axis=1))
