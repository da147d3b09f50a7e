"""When two raters agree, whom a third sides with, and how sure the mean is."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import permutations
from statistics import fmean

import pytest
from hypothesis import given as each_of
from hypothesis import strategies as st

from contest_app.ratings.rules.agreeing import (
    HALF_A_LEVEL,
    IMAGINED,
    PeopleScore,
    State,
    counted,
    distance,
    do_disagree,
    people_score,
    spread_of,
    wanted,
)
from contest_app.ratings.rules.scale import Criterion, Given, Scale

KEYS = ("a", "b", "c", "d")
SCALE = Scale(
    tuple(Criterion(key, Fraction(weight), 1, 5) for key, weight in zip(KEYS, (2, 2, 1, 1), strict=True)),
    adds_up=True,
)
IDEA = Scale((Criterion("a", Fraction(1), 1, 5), Criterion("b", Fraction(1), 1, 5)), adds_up=False)
NO_ANSWER = Given({}, is_answer=False)

LEVELS = st.integers(1, 5)
SHEETS = st.one_of(st.just(NO_ANSWER), st.fixed_dictionaries(dict.fromkeys(KEYS, LEVELS)).map(Given))


def sheet(*levels: int) -> Given:
    return Given(dict(zip(KEYS, levels, strict=False)))


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        (sheet(3, 3, 3, 3), sheet(3, 3, 3, 3), False),
        (sheet(3, 3, 3, 3), sheet(4, 2, 4, 2), False),
        (sheet(3, 3, 3, 3), sheet(3, 3, 3, 5), True),
        (sheet(3, 3, 3, 3), sheet(4, 4, 3, 3), False),
        (sheet(3, 3, 3, 3), sheet(4, 4, 4, 3), True),
        (sheet(3, 3, 3, 3), NO_ANSWER, True),
        (NO_ANSWER, NO_ANSWER, False),
    ],
)
def test_third_is_asked_at_two_levels_or_a_seventh_of_the_total_apart(one: Given, other: Given, answer: bool) -> None:
    assert do_disagree(one, other, SCALE) is answer


def test_marks_that_do_not_add_up_are_compared_one_by_one_alone() -> None:
    assert not do_disagree(sheet(3, 3), sheet(4, 4), IDEA)
    assert do_disagree(sheet(3, 3), sheet(3, 5), IDEA)


def test_one_rater_alone_and_two_of_two_minds_make_no_score() -> None:
    low, high = sheet(1, 1, 1, 1), sheet(5, 5, 5, 5)

    assert counted([], SCALE) is None
    assert counted([low], SCALE) is None
    assert counted([low, high], SCALE) is None
    assert [wanted(given, SCALE) for given in ([], [low], [low, low], [low, high], [low, high, low])] == [
        2,
        2,
        2,
        3,
        2,
    ]


def test_third_rater_makes_the_two_nearest_count() -> None:
    low, high, third = sheet(1, 1, 1, 1), sheet(5, 5, 5, 5), sheet(4, 4, 5, 5)

    assert counted([low, high, third], SCALE) == (high, third)


def test_third_rater_just_between_makes_all_three_count() -> None:
    low, high, middle = sheet(1, 1, 1, 1), sheet(5, 5, 5, 5), sheet(3, 3, 3, 3)

    assert counted([low, high, middle], SCALE) == (low, high, middle)


def test_third_rater_decides_whether_it_is_an_answer() -> None:
    spread = spread_of([], SCALE)

    assert people_score([sheet(3, 3, 3, 3), NO_ANSWER, NO_ANSWER], SCALE, spread).state is State.NO_ANSWER
    kept = people_score([sheet(3, 3, 3, 3), NO_ANSWER, sheet(1, 5, 3, 3)], SCALE, spread)
    assert (kept.state, kept.total) == (State.SCORED, 0.6)


@each_of(SHEETS, SHEETS)
def test_distance_and_disagreement_are_the_same_both_ways(one: Given, other: Given) -> None:
    assert distance(one, other, SCALE) == distance(other, one, SCALE)
    assert do_disagree(one, other, SCALE) is do_disagree(other, one, SCALE)
    assert distance(one, one, SCALE) == 0
    assert not do_disagree(one, one, SCALE)


@each_of(st.lists(SHEETS, min_size=3, max_size=3))
def test_score_does_not_depend_on_who_came_first(sheets: list[Given]) -> None:
    spread = spread_of([], SCALE)

    scores = {score_key(people_score(list(order), SCALE, spread)) for order in permutations(sheets)}

    assert len(scores) == 1


@each_of(st.lists(SHEETS, min_size=3, max_size=5))
def test_three_raters_are_always_enough(sheets: list[Given]) -> None:
    assert counted(sheets, SCALE) is not None
    assert wanted(sheets, SCALE) == 2


@each_of(st.lists(SHEETS, min_size=2, max_size=4))
def test_score_lies_between_the_lowest_and_the_highest_rater(sheets: list[Given]) -> None:
    score = people_score(sheets, SCALE, spread_of([sheets], SCALE))

    totals = [float(SCALE.total(each)) for each in sheets if each.is_answer]
    if score.total is not None:
        assert min(totals) - 1e-9 <= score.total <= max(totals) + 1e-9
        assert score.standard_error is not None
        assert score.standard_error > 0
        for each in score.criteria:
            assert each.lowest <= each.mean <= each.highest


@each_of(st.lists(SHEETS, min_size=2, max_size=3), st.sampled_from(KEYS))
def test_a_higher_level_by_everybody_lowers_no_score(sheets: list[Given], key: str) -> None:
    raised = [
        Given({**each.marks, key: each.marks[key] + 1}) for each in sheets if each.is_answer and each.marks[key] < 5
    ]
    before = [each for each in sheets if each.is_answer and each.marks[key] < 5]
    spread = spread_of([], SCALE)

    one, other = people_score(before, SCALE, spread).total, people_score(raised, SCALE, spread).total

    assert (one is None) == (other is None)
    assert one is None or (other is not None and other > one)


def test_error_of_raters_who_have_shown_no_spread_is_that_of_half_a_level() -> None:
    score = people_score([sheet(3, 3), sheet(3, 3)], IDEA, spread_of([], IDEA))

    assert score.total is None
    assert [each.standard_error for each in score.criteria] == [math.sqrt(HALF_A_LEVEL / 2)] * 2


def test_spread_is_pooled_over_answers_and_drawn_to_half_a_level() -> None:
    pairs = [[sheet(1, 3), sheet(3, 3)], [sheet(2, 3), sheet(2, 3)], [sheet(5, 5)]]

    spread = spread_of(pairs, IDEA)

    assert spread.criteria["a"] == pytest.approx((2 + IMAGINED * HALF_A_LEVEL) / (2 + IMAGINED))
    assert spread.criteria["b"] == pytest.approx(IMAGINED * HALF_A_LEVEL / (2 + IMAGINED))


def test_more_raters_make_the_score_surer() -> None:
    spread = spread_of([], SCALE)
    two, three = ([sheet(3, 3, 3, 3)] * number for number in (2, 3))

    errors = [people_score(each, SCALE, spread).standard_error for each in (two, three)]

    assert errors[0] is not None
    assert errors[1] is not None
    assert errors[1] < errors[0]


def score_key(score: PeopleScore) -> tuple[object, ...]:
    means = tuple(round(each.mean, 9) for each in score.criteria)
    return score.state, None if score.total is None else round(score.total, 9), means


def test_mean_of_the_two_nearest_is_the_score() -> None:
    sheets = [sheet(1, 1, 1, 1), sheet(5, 5, 5, 5), sheet(4, 4, 5, 5)]

    score = people_score(sheets, SCALE, spread_of([], SCALE), ["well told"])

    assert score.total == pytest.approx(fmean([1.0, 26 / 30]))
    assert (score.raters, score.comments) == (3, ("well told",))
