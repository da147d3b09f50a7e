"""The cheapest plan as a minimum-cost flow; one of the two doors to OR-tools (``exact`` is the other).

Each entry sends as many units as it needs reviews, through judges who may read it, into one sink:

    entry --(1, price)--> judge in nomination --(steps)--> judge --(steps)--> sink

A price has levels, each worth more than all that can be won below it on a simple cycle of the residual
network: first what the pair is worth (``Network.value``), then balance (each further step of one nomination
for one judge costs more than the one before, and so does a load above the mean), then noise from the seed.
Flow with integer capacities has integer optima, so the plan is exact in all of them.

Where an entry is ``parted``, two further nodes hold what a plain flow does not know:

    entry --(reviews - 1 free, the rest fined)--> strangers  --> judges who are no specialists
    entry --(1 free, the rest fined)--> school               --> its judges
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Any, Final

import numpy as np
from ortools.graph.python import min_cost_flow

from contest_app.judging.allocation.network import NOISE, Bools, Ints, Network, Room

#: So many steps has the price of one nomination for one judge, and of a judge's load above the mean.
STEPS: Final = 8
LOAD_STEPS: Final = 4
#: Of more open pairs than this the flow would take twice the time, and many entries mix by themselves.
MIXED: Final = 1_000_000
_LARGEST: Final = 2**61


def cheapest(network: Network, room: Room) -> Bools | None:
    """Return the pairs of the cheapest plan whose loads fit the room, or None where there is no plan."""
    if not room.low.sum() <= network.need.sum() <= room.high.sum():
        return None
    chosen = largest(network, room, _Prices.balanced(network))
    return chosen if chosen.sum() == network.need.sum() else None


def parted(network: Network, room: Room, now: Bools, *, is_free: bool) -> Bools:
    """Return the pairs of a plan whose every entry is parted, that differs little from what is chosen now.

    ``is_free`` meets wishes only where that costs nothing; else they count more than costs. An entry that has
    no specialist now is taken strictly: see ``_Parts``.
    """
    strict = network.asking & ~((now | network.held) & network.expert).any(axis=1)
    chosen = largest(network, room, _Prices.staying(network, now, is_free=is_free), _Parts(network, strict))
    return chosen if chosen.sum() == network.need.sum() else now


def largest(network: Network, room: Room, prices: _Prices | None = None, parts: _Parts | None = None) -> Bools:
    """Return the pairs of the largest flow, of least cost where there are prices.

    A judge's lower bound is taken off the sink's demand and put on the judge's own node, which turns a
    band [low, high] into an arc of capacity high - low.
    """
    chosen = np.zeros_like(network.open)
    rows, columns = np.nonzero(parts.open if parts else network.open)
    if not rows.size or not network.need.sum():
        return chosen
    solver = min_cost_flow.SimpleMinCostFlow()
    wires = _Wires(network, solver)
    tails = parts.wire(wires, rows, columns, prices.fine) if parts and prices else rows
    heads = wires.steps(columns, rows, prices.step) if prices and prices.is_mixing else wires.judges[columns]
    price = prices.of_pairs(network, rows, columns) if prices else np.zeros_like(rows)
    pairs = wires.add(tails, heads, np.ones_like(rows), price)
    wires.close(room, prices.step * STEPS if prices else 0)
    solver.solve_max_flow_with_min_cost()
    units = solver.flows(pairs) > 0
    chosen[rows[units], columns[units]] = True
    return chosen


@dataclass(frozen=True, slots=True)
class _Prices:
    """What a unit of value, a step and a fine cost; ties are broken by noise, or by what is chosen ``now``.

    A simple cycle passes a node once, so it has at most two pairs of each judge (in each nomination, where
    the nominations of a judge are balanced): that bounds what can be won below a level.
    """

    value: int
    step: int
    fine: int = 0
    now: Bools | None = None
    is_mixing: bool = False

    @classmethod
    def balanced(cls, network: Network) -> _Prices:
        """Return the prices of a plan; nominations are not balanced where numbers or times would grow too large."""
        judges, kinds = len(network.judges), len(network.nominations)
        mixing = cls._with_ends(judges, judges * kinds)
        nodes = len(network.entries) + judges * (kinds + 1) + 1
        dearest = mixing.value * (1 + int(np.ptp(network.value))) if network.value.size else 0
        is_fit = kinds > 1 and dearest * nodes < _LARGEST and network.open.sum() <= MIXED
        return mixing if is_fit else cls._with_ends(judges, judges)

    @classmethod
    def _with_ends(cls, judges: int, ends: int) -> _Prices:
        step = 2 * NOISE * ends + 1
        return cls(step * (2 * judges * STEPS * (1 + LOAD_STEPS) + 1), step, is_mixing=ends > judges)

    @classmethod
    def staying(cls, network: Network, now: Bools, *, is_free: bool) -> _Prices:
        """Return the prices of a repair."""
        passed = 2 * len(network.judges) + 1
        if is_free:  # each entry has two fines on a simple cycle at most
            return cls(value=passed * (4 * len(network.entries) + 1), step=0, fine=passed, now=now)
        return cls(value=passed, step=0, fine=passed * (passed * int(np.ptp(network.value)) + 1), now=now)

    def of_pairs(self, network: Network, rows: Ints, columns: Ints) -> Ints:
        """Return the price of each pair."""
        ties = network.noise(rows, columns) if self.now is None else (~self.now[rows, columns]).astype(np.int64)
        prices: Ints = network.value[rows, columns] * self.value + ties
        return prices


class _Wires:
    """The nodes and arcs of the solver: entries first, then judges, the sink, and what is added."""

    def __init__(self, network: Network, solver: Any) -> None:
        entries, judges = network.shape
        self._network = network
        self._solver = solver
        self.entries = np.arange(entries)
        self.judges = entries + np.arange(judges)
        self.sink = entries + judges
        self._next = self.sink + 1

    def nodes(self, count: int) -> Ints:
        """Return new nodes."""
        self._next += count
        return np.arange(self._next - count, self._next)

    def add(self, tails: Ints, heads: Ints, capacities: Ints, prices: Ints | int) -> Any:
        """Add arcs and return their numbers."""
        costs = np.broadcast_to(np.asarray(prices, dtype=np.int64), tails.shape)
        return self._solver.add_arcs_with_capacity_and_unit_cost(tails, heads, capacities, costs)

    def steps(self, columns: Ints, rows: Ints, price: int) -> Ints:
        """Add a node for each judge in each nomination, dearer step by step, and return the pairs' heads."""
        network, kinds = self._network, len(self._network.nominations)
        nodes = self.nodes(len(network.judges) * kinds)
        owners = np.repeat(self.judges, kinds)
        width = max(1, round(network.mean / (2 * kinds)))
        for step in range(STEPS):
            size = width if step < STEPS - 1 else len(network.entries)
            self.add(nodes, owners, np.full(nodes.size, size), step * price)
        heads: Ints = nodes[columns * kinds + network.nomination[rows]]
        return heads

    def close(self, room: Room, price: int) -> None:
        """Add the arcs into the sink, dearer step by step above the mean, and what each node gives and takes."""
        need, sinks = self._network.need, np.full(self.judges.size, self.sink)
        left, mean = room.high - room.low, ceil(self._network.mean)
        size = np.clip(mean - self._network.load - room.low, 0, left) if price else left
        width = max(1, ceil((int(room.high.max(initial=0)) - mean) / LOAD_STEPS))
        for step in range(LOAD_STEPS + 1):
            self.add(self.judges, sinks, size, step * price)
            left = left - size
            size = np.minimum(left, width) if step < LOAD_STEPS - 1 else left
        self._solver.set_nodes_supplies(self.entries, need)
        self._solver.set_nodes_supplies(self.judges, -room.low)
        self._solver.set_node_supply(self.sink, int(room.low.sum() - need.sum()))


class _Parts:
    """The further nodes of parted entries.

    Strangers and schools nest unless a school has both strangers and specialists for an entry. There the
    strangers of that school are let through beside the strangers' node, which asks too little, or, where the
    entry is ``strict``, not taken at all, which asks too much.
    """

    def __init__(self, network: Network, strict: Bools) -> None:
        self.network = network
        self.schools = 1 + int(network.school.max(initial=0))
        self.open = network.open.copy()
        self.mixed = self._mixed()
        if strict.any():
            self.open[strict] &= network.expert[strict] | ~self.mixed[np.ix_(strict, network.school)]

    def wire(self, wires: _Wires, rows: Ints, columns: Ints, fine: int) -> Ints:
        """Add what parted entries need, and return the tails of the pairs."""
        tails = wires.entries[rows].astype(np.int64)
        network, strange = self.network, ~self.network.expert[rows, columns]
        asked = network.asking[rows] & strange & ~self.mixed[rows, network.school[columns]]
        if asked.any():
            tails[asked] = self._strangers(wires, fine)[rows[asked]]
        return self._grouped(wires, rows, columns, tails, fine) if network.parts_schools else tails

    def _strangers(self, wires: _Wires, fine: int) -> Ints:
        need = self.network.need
        own = wires.nodes(need.size)
        some = np.flatnonzero(self.network.asking)
        wires.add(wires.entries[some], own[some], need[some] - 1, 0)
        wires.add(wires.entries[some], own[some], np.ones_like(some), fine)
        return own

    def _grouped(self, wires: _Wires, rows: Ints, columns: Ints, tails: Ints, fine: int) -> Ints:
        """Lead the pairs of a school through a node of its own, in which all but the first unit is fined."""
        held = _by_school(self.network, self.network.held)
        crowd = _by_school(self.network, self.open) + held
        grouped = np.flatnonzero(crowd[rows, self.network.school[columns]] > 1)
        keys = rows[grouped] * self.schools + self.network.school[columns[grouped]]
        groups, firsts, places = np.unique(keys, return_index=True, return_inverse=True)
        nodes, parents = wires.nodes(groups.size), tails[grouped[firsts]]
        free = np.maximum(0, 1 - held.reshape(-1)[groups])
        wires.add(parents, nodes, free, 0)
        wires.add(parents, nodes, crowd.reshape(-1)[groups], fine)
        tails[grouped] = nodes[places]
        return tails

    def _mixed(self) -> Bools:
        """Where a school has both strangers and specialists for an entry that asks for a specialist."""
        network = self.network
        if not (network.parts_schools and network.asking.any()):
            return np.zeros((len(network.entries), self.schools), dtype=np.bool_)
        experts = _by_school(network, network.open & network.expert)
        strangers = _by_school(network, network.open & ~network.expert)
        mixed: Bools = (experts > 0) & (strangers > 0)
        return mixed


def _by_school(network: Network, matrix: Bools) -> Ints:
    """Count the judges of each school in each row."""
    schools = np.zeros((len(network.judges), 1 + int(network.school.max(initial=0))), dtype=np.int64)
    schools[np.arange(len(network.judges)), network.school] = 1
    counts: Ints = (matrix.astype(np.float32) @ schools.astype(np.float32)).astype(np.int64)
    return counts
