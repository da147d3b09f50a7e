from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.profiles.rules.levels import Level, Summary
from contest_app.profiles.rules.people import PeopleLevel
from contest_app.profiles.rules.plots import COUNTED, LEFT, RIGHT, row
from contest_app.scoring.estimate import Estimate
from contest_app.scoring.yardstick import Basis

LEVELS = st.sampled_from(
    [lambda place: Level(place, 2, Basis.SAMPLE), lambda place: PeopleLevel(place, 2)],
)


@given(st.floats(0, 100), st.floats(0, 100), LEVELS)
def test_a_line_stays_in_the_drawing_and_its_dot_on_it(
    value: float, error: float, level: Callable[[Estimate], Summary]
) -> None:
    line = row("Бәрі", level(Estimate(value, error)))

    assert LEFT <= line.low <= line.dot <= line.high <= RIGHT


def test_the_mean_of_the_people_lies_in_the_middle() -> None:
    assert COUNTED.across(50.0) == (LEFT + RIGHT) / 2


@pytest.mark.parametrize(("value", "place"), [(0, LEFT), (100, RIGHT)])
def test_what_people_say_lies_on_a_scale_of_its_own(value: float, place: float) -> None:
    assert row("Сурет", PeopleLevel(Estimate(value, 1.0), 2)).dot == place
