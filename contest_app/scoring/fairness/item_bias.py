"""Differential item functioning: an item on which people of equal standing score differently by group.

Standing is what a person's *other* items foretell (`scale.item_fit.traits_without`), with the mean and spread
of the person's own group: matching groups that truly differ on a raw total calls every item biased, as each raw
total lies too far from its own group's mean (Shealy and Stout 1993). People are cut into `STRATA` equal strata
by standing. Then

    SMD = Σ n_F (mean_F − mean_R) / Σ n_F        error² = Σ n_F² S² (1/n_F + 1/n_R) / (Σ n_F)²

the standardised mean difference of Dorans and Kulick (1986; for many-valued scores Dorans and Schmitt 1991), in score
units, below 0 where the item is harder for the focal group, with the error of Zwick and Thayer (1996). Mantel's test
goes beside it. In standard deviations of the item it gives the classes of the Educational Testing Service:

    A  |SMD / SD| ≤ .17, or Mantel's p ≥ .05: negligible
    B  between
    C  |SMD / SD| > .25 and p < .05: large, the item is taken out or explained

Then the worst item that is not A is left out of everyone's standing and all are asked again, until the others are
all A or `MIN_ITEMS` are left (purification). Bias is relative: where unfair items carry about half of what is known
of a person, the fair ones may be blamed, and people must judge.

Sources: Dorans, N. J., & Kulick, E. (1986). Journal of Educational Measurement, 23, 355-368. Dorans, N. J., &
Schmitt, A. P. (1991). ETS Research Report 91-47. Zwick, R., & Thayer, D. T. (1996). Journal of Educational and
Behavioral Statistics, 21, 187-201. Zwick, R., Thayer, D. T., & Mazzeo, J. (1997). Applied Measurement in
Education, 10, 321-344. Shealy, R., & Stout, W. (1993). Psychometrika, 58, 159-194.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeGuard

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

from contest_app.scoring.estimate import Estimate
from contest_app.scoring.fairness import MIN_GROUP
from contest_app.scoring.fairness.mantel import MantelTest, Strata, mantel_test, strata_of
from contest_app.scoring.scale.fitting import fit_scale
from contest_app.scoring.scale.item_fit import traits_without
from contest_app.scoring.scale.obstacles import MIN_ITEMS
from contest_app.scoring.scale.placing import place
from contest_app.scoring.scale.table import FloatArray, ScoreTable
from contest_app.scoring.too_few import TooFew

STRATA = 20
NEGLIGIBLE, LARGE = 0.17, 0.25
"""Standardised differences up to which an item is of class A, and beyond which of class C."""

SIGNIFICANT = 0.05


class BiasClass(StrEnum):
    """How much an item favours a group, by the Educational Testing Service's classes."""

    NEGLIGIBLE = "A"
    MODERATE = "B"
    LARGE = "C"


@dataclass(frozen=True, slots=True)
class ItemBias:
    """How an item treats the focal group.

    Attributes
    ----------
    difference : SMD in score units with its error; below 0 the item is harder for the focal group.
    standardised : the same in standard deviations of the item.
    test : Mantel's.
    bias : the class.
    focal, reference : people of each group who answered the item and another one.

    """

    difference: Estimate
    standardised: float
    test: MantelTest
    bias: BiasClass
    focal: int
    reference: int


def item_bias(
    scores: npt.ArrayLike, focal: npt.ArrayLike, standing: npt.ArrayLike, strata: int = STRATA
) -> ItemBias | TooFew | None:
    """Return the bias of one item, given whether each person is of the focal group and the person's standing.

    All of shape (n_people,). TooFew where the smaller group has fewer than `MIN_GROUP` people; None where the groups
    have no equals, or all scores are equal.
    """
    values, members = np.asarray(scores, dtype=np.float64), np.asarray(focal, dtype=bool)
    ours, theirs = int(members.sum()), int((~members).sum())
    if min(ours, theirs) < MIN_GROUP:
        return TooFew(min(ours, theirs), MIN_GROUP)
    cells = strata_of(values, members, _cut(np.asarray(standing, dtype=np.float64), strata))
    test = mantel_test(cells)
    if test is None:
        return None
    difference = _standardised_mean_difference(cells)
    standardised = difference.value / float(values.std(ddof=1))
    return ItemBias(difference, standardised, test, _class(standardised, test), ours, theirs)


def _cut(standing: FloatArray, strata: int) -> npt.NDArray[np.intp]:
    """Return each person's stratum, by mid-rank, so that equal standings share one."""
    middle = (rankdata(standing) - 0.5) / len(standing)
    return np.asarray(middle * strata, dtype=np.intp)


def _standardised_mean_difference(strata: Strata) -> Estimate:
    weights = strata.focal / strata.focal.sum()
    value = float(weights @ (strata.focal_mean - strata.reference_mean))
    variance = float(weights**2 @ (strata.variance * (1 / strata.focal + 1 / strata.reference)))
    return Estimate(value, math.sqrt(variance))


def _class(standardised: float, test: MantelTest) -> BiasClass:
    if test.p_value >= SIGNIFICANT or abs(standardised) <= NEGLIGIBLE:
        return BiasClass.NEGLIGIBLE
    return BiasClass.LARGE if abs(standardised) > LARGE else BiasClass.MODERATE


def biases(table: ScoreTable, focal: Sequence[bool]) -> dict[str, ItemBias | TooFew | None]:
    """Return the bias of each item of a table, given whether each person is of the focal group.

    Raises CannotFit as `fit_scale`: standing needs items that people of both groups answered.
    """
    members = np.asarray(focal, dtype=bool)
    smaller = min(int(members.sum()), int((~members).sum()))
    if smaller < MIN_GROUP:
        return dict.fromkeys(table.items, TooFew(smaller, MIN_GROUP))
    anchors = list(table.items)
    while True:
        found = _biases(table, members, _only(table, anchors))
        suspects = {name: each for name in anchors if _is_suspect(each := found[name])}
        if not suspects or len(anchors) <= MIN_ITEMS:
            return found
        anchors.remove(max(suspects, key=lambda name: abs(suspects[name].standardised)))


def _is_suspect(found: ItemBias | TooFew | None) -> TypeGuard[ItemBias]:
    return isinstance(found, ItemBias) and found.bias is not BiasClass.NEGLIGIBLE


def _only(table: ScoreTable, items: Sequence[str]) -> ScoreTable:
    columns = [table.items.index(name) for name in items]
    return ScoreTable(table.people, tuple(items), table.scores[:, columns])


def _biases(
    table: ScoreTable, focal: npt.NDArray[np.bool_], anchors: ScoreTable
) -> dict[str, ItemBias | TooFew | None]:
    """Return the bias of each item among people of equal standing on the anchors, the item itself aside."""
    standing = _standings(table, focal, anchors)
    found: dict[str, ItemBias | TooFew | None] = {}
    for column, name in enumerate(table.items):
        told = np.isfinite(table.scores[:, column]) & np.isfinite(standing[:, column])
        found[name] = item_bias(table.scores[told, column], focal[told], standing[told, column])
    return found


def _standings(table: ScoreTable, focal: npt.NDArray[np.bool_], anchors: ScoreTable) -> FloatArray:
    """Return each person's standing for each item, (n_people, n_items); NaN without another item to tell it."""
    members = focal.astype(np.intp).tolist()
    scale = fit_scale(anchors, members)
    without, _ = traits_without(scale, anchors, members)
    traits = np.array([person.shrunk.value for person in place(scale, anchors, members)])
    answered = np.isfinite(anchors.scores)
    standings = np.empty(table.scores.shape)
    for column, name in enumerate(table.items):
        own = anchors.items.index(name) if name in anchors.items else None
        others = answered.sum(axis=1) - (0 if own is None else answered[:, own])
        standings[:, column] = np.where(others > 0, traits if own is None else without[:, own], np.nan)
    return standings
