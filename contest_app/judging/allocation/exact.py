"""The cheapest plan with all wishes together, by CP-SAT; the other door to OR-tools. For small problems.

Connection is a cut for each piece that a plan shows: of the entries inside and the entries outside, some
judge must read both. Each wish may be broken at a fine above all costs, so an answer says how many must be.
One worker with a seed and a limit on deterministic time: the same problem has the same answer anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from ortools.sat.python import cp_model

from contest_app.judging.allocation.connection import pieces
from contest_app.judging.allocation.draft import Draft
from contest_app.judging.allocation.network import Bools, Ints

_ROUNDS: Final = 60
_DETERMINISTIC_SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True)
class Answer:
    """The pairs planned, and whether nothing does better."""

    chosen: Bools
    is_proved: bool


def solve(draft: Draft) -> Answer | None:
    """Return the best plan found from the draft on, or None where there is none in time."""
    model = _Model(draft)
    spent = 0.0
    for _ in range(_ROUNDS):
        found = model.solve(_DETERMINISTIC_SECONDS - spent)
        if found is None:
            return None
        spent += found.spent
        cuts = model.cut(found)
        if not cuts or spent >= _DETERMINISTIC_SECONDS:
            return Answer(found.chosen, is_proved=found.is_proved and not cuts)
    return None


@dataclass(frozen=True, slots=True)
class _Found:
    chosen: Bools
    fined: tuple[bool, ...]
    is_proved: bool
    spent: float


class _Model:
    """A variable for each open pair, one for each wish that may be broken."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.network = draft.network
        self.model = cp_model.CpModel()
        self.pairs: dict[tuple[int, int], Any] = {}
        for row, column in np.argwhere(self.network.open):
            self.pairs[int(row), int(column)] = self.model.new_bool_var("")
        self.scopes = draft.scopes(self.network.connection)
        self.apart = [self.model.new_bool_var("") for _ in self.scopes]
        self.broken: list[Any] = []
        self._keep_hard_rules()
        for row in range(len(self.network.entries)):
            self._part_schools(row)
            self._ask_specialist(row)
        self._price()

    def solve(self, limit: float) -> _Found | None:
        """Return the best plan with the cuts so far."""
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = self.network.problem.seed % 2**31
        solver.parameters.max_deterministic_time = max(limit, 0.01)
        status = solver.solve(self.model)
        if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return None
        chosen = np.zeros_like(self.network.open)
        for pair, variable in self.pairs.items():
            chosen[pair] = solver.boolean_value(variable)
        fined = tuple(bool(solver.boolean_value(each)) for each in self.apart)
        return _Found(chosen, fined, status == cp_model.OPTIMAL, solver.response_proto.deterministic_time)

    def cut(self, found: _Found) -> int:
        """Forbid each piece of a plan, unless its whole part was fined for staying apart; return how many."""
        cuts = 0
        for rows, apart, is_fined in zip(self.scopes, self.apart, found.fined, strict=True):
            shown = pieces((found.chosen | self.network.held)[rows])
            names = shown.names if shown.count > 1 and not is_fined else ()
            for name in names:
                self._cut(rows, shown.of_row == name, shown.of_column == name, apart)
            cuts += len(names)
        return cuts

    def _cut(self, rows: Ints, inside: Bools, own: Bools, apart: Any) -> None:
        crossing = np.zeros_like(self.network.open)
        crossing[np.ix_(rows[inside], ~own)] = True
        crossing[np.ix_(rows[~inside], own)] = True
        self.model.add_bool_or([*self._some(crossing), apart])

    def _some(self, mask: Bools) -> list[Any]:
        return [self.pairs[int(row), int(column)] for row, column in np.argwhere(mask & self.network.open)]

    def _breakable(self) -> Any:
        self.broken.append(self.model.new_bool_var(""))
        return self.broken[-1]

    def _keep_hard_rules(self) -> None:
        network, room = self.network, self.draft.room
        for row, need in enumerate(network.need):
            self.model.add(sum(self._line(row)) == int(need))
        for column in range(len(network.judges)):
            own = [self.pairs[int(row), column] for row in np.flatnonzero(network.open[:, column])]
            if own:
                self.model.add_linear_constraint(sum(own), int(room.low[column]), int(room.high[column]))

    def _line(self, row: int, columns: Ints | None = None) -> list[Any]:
        every = np.flatnonzero(self.network.open[row]) if columns is None else columns
        return [self.pairs[row, int(column)] for column in every]

    def _part_schools(self, row: int) -> None:
        if not self.network.parts_schools:
            return
        for school in np.unique(self.network.school):
            of_school = self.network.school == school
            free = 1 - int((self.network.held[row] & of_school).any())
            line = self._line(row, np.flatnonzero(self.network.open[row] & of_school))
            if len(line) > free:
                self.model.add(sum(line) <= free).only_enforce_if(~self._breakable())

    def _ask_specialist(self, row: int) -> None:
        if self.network.asking[row]:
            experts = self._line(row, np.flatnonzero(self.network.open[row] & self.network.expert[row]))
            self.model.add_bool_or([*experts, self._breakable()])

    def _price(self) -> None:
        """Wishes of entries above connection, both above values, and values above likeness to the draft."""
        size = 2 * len(self.pairs) + 1
        values = sum(int(self.network.value[pair]) * variable for pair, variable in self.pairs.items())
        unlike = sum(~variable if self.draft.chosen[pair] else variable for pair, variable in self.pairs.items())
        span = int(np.ptp(self.network.value)) * int(self.network.need.sum()) + 1
        fines = sum(self.broken) * (len(self.apart) + 1) + sum(self.apart)
        self.model.minimize((fines * span + values) * size + unlike)
        for pair, variable in self.pairs.items():
            self.model.add_hint(variable, bool(self.draft.chosen[pair]))
