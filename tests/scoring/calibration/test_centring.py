"""Vectors seen from the centre of their pool."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from contest_app.scoring.calibration.centring import WEIGHT, Centring, centre_of
from contest_app.scoring.encoders import Float32Array


def unit_rows(seed: int, count: int, shift: float = 0.0) -> Float32Array:
    """Return rows that all lean towards the first axis."""
    rows = np.random.default_rng(seed).normal(size=(count, 8)).astype(np.float32)
    rows[:, 0] += np.float32(shift)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))


def mean_cosine(rows: Float32Array) -> float:
    """Return the mean cosine of two different rows."""
    count = len(rows)
    return float(((rows @ rows.T).sum() - count) / (count * (count - 1)))


@given(st.integers(0, 999), st.integers(1, 60))
def test_centred_rows_are_unit_rows(seed: int, count: int) -> None:
    rows, mean = unit_rows(seed, count, 1.0), unit_rows(seed + 1, 50, 1.0).mean(axis=0)

    centred = Centring(centre_of(rows, mean)).centred(rows)

    np.testing.assert_allclose(np.linalg.norm(centred, axis=1), 1, atol=1e-5)


def test_what_all_have_in_common_brings_nobody_together() -> None:
    rows = unit_rows(1, 400, 3.0)

    centred = Centring(centre_of(rows, rows.mean(axis=0))).centred(rows)

    assert mean_cosine(rows) > 0.4
    assert abs(mean_cosine(centred)) < 0.02


@given(st.integers(0, 999), st.integers(1, 200))
def test_the_larger_the_pool_the_nearer_the_centre_to_its_own_mean(seed: int, count: int) -> None:
    rows, mean = unit_rows(seed, count, 1.0), unit_rows(seed + 1, 50).mean(axis=0)

    own_share = count / (count + WEIGHT)

    expected = own_share * rows.mean(axis=0) + (1 - own_share) * mean
    np.testing.assert_allclose(centre_of(rows, mean), expected, atol=1e-5)


def test_without_ideas_the_centre_is_the_languages_mean() -> None:
    mean = unit_rows(1, 1)[0]

    np.testing.assert_allclose(centre_of(np.empty((0, 8), np.float32), mean), mean, atol=1e-6)


def test_a_row_that_is_the_centre_stays_finite() -> None:
    row = unit_rows(1, 1)

    assert np.isfinite(Centring(row[0]).centred(row)).all()


def test_without_a_centre_rows_stay_as_they_are() -> None:
    rows = unit_rows(1, 5)

    assert Centring(None).centred(rows) is rows


@given(st.integers(0, 999), st.integers(1, 60))
def test_rows_that_differ_in_manner_alone_become_one(seed: int, count: int) -> None:
    manner = np.eye(8, dtype=np.float32)[[2, 5]]
    row, moves = unit_rows(seed, 1)[0], np.random.default_rng(seed).normal(size=(count, 2)).astype(np.float32)
    rows = row + moves @ manner

    centred = Centring(np.zeros(8, np.float32), manner).centred(rows)

    np.testing.assert_allclose(centred, np.tile(centred[0], (count, 1)), atol=1e-5)
    np.testing.assert_allclose(centred @ manner.T, 0, atol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(centred, axis=1), 1, atol=1e-5)
