"""Thresholds that follow the size of a pool."""

import math

from hypothesis import given
from hypothesis import strategies as st

from contest_app.scoring.calibration import UNCALIBRATED, Calibration
from contest_app.scoring.calibration.values import REFERENCE

SIZES = st.integers(0, 100_000)


def calibrations() -> st.SearchStrategy[Calibration]:
    """Return calibrations with thresholds of an idea below those of a category."""
    return st.builds(
        lambda idea, rest, spread: Calibration(idea, idea + rest * (1 - idea), spread=spread),
        st.floats(0.1, 0.95),
        st.floats(0, 0.9),
        st.floats(0.01, 0.2),
    )


@given(calibrations(), SIZES, SIZES)
def test_a_larger_pool_is_never_cut_looser(calibration: Calibration, one: int, other: int) -> None:
    small, large = (calibration.at(count) for count in sorted((one, other)))

    assert large.idea <= small.idea
    assert large.category <= small.category + 1e-12


@given(calibrations(), SIZES)
def test_an_idea_lies_within_its_category_in_any_pool(calibration: Calibration, count: int) -> None:
    cut = calibration.at(count)

    assert 0 <= cut.idea <= cut.category + 1e-12
    assert cut.category < 1


@given(calibrations(), st.integers(0, REFERENCE))
def test_pools_up_to_those_of_the_fitting_are_cut_alike(calibration: Calibration, count: int) -> None:
    cut = calibration.at(count)

    assert math.isclose(cut.idea, calibration.idea)
    assert math.isclose(cut.category, calibration.category)


@given(calibrations(), SIZES, SIZES)
def test_thresholds_of_one_pool_follow_no_other_pools_size(calibration: Calibration, one: int, other: int) -> None:
    assert calibration.at(one).at(other) == calibration.at(one)


@given(SIZES)
def test_without_a_spread_every_pool_is_cut_alike(count: int) -> None:
    assert UNCALIBRATED.at(count) is UNCALIBRATED


def test_the_threshold_falls_by_the_expected_nearness_of_the_nearest_stranger() -> None:
    """Of n normal deviates the largest is about √(2 ln n): 2.146 for 10 ideas, 3.688 for 900."""
    assert math.isclose(Calibration(0.8, 0.9, spread=0.1).at(900).idea, 0.8 - 0.1 * (3.6885 - 2.1460), abs_tol=1e-4)
