"""How far a jury agrees, as a verdict that a page can say in words before it shows a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from contest_app.judging.rules import Rubric
from contest_app.judging.standings import SubmittedSheet, total_of
from contest_app.scoring.agreement import intraclass_correlations, krippendorff_alpha

#: Krippendorff (2004), Content Analysis, ch. 11: below the first no conclusion, below the second a tentative one.
TENTATIVE: Final = 0.667
RELIABLE: Final = 0.8
PAIR: Final = 2


class Verdict(StrEnum):
    """What the number means for the chair."""

    UNKNOWN = "unknown"
    HIGH = "high"
    FAIR = "fair"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two measures of the judges' totals, each None where it cannot be told.

    ``alpha`` is Krippendorff's: 1 is full agreement, 0 chance. ``mean_reliability`` is ICC(2,k), how far
    the mean of this jury can be relied on; only where everybody marked everything.
    """

    alpha: float | None
    mean_reliability: float | None

    @property
    def verdict(self) -> Verdict:
        """What to say first."""
        if self.alpha is None:
            return Verdict.UNKNOWN
        if self.alpha >= RELIABLE:
            return Verdict.HIGH
        return Verdict.FAIR if self.alpha >= TENTATIVE else Verdict.LOW


def agreement(sheets: Sequence[SubmittedSheet], rubric: Rubric) -> Agreement:
    """Return how far the judges agree on the totals of the entries that they marked."""
    entries = sorted({sheet.entry for sheet in sheets})
    judges = sorted({sheet.judge for sheet in sheets})
    table = np.full((len(entries), len(judges)), np.nan)
    for sheet in sheets:
        table[entries.index(sheet.entry), judges.index(sheet.judge)] = float(total_of(sheet, rubric))
    if not table.size:
        return Agreement(None, None)
    is_whole = np.isfinite(table).all() and min(table.shape) >= PAIR
    return Agreement(krippendorff_alpha(table), intraclass_correlations(table).icc2_mean if is_whole else None)
