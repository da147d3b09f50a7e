"""Hiding rows of several tables about the same pupils, so that none of fewer than ten can be worked out.

A report shows the same pupils by district, school, grade, place and language, and the whole. To hide the small rows
alone is no use: the whole less the rows that are shown is what is hidden, and schools lie within districts. A set of
pupils is given away if its count and its mean follow from rows that are shown. Two searches find such sets:

- what is left of a known set when the shown rows of one table that lie within it are taken away, or a known set
  within it, and what is left of that again (`_rests`);
- any sum and difference of shown rows, with whatever factors, that comes to one or two cells, or to three or four
  where there are few: a cell holds the pupils who are in the same row of every table (`_combining`).

So long as either finds anybody, but fewer than `MIN_CELL`, the smallest row that takes part in it is hidden too. Rows
hidden for their size and rows hidden for others' sake look the same.

What was told before, in reports that are out, is known too and can no longer be hidden: ``told``. Then only rows of
the new report are hidden.

A set of pupils is a whole number whose bits are the pupils, or what is known of them where several reports tell of
the same pupil: ``people`` counts whom such a set is about.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import combinations
from operator import or_
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

MIN_CELL: Final = 10
"""People of a row below which it is hidden."""

_ROUNDS: Final = 2
_NOTHING: Final = 1e-7
_DECIMALS: Final = 6
_FEW_CELLS: Final = 400
_VERY_FEW_CELLS: Final = 60


class Row(NamedTuple):
    """A row of a table: which table, and which of its rows."""

    table: str
    key: str


Groups = Mapping[Row, int]
Known = dict[int, frozenset[Row]]
People = Callable[[int], int]
FloatArray = npt.NDArray[np.float64]


def hidden_rows(
    groups: Groups,
    smallest: int = MIN_CELL,
    *,
    already: Collection[Row] = (),
    told: Groups | None = None,
    people: People = int.bit_count,
) -> set[Row]:
    """Return the rows to hide, given the set of pupils of each; rows of one table share no pupil.

    ``already`` are rows that are hidden in any case; ``told`` are rows that others have been shown, by other names.
    """
    groups = dict(sorted(groups.items()))  # whoever counts again hides the same
    every = dict(sorted((told or {}).items())) | groups
    hidden = {row for row, pupils in groups.items() if row in already or people(pupils) < smallest}
    cells = _cells(every)
    sizes = {row: people(pupils) for row, pupils in every.items()}
    every = {row: _of_cells(pupils, cells) for row, pupils in every.items()}
    while True:
        shown = {row: each for row, each in every.items() if row not in hidden}
        limits = Limits(smallest, people, cells, {row: sizes[row] for row in groups if row not in hidden})
        more = _giving_away(shown, limits) or _combining(shown, limits)
        if not more:
            return hidden
        hidden |= more


def _of_cells(pupils: int, cells: Sequence[int]) -> int:
    """Return a set as one of cells, which are far fewer than pupils."""
    return sum(1 << place for place, cell in enumerate(cells) if pupils & cell)


class Limits(NamedTuple):
    """How few people are too few, how they are counted, and how large each row is that may still be hidden.

    From here on a set is one of cells.
    """

    smallest: int
    people: People
    cells: Sequence[int]
    sizes: Mapping[Row, int]

    def is_few(self, some: int) -> bool:
        """Whether a set of cells is about fewer people than the least that is told of."""
        about = 0
        while some:
            about |= self.cells[(some & -some).bit_length() - 1]
            if self.people(about) >= self.smallest:
                return False
            some &= some - 1
        return True

    def victim(self, rows: Iterable[Row]) -> Row | None:
        """Return the smallest row that may be hidden, if there is one."""
        return min((row for row in rows if row in self.sizes), key=lambda row: (self.sizes[row], row), default=None)


def _giving_away(shown: Groups, limits: Limits) -> set[Row]:
    """Return rows whose hiding stops what gives a small set away, one for each way that is found."""
    victims: set[Row] = set()
    known: Known = {pupils: frozenset({row}) for row, pupils in shown.items()}
    fresh = dict(known)
    for _ in range(_ROUNDS):
        found: Known = {}
        for rest, rows in _rests(fresh, known, shown):
            if not limits.is_few(rest):
                found.setdefault(rest, rows)
            elif not rows & victims and (victim := limits.victim(rows)):
                victims.add(victim)
        if victims:
            break
        fresh = {rest: rows for rest, rows in found.items() if rest not in known}
        known |= fresh
    return victims


def _rests(fresh: Known, known: Known, shown: Groups) -> Iterator[tuple[int, frozenset[Row]]]:
    """Go through what is left of known sets, and the rows by which it can be worked out."""
    tables: defaultdict[str, list[Row]] = defaultdict(list)
    for row in shown:
        tables[row.table].append(row)
    for whole, rows in fresh.items():
        for table in tables.values():
            within = [row for row in table if shown[row] & ~whole == 0]
            rest = whole & ~reduce(or_, (shown[row] for row in within), 0)
            if rest and within:
                yield rest, rows | set(within)
    for whole, rows in known.items():
        parts = known if whole in fresh else fresh
        for part, others in parts.items():
            if part & ~whole == 0 and part != whole:
                yield whole & ~part, rows | others


def _cells(groups: Groups) -> list[int]:
    """Return the sets of pupils who are in the same row of every table."""
    cells = [reduce(or_, groups.values(), 0)]
    for pupils in groups.values():
        cells = [part for cell in cells for part in (cell & pupils, cell & ~pupils) if part]
    return cells


def _combining(shown: Groups, limits: Limits) -> set[Row]:
    """Return a row whose hiding stops a combination of rows that comes to a few small cells."""
    rows = list(shown)
    if not rows:
        return set()
    table = np.array([[float(shown[row] >> place & 1) for row in rows] for place in range(len(limits.cells))])
    inverse = np.linalg.pinv(table.T @ table, rcond=_NOTHING, hermitian=True) @ table.T
    for found in _cells_within(_beyond(table, inverse), limits):
        factors = inverse[:, list(found)].sum(axis=1)
        part = [row for row, factor in zip(rows, factors, strict=True) if abs(factor) > _NOTHING]
        if victim := limits.victim(part):
            return {victim}
    return set()


def _beyond(table: FloatArray, inverse: FloatArray) -> FloatArray:
    """Return a few numbers for each cell that come to nothing for a sum of cells which the table's columns span.

    Such a sum is at right angles to all that no column reaches; random directions of that stand for all.
    """
    directions = np.random.default_rng(0).standard_normal((len(table), 4))
    return directions - table @ (inverse @ directions)


def _cells_within(beyond: FloatArray, limits: Limits) -> Iterator[tuple[int, ...]]:
    """Go through what is up to four cells, of too few people together, that leave nothing beyond the span."""
    small = [place for place in range(len(limits.cells)) if limits.is_few(1 << place)]
    opposite: defaultdict[tuple[float, ...], list[int]] = defaultdict(list)
    for cell in small:
        opposite[_key(-beyond[cell])].append(cell)
    for some in _some_of(small):
        away = _key(beyond[list(some)].sum(axis=0))
        if not any(away) and limits.is_few(_sum_of(some)):
            yield some
        for last in opposite.get(away, ()):
            if last not in some and limits.is_few(_sum_of((*some, last))):
                yield (*some, last)


def _sum_of(some: Iterable[int]) -> int:
    return sum(1 << place for place in some)


def _key(numbers: FloatArray) -> tuple[float, ...]:
    """Return numbers as a key under which equal ones meet; there is one nought."""
    return tuple((np.round(numbers, _DECIMALS) + 0.0).tolist())


def _some_of(small: Sequence[int]) -> Iterator[tuple[int, ...]]:
    yield from ((cell,) for cell in small)
    if len(small) <= _FEW_CELLS:
        yield from combinations(small, 2)
    if len(small) <= _VERY_FEW_CELLS:
        yield from combinations(small, 3)
