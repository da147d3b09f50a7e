"""Where each category becomes as likely as the one below it."""

from dataclasses import dataclass

import numpy as np

from contest_app.scoring.severity.rasch.categories import moments_of
from contest_app.scoring.severity.rasch.fitting import RaschFit


@dataclass(frozen=True, slots=True)
class Threshold:
    """The step into a category.

    Attributes ---------- scale : the element whose scale it is; None for the one scale of all. category : the rating
    that the step leads to. measure, standard_error : logits; one below the step before it is disordered: its category
    is seldom the likeliest. count : ratings in the category.

    """

    scale: str | None
    category: float
    measure: float
    standard_error: float
    count: int


def thresholds_of(fit: RaschFit) -> tuple[Threshold, ...]:
    """Return the thresholds, scale by scale, upwards; their errors take the measures for known."""
    active = fit.coded.active
    groups, categories = fit.coded.groups[active], fit.coded.categories[active]
    at_least = moments_of(fit.logits()[active], groups, fit.thresholds).at_least
    uncertain = at_least * (1 - at_least)
    name = fit.model.partial_credit
    scales = fit.ratings.elements[fit.ratings.facet(name)] if name else (None,)
    return tuple(
        Threshold(
            scale=scales[group],
            category=float(fit.coded.scales.values[group, step + 1]),
            measure=float(fit.thresholds[group, step]),
            standard_error=float(1 / np.sqrt(uncertain[groups == group, step].sum())),
            count=int(((groups == group) & (categories == step + 1)).sum()),
        )
        for group, steps in enumerate(fit.coded.scales.steps)
        for step in range(steps)
    )
