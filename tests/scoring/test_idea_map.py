from __future__ import annotations

from itertools import combinations
from math import dist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contest_app.scoring.encoders import Float32Array
from contest_app.scoring.idea_map import LARGEST, MOST, SMALLEST, WIDTH, IdeaMap, draw_map

Ideas = tuple[dict[int, Float32Array], dict[int, int]]


@st.composite
def ideas(draw: st.DrawFn) -> Ideas:
    """Unit vectors of which some are equal or opposite, and how many people had each idea."""
    count = draw(st.integers(1, 30))
    rows = draw(
        st.lists(st.lists(st.integers(-2, 2), min_size=4, max_size=4).filter(any), min_size=count, max_size=count)
    )
    people = draw(st.lists(st.integers(1, 30), min_size=count, max_size=count))
    unit = [np.array(row, dtype=np.float32) / np.float32(np.linalg.norm(row)) for row in rows]
    return dict(enumerate(unit)), dict(enumerate(people))


def apart(drawn: IdeaMap) -> float:
    """Return the narrowest gap between two circles."""
    pairs = combinations(drawn.spots.values(), 2)
    return min((dist((a.x, a.y), (b.x, b.y)) - a.radius - b.radius for a, b in pairs), default=1.0)


@given(ideas())
@settings(max_examples=60, deadline=None)
def test_no_circle_covers_another_and_all_lie_on_the_sheet(found: Ideas) -> None:
    drawn = draw_map(*found)

    assert apart(drawn) > 0
    for spot in drawn.spots.values():
        assert spot.radius <= spot.x <= WIDTH - spot.radius
        assert spot.radius <= spot.y <= drawn.height - spot.radius


@given(ideas())
@settings(max_examples=30, deadline=None)
def test_area_of_a_circle_is_the_number_of_people(found: Ideas) -> None:
    drawn = draw_map(*found)

    one = min(spot.radius for spot in drawn.spots.values()) ** 2 / min(found[1].values())
    assert {number: pytest.approx(spot.radius**2 / one, rel=0.02) for number, spot in drawn.spots.items()} == found[1]
    assert SMALLEST * 0.99 <= one**0.5 <= LARGEST * 1.01


@given(ideas(), st.randoms())
@settings(max_examples=30, deadline=None)
def test_order_in_which_ideas_come_changes_nothing(found: Ideas, random: object) -> None:
    means, people = found
    shuffled = list(means)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert draw_map({number: means[number] for number in shuffled}, people) == draw_map(means, people)


def test_groups_far_apart_in_meaning_lie_apart_on_the_sheet() -> None:
    rng = np.random.default_rng(4)
    centres = np.eye(3, 12)
    rows = [centres[number % 3] + rng.normal(scale=0.05, size=12) for number in range(12)]
    means = {number: np.asarray(row / np.linalg.norm(row), dtype=np.float32) for number, row in enumerate(rows)}

    drawn = draw_map(means, dict.fromkeys(means, 1))

    spots = drawn.spots
    for number in range(12):
        others = sorted(set(spots) - {number}, key=lambda other: dist(xy(spots[number]), xy(spots[other])))
        assert {other % 3 for other in others[:3]} == {number % 3}
    assert drawn.likeness is not None
    assert drawn.likeness > 0.6


def xy(spot: object) -> tuple[float, float]:
    return spot.x, spot.y  # type: ignore[attr-defined]


@pytest.mark.parametrize(("count", "told"), [(0, False), (1, False), (2, False), (3, True)])
def test_likeness_is_told_from_three_ideas_on(count: int, told: bool) -> None:
    rows = np.array([[1, 0, 0], [0, 1, 0], [0.6, 0.8, 0]], dtype=np.float32)

    drawn = draw_map(dict(enumerate(rows[:count])), dict.fromkeys(range(count), 1))

    assert len(drawn.spots) == count
    assert (drawn.likeness is not None) is told


def test_likeness_is_the_share_of_nearest_circles_that_are_nearest_in_meaning() -> None:
    rng = np.random.default_rng(5)
    noise = rng.normal(size=(36, 60)).astype(np.float32)
    groups = np.repeat(np.eye(6, 60, dtype=np.float32), 6, axis=0) + np.float32(0.02) * noise

    clear, blurred = (draw_map(dict(enumerate(rows)), dict.fromkeys(range(36), 1)) for rows in (groups, noise))

    assert clear.likeness is not None
    assert blurred.likeness is not None
    assert 5 / 35 < blurred.likeness < clear.likeness <= 1
    assert clear.likeness > 0.8


def test_of_too_many_ideas_those_of_the_most_people_are_drawn() -> None:
    rng = np.random.default_rng(2)
    means = dict(enumerate(rng.normal(size=(MOST + 20, 8)).astype(np.float32)))
    people = {number: 2 if number >= 20 else 1 for number in means}

    assert set(draw_map(means, people).spots) == set(range(20, MOST + 20))
