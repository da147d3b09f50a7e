"""Repair by switches, and by flows over a few entries: what is free first, then what is cheapest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, NamedTuple

import numpy as np

from contest_app.judging.allocation import flow
from contest_app.judging.allocation.connection import Pieces, pieces
from contest_app.judging.allocation.draft import Draft, Switch
from contest_app.judging.allocation.network import Ints, Room
from contest_app.judging.allocation.problem import Connection

#: So many changes are tried before a join is given up.
LOOKS: Final = 150

#: Problems of so many open pairs are parted in one flow.
AT_ONCE: Final = 400_000
#: So many entries of others are planned anew at a time, until that was in vain so many times in a row.
AGAIN: Final = 400
VAIN_FLOWS: Final = 3
_NEVER: Final = 2**40


class _Way(NamedTuple):
    """An entry that may go from one judge to another, and about what that costs, with what is given in return."""

    price: int
    entry: int
    giver: int
    taker: int


@dataclass(frozen=True, slots=True)
class _Change:
    """Switches made one after the other."""

    switches: tuple[Switch, ...]

    def apply(self, draft: Draft) -> None:
        for switch in self.switches:
            draft.apply(switch)

    def undo(self, draft: Draft) -> None:
        for switch in reversed(self.switches):
            draft.undo(switch)


def mend_entries(draft: Draft) -> None:
    """Part judges of one school and bring in specialists at no cost: by switches, then by flows over some entries."""
    for entry in draft.doubled():
        _make_first(draft, _parting(draft, int(entry)))
    for entry in draft.strange():
        _make_first(draft, _inviting(draft, int(entry)))
    _flow_again(draft, is_free=True)


def mend_at_a_price(draft: Draft) -> bool:
    """Do it whatever it costs, and say whether that is known to be the least: where one flow takes all entries."""
    network = draft.network
    if network.open.sum() > AT_ONCE:
        _flow_again(draft, is_free=False)
        return False
    draft.replan(np.arange(len(network.entries)), flow.parted(network, draft.room, draft.planned, is_free=False))
    return not (network.asking.any() or draft.wanting.size)


def _flow_again(draft: Draft, *, is_free: bool) -> None:
    """Plan the entries that are wanting anew, with others drawn by the seed to make room, while that helps."""
    random, vain = np.random.default_rng(draft.network.problem.seed), 0
    while vain < VAIN_FLOWS and (wanting := draft.wanting).size:
        rows = _around(draft, wanting, random)
        part, inside = draft.network.part(rows), draft.planned[rows]
        outside = draft.given - inside.sum(axis=0)
        room = Room(np.maximum(0, draft.room.low - outside), draft.room.high - outside)
        draft.replan(rows, flow.parted(part, room, inside, is_free=is_free))
        vain = vain + 1 if draft.wanting.size >= wanting.size else 0


def _around(draft: Draft, wanting: Ints, random: np.random.Generator) -> Ints:
    """Return some wanting entries and others, half of them of the same nominations; all, where there are few."""
    every = np.arange(len(draft.network.entries))
    if every.size <= AGAIN:
        return every
    some = random.permutation(wanting)[: AGAIN // 4]
    like = np.flatnonzero(np.isin(draft.network.nomination, draft.network.nomination[some]))
    drawn = [random.permutation(each)[: AGAIN * 3 // 8] for each in (like, every)]
    return np.unique(np.concatenate([some, *drawn]))


def join(draft: Draft, scope: Connection) -> None:
    """Join what falls apart in each part of the scope, and split nothing anew there."""
    _join_all(draft, scope, scope, (0, None))


def join_free(draft: Draft, beside: Connection) -> None:
    """Join what falls apart in the whole, or in nominations, beside what the plan holds together, at no cost."""
    scope = Connection.WHOLE if beside is Connection.NOMINATION else Connection.NOMINATION
    _join_all(draft, scope, beside, (0,))


def _join_all(draft: Draft, scope: Connection, guarded: Connection, limits: tuple[int | None, ...]) -> None:
    split = [rows for rows in draft.scopes(scope) if pieces(draft.chosen[rows]).count > 1]
    returns = _returns(draft) if split else None
    for rows in split:
        while returns is not None and any(_join_once(draft, rows, guarded, most, returns) for most in limits):
            pass


def _make_first(draft: Draft, switches: Iterator[Switch]) -> None:
    switch = next(switches, None)
    if switch is not None:
        draft.apply(switch)


def _parting(draft: Draft, entry: int) -> Iterator[Switch]:
    """Yield the free switches that take one of two judges of a school off the entry."""
    network = draft.network
    on = np.flatnonzero(draft.chosen[entry])
    schools, counts = np.unique(network.school[on], return_counts=True)
    for giver in on[np.isin(network.school[on], schools[counts > 1]) & ~network.held[entry, on]]:
        yield from draft.switches(entry, int(giver), np.flatnonzero(network.open[entry]), most=0)


def _inviting(draft: Draft, entry: int) -> Iterator[Switch]:
    """Yield the free switches that bring a specialist to the entry."""
    for giver in np.flatnonzero(draft.planned[entry]):
        yield from draft.switches(entry, int(giver), np.flatnonzero(draft.network.expert[entry]), most=0)


def _join_once(draft: Draft, rows: Ints, guarded: Connection, most: int | None, returns: Ints) -> bool:
    """Join two pieces of the entries at the least price found, up to ``most``; say whether it was done."""
    now = pieces(draft.chosen[rows])
    if now.count <= 1:
        return False
    splits = draft.splits(guarded)
    for change in islice(_joining(draft, rows, now, most, returns), LOOKS):
        change.apply(draft)
        if pieces(draft.chosen[rows]).count < now.count and draft.splits(guarded) <= splits:
            return True
        change.undo(draft)
    return False


def _joining(draft: Draft, rows: Ints, now: Pieces, most: int | None, returns: Ints) -> Iterator[_Change]:
    """Yield changes that may join the smallest piece to another, cheapest first.

    A judge of either goes over to the other, or, if none of these helps, a third judge reads both.
    """
    inside, outside = rows[now.of_row == now.names[0]], rows[(now.of_row >= 0) & (now.of_row != now.names[0])]
    own = np.flatnonzero(now.of_column == now.names[0])
    others = np.flatnonzero((now.of_column >= 0) & (now.of_column != now.names[0]))
    ways = [*_ways(draft, inside, others, returns), *_ways(draft, outside, own, returns)]
    for way in sorted(ways):
        yield from (_Change((switch,)) for switch in islice(_along(draft, way, most), 2))
    for third in np.flatnonzero(now.of_column < 0):
        yield from _sharing(draft, inside, outside, np.array([third]), most, returns)


def _sharing(
    draft: Draft, inside: Ints, outside: Ints, third: Ints, most: int | None, returns: Ints
) -> Iterator[_Change]:
    """Yield the pair of switches that gives a third judge an entry of either side."""
    first = _first_along(draft, _ways(draft, inside, third, returns), most)
    if first is not None:
        draft.apply(first)
        second = _first_along(draft, _ways(draft, outside, third, returns), most)
        draft.undo(first)
        if second is not None:
            yield _Change((first, second))


def _returns(draft: Draft) -> Ints:
    """Return the least price at which a giver (row) can take something from a taker (column) in return.

    The loads may allow that nothing is taken. Later switches change some of it, so it is a guide, no promise.
    """
    network, room = draft.network, draft.room
    leaves = (draft.given > room.low)[:, None] & (draft.given < room.high)[None, :]
    prices = np.where(leaves, 0, _NEVER)
    for taker in range(len(network.judges)):
        rows = np.flatnonzero(draft.planned[:, taker])
        back = network.value[rows] - network.value[rows, taker][:, None]
        back = np.where(network.open[rows] & ~draft.chosen[rows], back, _NEVER)
        prices[:, taker] = np.minimum(prices[:, taker], back.min(axis=0, initial=_NEVER))
    return prices


def _ways(draft: Draft, rows: Ints, takers: Ints, returns: Ints) -> list[_Way]:
    """Return the cheapest ways by which one of the takers gets one of the entries."""
    value, (places, givers) = draft.network.value, np.nonzero(draft.planned[rows])
    entries = rows[places]
    can = (draft.network.open & ~draft.chosen)[np.ix_(entries, takers)]
    prices = value[np.ix_(entries, takers)] - value[entries, givers][:, None] + returns[np.ix_(givers, takers)]
    prices = np.where(can, prices, _NEVER).reshape(-1)
    best = np.argsort(prices, kind="stable")[:LOOKS]
    found = best[prices[best] < _NEVER // 2]
    pairs, columns = found // max(1, takers.size), found % max(1, takers.size)
    return [
        _Way(int(price), int(entry), int(giver), int(taker))
        for price, entry, giver, taker in zip(
            prices[found], entries[pairs], givers[pairs], takers[columns], strict=True
        )
    ]


def _along(draft: Draft, way: _Way, most: int | None) -> Iterator[Switch]:
    if most is None or way.price <= most:
        yield from draft.switches(way.entry, way.giver, np.array([way.taker]), most)


def _first_along(draft: Draft, ways: list[_Way], most: int | None) -> Switch | None:
    return next((switch for way in ways for switch in _along(draft, way, most)), None)
