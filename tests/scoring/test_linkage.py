"""Average linkage by means and lists gives the tree of the reference implementation."""

import csv
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.cluster.hierarchy import average, fcluster
from scipy.spatial.distance import pdist

from contest_app.scoring.encoders import Encoder, Float32Array
from contest_app.scoring.linkage import Joins, average_linkage
from contest_app.scoring.neighbours import Rows
from contest_app.scoring.text import normalise


def unit_rows(seed: int, count: int, width: int = 8) -> Float32Array:
    rows = np.random.default_rng(seed).normal(size=(count, width)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))


def linked(rows: Float32Array, distance: float = 2.0) -> Joins:
    return average_linkage(rows, distance)


def same_groups(one: Rows, other: Rows) -> bool:
    pairs = set(zip(one.tolist(), other.tolist(), strict=True))
    return len(pairs) == len(set(one.tolist())) == len(set(other.tolist()))


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 9_999), st.integers(2, 120), st.floats(0.05, 1.4))
def test_random_rows_are_grouped_as_by_the_reference(seed: int, count: int, distance: float) -> None:
    rows = unit_rows(seed, count)
    tree = average(pdist(rows.astype(np.float64), "cosine"))
    assume(np.diff(np.sort([*tree[:, 2], distance])).min() > 1e-5)  # apart from near-equals, which rounding settles

    found = linked(rows, distance).roots(count)

    assert same_groups(found, fcluster(tree, distance, "distance"))


@pytest.mark.parametrize(("name", "language"), [("raw_en_box_rope", "en"), ("raw_ru_newspaper_ruler", "ru")])
def test_a_real_pool_is_grouped_as_by_the_reference(name: str, language: str, fast: Encoder, data: Path) -> None:
    with (data / "scoring" / f"{name}.csv").open(encoding="utf-8") as file:
        table = list(csv.DictReader(file))
    texts = sorted({normalise(row["response"]) for row in table if row["prompt"] == table[0]["prompt"]})
    rows = fast.encode(texts, language)
    tree = average(pdist(rows.astype(np.float64), "cosine"))

    joins = linked(rows, 0.8)

    for distance in (0.4, 0.58, 0.63, 0.73):
        assert same_groups(joins.within(distance).roots(len(rows)), fcluster(tree, distance, "distance"))


@settings(deadline=None)
@given(st.integers(0, 999), st.integers(1, 60), st.floats(0.1, 1.9))
def test_a_tree_up_to_a_distance_is_the_part_of_the_whole_tree(seed: int, count: int, distance: float) -> None:
    rows = unit_rows(seed, count)

    whole, part = linked(rows), linked(rows, distance)

    assert same_groups(whole.within(distance).roots(count), part.roots(count))


@settings(deadline=None)
@given(st.integers(0, 999), st.integers(2, 80))
def test_no_join_is_nearer_than_one_within_it(seed: int, count: int) -> None:
    joins = linked(unit_rows(seed, count, width=3))

    latest: dict[int, float] = {}
    for first, second, similar in zip(joins.first, joins.second, joins.similarities, strict=True):
        assert similar <= min(latest.get(first, 1.1), latest.get(second, 1.1))
        latest[first] = similar
    assert len(joins.first) == count - 1


@pytest.mark.parametrize("count", [2, 40, 200])
def test_equal_rows_all_join_at_no_distance(count: int) -> None:
    rows = np.repeat(unit_rows(5, 1), count, axis=0)

    joins = linked(rows, 0.0)

    assert joins.roots(count).tolist() == [0] * count


@settings(deadline=None)
@given(st.integers(0, 999), st.lists(st.integers(0, 30), min_size=1, max_size=90), st.floats(0.05, 1.4))
def test_rows_that_come_again_are_grouped_with_the_first(seed: int, again: list[int], distance: float) -> None:
    distinct = unit_rows(seed, 31)
    rows = distinct[again]

    roots = linked(rows, distance).roots(len(rows))

    assert roots.tolist() == [again.index(again[root]) for root in roots]
    assert all(roots[row] == roots[again.index(text)] for row, text in enumerate(again))


def test_thousands_of_rows_that_come_again_take_no_longer() -> None:
    rows = unit_rows(8, 300)[np.random.default_rng(0).zipf(1.5, 6_000) % 300]
    started = time.process_time()

    linked(rows, 0.6)

    assert time.process_time() - started < 2.0


def test_equal_distances_all_around_join_whatever_their_number() -> None:
    rows = np.eye(70, dtype=np.float32)

    assert linked(rows, 0.99).roots(70).tolist() == list(range(70))
    assert linked(rows, 1.0).roots(70).tolist() == [0] * 70


@pytest.mark.parametrize("count", [0, 1])
def test_nothing_to_join_makes_no_join(count: int) -> None:
    assert linked(unit_rows(0, count)).roots(count).tolist() == list(range(count))
