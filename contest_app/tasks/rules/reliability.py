"""How far a sitting's numbers would come out again: when that can be told at all, and what it says in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

#: Tasks, and pupils who did all of them, below which nothing is told.
MIN_ITEMS: Final = 3
MIN_PUPILS: Final = 20
#: Dimensions that are looked at, as scores are stored.
DIMENSIONS: Final = ("fluency", "originality")

#: From which reliability on numbers say something of a class, and of one pupil (usual limits for groups and persons).
FOR_CLASS: Final = 0.6
FOR_PUPIL: Final = 0.85

Key = TypeVar("Key")
Item = TypeVar("Item")


class Strength(StrEnum):
    """What numbers of such a reliability may be used for."""

    WEAK = "weak"
    CLASS = "class"
    PUPIL = "pupil"


@dataclass(frozen=True, slots=True)
class Enough:
    """How many tasks there are, and how many pupils did all of them."""

    items: int
    pupils: int

    @property
    def is_enough(self) -> bool:
        """Whether a reliability can be told."""
        return self.items >= MIN_ITEMS and self.pupils >= MIN_PUPILS


def strength(low: float) -> Strength:
    """Return what numbers may be used for, by the lower end of the interval: the promise that surely holds.

    >>> [strength(low).value for low in (0.2, 0.6, 0.9)]
    ['weak', 'class', 'pupil']
    """
    if low >= FOR_PUPIL:
        return Strength.PUPIL
    return Strength.CLASS if low >= FOR_CLASS else Strength.WEAK


def complete(numbers: Mapping[Key, Mapping[Item, float]], items: Sequence[Item]) -> list[list[float]]:
    """Return a row for each pupil with a number in every one of the tasks, in the order of the tasks.

    >>> complete({"a": {1: 2.0, 2: 3.0}, "b": {1: 1.0}}, [1, 2])
    [[2.0, 3.0]]
    """
    return [[own[item] for item in items] for own in numbers.values() if all(item in own for item in items)]
