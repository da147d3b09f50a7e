"""When two raters agree, whom a third sides with, and how sure the mean is.

Two rate apart from each other. They disagree where a criterion lies more than one level apart, where their totals lie
more than 15 % of the maximum apart (one is milder all along), or where one of them sees no answer to the task. Then a
third is asked, and the mean of the two nearest counts; where no two are nearer than others, the mean of all.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import combinations
from statistics import fmean
from typing import Final

from contest_app.ratings.rules.scale import Criterion, Given, Scale

PAIR: Final = 2
#: Levels that two raters may lie apart on one criterion.
LEVELS_APART: Final = 1
#: Share of the maximum that their totals may lie apart.
TOTAL_APART: Final = Fraction(15, 100)
#: Raters of so many imagined answers lie half a level apart: what is assumed until raters have shown their spread.
IMAGINED: Final = 10
HALF_A_LEVEL: Final = 0.5**2 / 2
#: The same on a total, where a level is about a fifth of the maximum.
HALF_A_FIFTH: Final = 0.1**2 / 2


class State(StrEnum):
    """How far an answer has come with the raters."""

    WAITING = "waiting"
    SCORED = "scored"
    NO_ANSWER = "no_answer"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """The mean mark for one criterion, on its scale, with its standard error."""

    key: str
    mean: float
    standard_error: float
    lowest: int
    highest: int


@dataclass(frozen=True, slots=True)
class PeopleScore:
    """What people say of one answer.

    ``total`` is a share of the maximum (more is better) with its standard error; None where the marks do not add up
    or the answer still waits. ``raters`` have rated so far; ``comments`` are their words, the earliest first.
    """

    state: State
    raters: int = 0
    criteria: tuple[CriterionScore, ...] = ()
    total: float | None = None
    standard_error: float | None = None
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spread:
    """Variance of one rater's mark about an answer's mean, by criterion and of the total; pooled over answers."""

    criteria: dict[str, float]
    total: float


def do_disagree(one: Given, other: Given, scale: Scale) -> bool:
    """Say whether a third rater should be asked."""
    if not (one.is_answer and other.is_answer):
        return one.is_answer != other.is_answer
    if any(abs(one.marks[each.key] - other.marks[each.key]) > LEVELS_APART for each in scale.criteria):
        return True
    return scale.adds_up and abs(scale.total(one) - scale.total(other)) > TOTAL_APART


def distance(one: Given, other: Given, scale: Scale) -> Fraction:
    """Return how far two raters lie apart: levels over all criteria, by weight; farthest where one sees no answer."""
    if one.is_answer and other.is_answer:
        apart = (each.weight * abs(one.marks[each.key] - other.marks[each.key]) for each in scale.criteria)
        return sum(apart, Fraction())
    farthest = sum((each.weight * (each.highest - each.lowest + 1) for each in scale.criteria), Fraction())
    return Fraction() if one.is_answer == other.is_answer else farthest


def counted(given: Sequence[Given], scale: Scale) -> tuple[Given, ...] | None:
    """Return those whose mean is the score; None while another rater is needed."""
    pairs = list(combinations(given, PAIR))
    if not pairs:
        return None
    if not any(do_disagree(one, other, scale) for one, other in pairs):
        return tuple(given)
    if len(given) == PAIR:
        return None
    apart = [distance(one, other, scale) for one, other in pairs]
    nearest = [pair for pair, far in zip(pairs, apart, strict=True) if far == min(apart)]
    return nearest[0] if len(nearest) == 1 else tuple(given)


def wanted(given: Sequence[Given], scale: Scale) -> int:
    """Return how many raters an answer needs in all: two, and one more as long as they are of different minds."""
    return PAIR if len(given) < PAIR or counted(given, scale) else len(given) + 1


def people_score(given: Sequence[Given], scale: Scale, spread: Spread, comments: Sequence[str] = ()) -> PeopleScore:
    """Return what the raters of one answer say together."""
    counting = counted(given, scale)
    if counting is None:
        return PeopleScore(State.WAITING, len(given))
    kept = [each for each in counting if each.is_answer]
    if len(kept) * PAIR < len(counting):
        return PeopleScore(State.NO_ANSWER, len(given), comments=tuple(comments))
    return PeopleScore(
        state=State.SCORED,
        raters=len(given),
        criteria=tuple(_criterion(each, kept, spread) for each in scale.criteria),
        total=fmean(float(scale.total(each)) for each in kept) if scale.adds_up else None,
        standard_error=math.sqrt(spread.total / len(kept)) if scale.adds_up else None,
        comments=tuple(comments),
    )


def spread_of(answers: Iterable[Sequence[Given]], scale: Scale) -> Spread:
    """Return how far raters of the same answers lie apart, all of them counted; half a level without answers."""
    kept = [[each for each in given if each.is_answer] for given in answers]
    return Spread(
        criteria={
            each.key: _pooled([[float(one.marks[each.key]) for one in given] for given in kept], HALF_A_LEVEL)
            for each in scale.criteria
        },
        total=_pooled([[float(scale.total(one)) for one in given] for given in kept], HALF_A_FIFTH),
    )


def _criterion(criterion: Criterion, kept: Sequence[Given], spread: Spread) -> CriterionScore:
    return CriterionScore(
        key=criterion.key,
        mean=fmean(each.marks[criterion.key] for each in kept),
        standard_error=math.sqrt(spread.criteria[criterion.key] / len(kept)),
        lowest=criterion.lowest,
        highest=criterion.highest,
    )


def _pooled(groups: Iterable[Sequence[float]], assumed: float) -> float:
    """Return the variance within groups, drawn towards ``assumed`` as by that many imagined pairs."""
    several = [group for group in groups if len(group) >= PAIR]
    squares = math.fsum((value - fmean(group)) ** 2 for group in several for value in group)
    freedom = sum(len(group) - 1 for group in several)
    return (squares + IMAGINED * assumed) / (freedom + IMAGINED)
