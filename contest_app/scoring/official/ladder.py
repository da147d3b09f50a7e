"""Awards down the places of those who compete with each other: a ladder of rungs, best first.

Each rung has so many places and perhaps a threshold. Entries are taken best first. Where more entries share a place
than the rung has places left, the rules or the jury say what becomes of them (`TieRule`); until then they have no
award, and the tie is told with what is at stake.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from typing import Generic

from contest_app.scoring.official.order import Key, Placed, groups_of


class TieRule(StrEnum):
    """What becomes of entries that share a place across the boundary of an award."""

    VOTE = "vote"  # the jury decides: nothing is given until it has
    SHARE = "share"  # all get the higher award, and use up places of the lower ones, as in 1, 1, 3
    ENLARGE = "enlarge"  # all get the higher award; the lower ones keep all their places


@dataclass(frozen=True, slots=True)
class Rung:
    """One award of the ladder.

    Attributes
    ----------
    award : its key.
    places : how many get it; None for all who reach the threshold.
    least : the share of the highest score that it asks for, from 0 to 1; None for any.

    """

    award: str
    places: int | None
    least: Fraction | None = None

    def is_reached(self, share: Fraction | None) -> bool:
        """Say whether a share of the highest score is enough."""
        return self.least is None or (share is not None and share >= self.least)


@dataclass(frozen=True, slots=True)
class OpenTie(Generic[Key]):
    """Entries that share a place while not all of them can have the same award.

    Attributes
    ----------
    entries : the equals, in the order of the list.
    place : which they share.
    at_stake : the awards that their places bring, best first, with how many of each; None for no award.

    """

    entries: tuple[Key, ...]
    place: int
    at_stake: tuple[tuple[str | None, int], ...]


@dataclass(frozen=True, slots=True)
class Handed(Generic[Key]):
    """Who gets what of a ladder.

    Attributes
    ----------
    awards : each award's entries, best first; only those that are sure.
    open_ties : what the jury has to decide.
    empty : places that nobody reached, by award; without those that are whole.

    """

    awards: Mapping[str, tuple[Key, ...]]
    open_ties: tuple[OpenTie[Key], ...] = ()
    empty: Mapping[str, int] = field(default_factory=dict)

    @property
    def by_entry(self) -> dict[Key, str]:
        """The award of each entry that surely has one."""
        return {entry: award for award, entries in self.awards.items() for entry in entries}


def hand_out(
    placed: Sequence[Placed[Key]],
    ladder: Sequence[Rung],
    rule: TieRule = TieRule.VOTE,
    decisions: Mapping[frozenset[Key], TieRule] | None = None,
) -> Handed[Key]:
    """Return who gets what.

    Parameters
    ----------
    placed
        Those who compete with each other, as `order.in_order` returns them.
    ladder
        The awards, best first.
    rule
        What becomes of a tie across a boundary.
    decisions
        What the jury has decided on single ties, by the entries that share the place. A decision on other entries
        than those that are equal now is of no effect, so a corrected mark never leaves an old decision in force.

    Raises ValueError for an award that stands twice on the ladder.

    >>> from contest_app.scoring.official.formulas import OfficialScore
    >>> from contest_app.scoring.official.order import in_order
    >>> points = {"a": 9, "b": 7, "c": 7}
    >>> placed = in_order({key: OfficialScore(Fraction(n), Fraction(10)) for key, n in points.items()})
    >>> handed = hand_out(placed, [Rung("first", 1), Rung("second", 1)])
    >>> handed.by_entry, handed.open_ties
    ({'a': 'first'}, (OpenTie(entries=('b', 'c'), place=2, at_stake=(('second', 1), (None, 1))),))
    >>> hand_out(placed, [Rung("first", 1), Rung("second", 1)], TieRule.ENLARGE).by_entry
    {'a': 'first', 'b': 'second', 'c': 'second'}

    """
    if len({rung.award for rung in ladder}) < len(ladder):
        raise ValueError("an award stands twice on the ladder")
    walk: _Walk[Key] = _Walk(list(ladder), {rung.award: [] for rung in ladder})
    for equals in groups_of(placed):
        keys = tuple(each.key for each in equals)
        walk.take(equals, (decisions or {}).get(frozenset(keys), rule))
    return Handed(
        {award: tuple(entries) for award, entries in walk.awards.items()},
        tuple(walk.open_ties),
        walk.empty | {rung.award: rung.places for rung in walk.left if rung.places},
    )


def adjusted(ladder: Sequence[Rung], places: Mapping[str, int]) -> list[Rung]:
    """Return the ladder with other numbers of places, as the jury decides: 0 leaves an award out, 2 doubles it.

    Raises ValueError for an award that is not on the ladder, or for a number below 0.

    >>> adjusted([Rung("first", 1), Rung("second", 1)], {"first": 0})
    [Rung(award='first', places=0, least=None), Rung(award='second', places=1, least=None)]
    """
    unknown = places.keys() - {rung.award for rung in ladder}
    if unknown or any(number < 0 for number in places.values()):
        raise ValueError(f"such places cannot be given: {dict(places)}")
    return [replace(rung, places=places.get(rung.award, rung.places)) for rung in ladder]


@dataclass(slots=True)
class _Walk(Generic[Key]):
    """The way down: what is left of the ladder, and what has been given so far."""

    left: list[Rung]
    awards: dict[str, list[Key]]
    open_ties: list[OpenTie[Key]] = field(default_factory=list)
    empty: dict[str, int] = field(default_factory=dict)

    def take(self, equals: Sequence[Placed[Key]], rule: TieRule) -> None:
        """Deal with all who share a place."""
        self._go_down_to(equals[0].share)
        if not self.left:
            return
        award, keys = self.left[0].award, tuple(each.key for each in equals)
        fits = self.left[0].places is None or self.left[0].places >= len(keys)
        if rule is TieRule.ENLARGE and not fits:
            self.left[0] = replace(self.left[0], places=len(keys))
        stakes = self._use_up(len(keys), equals[0].share)
        if fits or rule is not TieRule.VOTE:
            self.awards[award].extend(keys)
        else:
            self.open_ties.append(OpenTie(keys, equals[0].place or 0, stakes))

    def _go_down_to(self, share: Fraction | None) -> None:
        """Leave the rungs that are full, or too high for this share and so for all that follow."""
        while self.left and (self.left[0].places == 0 or not self.left[0].is_reached(share)):
            rung = self.left.pop(0)
            if rung.places:
                self.empty[rung.award] = rung.places

    def _use_up(self, number: int, share: Fraction | None) -> tuple[tuple[str | None, int], ...]:
        """Take that many places from here on; return from which awards."""
        used: list[tuple[str | None, int]] = []
        while number and self.left:
            rung = self.left[0]
            taken = number if rung.places is None else min(number, rung.places)
            used.append((rung.award, taken))
            self.left[0] = replace(rung, places=None if rung.places is None else rung.places - taken)
            number -= taken
            self._go_down_to(share)
        return tuple(used) if not number else (*used, (None, number))
