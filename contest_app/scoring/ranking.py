"""Order, ties and quotas of a contest, in exact arithmetic.

Marks are added and divided as fractions, so two entries tie when, and only when, the rules say that
they tie: ``0.1 + 0.2`` equals ``0.3`` here. Rounding is for the eye alone (`rounded`).
"""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Generic, TypeVar

Number = int | Decimal | Fraction
Key = TypeVar("Key", bound=Hashable)


class Formula(StrEnum):
    """How the sheets of several judges become one official score."""

    SUM = "sum"
    MEAN = "mean"


class CriteriaMismatch(ValueError):
    """A sheet lacks a criterion of the rubric, or has one that the rubric does not know."""

    def __init__(self, missing: frozenset[str], unknown: frozenset[str]) -> None:
        super().__init__(f"missing: {sorted(missing)}, unknown: {sorted(unknown)}")
        self.missing = missing
        self.unknown = unknown


def sheet_total(marks: Mapping[str, Number], weights: Mapping[str, Number]) -> Fraction:
    """Return one judge's total: the sum of weight × mark over the criteria.

    Raises CriteriaMismatch unless the marks cover exactly the weighted criteria.

    >>> sheet_total({"originality": 4, "value": 3}, {"originality": Decimal("1.5"), "value": 1})
    Fraction(9, 1)
    """
    if marks.keys() != weights.keys():
        raise CriteriaMismatch(
            missing=frozenset(weights.keys() - marks.keys()),
            unknown=frozenset(marks.keys() - weights.keys()),
        )
    return sum((Fraction(weights[name]) * Fraction(mark) for name, mark in marks.items()), Fraction(0))


def official_score(totals: Sequence[Number], formula: Formula) -> Fraction | None:
    """Return the entry's official score from the totals of the judges who scored it.

    A judge who did not score is absent from ``totals`` and never counts as zero in a mean.
    Without any judge there is no score: ``None``, which is not the same as nought.

    >>> official_score([17, 18, 18], Formula.MEAN)
    Fraction(53, 3)
    """
    if not totals:
        return None
    total = sum((Fraction(each) for each in totals), Fraction(0))
    return total / len(totals) if formula is Formula.MEAN else total


def competition_ranks(scores: Mapping[Key, Number]) -> dict[Key, int]:
    """Return each key's place, higher scores first; equals share a place ("1, 2, 2, 4").

    >>> competition_ranks({"a": 9, "b": 7, "c": 7, "d": 5})
    {'a': 1, 'b': 2, 'c': 2, 'd': 4}
    """
    places: dict[Fraction, int] = {}
    ordered = sorted((Fraction(score) for score in scores.values()), reverse=True)
    for place, score in enumerate(ordered, start=1):
        places.setdefault(score, place)
    return {key: places[Fraction(score)] for key, score in scores.items()}


def ties(ranks: Mapping[Key, int]) -> dict[int, tuple[Key, ...]]:
    """Return the places that several keys share, best place first, keys in the order given.

    >>> ties({"a": 1, "b": 2, "c": 2})
    {2: ('b', 'c')}
    """
    sharing: dict[int, list[Key]] = {}
    for key, place in ranks.items():
        sharing.setdefault(place, []).append(key)
    return {place: tuple(sharing[place]) for place in sorted(sharing) if len(sharing[place]) > 1}


@dataclass(frozen=True, slots=True)
class Cut(Generic[Key]):
    """Who passes a quota: ``inside`` surely, ``contested`` by a tie across the boundary.

    ``open_places`` of the contested may pass; the jury votes, or lets all of them pass and so
    enlarges the list. Without a tie at the boundary nobody is contested.
    """

    inside: tuple[Key, ...]
    contested: tuple[Key, ...]
    open_places: int


def cut(scores: Mapping[Key, Number], quota: int) -> Cut[Key]:
    """Return who is among the best ``quota``, best first, equals in the order given.

    Raises ValueError for a negative quota.

    >>> cut({"a": 9, "b": 7, "c": 7}, 2)
    Cut(inside=('a',), contested=('b', 'c'), open_places=1)
    """
    if quota < 0:
        message = f"a quota cannot be negative: {quota}"
        raise ValueError(message)
    ranks = competition_ranks(scores)
    order = sorted(ranks, key=lambda key: ranks[key])
    sharing = ties(ranks)
    contested = sharing.get(ranks[order[quota - 1]], ()) if 0 < quota < len(order) else ()
    if contested and ranks[contested[0]] + len(contested) - 1 > quota:
        inside = tuple(key for key in order if ranks[key] < ranks[contested[0]])
        return Cut(inside, contested, quota - len(inside))
    return Cut(tuple(order[:quota]), (), 0)


def split_places(places: int, shares: Mapping[Key, Number]) -> dict[Key, int]:
    """Split prize places by shares, by the largest remainder; equal ones favour the first named.

    Raises ValueError unless the shares are not negative and sum to one.

    >>> split_places(9, {"III": Fraction(1, 2), "II": Fraction(3, 10), "I": Fraction(1, 5)})
    {'III': 4, 'II': 3, 'I': 2}
    """
    exact = {key: Fraction(share) * places for key, share in shares.items()}
    if sum(exact.values()) != places or any(each < 0 for each in exact.values()):
        message = f"shares must not be negative and must sum to one: {dict(shares)}"
        raise ValueError(message)
    whole = {key: int(each) for key, each in exact.items()}
    by_remainder = sorted(exact, key=lambda key: whole[key] - exact[key])
    for key in by_remainder[: places - sum(whole.values())]:
        whole[key] += 1
    return whole


def rounded(score: Number, digits: int = 2) -> Decimal:
    """Return the score for the eye, halves away from zero as protocols do.

    >>> rounded(Fraction(53, 3))
    Decimal('17.67')
    """
    shifted = Fraction(score) * 10**digits
    nearest = math.floor(abs(shifted) + Fraction(1, 2))
    return Decimal(-nearest if shifted < 0 else nearest).scaleb(-digits)
