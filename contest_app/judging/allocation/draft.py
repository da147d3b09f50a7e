"""A plan under repair: what is chosen, what is still wrong with it, and changes that keep all hard rules.

A flow leaves three wishes open: no two judges of one school on an entry, a specialist on each, and a graph
that hangs together. They are met by switches, which keep reviews, conflicts, languages and loads.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from contest_app.judging.allocation.connection import pieces
from contest_app.judging.allocation.network import Bools, Ints, Network, Room
from contest_app.judging.allocation.problem import Connection


class Switch(NamedTuple):
    """The entry goes from one judge to another, who gives ``other`` in return (-1: nothing, the loads allow it)."""

    entry: int
    giver: int
    taker: int
    other: int
    price: int


class Draft:
    """The chosen pairs with those held before, the loads, and the wishes not met."""

    def __init__(self, network: Network, room: Room, chosen: Bools) -> None:
        self.network = network
        self.room = room
        self.chosen = chosen | network.held
        self.given: Ints = chosen.sum(axis=0, dtype=np.int64)

    @property
    def planned(self) -> Bools:
        """The chosen pairs that may be moved."""
        return self.chosen & ~self.network.held

    @property
    def value(self) -> int:
        """What the planned pairs cost, with what stays."""
        return int(self.network.value[self.planned].sum())

    def doubled(self) -> Ints:
        """Return the entries that have two judges of one school, unless nothing but what has begun is to blame."""
        if not self.network.parts_schools:
            return np.zeros(0, dtype=np.int64)
        rows, columns = np.nonzero(self.chosen)
        schools = 1 + int(self.network.school.max(initial=0))
        keys, firsts, counts = np.unique(
            rows * schools + self.network.school[columns], return_index=True, return_counts=True
        )
        found = np.unique(rows[firsts[counts > 1]])
        return found[self.planned[found].any(axis=1)] if keys.size else found

    def strange(self) -> Ints:
        """Return the entries that ask for a specialist and have none."""
        has = (self.chosen & self.network.expert).any(axis=1)
        return np.flatnonzero(self.network.asking & ~has)

    @property
    def wanting(self) -> Ints:
        """The entries whose own wishes are not met."""
        return np.union1d(self.doubled(), self.strange())

    def splits(self, scope: Connection) -> int:
        """Return how many pieces too many there are."""
        return sum(max(0, pieces(self.chosen[rows]).count - 1) for rows in self.scopes(scope))

    def scopes(self, scope: Connection) -> list[Ints]:
        """Return the entries of each part that is to hang together."""
        if scope is Connection.NONE:
            return []
        if scope is Connection.WHOLE:
            return [np.arange(len(self.network.entries))]
        return [np.flatnonzero(self.network.nomination == kind) for kind in range(len(self.network.nominations))]

    def apply(self, switch: Switch) -> None:
        """Make a switch."""
        self._move(switch.entry, switch.giver, switch.taker)
        if switch.other >= 0:
            self._move(switch.other, switch.taker, switch.giver)

    def replan(self, rows: Ints, planned: Bools) -> None:
        """Take other pairs for some entries."""
        self.given += planned.sum(axis=0) - self.planned[rows].sum(axis=0)
        self.chosen[rows] = planned | self.network.held[rows]

    def undo(self, switch: Switch) -> None:
        """Take a switch back."""
        if switch.other >= 0:
            self._move(switch.other, switch.giver, switch.taker)
        self._move(switch.entry, switch.taker, switch.giver)

    def switches(self, entry: int, giver: int, takers: Ints, most: int | None = None) -> Iterator[Switch]:
        """Yield the switches that give an entry of one judge to one of the others and break no wish that is met.

        Cheaper takers come first, and of one taker what is cheapest in return; none costs more than ``most``.
        """
        value = self.network.value[entry]
        fit = takers[self.network.open[entry, takers] & ~self.chosen[entry, takers]]
        for taker in fit[np.argsort(value[fit], kind="stable")]:
            if self._suits(np.array([entry]), giver, int(taker))[0]:
                yield from self._with(entry, giver, int(taker), int(value[taker] - value[giver]), most)

    def _with(self, entry: int, giver: int, taker: int, price: int, most: int | None) -> Iterator[Switch]:
        can_leave = self.given[giver] > self.room.low[giver] and self.given[taker] < self.room.high[taker]
        if can_leave and (most is None or price <= most):
            yield Switch(entry, giver, taker, -1, price)
        network = self.network
        can = self.chosen[:, taker] & ~network.held[:, taker] & network.open[:, giver] & ~self.chosen[:, giver]
        others = np.flatnonzero(can)
        back = network.value[others, giver] - network.value[others, taker]
        if most is not None:
            others, back = others[price + back <= most], back[price + back <= most]
        suits = self._suits(others, taker, giver)
        others, back = others[suits], back[suits]
        for place in np.argsort(back, kind="stable"):
            yield Switch(entry, giver, taker, int(others[place]), price + int(back[place]))

    def _suits(self, rows: Ints, giver: int, taker: int) -> Bools:
        """Say for which entries the taker in the giver's place doubles no school and drives out no specialist."""
        network = self.network
        rest = self.chosen[rows]
        rest[:, giver] = False
        suits = np.ones(len(rows), dtype=np.bool_)
        if network.parts_schools:
            suits &= ~rest[:, network.school == network.school[taker]].any(axis=1)
        driven = network.asking[rows] & network.expert[rows, giver] & ~network.expert[rows, taker]
        suits &= ~driven | (rest & network.expert[rows]).any(axis=1)
        return suits

    def _move(self, entry: int, giver: int, taker: int) -> None:
        self.chosen[entry, giver], self.chosen[entry, taker] = False, True
        self.given[giver] -= 1
        self.given[taker] += 1
