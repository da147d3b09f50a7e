"""A new idea joins the groups that average linkage would have it join."""

import csv
import math
from pathlib import Path

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from contest_app.scoring.calibration import Calibration, calibration_for
from contest_app.scoring.clustering import group
from contest_app.scoring.encoders import Encoder, Float32Array
from contest_app.scoring.placement import Placement, places_of
from contest_app.scoring.text import normalise

CUT = Calibration(0.4, 0.9)


def unit_rows(seed: int, count: int) -> Float32Array:
    rows = np.random.default_rng(seed).normal(size=(count, 4)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))


@settings(deadline=None)
@given(st.integers(0, 999), st.integers(1, 40))
def test_an_idea_joins_the_group_with_the_smallest_mean_distance(seed: int, count: int) -> None:
    rows, new = unit_rows(seed, count), unit_rows(seed + 1, 1)
    groups = group(rows, CUT.idea, CUT.category)
    means = [
        float(np.mean(1 - rows[groups.ideas == number] @ new[0])) for number in range(int(groups.ideas.max()) + 1)
    ]
    near = sorted([*means, CUT.idea])
    assume(len(near) < 3 or min(np.diff(near)) > 1e-5)

    placement = places_of(rows, groups.ideas, groups.categories, CUT).place(new)[0]

    assert math.isclose(placement.idea_distance, min(means), abs_tol=2e-6)
    assert placement.idea == (int(np.argmin(means)) if min(means) <= CUT.idea else None)


@settings(deadline=None)
@given(st.integers(0, 999), st.integers(1, 40), st.integers(1, 9))
def test_an_idea_lies_within_the_category_of_the_idea_it_joins(seed: int, count: int, new: int) -> None:
    rows = unit_rows(seed, count)
    groups = group(rows, CUT.idea, CUT.category)
    category_of = dict(zip(groups.ideas.tolist(), groups.categories.tolist(), strict=True))

    for placement in places_of(rows, groups.ideas, groups.categories, CUT).place(unit_rows(seed + 1, new)):
        assert placement.idea is None or placement.category == category_of[placement.idea]


def test_an_idea_apart_joins_a_category_alone_or_nothing() -> None:
    rows = np.array([[1, 0, 0], [0.8, 0.6, 0]], dtype=np.float32)
    new = np.array([[0.6, 0, 0.8], [0, 0, 1]], dtype=np.float32)

    near, apart = places_of(rows, [7, 7], [2, 2], Calibration(0.1, 0.5)).place(new)

    assert (near.idea, near.category) == (None, 2)
    assert (apart.idea, apart.category) == (None, None)
    assert (round(near.category_distance, 6), round(apart.category_distance, 6)) == (0.46, 1.0)


def test_without_groups_an_idea_is_the_first() -> None:
    places = places_of(np.empty((0, 4), np.float32), [], [], CUT)

    assert places.place(unit_rows(0, 1)) == [Placement(None, None, math.inf, math.inf)]


def test_ideas_placed_one_by_one_stand_where_they_stand_together() -> None:
    rows, new = unit_rows(3, 90), unit_rows(4, 30)
    groups = group(rows, CUT.idea, CUT.category)
    places = places_of(rows, groups.ideas, groups.categories, CUT)

    together = places.place(new)

    apart = [places.place(row[None])[0] for row in new]
    assert [(each.idea, each.category) for each in apart] == [(each.idea, each.category) for each in together]


def test_placing_the_last_tenth_of_a_real_pool_agrees_with_grouping_it_all(fast: Encoder, data: Path) -> None:
    with (data / "scoring" / "raw_en_box_rope.csv").open(encoding="utf-8") as file:
        texts = sorted({normalise(row["response"]) for row in csv.DictReader(file) if row["prompt"] == "box"})
    cut = calibration_for("fast", "en").at(len(texts))
    rows = fast.encode(texts, "en")
    late = np.random.default_rng(0).random(len(rows)) < 0.1
    early = group(rows[~late], cut.idea, cut.category)

    placed = places_of(rows[~late], early.ideas, early.categories, cut).place(rows[late])

    ideas = np.empty(len(rows), np.int64)
    ideas[~late] = early.ideas
    ideas[late] = [10_000 + row if each.idea is None else each.idea for row, each in enumerate(placed)]
    assert adjusted_rand_score(group(rows, cut.idea, cut.category).ideas, ideas) > 0.5
