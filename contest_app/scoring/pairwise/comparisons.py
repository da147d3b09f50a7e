"""What judges said of pairs, and whether it ties all entries together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


class Preferred(StrEnum):
    """Which of the two is better."""

    FIRST = "first"
    SECOND = "second"
    TIE = "tie"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One judge's word on two entries; ``first`` was shown first, or on the left."""

    first: str
    second: str
    preferred: Preferred
    judge: str = ""


_SCORES = {Preferred.FIRST: 1.0, Preferred.TIE: 0.5, Preferred.SECOND: 0.0}


@dataclass(frozen=True, eq=False)
class Compared:
    """Comparisons as columns.

    Attributes
    ----------
    entries : names of the n entries, in alphabetical order.
    first, second : (m,) places of the entries shown first and second.
    score : (m,) 1 where the first is better, ½ for a tie, 0 where the second is better.
    judges : (m,) names.

    """

    entries: tuple[str, ...]
    first: IntArray
    second: IntArray
    score: FloatArray
    judges: tuple[str, ...]

    @cached_property
    def groups(self) -> list[tuple[str, ...]]:
        """Entries that comparisons join, whoever won: the largest group first. More than one cannot share a scale."""
        met = self._reached(both_ways=True)
        return sorted(
            (tuple(self.entries[entry] for entry in group) for group in met), key=lambda each: (-len(each), each)
        )

    @property
    def is_strongly_connected(self) -> bool:
        """Say whether from each entry a way of wins leads to every other one; a tie is no win."""
        return len(self._reached(both_ways=False)) == 1

    def _reached(self, *, both_ways: bool) -> list[list[int]]:
        """Return the (strong) components: what can be reached from an entry and can reach it."""
        size = len(self.entries)
        beats = np.zeros((size, size), dtype=bool)
        won = (self.score == 1) | both_ways
        lost = (self.score == 0) | both_ways
        beats[self.first[won], self.second[won]] = True
        beats[self.second[lost], self.first[lost]] = True
        found: list[list[int]] = []
        left = set(range(size))
        while left:
            start = min(left)
            component = _from(start, beats) & _from(start, beats.T)
            found.append(sorted(component))
            left -= component
        return found


def compared(comparisons: Iterable[Comparison]) -> Compared:
    """Return comparisons as columns; entries that nobody compared are not among them.

    Raises ValueError for an entry compared with itself, or without comparisons.
    """
    rows = list(comparisons)
    if not rows or any(row.first == row.second for row in rows):
        raise ValueError("comparisons of two different entries are needed")
    entries = tuple(sorted({row.first for row in rows} | {row.second for row in rows}))
    place = {entry: at for at, entry in enumerate(entries)}
    return Compared(
        entries=entries,
        first=np.array([place[row.first] for row in rows]),
        second=np.array([place[row.second] for row in rows]),
        score=np.array([_SCORES[row.preferred] for row in rows]),
        judges=tuple(row.judge for row in rows),
    )


def _from(start: int, beats: npt.NDArray[np.bool_]) -> set[int]:
    """Return what can be reached from a place, itself included."""
    seen, edge = {start}, [start]
    while edge:
        found: Sequence[int] = np.flatnonzero(beats[edge].any(axis=0)).tolist()
        edge = [entry for entry in found if entry not in seen]
        seen.update(edge)
    return seen
