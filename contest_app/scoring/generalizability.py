"""What a score's differences are due to, and how many jurors next year would be enough.

Each mark is seen as a sum of effects: of the entry, of the judge, of the task or criterion, and of their crossings,
each with a variance. Variance components are found by Henderson's first method, which for complete tables is the
analysis of variance and which takes tables with gaps as they are. With T(A) = Σ (sum of a level of A)² / n, for as
many T as effects,

    E T(A) = N μ² + Σ_B σ²(B) Σ_a Σ_b n(a, b)² / n(a)

is solved for μ² and all σ². A negative component is told as it is, and counts as nought.

A decision study then foretells a score that is a mean over n' judges and n' tasks: components are divided by the n'
of their facets. Relative error moves entries past each other; absolute error also holds what moves all of them alike,
which matters where a threshold does, and where entries have different judges.

    Eρ² = σ²(p) / (σ²(p) + σ²(δ))        Φ = σ²(p) / (σ²(p) + σ²(Δ))

Sources: Brennan, R. L. (2001). Generalizability theory. Springer. Henderson, C. R. (1953). Estimation of variance and
covariance components. Biometrics, 9, 226-252.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

PERSON = "p"


class Design(StrEnum):
    """How judges and tasks meet the entries (p): × is crossed, : is nested within."""

    JUDGES = "p x r"  # judges mark entries, each mark once; not every judge every entry
    JUDGES_WITHIN_ENTRIES = "r:p"  # each entry has judges of its own
    JUDGES_WITHIN_TASKS = "p x (r:t)"  # each task has judges of its own
    JUDGES_AND_TASKS = "p x r x t"  # judges mark several tasks of each entry


_EFFECTS: Mapping[Design, tuple[str, ...]] = {
    Design.JUDGES: ("p", "r", "pr"),
    Design.JUDGES_WITHIN_ENTRIES: ("p", "r:p"),
    Design.JUDGES_WITHIN_TASKS: ("p", "t", "r:t", "pt", "pr:t"),
    Design.JUDGES_AND_TASKS: ("p", "r", "t", "pr", "pt", "rt", "prt"),
}


class Undetermined(ValueError):
    """The marks do not tell all components apart: too few of them, or an effect that always goes with another."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark; ``task`` may stay empty where the design has none."""

    person: Hashable
    judge: Hashable
    value: float
    task: Hashable = ""


@dataclass(frozen=True, slots=True)
class Components:
    """Variance components of a design, in squared mark units.

    Attributes
    ----------
    design : how judges and tasks met the entries.
    variances : by effect, in the notation of Brennan: ``p``, ``r``, ``t``, ``r:t``, ``pt``, ``pr:t`` and the like;
        the last one holds accident too. A negative one means that there is none.
    marks : how many.

    """

    design: Design
    variances: Mapping[str, float]
    marks: int

    def foretold(self, judges: int, tasks: int = 1, *, own_judges: bool = False) -> "Foretold":
        """Return how good a mean over so many judges (of each task) and tasks would be.

        Parameters
        ----------
        judges, tasks
            How many; tasks do not matter to a design without them.
        own_judges
            Whether each entry would have other judges: then their severity moves entries past each other.

        Raises ValueError for a number below 1.

        """
        if min(judges, tasks) < 1:
            raise ValueError("at least one judge and one task are needed")
        relative = absolute = 0.0
        for effect, variance in self.variances.items():
            if effect == PERSON:
                continue
            share = max(variance, 0.0) / (judges ** ("r" in effect) * tasks ** ("t" in effect))
            absolute += share
            if PERSON in effect or (own_judges and "r" in effect):
                relative += share
        return Foretold(max(self.variances[PERSON], 0.0), relative, absolute)

    def judges_needed(
        self, wanted: float, *, tasks: int = 1, own_judges: bool = False, absolute: bool = False, most: int = 100
    ) -> int | None:
        """Return the least number of judges for which Eρ² (or Φ, with ``absolute``) reaches what is wanted.

        None where even ``most`` judges would not do. Raises ValueError unless 0 < wanted < 1.
        """
        if not 0 < wanted < 1:
            raise ValueError("a coefficient lies between 0 and 1")
        for judges in range(1, most + 1):
            foretold = self.foretold(judges, tasks, own_judges=own_judges)
            if ((foretold.phi if absolute else foretold.rho_squared) or 0.0) >= wanted:
                return judges
        return None


@dataclass(frozen=True, slots=True)
class Foretold:
    """How good a mean score would be; variances in squared mark units.

    Attributes
    ----------
    person : variance of the entries' true scores.
    relative : error variance σ²(δ), of the order of entries.
    absolute : error variance σ²(Δ), of the scores themselves; never below the relative one.

    """

    person: float
    relative: float
    absolute: float

    @property
    def rho_squared(self) -> float | None:
        """Generalizability Eρ² of the order, from 0 to 1; None where nothing varies."""
        return _share(self.person, self.relative)

    @property
    def phi(self) -> float | None:
        """Dependability Φ of the scores, from 0 to 1; None where nothing varies."""
        return _share(self.person, self.absolute)


def variance_components(marks: Sequence[Mark], design: Design) -> Components:
    """Return the variance components of marks; gaps are simply not among them.

    Raises Undetermined where the marks cannot tell them apart, and ValueError for marks that are not finite, or for
    two of one combination.

    >>> table = [[2, 3], [4, 5], [7, 9]]
    >>> marks = [Mark(person, judge, mark) for person, row in enumerate(table) for judge, mark in enumerate(row)]
    >>> found = variance_components(marks, Design.JUDGES)
    >>> {effect: round(variance, 3) for effect, variance in found.variances.items()}
    {'p': 7.667, 'r': 0.833, 'pr': 0.167}
    >>> round(found.foretold(judges=2).rho_squared, 2)
    0.99
    """
    values = np.array([mark.value for mark in marks], dtype=np.float64)
    if not len(values) or not np.isfinite(values).all():
        raise ValueError("marks must be finite numbers, and there must be some")
    effects = _EFFECTS[design]
    labels = [np.zeros(len(marks), dtype=np.int64), *(_levels(marks, effect) for effect in effects)]
    if len(np.unique(labels[-1])) < len(marks):
        raise ValueError(f"in the design {design} each combination is marked once; add up what belongs together")
    centred = values - values.mean()  # which changes no component, and keeps the squares small
    left = np.array([[_meeting(one, other) for other in labels] for one in labels])
    right = np.array([(np.bincount(each, centred) ** 2 / np.bincount(each)).sum() for each in labels])
    if np.linalg.matrix_rank(left / len(marks)) < len(labels):
        raise Undetermined(f"these marks do not tell the effects of {design} apart")
    solved = np.linalg.solve(left, right)
    return Components(design, dict(zip(effects, solved[1:].tolist(), strict=True)), len(marks))


def jackknife_error(
    marks: Sequence[Mark],
    design: Design,
    figure: Callable[[Components], float | None],
    *,
    seed: int,
    groups: int = 20,
) -> float | None:
    """Return the standard error of a figure made of components, for other entries of the same kind.

    Entries are dealt into groups at random; each group is left out once. What other judges would change is not in it.
    None where the figure cannot be told without some group.

    >>> marks = [Mark(p, r, (p % 5) + (r + p * r) % 3) for p in range(20) for r in range(3)]
    >>> round(jackknife_error(marks, Design.JUDGES, lambda found: found.foretold(3).rho_squared, seed=1), 2)
    0.01

    Source: Efron, B., & Stein, C. (1981). The jackknife estimate of variance. Annals of Statistics, 9, 586-596.
    """
    people = sorted({mark.person for mark in marks}, key=str)
    number = min(groups, len(people))
    dealt = np.random.default_rng(seed).permutation(np.arange(len(people)) % max(number, 1)).tolist()
    group = dict(zip(people, dealt, strict=True))
    found = []
    for each in range(number):
        try:
            value = figure(variance_components([mark for mark in marks if group[mark.person] != each], design))
        except ValueError:
            return None
        if value is None:
            return None
        found.append(value)
    return float(np.sqrt((number - 1) * np.var(found))) if number > 1 else None


def _levels(marks: Sequence[Mark], effect: str) -> IntArray:
    """Return which level of an effect each mark belongs to, (m,): the combination of its facets."""
    keys = [
        tuple(value for facet, value in (("p", mark.person), ("r", mark.judge), ("t", mark.task)) if facet in effect)
        for mark in marks
    ]
    numbers: dict[tuple[Hashable, ...], int] = {}
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.int64)


def _meeting(one: IntArray, other: IntArray) -> float:
    """Return Σ_a Σ_b n(a, b)² / n(a): how much of the other effect a sum of squares of the first one holds."""
    sizes = np.bincount(one)
    pairs, counts = np.unique(one * (int(other.max()) + 1) + other, return_counts=True)
    return float((counts.astype(np.float64) ** 2 / sizes[pairs // (int(other.max()) + 1)]).sum())


def _share(person: float, error: float) -> float | None:
    return person / (person + error) if person + error else None
