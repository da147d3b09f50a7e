"""Order, ties and quotas of a contest."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.scoring.ranking import (
    CriteriaMismatch,
    Cut,
    Formula,
    Number,
    competition_ranks,
    cut,
    official_score,
    rounded,
    sheet_total,
    split_places,
    ties,
)

scores = st.dictionaries(st.integers(0, 50), st.integers(0, 8), max_size=20)


def test_a_sheet_total_weighs_each_criterion() -> None:
    weights: dict[str, Number] = {"originality": Decimal("1.5"), "value": 1}

    assert sheet_total({"originality": 4, "value": 3}, weights) == 9


def test_tenths_add_up_exactly() -> None:
    weights: dict[str, Number] = {"a": Decimal("0.1"), "b": Decimal("0.2")}

    assert sheet_total({"a": 1, "b": 1}, weights) == Fraction(3, 10)


def test_a_sheet_that_does_not_match_the_rubric_is_refused_with_the_names() -> None:
    with pytest.raises(CriteriaMismatch) as refusal:
        sheet_total({"a": 1, "c": 1}, {"a": 1, "b": 1})

    assert (refusal.value.missing, refusal.value.unknown) == (frozenset("b"), frozenset("c"))


def test_the_mean_counts_only_judges_who_scored() -> None:
    assert official_score([17, 18, 18], Formula.MEAN) == Fraction(53, 3)


def test_the_sum_adds_all_judges() -> None:
    assert official_score([17, 18, 18], Formula.SUM) == 53


@pytest.mark.parametrize("formula", list(Formula))
def test_an_entry_that_nobody_scored_has_no_score(formula: Formula) -> None:
    assert official_score([], formula) is None


def test_equal_scores_share_a_place_and_the_next_place_is_skipped() -> None:
    assert competition_ranks({"a": 9, "b": 7, "c": 7, "d": 5}) == {"a": 1, "b": 2, "c": 2, "d": 4}


def test_thirds_of_different_origin_tie_exactly() -> None:
    one = official_score([1, 0, 0], Formula.MEAN)
    other = official_score([2, 0, 0, 0, 0, 0], Formula.MEAN)
    assert one is not None
    assert other is not None

    assert ties(competition_ranks({"x": one, "y": other})) == {1: ("x", "y")}


@given(scores)
def test_a_place_is_one_more_than_the_number_of_better_scores(scores: dict[int, int]) -> None:
    ranks = competition_ranks(scores)

    assert ranks == {key: 1 + sum(other > score for other in scores.values()) for key, score in scores.items()}


@given(scores, st.integers(1, 9), st.integers(-9, 9))
def test_a_change_of_scale_moves_nobody(scores: dict[int, int], factor: int, shift: int) -> None:
    rescaled = {key: Fraction(score * factor + shift, 7) for key, score in scores.items()}

    assert competition_ranks(rescaled) == competition_ranks(scores)


def test_a_tie_across_the_quota_is_left_to_the_jury() -> None:
    assert cut({"a": 9, "b": 7, "c": 7, "d": 5}, 2) == Cut(("a",), ("b", "c"), 1)


def test_a_tie_within_the_quota_is_no_question() -> None:
    assert cut({"a": 9, "b": 7, "c": 7, "d": 5}, 3) == Cut(("a", "b", "c"), (), 0)


@given(scores, st.integers(0, 25))
def test_the_quota_is_filled_as_far_as_there_are_entries(scores: dict[int, int], quota: int) -> None:
    chosen = cut(scores, quota)

    assert len(chosen.inside) + chosen.open_places == min(quota, len(scores))
    assert bool(chosen.contested) == (len(chosen.contested) > chosen.open_places > 0)


def test_a_negative_quota_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        cut({"a": 1}, -1)


REPUBLICAN = {"III": Fraction(1, 2), "II": Fraction(3, 10), "I": Fraction(1, 5)}


@given(st.integers(0, 500))
def test_split_places_are_all_given_and_none_is_a_whole_place_off(places: int) -> None:
    split = split_places(places, REPUBLICAN)

    assert sum(split.values()) == places
    assert all(abs(split[degree] - share * places) < 1 for degree, share in REPUBLICAN.items())


def test_shares_that_do_not_sum_to_one_are_refused() -> None:
    with pytest.raises(ValueError, match="sum to one"):
        split_places(10, {"I": Fraction(1, 2)})


@pytest.mark.parametrize(
    ("score", "shown"),
    [
        (Fraction(53, 3), "17.67"),
        (Fraction(1, 200), "0.01"),
        (Fraction(-1, 200), "-0.01"),
        (5, "5.00"),
    ],
)
def test_shown_scores_round_halves_away_from_zero(score: Fraction | int, shown: str) -> None:
    assert str(rounded(score)) == shown
