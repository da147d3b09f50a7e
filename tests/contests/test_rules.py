from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest_app.accounts.rules import ALPHABET
from contest_app.contests import rules
from contest_app.contests.rules import Phase, Schedule

OPENS = datetime(2026, 11, 1, tzinfo=UTC)
SCHEDULE = Schedule.lasting(OPENS, entries_days=30, judging_days=14)
TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("moment", "phase"),
    [
        (OPENS - TICK, Phase.PREPARED),
        (OPENS, Phase.OPEN),
        (SCHEDULE.closes_at - TICK, Phase.OPEN),
        (SCHEDULE.closes_at, Phase.JUDGING),
        (SCHEDULE.judging_closes_at, Phase.FINISHED),
    ],
)
def test_a_stage_begins_at_its_moment_and_ends_just_before_the_next(moment: datetime, phase: Phase) -> None:
    assert SCHEDULE.phase(moment) is phase


@pytest.mark.parametrize(
    ("moment", "refusal"),
    [(OPENS - TICK, rules.EntriesNotOpen), (SCHEDULE.closes_at, rules.EntriesClosed)],
)
def test_entries_are_refused_outside_the_window(moment: datetime, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        SCHEDULE.check_open(moment)


@pytest.mark.parametrize(("closes", "ends"), [(0, 5), (-1, 5), (5, 4)])
def test_dates_that_do_not_follow_each_other_are_refused(closes: int, ends: int) -> None:
    schedule = Schedule(OPENS, OPENS + timedelta(days=closes), OPENS + timedelta(days=ends))

    with pytest.raises(rules.ScheduleDisordered):
        schedule.check()


def test_judging_may_end_at_the_moment_when_entries_close() -> None:
    Schedule(OPENS, OPENS + timedelta(days=1), OPENS + timedelta(days=1)).check()


def test_the_oldest_author_decides_the_age_group() -> None:
    younger, older = SimpleNamespace(grades=[5, 6, 7]), SimpleNamespace(grades=[8, 9])

    assert rules.age_group_of([younger, older], [5, 8, 6]) is older


def test_authors_of_a_grade_without_a_group_are_told_which() -> None:
    with pytest.raises(rules.GradeOutsideContest, match="grade 3"):
        rules.age_group_of([SimpleNamespace(grades=[5])], [3])


@given(st.sets(st.text(ALPHABET, min_size=4, max_size=4), max_size=50))
def test_a_blind_code_is_new_short_and_made_of_letters_that_are_not_mistaken(taken: set[str]) -> None:
    code = rules.new_blind_code(taken)

    assert code not in taken
    assert len(code) == 4
    assert set(code) <= set(ALPHABET)


def test_blind_codes_do_not_follow_each_other() -> None:
    codes = {rules.new_blind_code(()) for _ in range(200)}

    assert len({code[0] for code in codes}) > 10
    assert len(codes) > 195
