"""Whether an item belongs to the scale: each score is foretold from the person's other items and compared.

For each person with the item and another one, z = (score − foretold) / error, where the foretold score is
location + discrimination · t, t being the person's trait given all *other* items, and the error holds both the
residual variance and what is uncertain of t. Where the model is right, z is standard normal whatever t is.

**Bend.** With q the part of t² that no straight line in t explains, Σ z·q / √Σ q² is then standard normal: the
score test (Rao 1948, for items Glas 1999) of a curve against the straight line. Far below 0 the item rises no more
among the able (a ceiling); far above 0 only the able rise (a floor). A test over groups of t (Yen's Q1) found half as
many bent items. The mean z of five groups from the lowest t to the highest shows where it bends.

Source: Glas, C. A. W. (1999). Modification indices for the 2-PL and the nominal response model. Psychometrika, 64,
273-294. Rao, C. R. (1948). Large sample tests of statistical hypotheses. Proceedings of the Cambridge Philosophical
Society, 44, 50-57.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from contest_app.scoring.scale.model import Scale
from contest_app.scoring.scale.placing import evidence_of, priors
from contest_app.scoring.scale.table import FloatArray, ScoreTable
from contest_app.scoring.too_few import TooFew

GROUPS = 5
MIN_PEOPLE = 100
"""People with the item and another one from which its fit is told."""


@dataclass(frozen=True, slots=True)
class ItemFit:
    """How an item follows the scale.

    Attributes
    ----------
    bend : standard normal where the item rises in a straight line; below 0 a ceiling, above 0 a floor.
    p_value : of a bend as large by chance, both ways.
    residuals : mean z of each group of people, from the lowest trait to the highest, in standard deviations.
    people : with the item and another one.

    """

    bend: float
    p_value: float
    residuals: tuple[float, ...]
    people: int


def item_fits(
    scale: Scale, table: ScoreTable, populations: Sequence[int] | None = None
) -> dict[str, ItemFit | TooFew]:
    """Return the fit of each item; TooFew where fewer than `MIN_PEOPLE` answered it and another one."""
    traits, variances = traits_without(scale, table, populations)
    fits: dict[str, ItemFit | TooFew] = {}
    for column, item in enumerate(scale.items):
        told = np.isfinite(table.scores[:, column]) & (np.isfinite(table.scores).sum(axis=1) > 1)
        trait = traits[told, column]
        error = item.residual_variance + item.discrimination**2 * variances[told, column]
        foretold = item.location + item.discrimination * trait
        fits[item.name] = _fit(trait, (table.scores[told, column] - foretold) / np.sqrt(error))
    return fits


def traits_without(
    scale: Scale, table: ScoreTable, populations: Sequence[int] | None = None
) -> tuple[FloatArray, FloatArray]:
    """Return mean and variance of each person's trait given all items but one, both (n_people, n_items)."""
    information, evidence = evidence_of(scale, table)
    means, variances = priors(scale, len(table.people), populations)
    given = np.isfinite(table.scores)
    weights = scale.discriminations / scale.residual_variances
    own_information = given * (scale.discriminations * weights)
    own_evidence = np.where(given, (table.scores - scale.locations) * weights, 0.0)
    left = 1 / (1 / variances[:, None] + information[:, None] - own_information)
    return left * ((means / variances)[:, None] + evidence[:, None] - own_evidence), left


def _fit(trait: FloatArray, z: FloatArray) -> ItemFit | TooFew:
    if len(z) < MIN_PEOPLE:
        return TooFew(len(z), MIN_PEOPLE)
    groups = np.array_split(z[np.argsort(trait, kind="stable")], GROUPS)
    curve = _curve(trait)
    size = float(curve @ curve)
    bend = float(z @ curve) / math.sqrt(size) if size else 0.0
    return ItemFit(bend, math.erfc(abs(bend) / math.sqrt(2)), tuple(float(group.mean()) for group in groups), len(z))


def _curve(trait: FloatArray) -> FloatArray:
    """Return the part of trait² that no straight line in the trait explains."""
    line = np.column_stack([np.ones_like(trait), trait])
    coefficients = np.linalg.lstsq(line, trait**2, rcond=None)[0]
    return np.asarray(trait**2 - line @ coefficients)
