"""What people say of a pupil's drawings and texts, added up: a place of its own, never mixed with what is counted.

Raters who do not know whose work it is give each work a total, a share of the most that its rubric gives. The place
is the mean over works, 100 · mean, so that 100 is the highest level of every criterion. It is no place among people:
a rubric says what each level is, and nobody need have done the same task.

**Error.** Works of one pupil lie apart by more than raters do. Until enough works are rated to tell by how much, one
work is taken to be as reliable as one task that is counted (`levels.ONE_TASK`), and the totals of pupils to spread
by .18 of the most, a little less than one level of five. So .020 of the variance of one work's total is no matter of
the person, and

    error² = Σ max(.020, raters' error²) / works²
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final
from uuid import UUID

from contest_app.profiles.rules.levels import DOMAINS, ONE_TASK, QUANTILE, Aspect, Summary
from contest_app.scoring.estimate import Estimate

#: Raised with every change that changes a stored place.
VERSION: Final = "people 1"
MOST: Final = 100.0
SPREAD_OF_TOTALS: Final = 0.18
OF_ONE_WORK: Final = (1 - ONE_TASK) * SPREAD_OF_TOTALS**2


@dataclass(frozen=True, slots=True)
class Measure:
    """What raters say of one work: a share of the most that could be given, with the raters' error."""

    response_id: UUID
    domain: Aspect
    total: Estimate


@dataclass(frozen=True, slots=True)
class PeopleLevel(Summary):
    """A place from 0 to 100, the most that rubrics give; ``tasks`` are the works that raters have settled."""

    @property
    def low(self) -> float:
        """The lower end of the 95 % interval, within the scale."""
        return max(self.place.value - QUANTILE * self.place.standard_error, 0.0)

    @property
    def high(self) -> float:
        """The upper end of the 95 % interval, within the scale."""
        return min(self.place.value + QUANTILE * self.place.standard_error, MOST)


def people_levels(measures: Sequence[Measure]) -> dict[Aspect, PeopleLevel]:
    """Return the place in each domain of which any work is rated."""
    found = {domain: [one.total for one in measures if one.domain is domain] for domain in DOMAINS}
    return {domain: _level(totals) for domain, totals in found.items() if totals}


def _level(totals: Sequence[Estimate]) -> PeopleLevel:
    variance = math.fsum(max(OF_ONE_WORK, total.standard_error**2) for total in totals)
    error = math.sqrt(variance) / len(totals)
    return PeopleLevel(Estimate(MOST * fmean(total.value for total in totals), MOST * error), len(totals))
