"""Change between two sittings."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.scoring.change import (
    Verdict,
    change,
    expected_by_itself,
    mean_change,
    standard_error_of_measurement,
)
from contest_app.scoring.estimate import Estimate
from contest_app.scoring.too_few import TooFew

estimates = st.builds(Estimate, st.floats(-100, 100), st.floats(0.1, 20))


def test_the_published_couple_changed_reliably() -> None:
    """Jacobson and Truax (1991): 47.5 before therapy, 32.5 after, standard deviation 7.5, reliability .80."""
    error = standard_error_of_measurement(7.5, 0.80)

    found = change(Estimate(47.5, error), Estimate(32.5, error))

    assert round(error, 2) == 3.35
    assert round(found.moved.standard_error, 2) == 4.74
    assert round(found.index, 2) == -3.16
    assert found.verdict is Verdict.FELL


@pytest.mark.parametrize(
    ("after", "verdict"),
    [(19.5, Verdict.NOT_TOLD), (19.7, Verdict.ROSE), (0.5, Verdict.NOT_TOLD), (0.3, Verdict.FELL)],
)
def test_a_change_is_told_beyond_1_96_errors(after: float, verdict: Verdict) -> None:
    assert change(Estimate(10.0, 3.0), Estimate(after, 3.86)).verdict is verdict


@given(estimates, estimates)
def test_turning_time_round_turns_the_change_round(one: Estimate, two: Estimate) -> None:
    there, back = change(one, two), change(two, one)

    assert back.moved.value == -there.moved.value
    assert back.moved.standard_error == there.moved.standard_error
    assert back.index == -there.index


@given(estimates, estimates, st.floats(1.01, 5))
def test_a_larger_error_makes_no_change_more_reliable(one: Estimate, two: Estimate, factor: float) -> None:
    rough = change(one, Estimate(two.value, two.standard_error * factor))

    assert abs(rough.index) <= abs(change(one, two).index)


def test_without_any_error_every_difference_is_reliable() -> None:
    exact = Estimate(1.0, 0.0)

    assert change(exact, Estimate(2.0, 0.0)).index == math.inf
    assert change(exact, Estimate(0.0, 0.0)).verdict is Verdict.FELL
    assert change(exact, exact).verdict is Verdict.NOT_TOLD


def test_a_low_class_rises_by_itself() -> None:
    """Kelley: a second result is expected at mean + r (first − mean)."""
    generator = np.random.default_rng(0)
    true = generator.normal(50, math.sqrt(0.8) * 10, 20_000)
    before, after = (true + generator.normal(0, math.sqrt(0.2) * 10, 20_000) for _ in range(2))
    low = before < 40

    rise = float((after - before)[low].mean())

    assert rise == pytest.approx(expected_by_itself(float(before[low].mean()), 50.0, 0.8), abs=0.2)


@given(st.floats(0, 1), st.floats(-50, 50))
def test_nothing_is_expected_of_the_mean_itself(reliability: float, mean: float) -> None:
    assert expected_by_itself(mean, mean, reliability) == 0


def test_a_class_changes_by_its_mean_with_the_error_of_a_mean() -> None:
    moves = [change(Estimate(0.0, 1.0), Estimate(float(move), 1.0)) for move in range(1, 11)]

    found = mean_change(moves)

    assert isinstance(found, Estimate)
    assert found.value == 5.5
    assert found.standard_error == pytest.approx(np.std(range(1, 11), ddof=1) / math.sqrt(10))


def test_nine_people_are_too_few_for_a_mean_change() -> None:
    assert mean_change([change(Estimate(0.0, 1.0), Estimate(1.0, 1.0))] * 9) == TooFew(people=9, needed=10)


@pytest.mark.parametrize(("spread", "reliability"), [(-1, 0.5), (1, -0.1), (1, 1.1)])
def test_an_impossible_spread_or_reliability_is_refused(spread: float, reliability: float) -> None:
    with pytest.raises(ValueError, match="reliability"):
        standard_error_of_measurement(spread, reliability)
