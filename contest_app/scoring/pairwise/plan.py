"""Who compares what: a plan in which all entries and all judges are treated alike, made before anything is known.

Entries are put on a circle in random order. A step s pairs each with the one s places on, so each entry comes twice:
once shown first, once second. Sets of steps are drawn at random, and that one is kept with which differences have the
least error. A plan by the standing so far (adaptive comparative judgement) makes reliability look higher than it is
(Bramley 2015), so none is made here.

Source: Bramley, T. (2015). Investigating the reliability of adaptive comparative judgment. Cambridge Assessment.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from contest_app.scoring.pairwise.comparisons import FloatArray
from contest_app.scoring.pairwise.dealing import NobodyLeft, dealt

_TRIES = 200


@dataclass(frozen=True, slots=True)
class Planned:
    """Two entries for one judge, in the order in which they are shown."""

    judge: str
    first: str
    second: str


class PlanImpossible(ValueError):
    """No plan treats all alike with these numbers.

    Attributes
    ----------
    reason : ``few_entries``, ``few_judges``, ``odd`` (entries × comparisons of each is odd), ``too_many`` (a judge
        would see a pair twice), ``loose`` (so few comparisons leave entries apart) or ``conflicts`` (too few judges
        may see some pair).

    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def pairing_plan(
    entries: Sequence[str],
    judges: Sequence[str],
    of_each: int,
    seed: int,
    conflicts: Collection[tuple[str, str]] = (),
) -> list[Planned]:
    """Return a plan with ``of_each`` comparisons of each entry.

    All entries come equally often; first and second as often, or with one difference where ``of_each`` is odd. Each
    pair comes as often as any other or once less, no judge sees a pair twice, loads of judges differ by at most one,
    and the whole is connected. The same names and seed give the same plan in whatever order the names come.
    Comparisons are in random order.

    Parameters
    ----------
    entries, judges
        Their names.
    of_each
        How many comparisons of each entry.
    seed
        Of the random numbers.
    conflicts
        Judges with an entry that they may not see: their own pupil's, or their own school's. Loads are then as even
        as conflicts let them.

    Raises PlanImpossible.

    >>> plan = pairing_plan("abcd", ["Ainur", "Bolat"], of_each=3, seed=7)
    >>> len(plan), sorted({tuple(sorted((each.first, each.second))) for each in plan})
    (6, [('a', 'b'), ('a', 'c'), ('a', 'd'), ('b', 'c'), ('b', 'd'), ('c', 'd')])

    """
    _check(len(set(entries)), len(set(judges)), of_each)
    random = np.random.default_rng(seed)
    circle: list[str] = random.permutation(sorted(set(entries))).tolist()
    panel: list[str] = random.permutation(sorted(set(judges))).tolist()
    pairs = _pairs(len(circle), of_each, random)
    barred = [
        (panel.index(judge), circle.index(entry)) for judge, entry in conflicts if judge in panel and entry in circle
    ]
    try:
        hands = dealt(pairs, len(panel), barred)
    except NobodyLeft as refusal:
        raise PlanImpossible("conflicts") from refusal
    planned = [
        Planned(panel[judge], circle[first], circle[second])
        for judge, (first, second) in zip(hands, pairs, strict=True)
    ]
    return [planned[at] for at in random.permutation(len(planned))]


def _pairs(size: int, of_each: int, random: np.random.Generator) -> list[tuple[int, int]]:
    """Return the pairs of places on the circle, in random order, those of the same two entries together."""
    rounds, rest = divmod(of_each, size - 1)
    extra = set(_around(size, _steps(size, rest, random)))
    every = _around(size, range(1, size // 2 + 1))
    return [
        _turned(pair, turn)
        for pair in random.permutation(every).tolist()
        for turn in range(rounds + (tuple(pair) in extra))
    ]


def _check(entries: int, judges: int, of_each: int) -> None:
    if entries < 2:  # noqa: PLR2004 -- a pair
        raise PlanImpossible("few_entries")
    if judges < 1:
        raise PlanImpossible("few_judges")
    if entries * of_each % 2:
        raise PlanImpossible("odd")
    if of_each > (entries - 1) * judges:
        raise PlanImpossible("too_many")
    if of_each < min(2, entries - 1):
        raise PlanImpossible("loose")


def _turned(pair: list[int], turn: int) -> tuple[int, int]:
    """Return the pair, its sides changed at every other turn."""
    return (pair[1], pair[0]) if turn % 2 else (pair[0], pair[1])


def _around(size: int, steps: Sequence[int]) -> list[tuple[int, int]]:
    """Return the pairs that steps around a circle make; the step to the opposite place makes half as many."""
    return [(at, (at + step) % size) for step in steps for at in range(size if 2 * step != size else size // 2)]


def _steps(size: int, degree: int, random: np.random.Generator) -> list[int]:
    """Return the steps that bring each entry so many comparisons, with the least error of differences found."""
    if degree == 0:
        return []
    opposite = [size // 2] * (degree % 2)
    others = np.arange(1, (size + 1) // 2)
    drawn = [[*opposite, *random.permutation(others)[: degree // 2].tolist()] for _ in range(_TRIES)]
    return min(drawn, key=lambda steps: _error(size, steps))


def _error(size: int, steps: Sequence[int]) -> float:
    """Return the mean variance of differences, up to a factor; infinite where the circle falls apart.

    The eigenvalues of a circle's Laplacian are known: Σ (2 − 2 cos 2πks/n) over its steps.
    """
    if math.gcd(size, *steps) > 1:
        return math.inf
    angles = 2 * np.pi * np.outer(np.arange(1, size), steps) / size
    eigenvalues: FloatArray = (2 - 2 * np.cos(angles)).sum(axis=1)
    return float((1 / eigenvalues).sum())
