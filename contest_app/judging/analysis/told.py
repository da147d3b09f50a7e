"""What an analysis found, as pages read it: what to say first, and where the dots of its plots lie."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import Any, Final

from contest_app.judging.agreement import Agreement, Verdict
from contest_app.profiles.rules.plots import Axis
from contest_app.scoring.place_forecast import Evidence, evidence_of

#: More lines than these make a plot that nobody reads; the table has them all.
MOST_LINES: Final = 12
MOST_STEPS: Final = 6
STEPS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500)
QUANTILE: Final = 1.96
#: How far the mean square of a juror's own differences may lie above everybody's by chance, in spreads of it.
BY_CHANCE: Final = 2.0


class First(StrEnum):
    """What a page says first."""

    TOO_LITTLE = "too_little"
    CROSSED = "crossed"
    SAME = "same"
    PLACES = "places"
    AWARDS = "awards"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a plot: its words, and the dot with the two ends of its interval in units of the drawing."""

    label: str
    dot: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Plot:
    """A scale and its lines."""

    axis: Axis
    rows: list[Line]


@dataclass(frozen=True, slots=True)
class Told:
    """A stored analysis; the content is that of `estimating.analyse`."""

    content: Mapping[str, Any]

    @property
    def first(self) -> First:
        """What to say first: the weightiest of what is known."""
        if self.content["too_little"]:
            return First.TOO_LITTLE
        if self.content["fully_crossed"]:
            return First.CROSSED
        if self.award_changes:
            return First.AWARDS
        return First.PLACES if self.place_changes else First.SAME

    @property
    def place_changes(self) -> list[dict[str, Any]]:
        """Entries that the fair score places otherwise, the surest first."""
        return self._changes("places")

    @property
    def award_changes(self) -> list[dict[str, Any]]:
        """Pairs of entries that would change sides of an award, the surest first."""
        return self._changes("awards")

    @property
    def verdict(self) -> Verdict:
        """How far the jurors agree, in a word."""
        return Agreement(self.content["agreement"]["alpha"], None).verdict

    @property
    def are_jurors_told(self) -> bool:
        """Say whether the severity of any juror can be told."""
        return any(each["severity"] is not None for each in self.content["jurors"])

    @property
    def is_any_erratic(self) -> bool:
        """Say whether some juror differs from the others more than chance would have it."""
        return any(is_erratic(each) for each in self.content["jurors"])

    def severities(self, names: Mapping[str, str]) -> Plot:
        """Return the jurors' severity as a plot, the most severe first."""
        told = [each for each in self.jurors if each["severity"] is not None]
        ends = [end for each in told for end in (each["low"], each["high"])]
        limit = max(map(abs, ends), default=1.0)
        return _plot(
            axis_between(-limit, limit, middle=0.0),
            ((names.get(each["juror"], ""), each["severity"], each["low"], each["high"]) for each in told),
        )

    @property
    def jurors(self) -> list[dict[str, Any]]:
        """The jurors, the most severe first, and those of whom it is not told last."""
        return sorted(self.content["jurors"], key=lambda each: (each["severity"] is None, -(each["severity"] or 0)))

    def _changes(self, kind: str) -> list[dict[str, Any]]:
        found = chain.from_iterable(group[kind] for group in self.content["groups"])
        return sorted(found, key=lambda change: -change["probability"])


def fair_scores(group: Mapping[str, Any]) -> Plot:
    """Return the fair scores of a group as a plot, the best first."""
    best = sorted(group["entries"], key=lambda each: (-each["fair"], each["code"]))[:MOST_LINES]
    lines = [(each["code"], each["fair"], *ends_of(each)) for each in best]
    return _plot(axis_between(min(line[2] for line in lines), max(line[3] for line in lines)), lines)


def ends_of(entry: Mapping[str, Any]) -> tuple[float, float]:
    """Return the ends of a fair score's 95 % interval."""
    half = QUANTILE * entry["error"]
    return entry["fair"] - half, entry["fair"] + half


def is_erratic(juror: Mapping[str, Any]) -> bool:
    """Say whether a juror's marks differ from the others' more than chance would have it.

    The mean square of n differences has a spread of √(2/n) about 1.
    """
    misfit, sheets = juror["misfit"], juror["sheets"]
    return misfit is not None and bool(misfit > 1 + BY_CHANCE * math.sqrt(2 / sheets))


def is_severity_sure(juror: Mapping[str, Any]) -> bool:
    """Say whether a juror is surely more severe, or milder, than the jury: the interval leaves nought out."""
    return juror["severity"] is not None and bool(juror["low"] > 0 or juror["high"] < 0)


def evidence(change: Mapping[str, Any]) -> Evidence:
    """Return how much a change is worth."""
    return evidence_of(change["probability"])


def axis_between(low: float, high: float, middle: float | None = None) -> Axis:
    """Return a scale of whole numbers around what lies between two ends.

    >>> axis_between(-2.3, 2.3, middle=0.0).ticks
    (-3, -2, -1, 0, 1, 2, 3)
    >>> axis_between(11.2, 24.8).ticks
    (10, 15, 20, 25)
    """
    step = next((each for each in STEPS if (high - low) / each <= MOST_STEPS - 1), STEPS[-1])
    first, last = math.floor(low / step) * step, math.ceil(high / step) * step
    last = max(last, first + step)
    return Axis(first, last, tuple(range(first, last + step, step)), middle)


def _plot(axis: Axis, lines: Iterable[tuple[str, float, float, float]]) -> Plot:
    return Plot(axis, [Line(label, *map(axis.across, (dot, low, high))) for label, dot, low, high in lines])
