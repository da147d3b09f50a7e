"""Scores made comparable over tasks."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reports.reports_factories import told

from contest_app.reports.rules.answers import (
    by_item,
    languages_of_pupils,
    mean_and_spread,
    means_of_pupils,
    standardised,
)

SCORES = st.lists(st.integers(0, 30), min_size=10, max_size=40).filter(lambda values: len(set(values)) > 1)


@given(SCORES, st.floats(0.5, 20), st.floats(-50, 50))
def test_a_harder_task_with_larger_steps_gives_the_same_values(scores: list[int], factor: float, more: float) -> None:
    easy = standardised(told(pupil, value) for pupil, value in enumerate(scores))
    hard = standardised(told(pupil, factor * value + more) for pupil, value in enumerate(scores))

    assert [each.z for each in hard] == pytest.approx([each.z for each in easy], abs=1e-6)


@given(SCORES)
def test_values_lie_about_nought_with_a_spread_of_one(scores: list[int]) -> None:
    values = [each.z for each in standardised(told(pupil, value) for pupil, value in enumerate(scores))]

    mean, spread = mean_and_spread(values)

    assert math.isclose(mean, 0, abs_tol=1e-9)
    assert math.isclose(spread, 1, rel_tol=1e-9)


def test_each_language_has_its_own_nought_unless_languages_are_compared() -> None:
    scores = [told(pupil, pupil % 5, language="kk") for pupil in range(10)]
    scores += [told(10 + pupil, 4 + pupil % 5, language="ru") for pupil in range(10)]

    own, common = means_of_pupils(standardised(scores)), means_of_pupils(standardised(scores, by_item))

    assert own[0] == own[10]
    assert common[0] < common[10]


@pytest.mark.parametrize(("pupils", "used"), [(9, 0), (10, 10)])
def test_a_task_with_fewer_than_ten_pupils_is_left_out(pupils: int, used: int) -> None:
    assert len(standardised(told(pupil, pupil) for pupil in range(pupils))) == used


def test_ten_answers_of_one_pupil_are_no_ten_pupils() -> None:
    assert standardised(told(1, value) for value in range(10)) == []


def test_a_task_that_all_answered_alike_is_left_out() -> None:
    assert standardised(told(pupil, 0.1) for pupil in range(12)) == []


def test_a_pupils_value_is_the_mean_over_tasks() -> None:
    scores = [told(pupil, pupil, item="a") for pupil in range(10)]
    scores += [told(pupil, 9 - pupil, item="b") for pupil in range(10)]

    assert means_of_pupils(standardised(scores))[0] == pytest.approx(0)


def test_a_pupils_language_is_the_one_of_most_answers() -> None:
    scores = [told(1, 0, language="ru"), told(1, 0, language="ru"), told(1, 0, language="kk")]
    scores += [told(2, 0, language="ru"), told(2, 0, language="kk")]

    assert languages_of_pupils(scores) == {1: "ru", 2: "kk"}
