"""Placing people on a fitted scale, each with an error, from whichever items they answered.

Two estimates, for two uses:

- ``shrunk``: the mean of the trait given the scores and the population (expected a posteriori), with its standard
  deviation. Nearest to the truth on the average; few items leave it near the population's mean. For profiles.
- ``own``: from the scores alone (Bartlett 1937), Σ λ(y − μ)/ψ / Σ λ²/ψ with the error 1/√Σ λ²/ψ. Unbiased
  whatever the population, so differences of two of them are too. For change, and for comparing sets of items.

**Reliability** of a person's estimate is I / (1 + I) with I the information of the items answered: the share of the
variance among all people that these items tell.

**Whose population?** A pupil's own result is placed among all people the scale was fitted to. Groups that are to be
compared (urban and rural, languages) must not decide a person's estimate; they are given for questions about groups.

Source: Bartlett, M. S. (1937). The statistical conception of mental factors. British Journal of Psychology, 28,
97-104. Bock, R. D., & Mislevy, R. J. (1982). Adaptive EAP estimation of ability. Applied Psychological
Measurement, 6, 431-444.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from contest_app.scoring.estimate import Estimate
from contest_app.scoring.scale.model import Scale
from contest_app.scoring.scale.table import FloatArray, ScoreTable

ENOUGH = 0.70
"""Reliability from which a person's place is shown: enough for a conversation, never for a decision about a child."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a person stands on the scale, in standard deviations of the trait.

    Attributes
    ----------
    shrunk : drawn towards the population's mean as far as the items are few.
    own : from the scores alone; None without items, or where the items tell nothing.
    items : how many the person has scores on.
    reliability : of the estimate, from 0 to 1.

    """

    shrunk: Estimate
    own: Estimate | None
    items: int
    reliability: float


class OtherItems(ValueError):
    """The table's items are not the scale's, or stand in another order."""


def place(scale: Scale, table: ScoreTable, populations: Sequence[int] | None = None) -> tuple[Placement, ...]:
    """Return the placement of each person of a table of the scale's items, in the table's order.

    ``populations`` are numbers of ``scale.populations``, one a person; all people together where not given. Raises
    OtherItems.
    """
    information, evidence = evidence_of(scale, table)
    means, variances = priors(scale, len(table.people), populations)
    precision = 1 / variances + information
    shrunk = (means / variances + evidence) / precision
    items = np.isfinite(table.scores).sum(axis=1)
    return tuple(
        Placement(
            shrunk=Estimate(float(value), 1 / math.sqrt(float(sharpness))),
            own=Estimate(float(told / known), 1 / math.sqrt(float(known))) if known > 0 else None,
            items=int(count),
            reliability=float(known / (1 + known)),
        )
        for value, sharpness, told, known, count in zip(shrunk, precision, evidence, information, items, strict=True)
    )


def evidence_of(scale: Scale, table: ScoreTable) -> tuple[FloatArray, FloatArray]:
    """Return each person's Σ λ²/ψ and Σ λ(y − μ)/ψ over the items that were given, both of shape (n_people,)."""
    if table.items != tuple(item.name for item in scale.items):
        raise OtherItems("the table's items are not the scale's, in its order")
    given = np.isfinite(table.scores)
    weights = scale.discriminations / scale.residual_variances
    residuals = np.where(given, table.scores - scale.locations, 0.0)
    return given @ (scale.discriminations * weights), residuals @ weights


def priors(scale: Scale, people: int, populations: Sequence[int] | None) -> tuple[FloatArray, FloatArray]:
    """Return mean and variance of each person's population, both of shape (n_people,)."""
    if populations is None:
        return np.zeros(people), np.ones(people)
    chosen = [scale.populations[number] for number in populations]
    return np.array([each.mean for each in chosen]), np.array([each.spread**2 for each in chosen])


def form_reliability(scale: Scale, items: Sequence[str]) -> float:
    """Return the reliability of a form of the named items, from 0 to 1; KeyError for a name that is not there."""
    information = {item.name: item.information for item in scale.items}
    total = math.fsum(information[name] for name in items)
    return total / (1 + total)


def items_needed(scale: Scale, reliability: float = ENOUGH) -> int | None:
    """Return how many typical items reach a reliability; None where the items tell nothing.

    Raises ValueError unless the reliability lies between 0 and 1.
    """
    if not 0 < reliability < 1:
        raise ValueError("a reliability between 0 and 1 is wanted")
    typical = math.fsum(item.information for item in scale.items) / len(scale.items)
    return math.ceil(round(reliability / (1 - reliability) / typical, 9)) if typical > 0 else None
