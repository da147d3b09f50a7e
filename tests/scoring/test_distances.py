"""Distances to other people's ideas, whatever the size of the pool."""

import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest_app.scoring.distances import NEIGHBOURS, Distances, Given, neighbour_distances
from contest_app.scoring.encoders import Float32Array


def unit_rows(seed: int, count: int) -> Float32Array:
    rows = np.random.default_rng(seed).normal(size=(count, 5)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))


@st.composite
def given_ideas(draw: st.DrawFn, most_people: int) -> Given:
    """Ideas of some people in twelve wordings, none twice by one person."""
    pairs = draw(st.sets(st.tuples(st.integers(0, 11), st.integers(0, most_people))))
    rows, people = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2).T
    return Given(rows, people)


def by_hand(vectors: Float32Array, row: int, person: int, pool: Given) -> float:
    others = sorted(1 - float(vectors[row] @ vectors[other]) for other in pool.rows[pool.people != person])
    return math.nan if not others else max(0.0, float(np.mean(others[:NEIGHBOURS])))


def at_angles(*degrees: float) -> Float32Array:
    angles = np.radians(degrees)
    return np.column_stack([np.cos(angles), np.sin(angles)]).astype(np.float32)


def of_first(distances: list[float]) -> Distances:
    """Measure an idea against others' at the given cosine distances."""
    rows = at_angles(0, *np.degrees(np.arccos(1 - np.array(distances))))
    everyone = np.arange(len(rows))
    return neighbour_distances(rows, Given(everyone[:1], everyone[:1]), Given(everyone, everyone))


@settings(deadline=None, max_examples=200)
@given(st.integers(0, 99), given_ideas(9), given_ideas(7))
def test_a_distance_is_the_mean_over_the_five_nearest_of_other_people(seed: int, ideas: Given, pool: Given) -> None:
    vectors = unit_rows(seed, 12)

    found = neighbour_distances(vectors, ideas, pool).values

    expected = [by_hand(vectors, row, person, pool) for row, person in zip(ideas.rows, ideas.people, strict=True)]
    assert found == pytest.approx(expected, abs=2e-5, nan_ok=True)


def test_a_person_with_more_ideas_nearby_than_are_looked_at_is_measured_against_the_others() -> None:
    vectors = unit_rows(1, 60)
    owners = np.where(np.arange(60) < 45, 0, np.arange(60))
    everything = Given(np.arange(60), owners)

    found = neighbour_distances(vectors, everything, everything).values

    assert found == pytest.approx([by_hand(vectors, row, owners[row], everything) for row in range(60)], abs=2e-5)


def test_the_error_is_that_of_leaving_each_neighbour_out() -> None:
    distances = [0.1, 0.2, 0.3, 0.4, 0.5, 0.8, 0.9]

    found = of_first(distances)

    left_out = [np.mean([*(each for each in distances[:5] if each != gone), 0.8]) for gone in distances[:5]]
    assert found.values[0] == pytest.approx(0.3, abs=1e-4)
    assert found.errors[0] == pytest.approx(math.sqrt(sum((mean - 0.3) ** 2 for mean in left_out)), abs=1e-4)


def test_of_few_others_the_error_is_that_of_their_mean() -> None:
    found = of_first([0.2, 0.4, 0.9])

    assert found.errors[0] == pytest.approx(np.std([0.2, 0.4, 0.9], ddof=1) / math.sqrt(3), abs=1e-4)


def test_one_other_idea_gives_no_error_and_none_no_distance() -> None:
    assert math.isnan(of_first([0.5]).errors[0])
    assert math.isnan(of_first([]).values[0])


def test_equal_ideas_of_others_count_as_often_as_people_gave_them() -> None:
    rows = at_angles(0, 60)
    pool = Given(np.array([0, 0, 0, 1]), np.array([0, 1, 2, 3]))

    found = neighbour_distances(rows, Given(np.array([0]), np.array([0])), pool)

    assert found.values.tolist() == [pytest.approx(0.5 / 3, abs=1e-5)]


def test_an_idea_measured_alone_lies_where_it_lies_among_the_others() -> None:
    vectors = unit_rows(4, 200)
    everything = Given(np.arange(200), np.arange(200) // 3)
    together = neighbour_distances(vectors, everything, everything)

    alone = neighbour_distances(vectors, Given(everything.rows[:1], everything.people[:1]), everything)

    assert alone.values[0] == pytest.approx(together.values[0], abs=1e-5)
    assert alone.errors[0] == pytest.approx(together.errors[0], abs=1e-5)


@pytest.mark.parametrize("people", [8, 30, 120])
def test_the_errors_are_those_that_pools_really_have(people: int) -> None:
    random = np.random.default_rng(people)
    target = unit_rows(0, 1)
    found = [_of_a_pool(target, unit_rows(int(random.integers(1 << 30)), 3 * people), people) for _ in range(300)]
    values, errors = np.array(found).T

    assert 0.85 < math.sqrt(np.mean(errors**2)) / values.std() < 1.35


def _of_a_pool(target: Float32Array, others: Float32Array, people: int) -> tuple[float, float]:
    rows = np.vstack([target, others])
    owners: npt.NDArray[np.int64] = np.append(people, np.arange(3 * people) // 3)
    pool = Given(np.arange(1, len(rows)), owners[1:])
    found = neighbour_distances(rows, Given(np.array([0]), owners[:1]), pool)
    return float(found.values[0]), float(found.errors[0])
