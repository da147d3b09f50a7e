from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from contest_app.tasks.rules.strip import LEFT, LENGTH, MOST_HIGH, strip

NUMBERS = st.lists(st.floats(0, 40), min_size=1, max_size=60)


@given(NUMBERS)
def test_each_pupil_is_one_dot_and_all_dots_lie_in_the_drawing(numbers: list[float]) -> None:
    drawn = strip("fluency", numbers, [])

    assert len(drawn.dots) == len(numbers)
    assert len(set(drawn.dots)) == len(numbers)
    for dot in drawn.dots:
        assert LEFT <= dot.x <= LEFT + LENGTH
        assert 0 < dot.up < min(drawn.height, MOST_HIGH)


@given(NUMBERS, st.randoms(use_true_random=False))
def test_order_of_the_pupils_changes_nothing(numbers: list[float], random: object) -> None:
    shuffled = list(numbers)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert strip("fluency", shuffled, []).dots == strip("fluency", numbers, []).dots


def test_mean_comes_with_its_interval_and_with_the_error_of_one_pupil() -> None:
    drawn = strip("fluency", [2, 3, 4, 5, 6], [1.0, 2.0])

    assert drawn.mean is not None
    assert (drawn.mean.value, drawn.mean.low, drawn.mean.high) == (4, 2.04, 5.96)
    assert drawn.error == 1.5
    assert drawn.place(0) == LEFT
    assert drawn.place(drawn.top) == LEFT + LENGTH


def test_few_pupils_have_dots_and_no_mean() -> None:
    drawn = strip("fluency", [2, 3, 4, 5], [])

    assert drawn.mean is None
    assert drawn.error is None
