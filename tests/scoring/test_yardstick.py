from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.scoring.composite import Dimension, on_scale
from contest_app.scoring.estimate import Estimate
from contest_app.scoring.yardstick import MIN_PEOPLE, Yardstick, measured, yardstick

NUMBERS = st.floats(-20, 20, allow_nan=False)


@given(NUMBERS, st.floats(0.1, 10), st.floats(0.1, 10), NUMBERS)
def test_another_unit_changes_no_place(value: float, deviation: float, times: float, shift: float) -> None:
    one = measured(Estimate(value, 0.5), Yardstick(20, 1.0, deviation))
    other = measured(Estimate(value * times + shift, 0.5 * times), Yardstick(20, times + shift, deviation * times))

    assert other.value == pytest.approx(one.value, abs=1e-6)
    assert other.standard_error == pytest.approx(one.standard_error, abs=1e-6)


@given(st.integers(MIN_PEOPLE, 500))
def test_more_people_make_a_surer_yardstick(people: int) -> None:
    few, many = (measured(Estimate(1.5, 0.2), Yardstick(size, 0.0, 1.0)) for size in (people, people + 1))

    assert many.standard_error < few.standard_error


def test_error_of_a_place_holds_the_own_error_and_that_of_the_group() -> None:
    place = measured(Estimate(2.0, 0.6), Yardstick(12, 0.0, 2.0))

    assert (place.value, place.standard_error) == pytest.approx((1.0, (0.09 + 0.125) ** 0.5))


@pytest.mark.parametrize("useless", [Yardstick(MIN_PEOPLE - 1, 0.0, 1.0), Yardstick(MIN_PEOPLE, 0.0, 0.0)])
def test_few_people_or_equal_ones_measure_nobody(useless: Yardstick) -> None:
    with pytest.raises(ValueError, match="differ"):
        measured(Estimate(1.0, 0.1), useless)


def test_one_person_makes_no_yardstick() -> None:
    assert yardstick([1.0]) is None


@given(st.integers(0, 60), st.floats(0, 5))
def test_roots_of_counts_keep_the_order_and_the_share_of_error(count: int, error: float) -> None:
    less, more = (on_scale(Estimate(float(number), error), Dimension.FLEXIBILITY) for number in (count, count + 1))

    assert less.value < more.value
    assert less.standard_error >= more.standard_error


def test_rarity_goes_on_the_scale_as_it_is() -> None:
    assert on_scale(Estimate(4.5, 0.4), Dimension.ORIGINALITY_MEAN) == Estimate(4.5, 0.4)
