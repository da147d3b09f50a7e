"""Places by official score and by the tie-breaks of the rules, with what decided each.

Equal scores are compared by the tie-breaks in their order. Those who are equal in all of them share a place, as in
1, 2, 2, 4, and are left to the jury: the votes of the members present are then one more tie-break, `ByVotes`.
"""

import itertools
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Generic, Protocol, TypeVar

from contest_app.scoring.official.formulas import OfficialScore

Key = TypeVar("Key", bound=Hashable)


class TieBreak(Protocol):
    """What is compared next where scores are equal; more is better."""

    def value(self, key: Any, official: OfficialScore) -> Fraction:
        """Return what is compared."""
        ...


@dataclass(frozen=True, slots=True)
class ByCriterion:
    """The part of the score that one criterion brought."""

    criterion: str

    def value(self, key: Any, official: OfficialScore) -> Fraction:  # noqa: ARG002 -- one signature for all tie-breaks
        """Return the criterion's part; nought where nobody marked it."""
        part = official.criteria.get(self.criterion)
        return part.score if part else Fraction(0)


@dataclass(frozen=True, slots=True)
class ByTopMarks:
    """How many of the marks that count are the highest of their scale."""

    def value(self, key: Any, official: OfficialScore) -> Fraction:  # noqa: ARG002 -- one signature for all tie-breaks
        """Return their number."""
        return Fraction(official.top_marks)


@dataclass(frozen=True, slots=True)
class ByVotes:
    """The jury's open vote: how many hands each entry got; an entry that was not voted on has none."""

    votes: Mapping[Any, int]

    def value(self, key: Any, official: OfficialScore) -> Fraction:  # noqa: ARG002 -- one signature for all tie-breaks
        """Return the hands."""
        return Fraction(self.votes.get(key, 0))


@dataclass(frozen=True, slots=True)
class Placed(Generic[Key]):
    """Where an entry stands among those it competes with.

    Attributes
    ----------
    place, last_place : shared by all equals: 2 and 3 for two at the second place; None without a score.
    share : the score as a share of what was to be had, from 0 to 1; None likewise.
    decided_by : the last tie-break that was needed against an entry of equal score; None where the score was enough.

    """

    key: Key
    official: OfficialScore
    place: int | None = None
    last_place: int | None = None
    decided_by: TieBreak | None = None

    @property
    def share(self) -> Fraction | None:
        """The score as a share of what was to be had."""
        return self.official.share

    @property
    def is_tied(self) -> bool:
        """Say whether another entry has the same place."""
        return self.place != self.last_place


def in_order(scores: Mapping[Key, OfficialScore], tie_breaks: Sequence[TieBreak] = ()) -> list[Placed[Key]]:
    """Return the entries with their places, best first, equals in the order given; those without a score come last.

    >>> marks = {"x": OfficialScore(Fraction(9), Fraction(10)), "y": OfficialScore(Fraction(9), Fraction(10))}
    >>> [(each.key, each.place, each.last_place) for each in in_order(marks)]
    [('x', 1, 2), ('y', 1, 2)]
    >>> [(each.key, each.place) for each in in_order(marks, [ByVotes({"y": 4, "x": 3})])]
    [('y', 1), ('x', 2)]
    """
    values = {
        key: (official.score, *(each.value(key, official) for each in tie_breaks))
        for key, official in scores.items()
        if official.score is not None
    }
    ranks = _competition(values)
    decided = _decided_by(values)
    placed = [
        Placed(key, official, *ranks[key], _told(decided[key], tie_breaks)) if key in ranks else Placed(key, official)
        for key, official in scores.items()
    ]
    return sorted(placed, key=lambda each: (each.place is None, each.place or 0))


def groups_of(placed: Sequence[Placed[Key]]) -> list[tuple[Placed[Key], ...]]:
    """Return those who share a place together, best first; without those that have no place."""
    sharing: dict[int, list[Placed[Key]]] = defaultdict(list)
    for each in placed:
        if each.place is not None:
            sharing[each.place].append(each)
    return [tuple(sharing[place]) for place in sorted(sharing)]


Values = tuple[Fraction, ...]


def _competition(values: Mapping[Key, Values]) -> dict[Key, tuple[int, int]]:
    """Return the first and the last place of each, higher values first."""
    first: dict[Values, int] = {}
    last: dict[Values, int] = {}
    for place, value in enumerate(sorted(values.values(), reverse=True), start=1):
        first.setdefault(value, place)
        last[value] = place
    return {key: (first[value], last[value]) for key, value in values.items()}


def _decided_by(values: Mapping[Key, Values]) -> dict[Key, int]:
    """Return how far each had to be compared with the next ones above and below; 0 where the score was enough."""
    order = sorted(values, key=lambda key: values[key], reverse=True)
    depth = dict.fromkeys(order, 0)
    for above, below in itertools.pairwise(order):
        pairs = zip(values[above], values[below], strict=True)
        differs = next((at for at, (one, other) in enumerate(pairs) if one != other), 0)
        depth[above], depth[below] = max(depth[above], differs), max(depth[below], differs)
    return depth


def _told(depth: int, tie_breaks: Sequence[TieBreak]) -> TieBreak | None:
    return tie_breaks[depth - 1] if depth else None
