"""Alpha, omega, and the length of a form."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from contest_app.scoring.agreement import intraclass_correlations
from contest_app.scoring.reliability import alpha, feldt_interval, omega, spearman_brown, times_needed

SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
"""Six people by four raters: Shrout and Fleiss (1979), table 2; ICC(3, k), which is alpha, is published as .91."""

tables = arrays(np.float64, st.tuples(st.integers(2, 8), st.integers(2, 5)), elements=st.integers(0, 5))
shares = st.floats(0.01, 0.99)


def test_alpha_of_the_published_table() -> None:
    found = alpha(SHROUT_FLEISS)

    assert found is not None
    assert (round(found.value, 2), found.people, found.items) == (0.91, 6, 4)


@given(tables)
def test_alpha_is_the_third_intraclass_correlation_of_the_mean(table: np.ndarray) -> None:
    found, expected = alpha(table), intraclass_correlations(table).icc3_mean
    assume(found is not None)
    assume(expected is not None)

    assert found is not None
    assert found.value == pytest.approx(expected, abs=1e-6)


def test_feldts_interval_as_published() -> None:
    """The example of Evans's program, psyctc.org: alpha .913 of 873 people and 20 items."""
    assert feldt_interval(0.913, people=873, items=20) == pytest.approx((0.9044024, 0.9211588), abs=1e-7)


def test_feldts_interval_holds_the_true_alpha_in_nineteen_of_twenty_samples() -> None:
    generator = np.random.default_rng(1)
    truth = 5 * 0.5 / (1 + 4 * 0.5)  # five parallel items correlated .5
    inside = 0
    for _ in range(400):
        trait = generator.normal(size=(60, 1))
        found = alpha(math.sqrt(0.5) * trait + math.sqrt(0.5) * generator.normal(size=(60, 5)))
        assert found is not None
        inside += found.low <= truth <= found.high

    assert inside / 400 == pytest.approx(0.95, abs=0.03)


@given(tables, st.integers(1, 4), st.integers(-5, 5))
def test_a_change_of_scale_changes_no_alpha(table: np.ndarray, factor: int, shift: int) -> None:
    before, after = alpha(table), alpha(factor * table + shift)

    assert (before is None) == (after is None)
    if before is not None and after is not None:
        assert after.value == pytest.approx(before.value, abs=1e-6)


def test_totals_that_do_not_vary_have_no_alpha() -> None:
    assert alpha([[1, 3], [3, 1], [2, 2]]) is None


@pytest.mark.parametrize("table", [[[1.0, 2.0]], [[1.0], [2.0]], [[1.0, math.nan], [2.0, 3.0]], [1.0, 2.0]])
def test_a_table_too_small_or_with_gaps_is_refused(table: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="complete table"):
        alpha(table)


def test_omega_of_parallel_items_is_spearman_browns() -> None:
    assert omega([1.0] * 6, [1.5] * 6) == pytest.approx(spearman_brown(1 / 2.5, times=6))


def test_omega_of_congeneric_items_is_the_share_of_true_variance() -> None:
    generator = np.random.default_rng(0)
    discriminations, residuals = np.array([0.9, 0.5, 0.7]), np.array([0.3, 0.9, 0.6])
    trait = generator.normal(size=100_000)
    totals = trait * discriminations.sum() + generator.normal(0, math.sqrt(residuals.sum()), 100_000)

    assert omega(discriminations, residuals) == pytest.approx(np.corrcoef(trait, totals)[0, 1] ** 2, abs=0.01)


def test_items_without_any_variance_are_not_reliable() -> None:
    assert omega([0.0], [0.0]) == 0


@pytest.mark.parametrize(("loadings", "residuals"), [([], []), ([1.0], [1.0, 2.0]), ([1.0], [-1.0])])
def test_omega_needs_both_numbers_of_each_item(loadings: list[float], residuals: list[float]) -> None:
    with pytest.raises(ValueError, match="each item"):
        omega(loadings, residuals)


def test_spearman_browns_classical_figures() -> None:
    """Doubling a half of reliability .50, .60, .70: .67, .75, .82."""
    assert [round(spearman_brown(half, times=2), 2) for half in (0.5, 0.6, 0.7)] == [0.67, 0.75, 0.82]


@given(shares, shares)
def test_the_length_that_is_needed_gives_what_is_wanted(reliability: float, wanted: float) -> None:
    assert spearman_brown(reliability, times_needed(reliability, wanted)) == pytest.approx(wanted)


def test_no_length_makes_up_for_no_reliability() -> None:
    assert times_needed(0.0, 0.8) == math.inf
    assert times_needed(1.0, 0.8) == 0


@pytest.mark.parametrize(("reliability", "times"), [(-0.1, 2), (1.1, 2), (0.5, 0)])
def test_spearman_brown_refuses_what_cannot_be(reliability: float, times: float) -> None:
    with pytest.raises(ValueError, match="length"):
        spearman_brown(reliability, times)


@pytest.mark.parametrize(("reliability", "wanted"), [(-0.1, 0.5), (0.5, 0.0), (0.5, 1.0)])
def test_a_wanted_reliability_lies_between_none_and_all(reliability: float, wanted: float) -> None:
    with pytest.raises(ValueError, match="wanted"):
        times_needed(reliability, wanted)
