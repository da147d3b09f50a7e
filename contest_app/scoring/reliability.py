"""How far a result would come out again: alpha, omega, and what more items would bring.

A reliability is the share of the variance of results that is due to people and not to accident, from 0 to 1.

Sources: Cronbach, L. J. (1951). Coefficient alpha and the internal structure of tests. Psychometrika, 16,
297-334. Feldt, L. S. (1965). The approximate sampling distribution of Kuder-Richardson reliability coefficient
twenty. Psychometrika, 30, 357-370. McDonald, R. P. (1999). Test theory: A unified treatment. Erlbaum. Spearman,
C. (1910), and Brown, W. (1910), in the British Journal of Psychology, 3, 271-295 and 296-322.
"""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import fdtri

_TAIL = 0.025  # on each side of a 95 % interval


@dataclass(frozen=True, slots=True)
class Alpha:
    """Cronbach's alpha, at most 1, with Feldt's 95 % interval; negative where items contradict each other."""

    value: float
    low: float
    high: float
    people: int
    items: int


def alpha(scores: npt.ArrayLike) -> Alpha | None:
    """Return Cronbach's alpha of an (n people, k items) table without gaps; None where totals do not vary.

        alpha = k / (k − 1) · (1 − Σ variance of an item / variance of the total)

    Alpha is the reliability of the sum if all items measure the same thing equally well, and a lower bound otherwise.
    Raises ValueError for gaps, or fewer than two people or items. With gaps by design use `omega`.
    """
    table = np.asarray(scores, dtype=np.float64)
    if table.ndim != 2 or min(table.shape) < 2 or not np.isfinite(table).all():  # noqa: PLR2004 -- of each at least a pair
        raise ValueError("a complete table of at least two people by two items is needed")
    people, items = table.shape
    total = float(table.sum(axis=1).var(ddof=1))
    if total <= _NOTHING * float(np.square(table).sum()):
        return None
    value = items / (items - 1) * (1 - float(table.var(axis=0, ddof=1).sum()) / total)
    return Alpha(value, *feldt_interval(value, people, items), people, items)


_NOTHING = 1e-14  # of the sum of squares: what rounding leaves of a variance that is nought


def feldt_interval(value: float, people: int, items: int) -> tuple[float, float]:
    """Return the 95 % interval of an alpha: (1 − alpha) follows F with n − 1 and (n − 1)(k − 1) degrees of freedom.

    >>> [round(limit, 4) for limit in feldt_interval(0.913, people=873, items=20)]
    [0.9044, 0.9212]
    """
    freedom = people - 1
    tails = fdtri(freedom, freedom * (items - 1), [1 - _TAIL, _TAIL])
    low, high = (float(1 - (1 - value) * tail) for tail in tails)
    return low, high


def omega(discriminations: npt.ArrayLike, residual_variances: npt.ArrayLike) -> float:
    """Return McDonald's omega, the reliability of the sum of congeneric items: (Σλ)² / ((Σλ)² + Σψ).

    ``discriminations`` λ, shape (k,), in score units for one standard deviation of the trait, and
    ``residual_variances`` ψ, shape (k,), in squared score units, come from a fitted `scale`. From 0 to 1.

    Raises ValueError for no items, other shapes or negative variances.

    >>> omega([1.0, 1.0], [1.0, 1.0])
    0.6666666666666666
    """
    loadings = np.asarray(discriminations, dtype=np.float64)
    residuals = np.asarray(residual_variances, dtype=np.float64)
    if loadings.ndim != 1 or loadings.shape != residuals.shape or not loadings.size or (residuals < 0).any():
        raise ValueError("a discrimination and a variance of at least 0 are needed for each item")
    common = float(loadings.sum()) ** 2
    total = common + float(residuals.sum())
    return common / total if total else 0.0


def spearman_brown(reliability: float, times: float) -> float:
    """Return the reliability of a form ``times`` as long: k·r / (1 + (k − 1)·r).

    Raises ValueError unless 0 ≤ r ≤ 1 and ``times`` is above 0.

    >>> round(spearman_brown(0.5, times=2), 3)
    0.667
    """
    if not 0 <= reliability <= 1 or times <= 0:
        raise ValueError("a reliability lies from 0 to 1 and a length above 0")
    return times * reliability / (1 + (times - 1) * reliability)


def times_needed(reliability: float, wanted: float) -> float:
    """Return how many times as long a form must be for the wanted reliability; infinite where it has none.

    Raises ValueError unless 0 ≤ r ≤ 1 and 0 < wanted < 1.

    >>> round(times_needed(0.65, wanted=0.80), 2)
    2.15
    """
    if not 0 <= reliability <= 1 or not 0 < wanted < 1:
        raise ValueError("a reliability lies from 0 to 1, the wanted one between them")
    if reliability == 1:
        return 0.0
    ratio = reliability / (1 - reliability)
    return wanted / (1 - wanted) / ratio if ratio else math.inf
