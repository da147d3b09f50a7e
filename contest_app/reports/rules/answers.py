"""What a report is counted from: scores of record, made comparable over tasks.

Tasks differ in how many ideas they call forth, and the scorer reads each language in its own way. So a score is put
among the scores of all answers of the period to the same item in the same language:

    z = (score − mean) / standard deviation

and a pupil's value is the mean of the pupil's z. 0 is then the middle of the region, and 1 is the spread of the
answers to one task. By this every language has its own zero: values say nothing about one language against another.
An item with fewer than `MIN_REFERENCE` pupils in a language, or with equal scores only, cannot be used.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple
from uuid import UUID

from contest_app.reports.rules.period import Month

MIN_REFERENCE: Final = 10
"""Pupils whose answers to an item make it possible to say what is usual."""


class Pupil(NamedTuple):
    """Where a pupil belongs."""

    school_class: UUID
    school: UUID
    district: str
    is_rural: bool
    grade: int


class Told(NamedTuple):
    """One score of record of one pupil on one item; within a report pupils are numbered."""

    pupil: int
    item: str
    language: str
    month: Month
    value: float


class Standard(NamedTuple):
    """A score as it stands among those that it may be compared with."""

    told: Told
    z: float


Reference = Callable[[Told], Hashable]


def by_item_and_language(told: Told) -> Hashable:
    """Compare with answers to the same item in the same language."""
    return told.item, told.language


def by_item(told: Told) -> Hashable:
    """Compare with answers to the same item in any language: for counts that mean the same in each."""
    return told.item


def standardised(scores: Iterable[Told], reference: Reference = by_item_and_language) -> list[Standard]:
    """Return the scores that can be put among others, each in standard deviations from the mean of its kind."""
    groups: defaultdict[Hashable, list[Told]] = defaultdict(list)
    for told in scores:
        groups[reference(told)].append(told)
    return [each for group in groups.values() for each in _standardised(group)]


def _standardised(group: Sequence[Told]) -> list[Standard]:
    if len({told.pupil for told in group}) < MIN_REFERENCE:
        return []
    values = [told.value for told in group]
    mean, spread = mean_and_spread(values)
    return [Standard(told, (told.value - mean) / spread) for told in group] if spread > 0 else []


def mean_and_spread(values: Sequence[float]) -> tuple[float, float]:
    """Return the mean and the standard deviation, by n − 1, of two values or more; 0 where all are equal."""
    if len(set(values)) == 1:
        return values[0], 0.0
    mean = math.fsum(values) / len(values)
    return mean, math.sqrt(math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1))


def means_of_pupils(scores: Iterable[Standard]) -> dict[int, float]:
    """Return the mean of each pupil's z."""
    own: defaultdict[int, list[float]] = defaultdict(list)
    for told, z in scores:
        own[told.pupil].append(z)
    return {pupil: math.fsum(values) / len(values) for pupil, values in own.items()}


def languages_of_pupils(scores: Iterable[Told]) -> Mapping[int, str]:
    """Return the language in which each pupil answered most; of two alike the first by its code."""
    counts: defaultdict[int, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for told in scores:
        counts[told.pupil][told.language] += 1
    return {pupil: min(own, key=lambda code: (-own[code], code)) for pupil, own in counts.items()}
