from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.tasks.rules.ratings import Rating, mean_rating, top_rating

ratings = st.lists(
    st.builds(Rating, st.floats(1, 5), st.floats(0.1, 1.5), st.just("rated_prompt")), min_size=1, max_size=12
)


def test_response_has_the_mean_of_its_ideas_and_of_its_two_best() -> None:
    given_ratings = [Rating(2.0, 0.4, "new_prompt"), Rating(4.0, 0.6, "new_prompt"), Rating(3.0, 0.5, "new_prompt")]

    assert mean_rating(given_ratings) == Rating(3.0, 0.5, "new_prompt")
    assert top_rating(given_ratings) == Rating(3.5, pytest.approx(0.55), "new_prompt")  # type: ignore[arg-type]


def test_response_without_ideas_has_no_rating() -> None:
    assert (mean_rating([]), top_rating([])) == (None, None)


@pytest.mark.parametrize(
    ("basis", "expected"), [("rated_prompt", False), ("new_prompt", True), ("other_language", True)]
)
def test_rating_is_provisional_unless_answers_to_the_prompt_were_rated(basis: str, expected: bool) -> None:
    assert Rating(3.0, 0.5, basis).is_provisional is expected


@given(ratings)
def test_mean_stays_among_its_ideas_and_more_ideas_make_the_error_no_smaller_than_the_surest(
    own: list[Rating],
) -> None:
    mean, top = mean_rating(own), top_rating(own)

    assert mean is not None
    assert top is not None
    assert min(each.value for each in own) - 1e-9 <= mean.value <= top.value + 1e-9 <= 5 + 1e-6
    assert mean.standard_error >= min(each.standard_error for each in own) - 1e-9


@given(ratings)
def test_order_of_the_ideas_changes_nothing(own: list[Rating]) -> None:
    assert top_rating(own) == top_rating(own[::-1])
    assert mean_rating(own) == mean_rating(own[::-1])
