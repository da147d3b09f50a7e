"""Value: how useful people find an idea. A human rating, kept apart from originality.

A creative idea is original *and* of value, and the two are not one: the rarest ideas are often of no use, the
most useful ones common. Nothing in this library computes value from a text, and nothing may add the two up
unseen. So a mark of usefulness is a type of its own: it holds whose mark it is, and does not add, compare or
turn into a float by itself. Put beside an originality score it stays recognisable, and `usefulness_of` gives
means of another type again.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from contest_app.scoring.agreement import (
    IntraclassCorrelations,
    Level,
    intraclass_correlations,
    krippendorff_alpha,
)

LOWEST, HIGHEST = 1, 5
"""Ends of the rating: 1 is of no use, 5 solves the task well."""


class NoSuchMark(ValueError):
    """A mark outside the rating, or no whole number."""


@dataclass(frozen=True, slots=True)
class UsefulnessMark:
    """One judge's mark, 1 to 5, of the usefulness of one idea; more is more useful. Raises NoSuchMark."""

    idea: str
    judge: str
    mark: int

    def __post_init__(self) -> None:
        """Refuse what the rating does not have."""
        if self.mark not in range(LOWEST, HIGHEST + 1):
            raise NoSuchMark(f"{self.mark!r} is no whole number from {LOWEST} to {HIGHEST}")


@dataclass(frozen=True, slots=True)
class Usefulness:
    """The mean mark of an idea, 1 to 5, with its standard error; None for the error where one judge marked it."""

    mean: float
    standard_error: float | None
    judges: int


@dataclass(frozen=True, slots=True)
class UsefulnessAgreement:
    """How far judges agree on usefulness.

    Attributes
    ----------
    alpha : Krippendorff's, for ranks; None where there is nothing to tell agreement from.
    correlations : None unless every judge marked every idea, two of each at least.
    ideas, judges : with a mark.

    """

    alpha: float | None
    correlations: IntraclassCorrelations | None
    ideas: int
    judges: int


class MarkedTwice(ValueError):
    """A judge marked an idea twice; which of the marks counts is for the caller to say."""


def usefulness_of(marks: Sequence[UsefulnessMark]) -> dict[str, Usefulness]:
    """Return the usefulness of each idea, sorted by idea. Raises MarkedTwice."""
    table, ideas, _ = _table(marks)
    return {idea: _mean(row[np.isfinite(row)]) for idea, row in zip(ideas, table, strict=True)}


def _mean(marks: npt.NDArray[np.float64]) -> Usefulness:
    error = float(marks.std(ddof=1)) / math.sqrt(len(marks)) if len(marks) > 1 else None
    return Usefulness(float(marks.mean()), error, len(marks))


def usefulness_agreement(marks: Sequence[UsefulnessMark]) -> UsefulnessAgreement:
    """Return the judges' agreement. Raises MarkedTwice."""
    table, ideas, judges = _table(marks)
    whole = min(table.shape) > 1 and bool(np.isfinite(table).all())
    return UsefulnessAgreement(
        alpha=krippendorff_alpha(table, Level.ORDINAL),
        correlations=intraclass_correlations(table) if whole else None,
        ideas=len(ideas),
        judges=len(judges),
    )


def _table(marks: Sequence[UsefulnessMark]) -> tuple[npt.NDArray[np.float64], list[str], list[str]]:
    """Return the marks as (n ideas, k judges), NaN for gaps, with the names of both, sorted."""
    of_idea: dict[str, dict[str, int]] = defaultdict(dict)
    for given in marks:
        if given.judge in of_idea[given.idea]:
            raise MarkedTwice(f"{given.judge} marked {given.idea} twice")
        of_idea[given.idea][given.judge] = given.mark
    ideas, judges = sorted(of_idea), sorted({given.judge for given in marks})
    rows = [[of_idea[idea].get(judge, math.nan) for judge in judges] for idea in ideas]
    return np.array(rows, dtype=np.float64).reshape(len(ideas), len(judges)), ideas, judges
