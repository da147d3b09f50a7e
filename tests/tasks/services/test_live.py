from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from factories import NOW, make_class, make_student
from sqlalchemy import select
from sqlalchemy.orm import Session
from tasks.tasks_factories import make_items, make_response, make_sitting

from contest_app.accounts.models import Student, User
from contest_app.audit import AuditRow
from contest_app.tasks.models import Response, Sitting
from contest_app.tasks.queries import answering as reads
from contest_app.tasks.queries import live as queries
from contest_app.tasks.rules.accommodations import PausedByTeacher, Support
from contest_app.tasks.rules.sittings import AlreadyClosed
from contest_app.tasks.services import accommodations, answering, live, sittings

MINUTE = timedelta(minutes=1)


@dataclass
class Scene:
    """Two pupils who write and one who has handed in, in a sitting of two tasks of three minutes."""

    session: Session
    teacher: User
    sitting: Sitting
    students: list[Student]
    first: Response
    second: Response
    done: Response

    def pause(self, now: datetime) -> None:
        live.pause(self.session, self.sitting, actor=self.teacher, now=now)

    def resume(self, now: datetime) -> None:
        live.resume(self.session, self.sitting, actor=self.teacher, now=now)

    def extend(self, minutes: int, now: datetime, student_id: UUID | None = None) -> int:
        return live.extend(
            self.session,
            self.sitting,
            minutes,
            student_id=student_id,
            actor=self.teacher,
            now=now,
        )

    def due(self) -> list[float]:
        """When each task is due, in minutes after NOW."""
        return [(each.due_at - NOW) / MINUTE for each in (self.first, self.second, self.done)]

    def acts(self) -> list[str]:
        """The acts of the audit since the tasks were begun."""
        acts = self.session.scalars(select(AuditRow.act).order_by(AuditRow.at, AuditRow.act)).all()
        return [act for act in acts if act.split(".")[1] in TOLD]


TOLD = {"paused", "resumed", "extended", "help_called", "help_answered"}


@pytest.fixture
def scene(session: Session) -> Scene:
    school_class, items = make_class(session), make_items(session, 2)
    teacher = session.get_one(User, school_class.teacher_id)
    sitting = make_sitting(session, school_class, items)
    students = [make_student(session, school_class) for _ in range(3)]
    session.flush()
    responses = [
        make_response(session, sitting, student, items[0], ["a"], submitted=number == 2)
        for number, student in enumerate(students)
    ]
    return Scene(session, teacher, sitting, students, *responses)


def test_pause_stops_all_clocks_that_run_and_what_it_lasted_is_added(scene: Scene) -> None:
    scene.pause(NOW + MINUTE)
    scene.pause(NOW + 2 * MINUTE)
    meanwhile = [each.is_resting(NOW + 60 * MINUTE) for each in (scene.first, scene.second, scene.done)]
    scene.resume(NOW + 11 * MINUTE)
    scene.resume(NOW + 12 * MINUTE)

    assert meanwhile == [True, True, False]
    assert scene.due() == [13, 13, 3]
    assert scene.sitting.paused_at is None
    assert scene.acts() == ["sitting.paused", "sitting.resumed"]


def test_nobody_begins_or_goes_on_by_oneself_while_the_class_is_paused(scene: Scene) -> None:
    student = scene.students[2]
    scene.pause(NOW)

    with pytest.raises(PausedByTeacher):
        answering.start_next(scene.session, student, scene.sitting.id, language="kk", actor=student.user, now=NOW)
    with pytest.raises(PausedByTeacher):
        accommodations.end_break(scene.session, scene.first, actor=scene.students[0].user, now=NOW)
    scene.resume(NOW + MINUTE)

    begun = answering.start_next(
        scene.session, student, scene.sitting.id, language="kk", actor=student.user, now=NOW + MINUTE
    )
    assert begun is not None


def test_pause_takes_over_a_break_of_a_pupil_and_no_minute_counts_twice(scene: Scene) -> None:
    student = scene.students[0]
    accommodations.grant(scene.session, student, Support(may_pause=True), actor=scene.teacher, now=NOW)
    accommodations.take_break(scene.session, scene.first, actor=student.user, now=NOW + MINUTE)

    scene.pause(NOW + 2 * MINUTE)
    scene.resume(NOW + 5 * MINUTE)

    assert scene.due() == [7, 6, 3]


def test_what_arrives_during_a_pause_is_in_time(scene: Scene) -> None:
    scene.pause(NOW + MINUTE)

    assert scene.first.due_by(NOW + 30 * MINUTE) == NOW + 32 * MINUTE


def test_closing_a_paused_sitting_ends_the_pause(scene: Scene) -> None:
    scene.pause(NOW + MINUTE)

    sittings.close_sitting(scene.session, scene.sitting, actor=scene.teacher, now=NOW + 2 * MINUTE)

    assert (scene.sitting.paused_at, scene.first.is_resting(NOW + 3 * MINUTE)) == (None, False)
    assert scene.due() == [4, 4, 3]


def test_paused_sitting_does_not_close_by_itself(scene: Scene) -> None:
    scene.sitting.opens_at, scene.sitting.closes_at = NOW - MINUTE, NOW
    scene.pause(NOW + MINUTE)

    sittings.close_if_over(scene.session, scene.sitting.id, now=NOW + 60 * MINUTE)

    assert scene.sitting.closed_at is None


def test_more_time_is_for_all_who_write_or_for_one(scene: Scene) -> None:
    for_all = scene.extend(5, NOW + MINUTE)
    for_one = scene.extend(2, NOW + MINUTE, scene.students[1].user_id)
    for_nobody = scene.extend(2, NOW + MINUTE, scene.students[2].user_id)

    assert (for_all, for_one, for_nobody) == (2, 1, 0)
    assert scene.due() == [8, 10, 3]
    assert scene.acts() == ["response.extended"] * 3


def test_more_time_revives_a_task_that_is_over_and_stays_when_support_changes(scene: Scene) -> None:
    scene.extend(5, NOW + 10 * MINUTE, scene.students[0].user_id)
    before = scene.due()[0]

    granted = Support(extra_percent=100)
    accommodations.grant(scene.session, scene.students[0], granted, actor=scene.teacher, now=NOW + 11 * MINUTE)

    assert (before, scene.due()[0]) == (15, 18)


def test_closed_sitting_cannot_be_steered(scene: Scene) -> None:
    sittings.close_sitting(scene.session, scene.sitting, actor=scene.teacher, now=NOW)
    scene.session.flush()

    for act in (lambda: scene.pause(NOW), lambda: scene.resume(NOW), lambda: scene.extend(1, NOW)):
        with pytest.raises(AlreadyClosed):
            act()


def test_call_is_seen_and_answered_once(scene: Scene) -> None:
    student = scene.students[0]
    response = reads.response_to_change(scene.session, student.user_id, scene.first.id)
    attempt = queries.attempt_in(scene.session, scene.sitting.id, student.user_id)
    assert response is not None
    assert attempt is not None

    for minute in (1, 2):
        live.call_teacher(scene.session, response, actor=student.user, now=NOW + minute * MINUTE)
    waiting = attempt.help
    for minute in (3, 4):
        live.answer_call(scene.session, attempt, actor=scene.teacher, now=NOW + minute * MINUTE)

    assert (waiting.is_called, waiting.called_at) == (True, NOW + MINUTE)
    assert (attempt.help.is_answered, attempt.help.answered_at) == (True, NOW + 3 * MINUTE)
    assert scene.acts() == ["attempt.help_called", "attempt.help_answered"]
