"""How an answer stands in its pool."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from contest_app.scoring.encoders import Encoder
from contest_app.scoring.rater.viewing import view_of_texts
from contest_app.scoring.rater.views import standardised

TEXTS = ["a doorstop", "hold a door open", "a paper weight", "a planet for ants"]


@given(arrays(np.float64, st.integers(2, 30), elements=st.floats(-1e3, 1e3)))
def test_standardised_values_have_no_mean_and_the_spread_of_one(values: np.ndarray) -> None:
    found = standardised(values)

    assert found.mean() == pytest.approx(0, abs=1e-6)
    assert found.std() == pytest.approx(0 if values.std() <= 1e-9 else 1, abs=1e-6)


@given(arrays(np.float64, 8, elements=st.floats(-5, 5)), st.floats(0.5, 10), st.floats(-100, 100))
def test_a_pool_twice_as_dense_stands_the_same(values: np.ndarray, factor: float, shift: float) -> None:
    if values.std() > 1e-3:
        np.testing.assert_allclose(standardised(factor * values + shift), standardised(values), atol=1e-6)


def test_an_unknown_distance_stands_in_the_middle() -> None:
    assert standardised(np.array([1.0, np.nan, 3.0]))[1] == 0
    assert standardised(np.array([np.nan])).tolist() == [0.0]


def test_the_order_of_a_pool_moves_no_answer(fast: Encoder) -> None:
    order = [2, 0, 3, 1]

    one = view_of_texts("brick", "en", TEXTS, fast)
    other = view_of_texts("brick", "en", [TEXTS[place] for place in order], fast)

    np.testing.assert_allclose(other.relations, one.relations[order], atol=1e-5)


def test_an_answer_alone_has_no_distance_and_a_standing_of_nought(fast: Encoder) -> None:
    alone = view_of_texts("brick", "en", TEXTS[:1], fast)

    assert np.isnan(alone.distance).all()
    assert not alone.standing.any()


def test_the_shift_is_of_unit_length_even_where_nothing_moves(fast: Encoder) -> None:
    view = view_of_texts("brick", "en", TEXTS, fast)

    np.testing.assert_allclose(np.linalg.norm(view.shift, axis=1), 1, atol=1e-5)
    assert np.isfinite(view.relations).all()
