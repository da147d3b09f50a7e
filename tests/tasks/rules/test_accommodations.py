from __future__ import annotations

from datetime import timedelta

import pytest
from factories import NOW

from contest_app.tasks.rules.accommodations import EXTRA_PERCENTS, UNLIMITED, Pause, Support, breaks_left, due

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(("percent", "seconds"), list(zip(EXTRA_PERCENTS, (180, 211, 225, 270, 360), strict=True)))
def test_extra_time_is_a_share_of_the_time_that_everybody_has_rounded_up(percent: int, seconds: int) -> None:
    assert Support(extra_percent=percent).seconds(180) == seconds


def test_no_limit_is_a_day_whatever_the_share() -> None:
    assert Support(extra_percent=50, is_unlimited=True).seconds(180) == UNLIMITED.total_seconds()


def test_task_is_due_after_its_time_and_what_was_added() -> None:
    assert due(NOW, 180, 60) == NOW + 4 * MINUTE


def test_pause_is_on_up_to_its_end_and_lasts_no_longer() -> None:
    pause = Pause(NOW, NOW + 5 * MINUTE)

    assert [pause.is_on(NOW + minutes * MINUTE) for minutes in (0, 4, 5, 6)] == [True, True, False, False]
    assert [pause.lasted(NOW + minutes * MINUTE) / MINUTE for minutes in (0, 4, 5, 6)] == [0, 4, 5, 5]


def test_pause_without_an_end_lasts_until_somebody_ends_it() -> None:
    pause = Pause(NOW, None)

    assert pause.is_on(NOW + timedelta(days=1))
    assert pause.lasted(NOW + timedelta(hours=1)) == timedelta(hours=1)


def test_breaks_are_for_those_who_are_granted_them_and_three_a_task() -> None:
    assert [breaks_left(Support(may_pause=True), taken) for taken in range(5)] == [3, 2, 1, 0, 0]
    assert breaks_left(Support(), 0) == 0
