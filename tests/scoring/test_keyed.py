from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.scoring.keyed import is_right, right_words


@pytest.mark.parametrize(
    ("word", "accepted", "expected"),
    [
        ("Дөңгелек", ["дөңгелек"], True),
        ("дөңгелегі", ["дөңгелек"], True),
        ("дөнгелек", ["дөңгелек"], True),
        ("лёд", ["лед"], True),
        ("кит", ["кот"], False),
        ("дверью", ["окно", "дверь"], True),
        ("окна", ["окно"], False),
        ("window sill", ["window"], False),
        ("  ", ["window"], False),
    ],
)
def test_a_word_is_right_and_where_it_is_long_in_another_form_or_with_a_slip_too(
    word: str, accepted: list[str], expected: bool
) -> None:
    assert is_right(word, accepted) is expected


def test_right_words_are_counted_with_the_error_of_a_count() -> None:
    found = right_words(["snow", "", "ключ", "түйе"], [["snow"], ["ice"], ["ключ"], ["жылқы"]])

    assert found.value == 2
    assert found.standard_error == pytest.approx((4 * 0.5 * 0.5) ** 0.5)


@given(st.lists(st.booleans(), min_size=1, max_size=20))
def test_the_error_is_never_zero_and_never_above_that_of_a_coin(right: list[bool]) -> None:
    found = right_words(["yes" if each else "no" for each in right], [["yes"]] * len(right))

    assert found.value == sum(right)
    assert 0 < found.standard_error <= (len(right) / 4) ** 0.5
