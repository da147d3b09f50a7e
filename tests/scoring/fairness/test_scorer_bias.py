"""Whether the automatic scorer is kinder to one group than people are."""

import math
from dataclasses import replace

import numpy as np
import pytest

from contest_app.scoring.fairness.scorer_bias import RatedAnswer, ScorerBias, scorer_bias
from contest_app.scoring.too_few import TooFew


def answers(
    seed: int = 0, people: int = 250, each: int = 3, kinder: float = 0.0, apart: float = 0.0, alike: float = 0.0
) -> list[RatedAnswer]:
    """Return answers of town and village; villagers' ideas are ``apart`` better, the scorer ``kinder`` to them.

    ``alike`` is the standard deviation of what the scorer gives or takes from all answers of one person.
    """
    generator = np.random.default_rng(seed)
    rows = []
    for person in range(2 * people):
        village = person % 2
        own = generator.normal(0, alike)
        for _ in range(each):
            human = generator.normal(3 + apart * village, 1)
            automatic = human + generator.normal(0, 0.5) + kinder * village + own
            rows.append(RatedAnswer(f"p{person}", "village" if village else "town", automatic, human))
    return rows


def told(rows: list[RatedAnswer]) -> dict[str, ScorerBias]:
    found = scorer_bias(rows)
    return {group: each for group, each in found.items() if isinstance(each, ScorerBias)}


def test_a_worked_example() -> None:
    """200 people a group with an answer each; human ratings 1 and 3; the scorer gives the village .5 more."""
    rows = [RatedAnswer(f"{g}{n}", g, human + (0.5 if g == "village" else 0.0), human)
            for g in ("town", "village") for n, human in enumerate([1.0, 3.0] * 100)]  # fmt: skip

    found = told(rows)

    spread = math.sqrt(400 / 399)
    assert found["village"].difference.value == pytest.approx(0.5 / spread)
    assert found["town"].difference.value == pytest.approx(-0.5 / spread)
    assert (found["village"].people, found["village"].answers, found["village"].flagged) == (200, 200, True)


def test_true_differences_between_groups_are_no_bias() -> None:
    found = told(answers(apart=1.0))

    assert found["village"].low < 0 < found["village"].high
    assert not found["village"].flagged


def test_a_scorer_that_gives_everyone_more_is_not_unfair() -> None:
    shifted = [replace(each, automatic=each.automatic + 2) for each in answers()]

    assert told(shifted)["village"].difference.value == pytest.approx(told(answers())["village"].difference.value)


def test_a_kinder_scorer_is_flagged() -> None:
    found = told(answers(kinder=0.3))

    assert found["village"].flagged
    assert found["village"].difference.value == pytest.approx(0.3, abs=0.1)


def test_a_tolerable_difference_is_not_flagged_though_it_is_no_chance() -> None:
    found = told(answers(people=4_000, kinder=0.06))

    assert found["village"].low > 0
    assert not found["village"].flagged


def test_intervals_hold_the_truth_though_the_answers_of_a_person_are_alike() -> None:
    inside = [
        each.low <= 0 <= each.high for seed in range(60) for each in told(answers(seed, 200, alike=0.7)).values()
    ]

    assert np.mean(inside) >= 0.90


def test_the_order_of_answers_changes_nothing() -> None:
    rows = answers()

    before, after = told(rows)["village"], told(rows[::-1])["village"]

    assert after.difference.value == pytest.approx(before.difference.value)
    assert after.difference.standard_error == pytest.approx(before.difference.standard_error)


def test_people_are_counted_and_not_their_answers() -> None:
    assert scorer_bias(answers(people=199, each=5)) == {
        "town": TooFew(people=199, needed=200),
        "village": TooFew(people=199, needed=200),
    }


def test_a_group_without_others_to_compare_with_is_not_told() -> None:
    alone = [each for each in answers() if each.group == "town"]

    assert scorer_bias(alone) == {"town": TooFew(people=0, needed=200)}


def test_ratings_that_are_all_equal_tell_nothing() -> None:
    equal = [replace(each, human=3.0) for each in answers()]

    assert scorer_bias(equal) == {"town": None, "village": None}


def test_answers_without_both_scores_are_left_out() -> None:
    gaps = [RatedAnswer("x", "village", math.nan, 3.0), RatedAnswer("y", "village", 3.0, math.inf)]

    assert told([*answers(), *gaps]) == told(answers())


def test_no_answers_tell_nothing() -> None:
    assert scorer_bias([]) == {}
