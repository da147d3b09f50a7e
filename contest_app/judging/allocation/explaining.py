"""Finding out why there is no plan: maximum flows and their smallest cuts."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil
from typing import Any, Final

import numpy as np

from contest_app.judging.allocation import flow
from contest_app.judging.allocation.connection import pieces
from contest_app.judging.allocation.facts import (
    FewJudges,
    Infeasible,
    JudgeRoom,
    Kept,
    LittleRoom,
    LittleWork,
    NarrowBand,
    Reason,
    Shortage,
)
from contest_app.judging.allocation.network import Bools, Ints, Network, Room
from contest_app.judging.allocation.problem import Band, Wish

#: So many entries, and so many sets of entries, are named at most.
NAMED: Final = 20
SETS: Final = 3


def is_feasible(network: Network, band: Band | None) -> bool:
    """Say whether there is any plan within the band, or without a band at all."""
    room = network.room(band)
    if not room.low.sum() <= network.need.sum() <= room.high.sum():
        return False
    return bool(flow.largest(network, room).sum() == network.need.sum())


def narrowest(network: Network) -> tuple[Band, Fraction]:
    """Return the narrowest band in which there is a plan, and how far its loads lie from the mean."""
    known, works = 0, len(network.entries) + 1
    while works - known > 1:
        width = (known + works) // 2
        if is_feasible(network, network.band(Fraction(width))):
            works = width
        else:
            known = width
    return network.band(Fraction(works)), Fraction(works)


def why_none(network: Network) -> Infeasible:
    """Return why there is no plan within the problem's band, the plainest reason first.

    Where both ends of the band can be kept one at a time, they can be kept together (the linking property of
    flows), so one of the two always says why.
    """
    hard = network.room(None)
    reasons: list[Reason] = [*_shortages(network, hard), *_few_judges(network), *_little_room(network, hard)]
    if reasons:
        return Infeasible(tuple(reasons))
    room = network.room(network.band())
    upper = Room(np.zeros_like(room.low), room.high)
    reasons = [_narrow(network), *_shortages(network, upper), *_little_room(network, upper)]
    return Infeasible((*reasons, *_little_work(network, room.low)))


def _few_judges(network: Network) -> Iterator[FewJudges]:
    able = network.open.sum(axis=1)
    for row in np.flatnonzero(able < network.need)[:NAMED]:
        entry, held = network.entries[row], network.problem.reviews - int(network.need[row])
        kept = _kept(network, np.array([row]), np.arange(len(network.judges)))
        yield FewJudges(entry.code, network.problem.reviews, int(able[row]) + held, entry.language, kept)


def _shortages(network: Network, room: Room) -> Iterator[Shortage]:
    """Compare demand and supply in all, by language and, where specialists are a must, by nomination."""
    everybody = np.ones(len(network.judges), dtype=np.bool_)
    parts = [("all", "", np.ones(len(network.entries), dtype=np.bool_), everybody)]
    for language in sorted({each.language for each in network.entries}):
        rows = np.array([each.language == language for each in network.entries])
        parts.append(("language", language, rows, np.array([language in each.languages for each in network.judges])))
    for of, key, rows, columns in parts:
        demand, supply = int(network.need[rows].sum()), int(room.high[columns].sum())
        if demand > supply:
            yield Shortage(of, key, demand, supply, int(columns.sum()))
    if network.problem.specialist is Wish.MUST:
        yield from specialist_shortages(network, room)


def specialist_shortages(network: Network, room: Room) -> Iterator[Shortage]:
    """Compare the entries that ask for a specialist with the room of their nomination's specialists."""
    for kind, nomination in enumerate(network.nominations):
        columns = np.array([nomination in each.expertise for each in network.judges], dtype=np.bool_)
        demand = int((network.asking & (network.nomination == kind)).sum())
        supply = int(room.high[columns].sum())
        if demand > supply:
            yield Shortage("specialists", nomination, demand, supply, int(columns.sum()))


def _little_room(network: Network, room: Room) -> Iterator[LittleRoom]:
    """Name the entries that lack room, those that share no judge apart, the shortest of room first."""
    chosen = flow.largest(network, room)
    lacking = network.need - chosen.sum(axis=1)
    # An entry that alone has too few judges has been told already.
    lacking[network.open.sum(axis=1) < network.need] = 0
    rows = np.flatnonzero(_starved(network.open, chosen, lacking > 0))
    split = pieces(network.open[rows])
    sets = [rows[split.of_row == name] for name in split.names]
    for some in sorted(sets, key=lambda each: -int(lacking[each].sum()))[:SETS]:
        yield _told(network, room, some)


def _starved(able: Bools, chosen: Bools, rows: Bools) -> Bools:
    """Return the entries that a unit missing at some of them can reach by re-arranging what flows."""
    while True:
        reached = (able & ~chosen)[rows].any(axis=0)
        wider = chosen[:, reached].any(axis=1) | rows
        if (wider == rows).all():
            return rows
        rows = wider


def _told(network: Network, room: Room, rows: Ints) -> LittleRoom:
    able = network.open[rows].sum(axis=0)
    rooms = np.minimum(able, room.high)
    spare = np.flatnonzero((room.high > able) & (able < rows.size))
    kept_out = [_room(network, rows, column, int((room.high - able)[column])) for column in spare]
    return LittleRoom(
        tuple(network.entries[row].code for row in rows),
        int(network.need[rows].sum()),
        int(rooms.sum()),
        tuple(_room(network, rows, column, int(rooms[column])) for column in np.flatnonzero(able)),
        tuple(each for each in kept_out if each.kept.by_school or each.kept.by_conflict),
    )


def _room(network: Network, rows: Ints, column: np.integer[Any], room: int) -> JudgeRoom:
    return JudgeRoom(network.judges[column].judge, room, _kept(network, rows, np.array([column])))


def _kept(network: Network, rows: Ints, columns: Ints) -> Kept:
    grid = np.ix_(rows, columns)
    unread, near = network.unread[grid], network.neighbour[grid]
    declared = network.conflict[grid] & ~unread & ~near
    return Kept(int(unread.sum()), int((near & ~unread).sum()), int(declared.sum()))


def _narrow(network: Network) -> NarrowBand:
    band, (enough, width) = network.band(), narrowest(network)
    percent = ceil(100 * width / network.mean) if network.mean else 0
    return NarrowBand(band.least, band.most, enough.least, enough.most, percent)


def _little_work(network: Network, low: Ints) -> Iterator[LittleWork]:
    """Name judges who cannot be given their least: the same cut, seen from the other side."""
    chosen = flow.largest(network, Room(np.zeros_like(low), low))
    short = chosen.sum(axis=0) < low
    if not short.any():
        return
    full = _starved_judges(network, chosen, int(np.flatnonzero(short)[0]))
    able = np.minimum(network.open[:, full].sum(axis=1), network.need)
    judges = tuple(network.judges[column].judge for column in np.flatnonzero(full))
    yield LittleWork(judges, int(low[full].sum()), int(able.sum()))


def _starved_judges(network: Network, chosen: Bools, start: int) -> Bools:
    columns = np.zeros(len(network.judges), dtype=np.bool_)
    columns[start] = True
    while True:
        reached = (network.open & ~chosen)[:, columns].any(axis=1)
        wider = chosen[reached].any(axis=0) | columns
        if (wider == columns).all():
            return columns
        columns = wider
