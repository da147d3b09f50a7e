"""What may be said of places in words: beside the pupil's other tasks, and since the sitting before.

Nobody is compared with classmates here: a strength is a strength among the own tasks.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from contest_app.profiles.rules.levels import FACETS, MIN_TASKS, Aspect, Level
from contest_app.scoring.change import Change, Verdict, change
from contest_app.scoring.estimate import Estimate
from contest_app.scoring.yardstick import Basis


class Strength(StrEnum):
    """How an aspect stands among the pupil's own others."""

    STRONGER = "stronger"
    ALIKE = "alike"
    ROOM = "room"  # the most room to grow
    ALONE = "alone"  # nothing to compare with yet
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of one aspect; ``more`` tasks are needed before anything is."""

    aspect: Aspect
    strength: Strength
    level: Level | None
    more: int


def strengths(levels: Mapping[Aspect, Level], family: Sequence[Aspect]) -> list[Told]:
    """Return what is said of each aspect of a family, in its order."""
    told = {aspect: level for aspect in family if (level := levels.get(aspect)) and level.is_told}
    return [_told(aspect, levels.get(aspect), told) for aspect in family]


def _told(aspect: Aspect, level: Level | None, told: Mapping[Aspect, Level]) -> Told:
    if aspect not in told:
        return Told(aspect, Strength.NOT_YET, level, MIN_TASKS - (level.tasks if level else 0))
    others = [other for name, other in told.items() if name is not aspect]
    if not others:
        return Told(aspect, Strength.ALONE, level, 0)
    apart = change(_together(others), told[aspect].place)
    strength = {Verdict.ROSE: Strength.STRONGER, Verdict.FELL: Strength.ROOM, Verdict.NOT_TOLD: Strength.ALIKE}
    return Told(aspect, strength[apart.verdict], level, 0)


def _together(levels: Sequence[Level]) -> Estimate:
    """Return the mean of places, the surer ones weighing more."""
    weights = [1 / level.place.standard_error**2 for level in levels]
    total = math.fsum(weights)
    pairs = zip(weights, levels, strict=True)
    return Estimate(math.fsum(w * level.place.value for w, level in pairs) / total, 1 / math.sqrt(total))


class Silence(StrEnum):
    """Why nothing is said of growth."""

    FIRST = "first"  # there is no sitting before
    FEW = "few"  # one of the two has too few tasks
    LANGUAGE = "language"  # they were answered in different languages
    YARDSTICK = "yardstick"  # one was measured by the class itself, which may have grown as well


@dataclass(frozen=True, slots=True)
class Sat:
    """One sitting as growth sees it: its language, and the places that its own tasks give."""

    language: str
    levels: Mapping[Aspect, Level]


@dataclass(frozen=True, slots=True)
class Grown:
    """How a pupil moved in one aspect from one sitting to the next."""

    aspect: Aspect
    before: Level
    after: Level
    change: Change


def growth(sittings: Sequence[Sat]) -> list[Grown] | Silence:
    """Return how the last sitting differs from the one before, in all and in each facet; or why that is not told."""
    if len(sittings) < 2:  # noqa: PLR2004 -- a difference is of two
        return Silence.FIRST
    before, after = sittings[-2:]
    if before.language != after.language:
        return Silence.LANGUAGE
    named = [aspect for aspect in (Aspect.ALL, *FACETS) if aspect in before.levels and aspect in after.levels]
    both = [(aspect, before.levels[aspect], after.levels[aspect]) for aspect in named]
    enough = [row for row in both if row[1].is_told and row[2].is_told]
    if not enough:
        return Silence.FEW
    fair = [row for row in enough if row[1].basis is row[2].basis is Basis.SAMPLE]
    return [Grown(aspect, one, two, change(one.place, two.place)) for aspect, one, two in fair] or Silence.YARDSTICK
