"""Quantiles of F, against those of a large library."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import betainc, fdtri

from contest_app.scoring.f_distribution import f_quantile, incomplete_beta


@given(st.floats(0.01, 0.99), st.floats(0.5, 500), st.floats(0.5, 500))
@settings(deadline=None)
def test_quantiles_are_those_of_a_large_library(probability: float, freedom: float, other: float) -> None:
    assert f_quantile(probability, freedom, other) == pytest.approx(fdtri(freedom, other, probability), rel=1e-8)


@given(st.floats(0.1, 300), st.floats(0.1, 300), st.floats(0, 1))
@settings(deadline=None)
def test_the_distribution_is_that_of_a_large_library(first: float, second: float, share: float) -> None:
    assert incomplete_beta(first, second, share) == pytest.approx(betainc(first, second, share), abs=1e-10)


@pytest.mark.parametrize("numbers", [(0.0, 1, 1), (1.0, 1, 1), (0.5, 0, 1), (0.5, 1, -1)])
def test_what_is_no_distribution_is_refused(numbers: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="degrees of freedom"):
        f_quantile(*numbers)
