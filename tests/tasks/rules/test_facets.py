from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.tasks.rules.facets import Aspect, Measure, aspects, facet_of, weakest
from contest_app.tasks.rules.intervals import Interval


def measures(numbers: list[float], facet: str = "creative", item: int = 1, people: int = 100) -> list[Measure]:
    """One measure of each pupil on one item."""
    return [
        Measure(UUID(int=pupil), UUID(int=item), "written", facet, number, people)
        for pupil, number in enumerate(numbers)
    ]


def test_class_like_the_sample_stands_at_fifty() -> None:
    [found] = aspects(["creative"], measures([-1.0, 1.0] * 10))

    assert (found.tasks, found.pupils) == (1, 20)
    assert found.place is not None
    assert found.place.value == 50
    assert found.place.low < 50 < found.place.high


def test_pupils_count_once_however_many_tasks_they_did() -> None:
    rows = measures([0.0, 1.0] * 6) + measures([2.0, 3.0] * 6, item=2)

    [found] = aspects(["creative"], rows)

    assert (found.tasks, found.pupils) == (2, 12)
    assert found.place is not None
    assert found.place.value == 65
    assert found.place.pupils == 12


def test_small_sample_makes_the_interval_wider() -> None:
    widths = []
    for people in (10, 1000):
        [found] = aspects(["creative"], measures([-1.0, 1.0] * 10, people=people))
        assert found.place is not None
        widths.append(found.place.high - found.place.low)

    assert widths[0] > widths[1]


def test_nine_pupils_are_not_enough_yet() -> None:
    assert aspects(["creative", "improve"], measures([0.0] * 9)) == (
        Aspect("creative", 1, 9, None),
        Aspect("improve", 0, 0, None),
    )


@given(st.permutations(measures([0.1 * number for number in range(12)])))
def test_order_of_the_measures_changes_nothing(rows: list[Measure]) -> None:
    assert aspects(["creative"], rows) == aspects(["creative"], sorted(rows, key=lambda one: one.student_id))


def test_weakest_lies_surely_below_another() -> None:
    high = Aspect("diverse", 2, 20, Interval(55, 52, 58, 20))
    low = Aspect("creative", 2, 20, Interval(45, 42, 48, 20))
    unsure = replace(low, place=Interval(50, 45, 55, 20))

    assert weakest([high, low]) == low
    assert weakest([high, unsure]) is None
    assert weakest([high]) is None
    assert weakest([Aspect("improve", 0, 0, None)]) is None


@pytest.mark.parametrize(
    ("facet", "dimension", "told"),
    [
        ("diverse", "flexibility", "diverse"),
        ("creative", "flexibility", None),
        ("improve", "flexibility", None),
        ("diverse", "originality", "creative"),
        ("creative", "originality", "creative"),
        ("improve", "originality", "improve"),
        ("diverse", "fluency", None),
    ],
)
def test_what_a_number_tells_of(facet: str, dimension: str, told: str | None) -> None:
    assert facet_of(facet, dimension) == told
