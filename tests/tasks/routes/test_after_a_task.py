"""What a pupil may do and see after a task and before a sitting opens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from factories import csrf, make_class, make_student
from flask.testing import FlaskClient
from sqlalchemy import select
from tasks.tasks_factories import make_items, make_response, make_sitting

from contest_app.accounts.models import SchoolClass, User
from contest_app.clock import utcnow
from contest_app.db import Database
from contest_app.tasks.models import Response, Sitting
from contest_app.tasks.queries import live, pools, results
from contest_app.tasks.queries.pools import Question
from contest_app.tasks.services.sittings import close_sitting

Browser = Callable[..., FlaskClient]
HOUR = timedelta(hours=1)


@dataclass
class Scene:
    """A pupil who has handed in the one task of a sitting."""

    database: Database
    sitting: Sitting
    response: Response
    pupil: FlaskClient

    def change(self, **fields: object) -> None:
        """Set fields of the sitting."""
        with self.database.transaction() as session:
            sitting = session.get_one(Sitting, self.sitting.id)
            for name, value in fields.items():
                setattr(sitting, name, value)

    def post(self, page: str) -> int:
        """Press a button and return the status."""
        return self.pupil.post(page, data=csrf(self.pupil, "/my")).status_code

    def responses(self) -> list[Response]:
        """All tries, the first one first."""
        with self.database.reading() as session:
            return list(session.scalars(select(Response).order_by(Response.started_at)))


@pytest.fixture
def scene(database: Database, signed_in: Browser) -> Scene:
    now = utcnow() - HOUR
    with database.transaction() as session:
        school_class, [item] = make_class(session), make_items(session)
        sitting = make_sitting(session, school_class, [item], now=now)
        student = make_student(session, school_class)
        session.flush()
        response = make_response(session, sitting, student, item, ["қайық", "үй"], now=now)
    return Scene(database, sitting, response, signed_in(student.user))


def test_assessment_is_answered_once(scene: Scene) -> None:
    again = f"/my/responses/{scene.response.id}/again"

    assert again not in scene.pupil.get("/my").get_data(as_text=True)
    assert scene.post(again) == 409
    assert len(scene.responses()) == 1


def test_practice_is_tried_again_and_the_earlier_answer_is_kept_and_counts_no_longer(scene: Scene) -> None:
    scene.change(mode="practice")
    again = f"/my/responses/{scene.response.id}/again"

    assert again in scene.pupil.get("/my").get_data(as_text=True)
    assert [scene.post(again), scene.post(again)] == [303, 303]

    first, second = scene.responses()
    assert first.superseded_at is not None
    assert (second.superseded_at, second.submitted_at) == (None, None)
    assert scene.pupil.get(f"/my/responses/{first.id}/submitted").status_code == 200
    with scene.database.reading() as session:
        item = pools.response_in_place(session, first.id)
        assert item is not None
        question = Question(item.item, "en")
        [facts] = live.facts_of(session, scene.sitting.id).values()
        assert [task.ideas for task in facts.tasks] == [0]
        assert [answer.id for answer in results.answers_of(session, scene.sitting.id)] == [second.id]
        assert list(pools.begun_responses(session, scene.sitting.id, question)) == [second.id]
        assert pools.ideas_in_time(session, scene.sitting.id, question, or_of=second.id) == []
        own = pools.ideas_in_time(session, scene.sitting.id, question, or_of=first.id)
        assert [idea.text for idea in own] == ["қайық", "үй"]


def test_practice_that_is_over_is_not_tried_again(scene: Scene) -> None:
    now = utcnow()
    scene.change(mode="practice", opens_at=now - 2 * HOUR, closes_at=now - HOUR)
    again = f"/my/responses/{scene.response.id}/again"

    assert again not in scene.pupil.get("/my").get_data(as_text=True)
    assert scene.post(again) == 409


def test_another_pupils_task_cannot_be_begun_again(scene: Scene, database: Database, signed_in: Browser) -> None:
    scene.change(mode="practice")
    with database.transaction() as session:
        stranger = make_student(session, make_class(session))
    client = signed_in(stranger.user)

    answer = client.post(f"/my/responses/{scene.response.id}/again", data=csrf(client, "/my"))

    assert answer.status_code == 404
    assert len(scene.responses()) == 1


@pytest.mark.parametrize(
    ("shown", "while_open", "when_closed"),
    [("at_once", True, True), ("after_closing", False, True), ("never", False, False)],
)
@pytest.mark.parametrize("way", ["by hand", "by the window"])
def test_comments_are_there_when_the_teacher_wants_and_else_nowhere(
    scene: Scene, shown: str, while_open: bool, when_closed: bool, way: str
) -> None:
    scene.change(shown=shown)
    result = f"/my/responses/{scene.response.id}/result"

    assert seen(scene.pupil, result) == while_open
    if way == "by hand":
        with scene.database.transaction() as session:
            sitting = session.get_one(Sitting, scene.sitting.id)
            teacher = session.scalars(select(User).where(User.login_key.is_not(None))).one()
            close_sitting(session, sitting, actor=teacher, now=utcnow())
    else:
        scene.change(opens_at=utcnow() - 2 * HOUR, closes_at=utcnow() - HOUR)

    assert seen(scene.pupil, result) == when_closed


def seen(pupil: FlaskClient, result: str) -> bool:
    """Whether the comments can be reached; where they cannot, no page leads there and nothing is said to be ready."""
    home = pupil.get("/my").get_data(as_text=True)
    receipt = pupil.get(result.replace("/result", "/submitted")).get_data(as_text=True)
    is_there = pupil.get(result).status_code == 200
    assert [f'href="{result}"' in page for page in (home, receipt)] == [is_there, is_there]
    assert is_there or pupil.get(f"{result}.json").get_json() == {"ready": False}
    return is_there


def test_sitting_is_seen_before_it_opens_and_begun_only_then(
    scene: Scene, database: Database, signed_in: Browser
) -> None:
    scene.change(opens_at=utcnow() + HOUR)
    with database.transaction() as session:
        student = make_student(session, session.get_one(SchoolClass, scene.sitting.class_id))
    client = signed_in(student.user)
    start = f"/my/sittings/{scene.sitting.id}/start"
    begin = csrf(client, "/my") | {"language": "kk"}

    home = client.get("/my").get_data(as_text=True)
    early = client.post(start, data=begin).status_code
    scene.change(opens_at=utcnow() - HOUR)
    in_time = client.post(start, data=begin).status_code

    assert ("Later" in home, f"/my/sittings/{scene.sitting.id}" in home) == (True, False)
    assert (early, in_time) == (409, 303)


def test_sitting_whose_window_is_over_is_not_begun_though_nobody_closed_it(
    scene: Scene, database: Database, signed_in: Browser
) -> None:
    scene.change(opens_at=utcnow() - 2 * HOUR, closes_at=utcnow())
    with database.transaction() as session:
        student = make_student(session, session.get_one(SchoolClass, scene.sitting.class_id))
    client = signed_in(student.user)

    home = client.get("/my").get_data(as_text=True)
    answer = client.post(f"/my/sittings/{scene.sitting.id}/start", data=csrf(client, "/my") | {"language": "kk"})

    assert answer.status_code == 409
    assert f"/my/sittings/{scene.sitting.id}" not in home
