"""Months and halves of school years."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.reports.rules.period import Half, Month, Period, PeriodUnfit

ALMATY = ZoneInfo("Asia/Almaty")
MONTHS = st.builds(Month, st.integers(2020, 2040), st.integers(1, 12))


@given(MONTHS, st.integers(0, 200))
def test_going_back_and_forth_ends_where_it_began(month: Month, count: int) -> None:
    assert month.before(count).before(-count) == month
    assert Month.parse(str(month)) == month
    assert month < month.next


def test_a_moment_belongs_to_the_month_that_the_regions_clocks_show() -> None:
    assert Month.of(datetime(2026, 8, 31, 19, 0, tzinfo=UTC), ALMATY) == Month(2026, 9)
    assert Month.of(datetime(2026, 8, 31, 18, 59, tzinfo=UTC), ALMATY) == Month(2026, 8)
    assert Month(2026, 9).begins_at(ALMATY) == datetime(2026, 8, 31, 19, 0, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "2026-00", "х-у", "None"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Month.parse(text)


def test_a_period_ends_after_it_begins_and_within_five_years() -> None:
    assert Period(Month(2026, 9), Month(2026, 9)).first == Month(2026, 9)
    assert Period(Month(2021, 9), Month(2026, 8)).last == Month(2026, 8)
    with pytest.raises(PeriodUnfit):
        Period(Month(2026, 9), Month(2026, 8))
    with pytest.raises(PeriodUnfit):
        Period(Month(2021, 8), Month(2026, 8))


def test_a_school_year_has_its_second_half_in_the_next_year() -> None:
    assert Half.of(Month(2026, 12)) == Half(2026, 1)
    assert Half.of(Month(2027, 1)) == Half(2026, 2)
    assert Half.of(Month(2027, 8)) == Half(2026, 2)
    assert Half.of(Month(2027, 9)) == Half(2027, 1)
