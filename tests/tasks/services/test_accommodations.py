from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from factories import NOW, make_class, make_student
from sqlalchemy import select
from sqlalchemy.orm import Session
from tasks.tasks_factories import make_items, make_sitting

from contest_app.accounts.models import Student, User
from contest_app.audit import AuditRow
from contest_app.oplog.rules import Incoming
from contest_app.tasks.models import Idea, Response
from contest_app.tasks.queries import accommodations as queries
from contest_app.tasks.queries import answering as reads
from contest_app.tasks.rules.accommodations import MOST_BREAKS, NoBreak, Support
from contest_app.tasks.services import accommodations, answering

MINUTE = timedelta(minutes=1)


@dataclass
class Scene:
    """A pupil in a class that has a sitting of two tasks of three minutes."""

    session: Session
    teacher: User
    student: Student
    classmate: Student

    def grant(self, support: Support, now: datetime = NOW) -> None:
        accommodations.grant(self.session, self.student, support, actor=self.teacher, now=now)

    def begin(self, student: Student | None = None, now: datetime = NOW) -> Response:
        """Begin the next task, and read it as its changes need it."""
        student = student or self.student
        [part] = reads.parts_of(self.session, student, now)
        begun = answering.start_next(
            self.session, student, part.sitting.id, language="kk", actor=student.user, now=now
        )
        assert begun is not None
        self.session.flush()
        response = reads.response_to_change(self.session, student.user_id, begun.id)
        assert response is not None
        return response

    def write(self, response: Response, now: datetime) -> Idea:
        """Write an idea that arrives at a moment."""
        payload = {"idea": str(uuid4()), "text": "идея", "position": None, "revision": 0}
        answering.take(self.session, response, [Incoming(uuid4(), "put_idea", None, payload)], now=now)
        return response.ideas[-1]

    def acts(self) -> list[str]:
        """The acts about accommodations in the audit."""
        told = ("accommodation.granted", "response.paused", "response.resumed")
        return list(self.session.scalars(select(AuditRow.act).where(AuditRow.act.in_(told)).order_by(AuditRow.at)))


@pytest.fixture
def scene(session: Session) -> Scene:
    school_class = make_class(session)
    teacher = session.get_one(User, school_class.teacher_id)
    student, classmate = make_student(session, school_class), make_student(session, school_class)
    make_sitting(session, school_class, make_items(session, 2))
    return Scene(session, teacher, student, classmate)


def test_what_is_granted_is_kept_for_later_and_audited_with_what_was_before(scene: Scene) -> None:
    first, second = Support(extra_percent=25, helper="ассистент"), Support(has_large_type=True)

    for support in (first, second, second):
        scene.grant(support)

    assert queries.support_of(scene.session, scene.student.user_id) == second
    assert queries.support_of(scene.session, scene.classmate.user_id) == Support()
    assert queries.supports_in(scene.session, scene.student.class_id) == {scene.student.user_id: second}
    told = list(scene.session.scalars(select(AuditRow.details).where(AuditRow.act == "accommodation.granted")))
    assert sorted((one["before"]["extra_percent"], one["after"]["extra_percent"]) for one in told) == [
        (0, 25), (25, 0),
    ]  # fmt: skip


def test_task_that_begins_has_the_extra_time_and_the_audit_says_so(scene: Scene) -> None:
    scene.grant(Support(extra_percent=50))

    own, other = scene.begin(), scene.begin(scene.classmate)

    assert (own.due_at, other.due_at) == (NOW + 4.5 * MINUTE, NOW + 3 * MINUTE)
    told = scene.session.scalars(select(AuditRow.details).where(AuditRow.act == "response.started"))
    assert sorted(one.get("support", {}).get("extra_percent", 0) for one in told) == [0, 50]


def test_change_moves_the_end_of_a_running_task_at_once_and_of_no_other(scene: Scene) -> None:
    done, other = scene.begin(), scene.begin(scene.classmate)
    answering.hand_in(scene.session, done, now=NOW + MINUTE)
    scene.session.flush()
    running = scene.begin(now=NOW + MINUTE)

    scene.grant(Support(extra_percent=100), now=NOW + 2 * MINUTE)
    scene.session.flush()

    assert [response.due_at - NOW for response in (done, other, running)] == [3 * MINUTE, 3 * MINUTE, 7 * MINUTE]


def test_break_stops_the_clock_and_its_length_is_added(scene: Scene) -> None:
    scene.grant(Support(may_pause=True))
    response = scene.begin()

    accommodations.take_break(scene.session, response, actor=scene.student.user, now=NOW + MINUTE)
    accommodations.take_break(scene.session, response, actor=scene.student.user, now=NOW + 2 * MINUTE)
    resting = [response.is_resting(NOW + 4 * MINUTE), response.is_resting(NOW + 6 * MINUTE)]
    due_meanwhile = response.due_by(NOW + 4 * MINUTE)
    accommodations.end_break(scene.session, response, actor=scene.student.user, now=NOW + 5 * MINUTE)
    accommodations.end_break(scene.session, response, actor=scene.student.user, now=NOW + 6 * MINUTE)

    assert resting == [True, False]
    assert due_meanwhile == NOW + 6 * MINUTE
    assert (response.due_at, response.added_seconds, response.breaks) == (NOW + 7 * MINUTE, 240, 1)
    assert scene.acts() == ["accommodation.granted", "response.paused", "response.resumed"]


def test_forgotten_break_ends_by_itself_after_five_minutes(scene: Scene) -> None:
    scene.grant(Support(may_pause=True))
    response = scene.begin()
    accommodations.take_break(scene.session, response, actor=scene.student.user, now=NOW + MINUTE)

    in_time = scene.write(response, NOW + 8 * MINUTE)
    late = scene.write(response, NOW + 9 * MINUTE)
    answering.hand_in(scene.session, response, now=NOW + 30 * MINUTE)

    assert (in_time.is_late, late.is_late) == (False, True)
    assert (response.due_at, response.paused_at) == (NOW + 8 * MINUTE, None)


def test_extra_time_and_breaks_add_up_whichever_comes_first(scene: Scene) -> None:
    scene.grant(Support(may_pause=True))
    response = scene.begin()
    accommodations.take_break(scene.session, response, actor=scene.student.user, now=NOW + MINUTE)
    accommodations.end_break(scene.session, response, actor=scene.student.user, now=NOW + 2 * MINUTE)

    scene.grant(Support(may_pause=True, extra_percent=100), now=NOW + 2 * MINUTE)

    assert response.due_at == NOW + 7 * MINUTE


def test_breaks_are_three_a_task_and_for_those_who_are_granted_them(scene: Scene) -> None:
    response = scene.begin()
    with pytest.raises(NoBreak):
        accommodations.take_break(scene.session, response, actor=scene.student.user, now=NOW)
    scene.grant(Support(may_pause=True))
    for number in range(MOST_BREAKS):
        accommodations.take_break(scene.session, response, actor=scene.student.user, now=NOW + number * MINUTE)
        accommodations.end_break(scene.session, response, actor=scene.student.user, now=NOW + number * MINUTE)

    with pytest.raises(NoBreak):
        accommodations.take_break(scene.session, response, actor=scene.student.user, now=NOW + 5 * MINUTE)
    answering.hand_in(scene.session, response, now=NOW + 5 * MINUTE)
    scene.session.flush()
    fresh = scene.begin(now=NOW + 5 * MINUTE)
    accommodations.take_break(scene.session, fresh, actor=scene.student.user, now=NOW + 5 * MINUTE)

    assert (response.breaks, fresh.breaks) == (MOST_BREAKS, 1)
