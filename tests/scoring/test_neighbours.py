"""The nearest rows, found in blocks, are those of looking at each pair."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest_app.scoring import neighbours
from contest_app.scoring.encoders import Float32Array
from contest_app.scoring.neighbours import NOBODY, nearest


def unit_rows(seed: int, count: int) -> Float32Array:
    rows = np.random.default_rng(seed).normal(size=(count, 6)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))


@settings(deadline=None)
@given(st.integers(0, 999), st.integers(1, 400), st.integers(1, 20))
def test_the_nearest_rows_are_those_of_looking_at_all(seed: int, size: int, count: int) -> None:
    pool, queries = unit_rows(seed, size), unit_rows(seed + 1, 7)

    found = nearest(pool, queries, count)

    expected = np.sort(queries @ pool.T, axis=1)[:, ::-1][:, :count]
    assert found.similarities == pytest.approx(expected, abs=1e-6)
    assert np.take_along_axis(queries @ pool.T, found.rows, axis=1) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("cells", [1, 500, 10_000])
def test_the_size_of_the_blocks_changes_nothing(cells: int, monkeypatch: pytest.MonkeyPatch) -> None:
    pool = unit_rows(3, 300)
    whole = nearest(pool, pool, 9)

    monkeypatch.setattr(neighbours, "_BLOCK_CELLS", cells)
    parts = nearest(pool, pool, 9)

    assert np.array_equal(parts.rows, whole.rows)
    assert parts.similarities == pytest.approx(whole.similarities, abs=1e-6)


def test_a_row_leaves_itself_out_and_says_where_nobody_is_left() -> None:
    pool = unit_rows(0, 3)

    found = nearest(pool, pool, 5, own=np.arange(3))

    assert [set(row) for row in found.rows.tolist()] == [{1, 2, NOBODY}, {0, 2, NOBODY}, {0, 1, NOBODY}]
    assert np.isneginf(found.similarities[:, 2]).all()


def test_equal_rows_come_in_their_order() -> None:
    pool = np.repeat(unit_rows(1, 1), 4, axis=0)

    assert nearest(pool, pool[:1], 4).rows.tolist() == [[0, 1, 2, 3]]


def test_an_empty_pool_has_no_neighbours() -> None:
    assert nearest(unit_rows(0, 0), unit_rows(0, 2), 5).rows.shape == (2, 0)
