"""Codes 0, 1, 2 with their reasons."""

from itertools import combinations
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.scoring.pisa import (
    SENTENCES,
    Credit,
    Facet,
    code_diverse,
    code_diverse_by_distance,
    code_original,
    in_english,
)
from contest_app.scoring.themes.lists import NearestTheme, Theme

VEHICLE = Theme("vehicle", "part of a vehicle", ("a cart",))

groups = st.lists(st.one_of(st.none(), st.integers(0, 3)), max_size=6)
angles = st.lists(st.floats(0, 6.28), max_size=7)


def near(conventional: bool) -> NearestTheme:
    return NearestTheme(VEHICLE, "a cart", 0.3, conventional)


def unit(turns: list[float]) -> np.ndarray:
    return np.array([[np.cos(turn), np.sin(turn)] for turn in turns]).reshape(-1, 2)


@pytest.mark.parametrize(
    ("given_groups", "required", "credit", "sentence"),
    [
        ([1, 2, 3], 3, 2, "All 3 ideas asked for fit the task and differ from each other."),
        ([1, 2, 3, 4], 3, 2, "All 3 ideas asked for fit the task and differ from each other."),
        ([1, 2, 2], 3, 1, "2 of the 3 ideas asked for fit the task and differ from each other."),
        ([1, 2, None], 3, 1, "2 of the 3 ideas asked for fit the task and differ from each other."),
        ([1, 1, 1], 3, 0, "The ideas that fit the task are all alike: one idea, not 3."),
        ([1, None, None], 3, 0, "Of 3 ideas asked for, 1 fit the task."),
        ([], 3, 0, "Of 3 ideas asked for, 0 fit the task."),
        ([1, 2], 2, 2, "All 2 ideas asked for fit the task and differ from each other."),
        ([1, 1], 2, 0, "The ideas that fit the task are all alike: one idea, not 2."),
        ([1, None], 2, 0, "Of 2 ideas asked for, 1 fit the task."),
    ],
)
def test_diverse_ideas_as_pisa_codes_them(
    given_groups: list[int | None], required: int, credit: int, sentence: str
) -> None:
    code = code_diverse(given_groups, required)

    assert (code.credit, in_english(code)) == (credit, sentence)


@given(groups, st.integers(2, 4), st.randoms())
def test_the_order_of_ideas_changes_no_code(own: list[int | None], required: int, random: Random) -> None:
    turned = list(own)
    random.shuffle(turned)

    assert code_diverse(turned, required) == code_diverse(own, required)


@given(groups, st.one_of(st.none(), st.integers(0, 5)), st.integers(2, 4))
def test_an_idea_more_takes_no_credit_away(own: list[int | None], more: int | None, required: int) -> None:
    assert code_diverse([*own, more], required).credit >= code_diverse(own, required).credit


@given(angles, st.floats(0.1, 1.5), st.integers(2, 4))
def test_as_many_ideas_count_as_can_all_be_apart(turns: list[float], apart: float, required: int) -> None:
    vectors = unit(turns)
    distances = 1 - vectors @ vectors.T
    largest = max(
        size
        for size in range(len(turns) + 1)
        for chosen in combinations(range(len(turns)), size)
        if all(distances[one, two] > apart for one, two in combinations(chosen, 2))
    )

    code = code_diverse_by_distance(vectors, [True] * len(turns), required, apart)

    assert code.facts["different"] == min(largest, required)


def test_ideas_that_do_not_fit_count_for_nothing() -> None:
    vectors = unit([0.0, 1.5, 3.0])

    code = code_diverse_by_distance(vectors, [True, False, True], required=3, apart=0.5)

    assert (code.credit, code.facts["appropriate"]) == (Credit.PARTIAL, 2)


def test_a_chain_of_like_ideas_is_judged_pair_by_pair() -> None:
    """The first and the third differ, though the second is like both: two different ideas, not one group."""
    code = code_diverse_by_distance(unit([0.0, 0.8, 1.6]), [True] * 3, required=3, apart=0.5)

    assert code.credit is Credit.PARTIAL


def test_a_thousand_ideas_are_coded_at_once() -> None:
    turns = np.random.default_rng(0).uniform(0, 6.28, 1_000).tolist()

    assert code_diverse_by_distance(unit(turns), [True] * 1_000, required=3, apart=1.4).credit is Credit.FULL


@pytest.mark.parametrize("required", [1, 0, -1])
def test_an_item_for_one_idea_is_not_for_diverse_ideas(required: int) -> None:
    with pytest.raises(ValueError, match="2 or more"):
        code_diverse([1], required)


@pytest.mark.parametrize(
    ("facet", "appropriate", "nearest", "credit", "reason"),
    [
        (Facet.CREATIVE, True, near(conventional=False), 2, "creative.full"),
        (Facet.CREATIVE, True, None, 2, "creative.full"),
        (Facet.CREATIVE, True, near(conventional=True), 1, "creative.conventional"),
        (Facet.CREATIVE, False, near(conventional=False), 0, "creative.unfit"),
        (Facet.IMPROVE, True, near(conventional=False), 2, "improve.full"),
        (Facet.IMPROVE, True, near(conventional=True), 1, "improve.conventional"),
        (Facet.IMPROVE, False, None, 0, "improve.unfit"),
    ],
)
def test_one_idea_is_coded_by_fitting_times_theme(
    facet: Facet, appropriate: bool, nearest: NearestTheme | None, credit: int, reason: str
) -> None:
    code = code_original(facet, nearest, appropriate=appropriate)

    assert (code.credit, code.reason) == (credit, reason)


def test_the_conventional_theme_is_named() -> None:
    code = code_original(Facet.CREATIVE, near(conventional=True), appropriate=True)

    assert code.facts == {"theme": "part of a vehicle", "key": "vehicle", "sample": "a cart"}
    assert in_english(code) == "It fits the task; its theme, part of a vehicle, is one that most people think of."


def test_every_reason_has_a_sentence_and_no_sentence_is_left_over() -> None:
    diverse = {code_diverse(own, 3).reason for own in ([1, 2, 3], [1, 2], [1, 1], [1])}
    original = {
        code_original(facet, near(conventional), appropriate=appropriate).reason
        for facet in Facet
        for conventional in (True, False)
        for appropriate in (True, False)
    }

    assert diverse | original == set(SENTENCES)
