"""How far raters agree."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from contest_app.ratings.agreement import ENOUGH, Agreement, Value, agreement

ANNA, BOTA, DINA = (UUID(int=number) for number in (1, 2, 3))


def pair(one: float, other: float) -> list[Value]:
    return [Value(ANNA, one), Value(BOTA, other)]


def test_too_few_answers_say_nothing_but_how_many_there_are() -> None:
    found = agreement([pair(1, 1), pair(5, 5), [Value(ANNA, 3)]])

    assert found == Agreement(2)
    assert (found.is_enough, found.verdict) == (False, "unknown")


def test_raters_who_say_the_same_agree_fully() -> None:
    found = agreement([pair(level % 5 + 1, level % 5 + 1) for level in range(ENOUGH)])

    assert (found.alpha, found.icc1, found.icc2, found.icc2_mean) == (1.0, 1.0, 1.0, 1.0)
    assert found.verdict == "high"


def test_a_rater_who_is_always_a_level_stricter_lowers_what_both_agree_on() -> None:
    found = agreement([pair(level % 4 + 2, level % 4 + 1) for level in range(ENOUGH)])

    assert found.icc2 is not None
    assert found.icc1 is not None
    assert found.icc1 < found.icc2 < 1
    assert found.icc2_mean is not None
    assert found.icc2_mean > found.icc2


def test_third_raters_change_nothing() -> None:
    pairs = [pair(level % 5 + 1, (level * 3) % 5 + 1) for level in range(ENOUGH)]

    assert agreement([[*each, Value(DINA, 1.0)] for each in pairs]) == agreement(pairs)


def test_raters_who_never_met_over_answers_enough_have_no_second_kind_of_correlation() -> None:
    found = agreement([[Value(uuid4(), level % 5), Value(uuid4(), level % 5)] for level in range(ENOUGH)])

    assert (found.crossed, found.icc2, found.icc2_mean) == (1, None, None)
    assert found.icc1 == pytest.approx(1.0)
