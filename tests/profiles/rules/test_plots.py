from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from contest_app.profiles.rules.levels import Level
from contest_app.profiles.rules.plots import LEFT, MIDDLE, RIGHT, across, row
from contest_app.scoring.estimate import Estimate
from contest_app.scoring.yardstick import Basis


@given(st.floats(-500, 500), st.floats(0, 100))
def test_a_line_stays_in_the_drawing_and_its_dot_on_it(value: float, error: float) -> None:
    line = row("Бәрі", Level(Estimate(value, error), 2, Basis.SAMPLE))

    assert LEFT <= line.low <= line.dot <= line.high <= RIGHT


def test_the_mean_of_the_people_lies_in_the_middle() -> None:
    assert across(50.0) == MIDDLE == (LEFT + RIGHT) / 2
