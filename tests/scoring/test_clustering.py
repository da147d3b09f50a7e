"""Two levels of groups, exact whatever the order."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.cluster import AgglomerativeClustering
from sklearn.metrics import adjusted_rand_score

from contest_app.scoring.clustering import group, medoid
from contest_app.scoring.encoders import Float32Array


def unit_rows(seed: int, count: int) -> Float32Array:
    rows = np.random.default_rng(seed).normal(size=(count, 8)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 999), st.integers(2, 40), st.floats(0.1, 1.5))
def test_groups_are_those_of_the_reference_implementation(seed: int, count: int, cut: float) -> None:
    rows = unit_rows(seed, count)
    reference = AgglomerativeClustering(None, metric="cosine", linkage="average", distance_threshold=cut)

    assert adjusted_rand_score(reference.fit_predict(rows), group(rows, cut, 2.0).ideas) == 1.0


@given(st.integers(0, 999), st.integers(0, 30))
def test_the_order_of_the_rows_changes_no_group(seed: int, count: int) -> None:
    rows = unit_rows(seed, count)
    order = np.random.default_rng(seed).permutation(count)

    found, shuffled = group(rows, 0.6, 0.9), group(rows[order], 0.6, 0.9)

    assert count <= 1 or adjusted_rand_score(found.ideas[order], shuffled.ideas) == 1.0
    assert count <= 1 or adjusted_rand_score(found.categories[order], shuffled.categories) == 1.0


@given(st.integers(0, 999))
def test_groups_are_numbered_by_first_appearance(seed: int) -> None:
    ideas = group(unit_rows(seed, 25), 0.7, 0.9).ideas.tolist()

    assert list(dict.fromkeys(ideas)) == list(range(max(ideas) + 1))


def test_the_medoid_follows_the_people() -> None:
    rows = unit_rows(1, 5)

    assert medoid(rows, np.array([0.0, 0.0, 9.0, 0.0, 0.0])) == 2
