"""What a plan must satisfy, and what a plan is: plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Final

#: A judge's key and an entry's key.
Pair = tuple[str, str]

#: Loads may differ from the mean by this share, and by one at least.
BAND: Final = Fraction(1, 10)


class Wish(StrEnum):
    """How much a rule is wanted: not at all, wherever it can be had, or else there is no plan."""

    NO = "no"
    WISHED = "wished"
    MUST = "must"


class Connection(StrEnum):
    """Within what the graph of judges and entries is to hang together, so that severities can be told apart."""

    NOMINATION = "nomination"
    WHOLE = "whole"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class EntryToJudge:
    """An entry: its key and blind code, its language and nomination, its authors' schools and districts."""

    entry: str
    code: str
    language: str
    nomination: str
    schools: frozenset[str] = frozenset()
    districts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class JudgeAtHand:
    """A judge: languages read, nominations known well, the most entries to be given, school and district."""

    judge: str
    languages: frozenset[str]
    expertise: frozenset[str]
    max_load: int | None = None
    school: str | None = None
    district: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What a plan must satisfy.

    Of the pairs, ``conflicts`` are never planned; ``fixed`` are finished or begun and stay; ``present`` are
    assigned but not begun; ``lapsed`` were begun and left lying, and go to another judge where that can be.
    A judge never gets an entry of the own school, nor of the own district where ``districts_apart`` says so.
    ``schools_apart`` wants no two judges of one school on an entry, ``specialist`` an expert on each.
    ``widens`` takes the narrowest band that can be had where ``band`` cannot.
    """

    entries: tuple[EntryToJudge, ...]
    judges: tuple[JudgeAtHand, ...]
    reviews: int
    seed: int
    conflicts: frozenset[Pair] = frozenset()
    fixed: frozenset[Pair] = frozenset()
    present: frozenset[Pair] = frozenset()
    lapsed: frozenset[Pair] = frozenset()
    band: Fraction = BAND
    widens: bool = False
    districts_apart: bool = False
    schools_apart: Wish = Wish.WISHED
    specialist: Wish = Wish.NO
    connection: Connection = Connection.NOMINATION


@dataclass(frozen=True, slots=True)
class Band:
    """The loads that judges may have, from ``least`` to ``most``."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The pairs of an allocation, the fixed ones too, and what can be said of it.

    ``cost`` counts the planned pairs outside the judge's expertise; ``optimum`` is the least that reviews,
    conflicts, languages and loads allow, so ``gap`` is what specialists, schools and connection cost.
    ``is_proved`` says that no plan does better even with those. ``outside`` are the judges whose load lies
    outside the band: a limit of their own, too little that they may read, or more begun already.
    """

    pairs: frozenset[Pair]
    cost: int
    optimum: int
    is_proved: bool
    band: Band
    loads: Mapping[str, int]
    components: Mapping[str, int]
    components_in_all: int
    one_school: tuple[str, ...] = ()
    without_specialist: tuple[str, ...] = ()
    outside: tuple[str, ...] = field(default=())

    @property
    def gap(self) -> int:
        """What the plan costs above the optimum of the flow."""
        return self.cost - self.optimum


@dataclass(frozen=True, slots=True)
class Change:
    """What a new plan does to the pairs of an earlier one."""

    kept: frozenset[Pair]
    dropped: frozenset[Pair]
    added: frozenset[Pair]

    @property
    def loads(self) -> dict[str, int]:
        """By how many entries the judges' lists grow (below zero: shrink); lists as long as before are left out."""
        grown = Counter(judge for judge, _ in self.added)
        grown.subtract(Counter(judge for judge, _ in self.dropped))
        return {judge: count for judge, count in sorted(grown.items()) if count}


def change(before: Iterable[Pair], after: Iterable[Pair]) -> Change:
    """Return what becomes of the pairs of a plan."""
    old, new = frozenset(before), frozenset(after)
    return Change(old & new, old - new, new - old)


@dataclass(frozen=True, slots=True)
class Lease:
    """A pair that a judge has begun, kept for the judge up to, not including, ``expires_at``."""

    pair: Pair
    expires_at: datetime


def held_and_lapsed(leases: Iterable[Lease], now: datetime) -> tuple[frozenset[Pair], frozenset[Pair]]:
    """Return the pairs whose lease runs and those whose lease is over."""
    every = tuple(leases)
    held = frozenset(each.pair for each in every if now < each.expires_at)
    return held, frozenset(each.pair for each in every) - held
