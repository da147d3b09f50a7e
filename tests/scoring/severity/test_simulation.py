"""Simulated contests: severity is found, and fair places are nearer to the truth than raw ones."""

import os
import time
from collections.abc import Callable
from typing import Final

import numpy as np
import pytest

from benchmarks.judging_simulation import (
    MODEL,
    Plan,
    additive_scores,
    agreement,
    found_best,
    rasch_scores,
    raw_scores,
    simulate,
)
from contest_app.scoring.severity.additive.fitting import fit_additive
from contest_app.scoring.severity.rasch.fitting import fit_rasch
from contest_app.scoring.severity.ratings import FloatArray, Ratings

LONG_RUN: Final = [pytest.mark.slow, pytest.mark.skipif("QIYAL_SOAK" not in os.environ, reason="only in `make soak`")]
SHORT, LONG = 6, 60
SPARSE = Plan(entries=120, judges=12, reviews=3)
FAIR = [additive_scores, rasch_scores]
RUNS = [SHORT, pytest.param(LONG, marks=LONG_RUN)]

Scores = Callable[[Ratings], FloatArray]


def severities(plan: Plan, seed: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return true severity, that of the additive model, and that of Rasch."""
    contest = simulate(plan, seed)
    additive = -fit_additive(contest.ratings, "judge").facet("judge").effect
    rasch = fit_rasch(contest.ratings, MODEL).measures[contest.ratings.facet("judge")]
    return contest.severity, additive, rasch


@pytest.mark.parametrize("runs", RUNS)
def test_severity_is_recovered_from_sparse_connected_panels(runs: int) -> None:
    found = [severities(SPARSE, seed) for seed in range(runs)]

    additive = [np.corrcoef(true, own)[0, 1] for true, own, _ in found]
    rasch = [np.corrcoef(true, own)[0, 1] for true, _, own in found]
    assert np.mean(additive) >= 0.95
    assert np.mean(rasch) >= 0.95


@pytest.mark.parametrize("runs", RUNS)
@pytest.mark.parametrize("fair", FAIR)
def test_fair_places_are_nearer_to_true_quality_than_raw_ones(fair: Scores, runs: int) -> None:
    contests = [simulate(SPARSE, seed) for seed in range(runs)]

    for measure in (agreement, found_best):
        ours = np.mean([measure(fair(each.ratings), each.quality) for each in contests])
        raw = np.mean([measure(raw_scores(each.ratings), each.quality) for each in contests])
        assert ours > raw + 0.02


@pytest.mark.parametrize("runs", RUNS)
@pytest.mark.parametrize("fair", FAIR)
def test_where_no_judge_is_severe_fair_places_are_as_good_as_raw_ones(fair: Scores, runs: int) -> None:
    contests = [simulate(Plan(120, 12, 3, severity=0.0), seed) for seed in range(runs)]

    ours = np.mean([agreement(fair(each.ratings), each.quality) for each in contests])
    raw = np.mean([agreement(raw_scores(each.ratings), each.quality) for each in contests])
    assert ours == pytest.approx(raw, abs=0.01)


def test_where_no_severity_is_found_the_additive_places_are_the_raw_ones() -> None:
    ratings = simulate(Plan(60, 6, 3, severity=0.0), 1).ratings
    fit = fit_additive(ratings, "judge")

    assert not fit.facet("judge").effect.any()
    assert agreement(fit.facet("entry").fair_average, raw_scores(ratings)) == pytest.approx(1)


@pytest.mark.parametrize("fair", FAIR)
def test_where_the_whole_jury_rated_every_entry_both_models_leave_the_places(fair: Scores) -> None:
    contest = simulate(Plan(30, 5, 5), 2)

    assert agreement(fair(contest.ratings), raw_scores(contest.ratings)) == pytest.approx(1)


@pytest.mark.slow
@pytest.mark.skipif("QIYAL_SOAK" not in os.environ, reason="only in `make soak`")
def test_thirty_thousand_ratings_take_two_and_ten_seconds_of_processor_time_at_most() -> None:
    contest = simulate(Plan(2_000, 100, 3), 0)

    start = time.process_time()
    additive = fit_additive(contest.ratings, "judge")
    between = time.process_time()
    rasch = fit_rasch(contest.ratings, MODEL)
    end = time.process_time()

    assert len(contest.ratings.values) == 30_000
    assert (additive.variances.converged, rasch.convergence.reached) == (True, True)
    assert between - start < 2
    assert end - between < 10
    own = rasch.measures[contest.ratings.facet("judge")]
    assert np.corrcoef(own, contest.severity)[0, 1] >= 0.95
    assert np.corrcoef(-additive.facet("judge").effect, contest.severity)[0, 1] >= 0.95
