"""From a problem to a plan: the flow, then what a flow does not know, then proof where the problem is small."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from contest_app.judging.allocation import explaining, flow, mending
from contest_app.judging.allocation.connection import pieces
from contest_app.judging.allocation.draft import Draft
from contest_app.judging.allocation.facts import Infeasible, NoSpecialist, OneSchool, Reason
from contest_app.judging.allocation.network import Bools, First, Ints, Network
from contest_app.judging.allocation.problem import Band, Connection, Pair, Plan, Problem, Wish

#: Problems with more open pairs than this are left to repair, without a proof that nothing is cheaper.
EXACT_PAIRS: Final = 6_000


def allocate(problem: Problem) -> Plan | Infeasible:
    """Return the cheapest plan; of several, the one that keeps most of what is present."""
    return _planned(Network(problem, First.COST))


def plan_again(problem: Problem, present: Iterable[Pair]) -> Plan | Infeasible:
    """Return the plan that moves the fewest present pairs, as after a drop-out; of several, the cheapest.

    ``problem.change`` tells the difference.
    """
    staying = frozenset(present) - problem.fixed - problem.lapsed
    return _planned(Network(replace(problem, present=staying), First.STAYING))


def _planned(network: Network) -> Plan | Infeasible:
    band = network.band()
    chosen = flow.cheapest(network, network.room(band))
    if chosen is None and network.problem.widens and explaining.is_feasible(network, None):
        band, _ = explaining.narrowest(network)
        chosen = flow.cheapest(network, network.room(band))
    if chosen is None:
        return explaining.why_none(network)
    draft, is_proved = _mended(Draft(network, network.room(band), chosen))
    broken = _broken(draft)
    return Infeasible(broken) if broken else _plan(draft, band, _cost(network, chosen), is_proved)


def _mended(draft: Draft) -> tuple[Draft, bool]:
    """Return the draft with its wishes met as far as can be, and whether nothing does better."""
    scope, least, is_least = draft.network.connection, draft.value, True
    mending.mend_entries(draft)
    if draft.wanting.size:
        is_least = mending.mend_at_a_price(draft)
        least = draft.value
    mending.join(draft, scope)
    is_proved = is_least and draft.value == least and not draft.splits(scope)
    if not is_proved:
        draft, is_proved = _exactly(draft)
    if scope is not Connection.NONE:
        mending.join_free(draft, scope)
    return draft, is_proved


def _exactly(draft: Draft) -> tuple[Draft, bool]:
    """Return the draft, or a better one of the exact solver where the problem is small enough for it."""
    network = draft.network
    if network.open.sum() > EXACT_PAIRS:
        return draft, False
    # CP-SAT takes half a second to load, and most plans never ask for it.
    from contest_app.judging.allocation import exact  # noqa: PLC0415

    answer = exact.solve(draft)
    if answer is None:
        return draft, False
    return Draft(network, draft.room, answer.chosen), answer.is_proved


def _broken(draft: Draft) -> tuple[Reason, ...]:
    """Return why the draft is no plan: what must be and is not."""
    network, reasons = draft.network, list[Reason]()
    if network.problem.specialist is Wish.MUST and draft.strange().size:
        reasons += explaining.specialist_shortages(network, draft.room)
        reasons.append(NoSpecialist(_codes(network, draft.strange())))
    if network.problem.schools_apart is Wish.MUST and draft.doubled().size:
        reasons.append(OneSchool(_codes(network, draft.doubled())))
    return tuple(reasons)


def _plan(draft: Draft, band: Band, optimum: int, is_proved: bool) -> Plan:
    network = draft.network
    loads = dict(zip((each.judge for each in network.judges), map(int, draft.chosen.sum(axis=0)), strict=True))
    parts = zip(network.nominations, draft.scopes(Connection.NOMINATION), strict=True)
    return Plan(
        pairs=network.problem.fixed | network.pairs(draft.planned),
        cost=_cost(network, draft.planned),
        optimum=optimum,
        is_proved=is_proved,
        band=band,
        loads=loads,
        components={nomination: pieces(draft.chosen[rows]).count for nomination, rows in parts},
        components_in_all=pieces(draft.chosen).count,
        one_school=_codes(network, draft.doubled()),
        without_specialist=_codes(network, draft.strange()),
        outside=tuple(judge for judge, load in loads.items() if not band.least <= load <= band.most),
    )


def _cost(network: Network, chosen: Bools) -> int:
    return int((~network.expert)[chosen].sum())


def _codes(network: Network, rows: Ints) -> tuple[str, ...]:
    return tuple(network.entries[row].code for row in rows)
