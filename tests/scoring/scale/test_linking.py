"""Two scales joined through common items."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.scoring_simulation import simulate
from contest_app.scoring.estimate import Estimate
from contest_app.scoring.scale.fitting import fit_scale
from contest_app.scoring.scale.linking import TooFewShared, link
from contest_app.scoring.scale.model import Item, Scale
from contest_app.scoring.scale.table import ScoreTable

items = st.builds(Item, st.just("item"), st.floats(-5, 5), st.floats(0.2, 2), st.floats(0.2, 2), st.just(100))
scales = st.lists(items, min_size=3, max_size=8).map(
    lambda found: Scale(tuple(replace(item, name=str(n)) for n, item in enumerate(found)), ())
)


def seen_from(scale: Scale, slope: float, shift: float) -> Scale:
    """Return the same items on a scale whose θ reads slope · θ + shift on the given one."""
    moved = [
        replace(
            item, discrimination=item.discrimination * slope, location=item.location + item.discrimination * shift
        )
        for item in scale.items
    ]
    return Scale(tuple(moved), ())


@given(scales, st.floats(0.3, 3), st.floats(-3, 3))
def test_the_same_items_in_another_unit_link_without_error(scale: Scale, slope: float, shift: float) -> None:
    found = link(scale, seen_from(scale, slope, shift))

    assert found.slope.value == pytest.approx(slope)
    assert found.shift.value == pytest.approx(shift, abs=1e-9)
    assert (found.slope.standard_error, found.shift.standard_error) == pytest.approx((0, 0), abs=1e-6)


@given(scales, scales)
def test_linking_there_and_back_changes_nothing(this: Scale, other: Scale) -> None:
    there, back = link(this, other), link(other, this)

    assert there.slope.value * back.slope.value == pytest.approx(1)
    assert there.slope.value * back.shift.value + there.shift.value == pytest.approx(0, abs=1e-6)


def test_a_later_sample_is_found_half_a_deviation_higher() -> None:
    drawn = simulate(seed=0, people=2_000, items=10, each=10, means=(0.0, 0.5))
    second = np.array(drawn.populations, dtype=bool)
    names = np.array(drawn.table.people)
    one, two = (
        fit_scale(ScoreTable(tuple(names[own]), drawn.table.items, drawn.table.scores[own]))
        for own in (~second, second)
    )

    found = link(one, two)

    truth = (drawn.traits[second].mean() - drawn.traits[~second].mean()) / drawn.traits[~second].std()
    assert found.items == 10
    assert abs(found.shift.value - truth) < 3 * found.shift.standard_error
    assert 0.01 < found.shift.standard_error < 0.05


def test_a_linked_result_holds_the_errors_of_the_link() -> None:
    found = link(*(fit_scale(simulate(seed, people=200, items=5, each=5).table) for seed in (1, 2)))

    moved = found.apply(Estimate(2.0, 0.5))

    assert moved.value == found.slope.value * 2 + found.shift.value
    assert moved.standard_error == pytest.approx(
        math.sqrt(
            (found.slope.value * 0.5) ** 2 + (2 * found.slope.standard_error) ** 2 + found.shift.standard_error**2
        )
    )


def test_two_common_items_are_too_few() -> None:
    scale = Scale(tuple(Item(name, 0.0, 1.0, 1.0, 100) for name in "abcd"), ())
    other = Scale(tuple(Item(name, 0.0, 1.0, 1.0, 100) for name in "cdef"), ())

    with pytest.raises(TooFewShared, match="2 shared items"):
        link(scale, other)


def test_items_that_fall_with_the_trait_do_not_count() -> None:
    scale = Scale(tuple(Item(name, 0.0, 1.0, 1.0, 100) for name in "abc"), ())
    fallen = Scale(tuple(Item(name, 0.0, -1.0 if name == "a" else 1.0, 1.0, 100) for name in "abc"), ())

    with pytest.raises(TooFewShared, match="2 shared items"):
        link(scale, fallen)
