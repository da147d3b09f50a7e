"""Speed of the severity models: ``python -m benchmarks.judging_severity`` prints a table and writes it beside itself.

2,000 entries, three judges each of 100, five criteria: 30,000 ratings. Processor seconds of one thread, reading of a
file not counted. The other ways reach the same maximum:

- Rasch by one facet after another, each element by a Newton step of its own with all else fixed, as programmes of
joint
  maximum likelihood usually go, until no residual exceeds half a score point (where FACETS stops) and a hundredth.
- Variances by expectation and maximisation (Dempster, Laird and Rubin 1977) in the same equations, until the
  likelihood is a hundredth from its maximum; it takes ever more rounds where a variance is small.
"""

import os
import platform
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.judging_simulation import MODEL, Contest, Plan, simulate
from benchmarks.measure import Measurement, seconds
from contest_app.clock import utcnow
from contest_app.scoring.severity.additive.equations import Equations
from contest_app.scoring.severity.additive.fitting import fit_additive
from contest_app.scoring.severity.additive.reml import parts_of, point_at, restricted_maximum
from contest_app.scoring.severity.additive.terms import terms_of
from contest_app.scoring.severity.rasch.categories import moments_of
from contest_app.scoring.severity.rasch.fitting import fit_rasch
from contest_app.scoring.severity.ratings import FloatArray

RESULTS: Final = Path(__file__).with_suffix(".md")
HEADINGS: Final = ("Subject", "Against", "Ratio", "Ours", "The other", "What was done")
PLAN: Final = Plan(entries=2_000, judges=100, reviews=3)
BARS: Final = {"additive": 2.0, "Rasch": 10.0}
"""Processor seconds that a fit may take."""

_MOST_ROUNDS = 5_000


def main() -> None:
    """Measure, print the table and write it."""
    rows = [HEADINGS, tuple("---" for _ in HEADINGS), *(each.cells for each in measurements(simulate(PLAN, 0)))]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    bars = ", ".join(f"{name} {bar:g} s" for name, bar in BARS.items())
    about = "Written by `python -m benchmarks.judging_severity`; processor seconds of one thread."
    told = f"What is done is said at the top of that module. The bars: {bars}."
    print(table)
    RESULTS.write_text(
        f"# Speed of the severity models\n\n{about}\n{told}\n\n{_circumstances()}\n\n{table}\n", encoding="utf-8"
    )


def _circumstances() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scipy"))
    moment = f"{utcnow():%Y-%m-%d %H:%M} UTC"
    return f"{moment}, {os.cpu_count()} processors, Python {platform.python_version()}, {packages}."


def measurements(contest: Contest) -> Iterator[Measurement]:
    """Time both models, each against another way to the same maximum."""
    size = f"{len(contest.ratings.values):,} ratings"
    ours = min(seconds(lambda: fit_rasch(contest.ratings, MODEL), time.process_time) for _ in range(3))
    for residual in (0.5, 0.01):
        other, rounds = _timed_alternately(contest, residual)
        told = f"{size}; the other stops at residuals of {residual:g} points, after {rounds} rounds"
        yield Measurement("fit Rasch", "one facet after another", ours, other, told)
    additive = min(seconds(lambda: fit_additive(contest.ratings, "judge"), time.process_time) for _ in range(3))
    yield Measurement("fit additive", "fit Rasch", additive, ours, f"{size}; variances, effects and their errors")
    yield _variances(contest)


def _variances(contest: Contest) -> Measurement:
    """Time the search for the variances without effects of judges on criteria."""
    equations = Equations(terms_of(contest.ratings, contest.ratings.facet("judge")), len(contest.ratings.values))
    marks = contest.ratings.values - contest.ratings.values.mean()
    best = restricted_maximum(equations, marks)[0].log_likelihood
    ours = min(seconds(lambda: restricted_maximum(equations, marks), time.process_time) for _ in range(3))
    start = time.process_time()
    rounds = expect(equations, marks, best - 0.01)
    return Measurement(
        "find its variances", "EM", ours, time.process_time() - start, f"the same; {rounds} rounds of EM"
    )


def _timed_alternately(contest: Contest, residual: float) -> tuple[float, int]:
    """Return the seconds and the rounds of fitting one facet after another."""
    start = time.process_time()
    rounds = alternate(contest, residual)
    return time.process_time() - start, rounds


def alternate(contest: Contest, residual: float) -> int:
    """Fit Rasch facet by facet until no residual is larger, and return the rounds."""
    ratings, signs = contest.ratings, MODEL.signs(contest.ratings)
    categories = (ratings.values - ratings.values.min()).astype(np.intp)
    measures = [np.zeros(size) for size in ratings.sizes]
    counts = np.bincount(categories).astype(np.float64)
    thresholds = np.log(counts[:-1] / counts[1:])
    for number in range(1, _MOST_ROUNDS + 1):
        largest = 0.0
        for facet in range(len(measures)):
            missed, slope = _scores(contest, measures, signs, thresholds, categories)[:2]
            places = ratings.places[:, facet]
            off = np.bincount(places, missed)
            measures[facet] += np.clip(signs[facet] * off / np.bincount(places, slope), -1, 1)
            largest = max(largest, float(np.abs(off).max()))
        _, _, passed = _scores(contest, measures, signs, thresholds, categories)
        observed = np.cumsum(counts[:0:-1])[::-1]
        expected = passed.sum(axis=0)
        thresholds += (expected - observed) / (passed * (1 - passed)).sum(axis=0)
        if max(largest, float(np.abs(expected - observed).max())) < residual:
            return number
    return _MOST_ROUNDS


def _scores(
    contest: Contest, measures: list[FloatArray], signs: FloatArray, thresholds: FloatArray, categories: np.ndarray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    places = contest.ratings.places
    parts = [sign * own[places[:, at]] for at, (sign, own) in enumerate(zip(signs, measures, strict=True))]
    logits = np.sum(parts, axis=0)
    moments = moments_of(logits, np.zeros(len(places), dtype=np.intp), thresholds[None, :])
    return categories - moments.expected, moments.variance, moments.at_least


def expect(equations: Equations, marks: FloatArray, enough: float) -> int:
    """Find the variances by EM until the likelihood is enough, and return the rounds."""
    values = np.full(len(equations.terms.all) + 1, float(marks.var()) / (len(equations.terms.all) + 1))
    for number in range(1, _MOST_ROUNDS + 1):
        point = point_at(equations, marks, values)
        if point.log_likelihood >= enough:
            return number
        errors = values[-1] * point.solved.error_diagonal()
        values = values.copy()
        left = len(marks) - 1.0
        for place, part in enumerate(parts_of(equations)):
            left -= float(part.stop - part.start) - errors[part].sum() / values[place]
            squares = float(point.effects[part] @ point.effects[part] + errors[part].sum())
            values[place] = squares / (part.stop - part.start)
        values[-1] = (point.residuals @ point.residuals) / left
    return _MOST_ROUNDS


if __name__ == "__main__":
    main()
