"""How long a failed job waits."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from contest_app.jobs.rules import MAX_TRIES, is_exhausted, retry_delay

HOUR = timedelta(hours=1)


@given(st.integers(1, MAX_TRIES), st.uuids(version=4))
def test_the_wait_is_two_seconds_times_four_for_each_try_up_to_an_hour_give_or_take_a_quarter(
    tries: int, job_id: UUID
) -> None:
    steady = min(timedelta(seconds=2) * 4 ** (tries - 1), HOUR)

    assert 0.75 * steady <= retry_delay(tries, job_id) <= 1.25 * steady


def test_jobs_that_failed_together_do_not_return_together() -> None:
    waits = {retry_delay(3, UUID(int=number)) for number in range(100)}

    assert len(waits) == 100


def test_a_job_is_started_no_more_often_than_it_may() -> None:
    assert not is_exhausted(MAX_TRIES - 1)
    assert is_exhausted(MAX_TRIES)
