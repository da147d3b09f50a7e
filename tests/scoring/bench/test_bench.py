"""The pools of the measurements are like real ones, and a figure knows whether it meets its bar."""

import pytest

from contest_app.scoring.bench import Measurement
from contest_app.scoring.bench.pools import answers, read_words
from contest_app.scoring.bench.trials import rating


@pytest.mark.parametrize(("size", "share"), [(400, 0.76), (1_603, 0.61), (10_000, 0.43)])
def test_as_many_answers_come_again_as_in_the_published_pool(size: int, share: float) -> None:
    assert len(set(answers(size))) / size == pytest.approx(share, abs=0.03)


def test_a_pool_is_the_same_each_time_and_begins_with_the_smaller() -> None:
    assert answers(500) == answers(500)
    assert answers(900)[:500] == answers(500)
    assert answers(500) != answers(500, seed=1)


def test_the_words_of_the_pools_are_plain_english_of_three_kinds() -> None:
    words = read_words()

    assert all(len(set(own)) == len(own) > 300 for own in (words.nouns, words.verbs, words.adjectives))
    assert all(word.isascii() and word.isalpha() for word in words.nouns)


@pytest.mark.parametrize(
    ("value", "more_is_better", "meets"),
    [(3.0, True, True), (2.9, True, False), (3.0, False, True), (3.1, False, False)],
)
def test_a_figure_meets_its_bar_on_the_right_side(value: float, more_is_better: bool, meets: bool) -> None:
    figure = Measurement("rate", value, "times", 3.0, 6.0, more_is_better, "")

    assert figure.meets_bar is meets


def test_a_trial_tells_its_seconds_and_the_distinct_answers() -> None:
    found = rating("fast", "60")

    assert found["seconds"] > 0
    assert found["distinct"] == len(set(answers(60)))
