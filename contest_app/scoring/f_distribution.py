"""Quantiles of Fisher's F, for pages that must do without a large library.

The distribution function of F is the regularised incomplete beta function, found by Lentz's continued fraction; the
quantile is found by Newton's steps. Right to eight digits, also for degrees of freedom that are not whole.

Source: Abramowitz, M., & Stegun, I. A. (1964). Handbook of mathematical functions, 26.5.8 and 26.6.2.
"""

import math

_TINY = 1e-300
_ENOUGH = 1e-15
_TERMS = 10_000
_STEPS = 200


def f_quantile(probability: float, freedom: float, other_freedom: float) -> float:
    """Return the value that F with these degrees of freedom stays below with the probability.

    Raises ValueError unless the probability lies between 0 and 1 and the degrees of freedom are above 0.

    >>> round(f_quantile(0.975, 5, 15), 4)
    3.5764
    """
    if not 0 < probability < 1 or freedom <= 0 or other_freedom <= 0:
        raise ValueError("a probability between 0 and 1 and degrees of freedom above 0 are needed")
    share = _beta_quantile(probability, freedom / 2, other_freedom / 2)
    return other_freedom * share / (freedom * (1 - share)) if share < 1 else math.inf


def _beta_quantile(probability: float, first: float, second: float) -> float:
    """Return x with I(x; a, b) = p by Newton's steps, halving where a step leaves the range that is left."""
    low, high = 0.0, 1.0
    share = first / (first + second)
    for _ in range(_STEPS):
        gap = incomplete_beta(first, second, share) - probability
        low, high = (share, high) if gap < 0 else (low, share)
        density = _density(first, second, share)
        step = gap / density if density else math.inf
        next_ = share - step if low < share - step < high else (low + high) / 2
        if abs(next_ - share) <= _ENOUGH * share:
            return next_
        share = next_
    return share


def _density(first: float, second: float, share: float) -> float:
    if not 0 < share < 1:
        return 0.0
    scale = math.lgamma(first + second) - math.lgamma(first) - math.lgamma(second)
    return math.exp(scale + (first - 1) * math.log(share) + (second - 1) * math.log1p(-share))


def incomplete_beta(first: float, second: float, share: float) -> float:
    """Return the regularised incomplete beta function I(x; a, b), from 0 to 1.

    >>> round(incomplete_beta(2.0, 3.0, 0.5), 4)
    0.6875
    """
    if share <= 0 or share >= 1:
        return float(share >= 1)
    if share > (first + 1) / (first + second + 2):
        return 1 - incomplete_beta(second, first, 1 - share)
    front = _density(first, second, share) * share * (1 - share) / first
    return front / _fraction(first, second, share)


def _fraction(first: float, second: float, share: float) -> float:
    """Return 1 + d₁/(1 + d₂/(1 + …)) by Lentz's method."""
    value, upper, lower = 1.0, 1.0, 0.0
    for term in range(1, _TERMS):
        number = _coefficient(first, second, share, term)
        lower = 1 / ((1 + number * lower) or _TINY)
        upper = (1 + number / upper) or _TINY
        value *= upper * lower
        if abs(upper * lower - 1) < _ENOUGH:
            break
    return value


def _coefficient(first: float, second: float, share: float, term: int) -> float:
    half = term // 2
    if term % 2 == 0:
        return half * (second - half) * share / ((first + term - 1) * (first + term))
    return -(first + half) * (first + second + half) * share / ((first + term - 1) * (first + term))
