from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from factories import NOW

from contest_app.tasks.rules.accommodations import Pause
from contest_app.tasks.rules.live import (
    CONTACT_EVERY,
    LINK_LOST_AFTER,
    Contact,
    Doing,
    Help,
    TaskFacts,
    extended,
    needs_writing_down,
    pupil_state,
    totals,
)

MINUTE = timedelta(minutes=1)
NOBODY = Help()


def task(
    due: float = 3,
    *,
    done: bool = False,
    pause: Pause | None = None,
    contact: datetime | None = None,
    saved: datetime | None = None,
    ideas: int = 0,
) -> TaskFacts:
    """A task that is due so many minutes after NOW."""
    return TaskFacts(NOW + due * MINUTE, NOW if done else None, pause, contact, saved, ideas)


@pytest.mark.parametrize(
    ("tasks", "doing"),
    [
        ([], Doing.ABSENT),
        ([task()], Doing.WRITING),
        ([task(0)], Doing.OVERDUE),
        ([task(pause=Pause(NOW - MINUTE, None))], Doing.RESTING),
        ([task(0, pause=Pause(NOW - 10 * MINUTE, NOW - 5 * MINUTE))], Doing.WRITING),
        ([task(-6, pause=Pause(NOW - 10 * MINUTE, NOW - 5 * MINUTE))], Doing.OVERDUE),
        ([task(done=True)], Doing.BETWEEN),
        ([task(done=True), task()], Doing.WRITING),
        ([task(done=True), task(done=True)], Doing.DONE),
    ],
)
def test_pupil_is_doing_what_the_tasks_and_the_clock_say(tasks: list[TaskFacts], doing: Doing) -> None:
    assert pupil_state(tasks, NOBODY, total=2, now=NOW).doing is doing


def test_state_counts_ideas_and_tasks_and_knows_what_was_saved_last() -> None:
    tasks = [task(done=True, ideas=4, saved=NOW - 2 * MINUTE), task(ideas=3, saved=NOW - MINUTE)]

    state = pupil_state(tasks, NOBODY, total=3, now=NOW)

    assert (state.submitted, state.ideas, state.saved_at) == (1, 7, NOW - MINUTE)
    assert state.due_at == NOW + 3 * MINUTE


@pytest.mark.parametrize(
    ("contact", "saved", "expected"),
    [
        (None, None, Contact.NONE),
        (NOW, None, Contact.HERE),
        (NOW - LINK_LOST_AFTER, None, Contact.LOST),
        (NOW - LINK_LOST_AFTER, NOW, Contact.HERE),
        (None, NOW - LINK_LOST_AFTER, Contact.LOST),
    ],
)
def test_link_is_lost_when_nothing_was_heard_for_a_while(
    contact: datetime | None, saved: datetime | None, expected: Contact
) -> None:
    assert pupil_state([task(contact=contact, saved=saved)], NOBODY, total=1, now=NOW).contact is expected


def test_link_of_a_pupil_who_is_not_writing_is_nobodys_business() -> None:
    done = task(done=True, contact=NOW - 10 * MINUTE)

    assert pupil_state([done], NOBODY, total=2, now=NOW).contact is Contact.NONE


def test_call_waits_until_it_is_answered_and_may_come_again() -> None:
    called, answered, again = Help(NOW), Help(NOW, NOW + MINUTE), Help(NOW + 2 * MINUTE, NOW + MINUTE)

    assert [each.is_called for each in (NOBODY, called, answered, again)] == [False, True, False, True]
    assert [each.is_answered for each in (NOBODY, called, answered, again)] == [False, False, True, False]
    assert pupil_state([task()], called, total=1, now=NOW).is_calling


def test_more_minutes_count_from_the_end_or_from_now_where_it_is_over() -> None:
    assert extended(NOW + MINUTE, 5, NOW) == NOW + 6 * MINUTE
    assert extended(NOW - 10 * MINUTE, 5, NOW) == NOW + 5 * MINUTE


def test_presence_is_written_down_now_and_then() -> None:
    moments = (None, NOW, NOW - CONTACT_EVERY)

    assert [needs_writing_down(moment, NOW) for moment in moments] == [True, False, True]


def test_totals_count_pupils_by_what_they_are_doing() -> None:
    states = [
        pupil_state(tasks, NOBODY, total=1, now=NOW)
        for tasks in ([], [task(ideas=2)], [task(done=True, ideas=5)], [task(0)])
    ]

    assert totals(states) == {"pupils": 4, "here": 3, "writing": 1, "done": 1, "ideas": 7}
