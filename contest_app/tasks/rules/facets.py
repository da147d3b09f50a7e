"""What a sitting says of a class by facet and domain, compared with the fixed sample of each item.

A pupil's number on an item goes in steps of the sample's spread from the sample's mean, so items can be put together:

    place = 50 + 10 · mean over the pupil's items of (number − sample's mean) / sample's spread

The class's place is the mean over its pupils, with an interval by Student's t over pupils and the error of the
sample's own mean (1 / people of the smallest sample). 50 is the mean of the people in the sample, who need not be
like this class: it is a place to talk from, no mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final
from uuid import UUID

from contest_app.tasks.rules.intervals import Interval, mean_interval

FACETS: Final = ("diverse", "creative", "improve")
DOMAINS: Final = ("written", "visual", "social", "scientific")
#: Pupils below whom nothing is told of a facet or domain.
MIN_PUPILS: Final = 10
MEAN: Final = 50.0
SPREAD: Final = 10.0


@dataclass(frozen=True, slots=True)
class Measure:
    """A pupil's number on one item, in spreads of the sample, which has ``people``."""

    student_id: UUID
    item_id: UUID
    domain: str
    facet: str
    number: float
    people: int


@dataclass(frozen=True, slots=True)
class Aspect:
    """A facet or a domain: on how many tasks and pupils it rests, and the class's place; None is not enough yet."""

    name: str
    tasks: int
    pupils: int
    place: Interval | None


def facet_of(item_facet: str, dimension: str) -> str | None:
    """Return the facet that a dimension of an item tells of; None where it tells nothing new.

    How many directions tells of diverse ideas, where the item asks for many; how rare ideas are tells of ideas of
    one's own, or of improving where the item gives an idea to improve.

    >>> facet_of("diverse", "flexibility"), facet_of("diverse", "originality"), facet_of("creative", "flexibility")
    ('diverse', 'creative', None)
    """
    if dimension == "flexibility":
        return "diverse" if item_facet == "diverse" else None
    if dimension == "originality":
        return "improve" if item_facet == "improve" else "creative"
    return None


def aspects(names: Sequence[str], measures: Iterable[Measure]) -> tuple[Aspect, ...]:
    """Return the class's place in each facet or domain of the names, in their order."""
    listed = list(measures)
    return tuple(_aspect(name, [one for one in listed if name in (one.facet, one.domain)]) for name in names)


def _aspect(name: str, measures: Sequence[Measure]) -> Aspect:
    own: dict[UUID, list[float]] = {}
    for one in measures:
        own.setdefault(one.student_id, []).append(one.number)
    tasks = len({one.item_id for one in measures})
    if len(own) < MIN_PUPILS:
        return Aspect(name, tasks, len(own), None)
    places = [MEAN + SPREAD * fmean(numbers) for numbers in own.values()]
    of_sample = SPREAD**2 / min(one.people for one in measures)
    return Aspect(name, tasks, len(own), mean_interval(places, extra_variance=of_sample))


def weakest(found: Sequence[Aspect]) -> Aspect | None:
    """Return the aspect that surely lies below another: its whole interval does; None where none does."""
    told = [(aspect, aspect.place) for aspect in found if aspect.place]
    if not told:
        return None
    highest = max(place.low for _, place in told)
    below = [(place.value, aspect) for aspect, place in told if place.high < highest]
    return min(below, key=lambda one: one[0])[1] if below else None
