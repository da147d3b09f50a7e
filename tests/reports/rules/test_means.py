"""A group's mean and its interval."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.reports.rules.means import clustered_mean

PUPILS = st.lists(st.tuples(st.floats(-3, 3), st.integers(0, 4)), min_size=10, max_size=40)


@given(PUPILS, st.randoms())
def test_the_order_of_pupils_changes_nothing(pupils: list[tuple[float, int]], order: object) -> None:
    shuffled = list(pupils)
    order.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis hands over a Random

    one = clustered_mean([value for value, _ in pupils], [cluster for _, cluster in pupils])
    other = clustered_mean([value for value, _ in shuffled], [cluster for _, cluster in shuffled])

    assert one.value == other.value
    assert one.clusters == other.clusters
    assert (one.low is None) == (other.low is None)
    assert one.low is None or math.isclose(one.low, other.low or 0, abs_tol=1e-9)


@given(PUPILS, st.floats(-5, 5))
def test_adding_to_every_value_moves_the_interval_and_leaves_its_width(
    pupils: list[tuple[float, int]], more: float
) -> None:
    clusters = [cluster for _, cluster in pupils]
    before = clustered_mean([value for value, _ in pupils], clusters)
    after = clustered_mean([value + more for value, _ in pupils], clusters)

    assert math.isclose(after.value, before.value + more, abs_tol=1e-9)
    if before.low is not None and before.high is not None and after.low is not None and after.high is not None:
        assert math.isclose(after.high - after.low, before.high - before.low, rel_tol=1e-6, abs_tol=1e-6)


def test_one_class_alone_has_no_interval() -> None:
    found = clustered_mean([1.0, 2.0, 3.0], ["7A"] * 3)

    assert (found.value, found.low, found.high, found.clusters) == (2.0, None, None, 1)


def test_classes_that_came_out_alike_by_chance_do_not_make_the_interval_narrow() -> None:
    found = clustered_mean([0.0, 2.0] * 10, ["7A", "7A"] * 5 + ["7B", "7B"] * 5)

    plain = math.sqrt(20 / 19 / 20)
    assert found.high is not None
    assert math.isclose(found.high - found.value, 12.706 * plain, rel_tol=1e-3)


def test_pupils_as_clusters_give_the_plain_error_of_a_mean() -> None:
    values = [1.0, 2.0, 4.0, 9.0]

    found = clustered_mean(values, range(4))

    assert found.high is not None
    assert math.isclose(found.high - found.value, 3.182446 * np.std(values, ddof=1) / 2, rel_tol=1e-6)


@pytest.mark.parametrize("classes", [4, 12, 40])
def test_intervals_hold_the_truth_about_as_often_as_they_say(classes: int) -> None:
    random = np.random.default_rng(7)
    held = 0
    for _ in range(1000):
        sizes = random.integers(8, 25, classes)
        of_class = random.normal(0, 0.5, classes)
        clusters = np.repeat(np.arange(classes), sizes)
        values = of_class[clusters] + random.normal(0, 1, len(clusters))
        found = clustered_mean(values.tolist(), clusters.tolist())
        held += found.low is not None and found.high is not None and found.low <= 0 <= found.high

    assert 0.93 <= held / 1000 <= 0.985
