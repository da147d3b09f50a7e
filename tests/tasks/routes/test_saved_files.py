"""A teacher brings in the file that a pupil's page saved."""

from __future__ import annotations

import html
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from factories import csrf, make_class, make_student, make_user
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from tasks.tasks_factories import make_items, make_response, make_sitting
from werkzeug.test import TestResponse

from contest_app.accounts.models import User
from contest_app.db import Database
from contest_app.oplog.models import Operation
from contest_app.roles import Role
from contest_app.tasks.models import Idea, Item, Response, Sitting

Browser = Callable[..., FlaskClient]


@dataclass
class Scene:
    """A running sitting with one open answer, and its teacher's browser."""

    database: Database
    sitting: Sitting
    response: Response
    teacher: FlaskClient

    @property
    def page(self) -> str:
        return f"/sittings/{self.sitting.id}/saved-file"

    def file(self, *texts: str, response: object = None) -> bytes:
        operations = [
            {"id": str(uuid4()), "kind": "put_idea", "idea": str(uuid4()), "text": text, "revision": 0}
            for text in texts
        ]
        return json.dumps(
            {"response": str(response or self.response.id), "ideas": [], "operations": operations}
        ).encode()

    def look(self, raw: bytes, client: FlaskClient | None = None) -> TestResponse:
        client = client or self.teacher
        form = {"file": (BytesIO(raw), "answer.json"), **csrf(client, "/sittings")}
        return client.post(self.page, data=form)

    def take(self, raw: bytes, client: FlaskClient | None = None) -> TestResponse:
        client = client or self.teacher
        form = {"content": raw.decode(), **csrf(client, "/sittings")}
        return client.post(f"{self.page}/take", data=form, follow_redirects=True)

    def ideas(self) -> list[tuple[str, bool]]:
        with self.database.reading() as session:
            rows = session.execute(select(Idea.text, Idea.is_late).order_by(Idea.position))
            return [(text, is_late) for text, is_late in rows]

    def operations(self) -> int:
        with self.database.reading() as session:
            return session.scalars(select(func.count(Operation.id))).one()


@pytest.fixture
def scene(database: Database, signed_in: Browser) -> Scene:
    now = datetime.now(UTC)
    with database.transaction() as session:
        school_class = make_class(session)
        [item] = make_items(session)
        sitting = make_sitting(session, school_class, [item], now=now)
        student = make_student(session, school_class)
        session.flush()
        response = make_response(session, sitting, student, item, [], submitted=False, now=now)
        teacher = session.get_one(User, school_class.teacher_id)
    return Scene(database, sitting, response, signed_in(teacher))


def test_the_teacher_sees_whose_file_it_is_before_anything_is_taken(scene: Scene) -> None:
    raw = scene.file("a pot", "a <b>hat</b>")

    page = scene.look(raw)

    text = page.get_data(as_text=True)
    assert (page.status_code, scene.ideas()) == (200, [])
    assert all(words in text for words in ("Әлия Қ.", "a pot", "a &lt;b&gt;hat&lt;/b&gt;"))
    [content] = re.findall(r'name="content"[^>]*value="([^"]*)"', text)
    assert html.unescape(content) == raw.decode()


def test_a_file_is_taken_once_however_often_it_is_brought(scene: Scene) -> None:
    raw = scene.file("a pot", "a hat")

    first, second = scene.take(raw), scene.take(raw)

    assert (first.status_code, second.status_code, scene.operations()) == (200, 200, 2)
    assert scene.ideas() == [("a pot", False), ("a hat", False)]
    assert "2 changes are kept." in first.get_data(as_text=True)
    assert "Everything in the file is here already." in scene.look(raw).get_data(as_text=True)


def test_what_comes_after_the_end_is_kept_and_marked_as_late(scene: Scene) -> None:
    with scene.database.transaction() as session:
        session.execute(update(Response).values(due_at=datetime.now(UTC) - timedelta(hours=1)))

    answer = scene.take(scene.file("a pot"))

    assert scene.ideas() == [("a pot", True)]
    assert "1 of them is late." in answer.get_data(as_text=True)


def test_after_handing_in_nothing_changes_and_the_teacher_is_told(scene: Scene) -> None:
    with scene.database.transaction() as session:
        session.execute(update(Response).values(submitted_at=datetime.now(UTC), receipt="K7MT4H9X"))
    raw = scene.file("a pot")
    assert "handed in already" in scene.look(raw).get_data(as_text=True)

    answer = scene.take(raw)

    assert (scene.ideas(), scene.operations()) == ([], 1)
    assert "1 change fits no longer" in answer.get_data(as_text=True)


def test_a_file_of_another_work_is_refused(scene: Scene, session: Session) -> None:
    other_class = make_class(session)
    item = session.get_one(Item, scene.response.item_id)
    other = make_sitting(session, other_class, [item])
    student = make_student(session, other_class)
    session.flush()
    foreign = make_response(session, other, student, item, [], submitted=False)
    session.commit()
    raw = scene.file("a pot", response=foreign.id)

    assert [scene.look(raw).status_code, scene.take(raw).status_code] == [422, 422]
    assert scene.ideas() == []


@pytest.mark.parametrize(
    "raw", [b"", b"[" * 100_000, b"\x89PNG\r\n", b"x" * 450_000], ids=["empty", "deep", "png", "large"]
)
def test_a_hostile_file_is_refused_with_the_reason_within_a_second(raw: bytes, scene: Scene) -> None:
    form = {"file": (BytesIO(raw), "answer.json"), **csrf(scene.teacher, scene.page)}
    started = time.monotonic()

    answer = scene.teacher.post(scene.page, data=form)

    assert (answer.status_code, time.monotonic() - started < 1.0) == (422, True)
    assert "field__errors" in answer.get_data(as_text=True)


def test_another_teacher_finds_nothing(scene: Scene, session: Session, signed_in: Browser) -> None:
    stranger = make_user(session, Role.TEACHER)
    session.commit()
    other = signed_in(stranger)
    raw = scene.file("a pot")

    assert other.get(scene.page).status_code == 404
    assert [scene.look(raw, other).status_code, scene.take(raw, other).status_code] == [404, 404]
    assert scene.ideas() == []
