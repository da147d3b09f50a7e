from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from factories import NOW

from contest_app.tasks.rules.sittings import (
    Mode,
    NothingToDo,
    Plan,
    PlannedItem,
    Shown,
    Standing,
    TooLong,
    TooManyItems,
    Window,
    WindowEmpty,
    are_comments_shown,
    parts_for,
    standing,
)


def plan(*minutes: float) -> Plan:
    return Plan(Mode.ASSESSMENT, [PlannedItem(uuid4(), int(60 * time)) for time in minutes])


@pytest.mark.parametrize(("grade", "minutes"), [(1, 15), (3, 20), (8, 25), (9, 30), (12, 30)])
def test_class_may_work_as_long_as_its_grade_may_sit_at_a_screen(grade: int, minutes: int) -> None:
    plan(minutes).check(grade)

    with pytest.raises(TooLong) as refused:
        plan(minutes, 0.1).check(grade)

    assert refused.value.facts == {"minutes": minutes + 1, "grade": grade, "limit": minutes}


def test_empty_and_overfull_plans_are_refused() -> None:
    with pytest.raises(NothingToDo):
        plan().check(7)
    with pytest.raises(TooManyItems):
        plan(*[1] * 11).check(7)


@pytest.mark.parametrize(
    ("window", "is_refused"),
    [
        (Window(), False),
        (Window(NOW - timedelta(hours=1), None), False),
        (Window(NOW + timedelta(hours=1), NOW + timedelta(hours=1)), True),
        (Window(None, NOW), True),
        (Window(None, NOW + timedelta(seconds=1)), False),
        (Window(NOW - timedelta(hours=2), NOW - timedelta(hours=1)), True),
    ],
)
def test_window_in_which_nobody_can_begin_is_refused(window: Window, is_refused: bool) -> None:
    if not is_refused:
        window.check(NOW)
        return
    with pytest.raises(WindowEmpty):
        window.check(NOW)


def test_days_later_a_window_has_the_same_hours_and_the_first_is_as_it_is() -> None:
    hour, days = timedelta(hours=1), timedelta(days=2)

    assert Window(None, NOW + hour).days_later(0, NOW) == Window(None, NOW + hour)
    assert Window(None, NOW + hour).days_later(2, NOW) == Window(NOW + days, NOW + days + hour)
    assert Window(NOW + hour, None).days_later(2, NOW) == Window(NOW + hour + days, None)


def test_sitting_that_is_closed_by_hand_is_closed_whatever_its_window() -> None:
    hour = timedelta(hours=1)

    assert standing(NOW, NOW + hour, NOW, NOW) is Standing.CLOSED
    assert standing(NOW + hour, None, None, NOW) is Standing.WAITING
    assert standing(NOW, None, None, NOW) is Standing.OPEN
    assert standing(NOW - hour, NOW, None, NOW) is Standing.CLOSED


@pytest.mark.parametrize(
    ("shown", "while_open", "when_closed"),
    [(Shown.AT_ONCE, True, True), (Shown.AFTER_CLOSING, False, True), (Shown.NEVER, False, False)],
)
def test_comments_are_shown_when_the_teacher_wants(shown: Shown, while_open: bool, when_closed: bool) -> None:
    assert are_comments_shown(shown, is_closed=False) == while_open
    assert are_comments_shown(shown, is_closed=True) == when_closed


@pytest.mark.parametrize(("grade", "numbers"), [(1, [1, 2]), (3, [1, 2]), (4, [0]), (9, [0])])
def test_form_is_split_into_its_sittings_for_grades_that_may_not_do_it_in_one_go(
    grade: int, numbers: list[int]
) -> None:
    sittings = [plan(10, 2).items, plan(12).items]

    parts = parts_for(grade, sittings)

    assert [number for number, _ in parts] == numbers
    assert [item for _, part in parts for item in part] == [*sittings[0], *sittings[1]]
