"""One dimension at a time, by hand-made examples and properties."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.scoring.elaboration import MAX_ELABORATION, elaboration
from contest_app.scoring.estimate import Estimate
from contest_app.scoring.flexibility import categories, switches
from contest_app.scoring.fluency import fluency
from contest_app.scoring.originality import (
    mean_estimate,
    neighbour_distances,
    pooled_spread,
    rarity,
    share_interval,
    top2_estimate,
)

sequences = st.lists(st.integers(0, 4), min_size=1, max_size=6)
values = st.lists(st.floats(0, 10), min_size=1, max_size=8)


@given(st.integers(1, 300), st.integers(0, 300))
def test_the_more_people_had_an_idea_the_less_rare_it_is(people: int, others: int) -> None:
    pool = people + others + 1

    assert rarity(people, pool) > rarity(people + 1, pool) > 0


@given(st.integers(1, 50), st.integers(1, 50))
def test_one_of_a_larger_pool_is_rarer(pool: int, more: int) -> None:
    assert rarity(1, pool + more) > rarity(1, pool)


def test_the_interval_of_a_share_is_the_published_one() -> None:
    low, high = share_interval(15, 148)  # Newcombe (1998), table I, Wilson without correction: .0624, .1605

    assert (round(low, 4), round(high, 4)) == (0.0624, 0.1605)


def test_fluency_of_nothing_is_nought_with_an_error() -> None:
    assert fluency(0) == Estimate(0.0, math.sqrt(0.5))


@given(sequences)
def test_the_error_of_flexibility_is_that_of_all_resamples(sequence: list[int]) -> None:
    if len(sequence) > 4:
        sequence = sequence[:4]
    counts = [len(set(sample)) for sample in itertools.product(sequence, repeat=len(sequence))]

    assert categories(sequence).standard_error == pytest.approx(np.std(counts), abs=1e-6)


@given(sequences)
def test_there_are_never_more_switches_than_steps_nor_fewer_than_categories_need(
    sequence: list[int],
) -> None:
    found = switches(sequence).value

    assert categories(sequence).value - 1 <= found <= len(sequence) - 1


def test_no_ideas_have_no_categories_and_no_switches() -> None:
    assert (categories([]), switches([])) == (Estimate(0.0, 0.0), Estimate(0.0, 0.0))


@given(values, st.integers(0, 9))
def test_the_top_two_are_never_below_the_mean(own: list[float], seed: int) -> None:
    top, mean = top2_estimate(own, 1.0, seed), mean_estimate(own, 1.0)

    assert top is not None
    assert mean is not None
    assert top.value >= mean.value - 1e-9
    assert top.standard_error >= 0


def test_no_ideas_have_no_originality() -> None:
    assert (mean_estimate([], 1.0), top2_estimate([], 1.0, 0)) == (None, None)


def test_the_error_of_a_mean_shrinks_with_the_root_of_the_ideas() -> None:
    assert mean_estimate([1.0, 2.0, 3.0, 4.0], 1.0) == Estimate(2.5, 0.5)


def test_the_spread_within_people_is_pooled() -> None:
    assert pooled_spread([[1.0, 3.0], [10.0, 12.0], [5.0]]) == pytest.approx(math.sqrt(2))
    assert pooled_spread([[1.0], [3.0]]) == pytest.approx(math.sqrt(2))
    assert pooled_spread([[1.0], []]) == 0.0


def test_a_distance_is_the_mean_over_the_five_nearest_of_other_people() -> None:
    angles = np.radians([0, 10, 20, 30, 40, 50, 60, 1])
    rows = np.column_stack([np.cos(angles), np.sin(angles)]).astype(np.float32)
    owners = np.array([0, 1, 2, 3, 4, 5, 6, 0])

    found = neighbour_distances(rows[:1], owners[:1], rows, owners)

    assert found == [pytest.approx(np.mean([1 - math.cos(math.radians(a)) for a in (10, 20, 30, 40, 50)]), abs=1e-5)]


@pytest.mark.parametrize(
    ("text", "language", "length"),
    [
        ("a hat", "en", 0),
        ("", "en", 0),
        ("use it as a hat for a small garden gnome", "en", 3),
        ("сделать шляпу для садового гнома", "ru", 2),
        ("гномға арналған үлкен қалпақ жасау", "kk", 2),
        ("word " * 500, "en", MAX_ELABORATION),
    ],
)
def test_elaboration_counts_content_words_beyond_the_first(text: str, language: str, length: int) -> None:
    assert elaboration(text, language) == length


@pytest.mark.parametrize("pool_people", range(1, 60))
def test_the_interval_of_a_share_that_all_have_ends_at_one(pool_people: int) -> None:
    low, high = share_interval(pool_people, pool_people)

    assert 0 < low < 1
    assert high == 1.0
