"""A problem as arrays: rows are entries by key, columns judges by key, so that the order of input is nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from hashlib import blake2b
from math import ceil, floor
from typing import Final

import numpy as np
from numpy.typing import NDArray

from contest_app.judging.allocation.problem import Band, Connection, Pair, Problem, Wish

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

#: Ties are broken by whole numbers from 0 (a pair that is assigned now) up to, not including, this.
NOISE: Final = 16


class First(StrEnum):
    """What counts first: to find the cheapest plan, or to move as little as possible."""

    COST = "cost"
    STAYING = "staying"


@dataclass(frozen=True, slots=True)
class Room:
    """How many more entries each judge must get and may get."""

    low: Ints
    high: Ints


class Network:
    """Who may read what, at what cost; how much each entry needs and each judge may take."""

    def __init__(self, problem: Problem, first: First = First.COST) -> None:
        self.problem = problem
        self.first = first
        self.entries = sorted(problem.entries, key=lambda each: each.entry)
        self.judges = sorted(problem.judges, key=lambda each: each.judge)
        self._row = {each.entry: row for row, each in enumerate(self.entries)}
        self._column = {each.judge: column for column, each in enumerate(self.judges)}
        self.nominations = sorted({each.nomination for each in self.entries})
        self.nomination = _places((each.nomination for each in self.entries), self.nominations)
        self.school = self._schools()
        self.held = self.matrix(problem.fixed)
        self.present = self.matrix(problem.present)
        self.lapsed = self.matrix(problem.lapsed)
        self.unread = self._unread()
        self.conflict = self.matrix(problem.conflicts)
        self.neighbour = self._neighbours()
        self.open = ~(self.unread | self.conflict | self.neighbour | self.held)
        self.expert = self._experts()
        # A review begun by somebody who has left the jury counts for the entry though no column holds it.
        begun = Counter(entry for _, entry in problem.fixed)
        self.need = np.array([max(0, problem.reviews - begun[each.entry]) for each in self.entries], dtype=np.int64)
        self.load: Ints = self.held.sum(axis=0, dtype=np.int64)
        self.limit = self._limits()

    @property
    def shape(self) -> tuple[int, int]:
        """The number of entries and of judges."""
        return len(self.entries), len(self.judges)

    @property
    def parts_schools(self) -> bool:
        """Say whether two judges of one school on an entry are to be avoided."""
        return self.problem.schools_apart is not Wish.NO

    @property
    def connection(self) -> Connection:
        """Within what the graph is to hang together; a single review joins no two judges, so it asks for nothing."""
        return self.problem.connection if self.problem.reviews > 1 else Connection.NONE

    @cached_property
    def asking(self) -> Bools:
        """The entries for which a specialist is still to be found."""
        if self.problem.specialist is Wish.NO:
            return np.zeros(len(self.entries), dtype=np.bool_)
        return (self.need > 0) & ~(self.held & self.expert).any(axis=1)

    @cached_property
    def value(self) -> Ints:
        """What a pair costs, with staying (and leaving what lapsed) below it or above it: the smaller the better."""
        strange, staying = (~self.expert).astype(np.int64), self.present.astype(np.int64) - self.lapsed
        many = 2 * int(self.need.sum()) + 1
        return strange * many - staying if self.first is First.COST else strange - staying * many

    @property
    def mean(self) -> Fraction:
        """The mean load, what has begun included."""
        return Fraction(int(self.need.sum() + self.load.sum()), max(1, len(self.judges)))

    def band(self, width: Fraction | None = None) -> Band:
        """Return the loads that lie within ``width`` of the mean; without it, within the problem's share or one."""
        mean = self.mean
        within = max(Fraction(1), self.problem.band * mean) if width is None else width
        return Band(max(0, ceil(mean - within)), floor(mean + within))

    def room(self, band: Band | None) -> Room:
        """Return what each judge must get and may get; without a band the judges' own limits alone.

        A judge who has too little to read, or set a lower limit, or began more, widens the band alone.
        """
        if band is None:
            return Room(np.zeros_like(self.limit), self.limit)
        high = np.minimum(self.limit, np.maximum(0, band.most - self.load))
        low = np.minimum(np.minimum(high, self.open.sum(axis=0)), np.maximum(0, band.least - self.load))
        return Room(low, high)

    def noise(self, rows: Ints, columns: Ints) -> Ints:
        """Return what breaks ties between pairs: told by the seed and the two keys alone, whoever else there is."""
        entries = _hashes((each.entry for each in self.entries), self.problem.seed)
        judges = _hashes((each.judge for each in self.judges), self.problem.seed)
        mixed = (entries[rows] ^ judges[columns]) * np.uint64(0x9E3779B97F4A7C15)
        noise = (mixed >> np.uint64(33)).astype(np.int64) % (NOISE - 1) + 1
        noise[self.present[rows, columns]] = 0
        return noise

    def part(self, rows: Ints) -> Network:
        """Return some of the entries with the same judges."""
        part = copy(self)
        part.__dict__.pop("value", None)
        part.__dict__.pop("asking", None)
        part.entries = [self.entries[row] for row in rows]
        for name in ("nomination", "held", "present", "lapsed", "open", "expert", "need"):
            setattr(part, name, getattr(self, name)[rows])
        return part

    def matrix(self, pairs: frozenset[Pair]) -> Bools:
        """Return where the pairs lie; those of people and entries that are not here are left out."""
        matrix = np.zeros(self.shape, dtype=np.bool_)
        for judge, entry in pairs:
            if judge in self._column and entry in self._row:
                matrix[self._row[entry], self._column[judge]] = True
        return matrix

    def pairs(self, chosen: Bools) -> frozenset[Pair]:
        """Return the chosen pairs by their keys."""
        return frozenset((self.judges[column].judge, self.entries[row].entry) for row, column in np.argwhere(chosen))

    def _schools(self) -> Ints:
        """Return a number for each judge's school; a judge of no school has a number of one's own."""
        schools = sorted({each.school for each in self.judges if each.school})
        numbers = {school: number for number, school in enumerate(schools)}
        alone = range(len(schools), len(schools) + len(self.judges))
        found = [numbers.get(each.school or "", other) for each, other in zip(self.judges, alone, strict=True)]
        return np.array(found, dtype=np.int64)

    def _unread(self) -> Bools:
        languages = sorted({each.language for each in self.entries})
        return ~self._knowing(languages, [each.language for each in self.entries], [j.languages for j in self.judges])

    def _experts(self) -> Bools:
        return self._knowing(
            self.nominations, [e.nomination for e in self.entries], [j.expertise for j in self.judges]
        )

    def _knowing(self, keys: list[str], asked: list[str], known: list[frozenset[str]]) -> Bools:
        table = np.array([[key in each for each in known] for key in keys], dtype=np.bool_)
        return table.reshape(len(keys), len(self.judges))[_places(asked, keys)]

    def _neighbours(self) -> Bools:
        """Where judge and entry come from one school, or from one district where that keeps them apart."""
        near = self._from_one([each.schools for each in self.entries], [each.school for each in self.judges])
        if self.problem.districts_apart:
            near |= self._from_one([each.districts for each in self.entries], [each.district for each in self.judges])
        return near

    def _from_one(self, of_entries: list[frozenset[str]], of_judges: list[str | None]) -> Bools:
        columns: dict[str, list[int]] = {}
        for column, place in enumerate(of_judges):
            if place:
                columns.setdefault(place, []).append(column)
        matrix = np.zeros(self.shape, dtype=np.bool_)
        for row, places in enumerate(of_entries):
            for place in places:
                matrix[row, columns.get(place, [])] = True
        return matrix

    def _limits(self) -> Ints:
        wanted = [len(self.entries) if each.max_load is None else each.max_load for each in self.judges]
        left: Ints = np.maximum(0, np.array(wanted, dtype=np.int64) - self.load)
        return left


def _places(asked: Iterable[str], keys: list[str]) -> Ints:
    numbers = {key: number for number, key in enumerate(keys)}
    return np.array([numbers[key] for key in asked], dtype=np.int64)


def _hashes(keys: Iterable[str], seed: int) -> NDArray[np.uint64]:
    digests = b"".join(blake2b(f"{seed}:{key}".encode(), digest_size=8).digest() for key in keys)
    return np.frombuffer(digests, dtype="<u8")
