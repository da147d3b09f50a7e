"""What a pupil's tasks add up to: one place on a scale, with its error, from few tasks.

Each task gives a number in spreads of a group of people who did the same task (`scoring.yardstick`). The place is
their mean, 50 + 10 · mean, so that 50 is the mean of those people and 10 their spread.

**Error.** One task says little of a person: with the tasks that were measured, three reach an alpha of about .65 and
five of .75, both of which mean a reliability of .38 for one task. So .62 of the variance of one task's number is no
matter of the person, and

    error² = Σ max(.62, own error²) / tasks²

Where enough people answered, `scoring.profile` fits a scale instead and needs no such constant.

**Enough.** From `MIN_TASKS` on a place is told at all; from `FIRM_TASKS` on its reliability reaches .70.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean
from typing import Final
from uuid import UUID

from contest_app.scoring.estimate import Estimate
from contest_app.scoring.yardstick import Basis

#: Raised with every change that changes a stored place.
VERSION: Final = "profile 1"
MIN_TASKS: Final = 2
FIRM_TASKS: Final = 4
ONE_TASK: Final = 0.38
MEAN: Final = 50.0
SPREAD: Final = 10.0
QUANTILE: Final = 1.96


class Aspect(StrEnum):
    """What a place is of: all tasks, or those of a domain or a facet."""

    ALL = "all"
    WRITTEN = "written"
    VISUAL = "visual"
    SOCIAL = "social"
    SCIENTIFIC = "scientific"
    DIVERSE = "diverse"
    CREATIVE = "creative"
    IMPROVE = "improve"


DOMAINS: Final = (Aspect.WRITTEN, Aspect.VISUAL, Aspect.SOCIAL, Aspect.SCIENTIFIC)
FACETS: Final = (Aspect.DIVERSE, Aspect.CREATIVE, Aspect.IMPROVE)


@dataclass(frozen=True, slots=True)
class Measure:
    """One number of one task, in spreads of ``basis``: more is more."""

    response_id: UUID
    domain: Aspect
    facet: Aspect
    number: Estimate
    basis: Basis


@dataclass(frozen=True, slots=True)
class Summary:
    """What several tasks add up to: a place with its error, and how many tasks it rests on."""

    place: Estimate
    tasks: int

    @property
    def is_told(self) -> bool:
        """Whether it rests on enough tasks to be told."""
        return self.tasks >= MIN_TASKS

    @property
    def is_firm(self) -> bool:
        """Whether it rests on enough tasks to be more than a first look."""
        return self.tasks >= FIRM_TASKS

    @property
    def low(self) -> float:
        """The lower end of the 95 % interval."""
        return self.place.value - QUANTILE * self.place.standard_error

    @property
    def high(self) -> float:
        """The upper end of the 95 % interval."""
        return self.place.value + QUANTILE * self.place.standard_error


@dataclass(frozen=True, slots=True)
class Level(Summary):
    """A place on the scale of mean 50 and deviation 10; ``basis`` is the sample where all its tasks' are."""

    basis: Basis


def levels(measures: Sequence[Measure]) -> dict[Aspect, Level]:
    """Return the place in each aspect of which there is any task."""
    aspects = (Aspect.ALL, *DOMAINS, *FACETS)
    return {aspect: level for aspect in aspects if (level := _level(_of(measures, aspect))) is not None}


def _of(measures: Iterable[Measure], aspect: Aspect) -> list[Measure]:
    return [one for one in measures if aspect in (Aspect.ALL, one.domain, one.facet)]


def _level(measures: Sequence[Measure]) -> Level | None:
    """Return the place of some measures: the mean over tasks of the mean of each task's."""
    if not measures:
        return None
    tasks: dict[UUID, list[Estimate]] = {}
    for one in measures:
        tasks.setdefault(one.response_id, []).append(one.number)
    numbers = [fmean(each.value for each in own) for own in tasks.values()]
    errors = [max(1 - ONE_TASK, max(each.standard_error for each in own) ** 2) for own in tasks.values()]
    error = math.sqrt(math.fsum(errors)) / len(tasks)
    basis = Basis.SAMPLE if all(one.basis is Basis.SAMPLE for one in measures) else Basis.POOL
    return Level(Estimate(MEAN + SPREAD * fmean(numbers), SPREAD * error), len(tasks), basis)


def reliability(tasks: int) -> float:
    """Return the share of the variance of places that is due to people, from 0 to 1 (Spearman and Brown).

    >>> [round(reliability(tasks), 2) for tasks in (1, 2, 4)]
    [0.38, 0.55, 0.71]
    """
    return tasks * ONE_TASK / (1 + (tasks - 1) * ONE_TASK)
