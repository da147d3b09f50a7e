"""Change between two sittings, with its error, and how much of it a second try alone would bring.

The two sittings may hold different items, as long as both results stand on one scale (`scale`). Then

    change = after − before        error² = error_before² + error_after²        index = change / error

and a change is called reliable where |index| exceeds 1.96: a person who had not changed at all would go beyond that
once in twenty times. Anything less is "no change that we could see", never "no change".

**Estimates of which kind.** Change needs the results *before* they are drawn towards the mean
(`Placement.own`): those are unbiased, and their errors add up as above. The shrunken ones understate every
change.

**Regression to the mean.** Who scores far from the mean at the first sitting was partly lucky or unlucky, and
comes nearer to it at the second although nothing changed. With the reliability r of the first result the second
is expected at mean + r · (first − mean) (Kelley 1947). A class chosen for its low results will therefore rise
by itself; its change means something only against `expected_by_itself`, or against a class that was not taught.

Sources: Jacobson, N. S., & Truax, P. (1991). Clinical significance: A statistical approach to defining meaningful
change in psychotherapy research. Journal of Consulting and Clinical Psychology, 59(1), 12-19. Kelley, T. L. (1947).
Fundamentals of statistics. Harvard University Press.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from contest_app.scoring.estimate import Estimate
from contest_app.scoring.too_few import TooFew

RELIABLE = 1.96
"""Beyond this index a change is no accident of measurement, at 5 %."""

MIN_GROUP = 10
"""People with both sittings from which a group's mean change is told."""


class Verdict(StrEnum):
    """What may be said of a person's change."""

    ROSE = "rose"
    FELL = "fell"
    NOT_TOLD = "not_told"  # within what measuring alone brings


@dataclass(frozen=True, slots=True)
class Change:
    """How far a person moved, in the unit of the two results; above 0 is up."""

    moved: Estimate
    index: float
    verdict: Verdict


def standard_error_of_measurement(spread: float, reliability: float) -> float:
    """Return the error of a result, s · √(1 − r), for a scale that states no error for each person.

    ``spread`` is the standard deviation of results in the norm group. Raises ValueError for a negative spread, or a
    reliability outside 0 to 1.

    >>> round(standard_error_of_measurement(7.5, 0.80), 2)
    3.35
    """
    if spread < 0 or not 0 <= reliability <= 1:
        raise ValueError("a spread is at least 0 and a reliability lies from 0 to 1")
    return spread * math.sqrt(1 - reliability)


def change(before: Estimate, after: Estimate) -> Change:
    """Return the change of one person between two results on one scale.

    Without any error in either, every difference is reliable.
    """
    moved = after.value - before.value
    error = math.hypot(before.standard_error, after.standard_error)
    index = moved / error if error else math.copysign(math.inf, moved) if moved else 0.0
    return Change(Estimate(moved, error), index, _verdict(index))


def _verdict(index: float) -> Verdict:
    if abs(index) <= RELIABLE:
        return Verdict.NOT_TOLD
    return Verdict.ROSE if index > 0 else Verdict.FELL


def expected_by_itself(before: float, mean: float, reliability: float) -> float:
    """Return the change that regression to the mean alone brings: (1 − r) · (mean − before).

    >>> round(expected_by_itself(before=35.0, mean=50.0, reliability=0.8), 1)
    3.0
    """
    return (1 - reliability) * (mean - before)


def mean_change(changes: Sequence[Change]) -> Estimate | TooFew:
    """Return a group's mean change, with the error of a mean over people; TooFew below `MIN_GROUP`.

    The error comes from the spread of the people's changes, which holds the errors of measurement already.
    """
    people = len(changes)
    if people < MIN_GROUP:
        return TooFew(people, MIN_GROUP)
    moves = [each.moved.value for each in changes]
    mean = math.fsum(moves) / people
    variance = math.fsum((move - mean) ** 2 for move in moves) / (people - 1)
    return Estimate(mean, math.sqrt(variance / people))
