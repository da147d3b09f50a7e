from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from factories import NOW

from contest_app.tasks.rules.sittings import (
    Doing,
    Mode,
    NothingToDo,
    Plan,
    PlannedItem,
    TooLong,
    TooManyItems,
    doing,
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


def test_pupil_is_absent_then_writing_then_overdue_unless_submitted() -> None:
    due, minute = NOW + timedelta(minutes=3), timedelta(minutes=1)

    assert doing(None, None, NOW) is Doing.ABSENT
    assert doing(None, due, due - minute) is Doing.WRITING
    assert doing(None, due, due) is Doing.OVERDUE
    assert doing(NOW, due, due + minute) is Doing.SUBMITTED
