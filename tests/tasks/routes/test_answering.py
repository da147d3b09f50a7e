"""The pupil's pages, with and without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from factories import csrf, make_class, make_student, make_user
from flask.testing import FlaskClient
from sqlalchemy import event
from tasks.tasks_factories import add_idea, make_items, make_response, make_sitting

from contest_app.accounts.models import SchoolClass
from contest_app.clock import utcnow
from contest_app.db import Database
from contest_app.roles import Role
from contest_app.tasks.models import Attempt, Sitting
from contest_app.tasks.queries import answering as queries
from contest_app.tasks.services import answering as services

Browser = Callable[..., FlaskClient]


@dataclass
class Scene:
    """A pupil signed in, with an open sitting of two tasks."""

    client: FlaskClient
    student_id: UUID
    class_id: UUID
    sitting_id: UUID

    def post(self, page: str, path: str, **fields: object) -> tuple[int, str]:
        """Post a form with the token of ``page``; return the status and where it leads, else the page."""
        answer = self.client.post(path, data=csrf(self.client, page) | fields)
        return answer.status_code, answer.headers.get("Location") or answer.get_data(as_text=True)

    def start(self) -> str:
        """Begin the next task; return the address of its page."""
        page = f"/my/sittings/{self.sitting_id}"
        status, address = self.post(page, f"{page}/start", language="en")
        assert status == 303
        return address


@pytest.fixture
def scene(database: Database, signed_in: Browser) -> Scene:
    """The pupil's first visit."""
    with database.transaction() as session:
        school_class = make_class(session)
        student = make_student(session, school_class)
        session.flush()
        sitting = make_sitting(session, school_class, make_items(session, 2), now=utcnow())
    return Scene(signed_in(student.user), student.user_id, school_class.id, sitting.id)


def ideas(database: Database, scene: Scene, address: str) -> list[str]:
    """What the server has of a response."""
    with database.reading() as session:
        response = queries.response_of(session, scene.student_id, UUID(address.rsplit("/", 1)[1]))
        assert response is not None
        return [idea.text for idea in services.standing_ideas(response)]


def idea_form(text: str, **fields: object) -> dict[str, object]:
    return {"operation": str(uuid4()), "idea": str(uuid4()), "revision": 0, "text": text} | fields


def test_the_way_leads_from_my_tasks_over_the_instruction_to_the_receipt(scene: Scene, database: Database) -> None:
    assert f"/my/sittings/{scene.sitting_id}" in scene.client.get("/my").get_data(as_text=True)
    instruction = scene.client.get(f"/my/sittings/{scene.sitting_id}").get_data(as_text=True)
    assert "Task 1 of 2" in instruction
    page = scene.start()
    scene.post(page, f"{page}/ideas", **idea_form("a tent for a cat"))

    status, receipt_page = scene.post(page, f"{page}/submit")

    assert (status, receipt_page) == (303, f"{page}/submitted")
    text = scene.client.get(receipt_page).get_data(as_text=True)
    assert re.search(r'receipt__code"[^>]*>[2-9A-Z]{4}-[2-9A-Z]{4}<', text)
    assert "1 idea has arrived" in text
    assert "Next task" in text
    assert ideas(database, scene, page) == ["a tent for a cat"]


def test_the_language_of_the_first_task_stays_for_the_attempt(scene: Scene) -> None:
    page = f"/my/sittings/{scene.sitting_id}"
    scene.post(page, f"{page}/start", language="ru")

    assert scene.client.get(page).headers["Location"].startswith("/my/responses/")
    assert '<html lang="ru"' in scene.client.get("/my").get_data(as_text=True)


def test_a_language_that_is_not_offered_starts_nothing(scene: Scene, database: Database) -> None:
    page = f"/my/sittings/{scene.sitting_id}"

    status, _ = scene.post(page, f"{page}/start", language="xx")

    assert status == 422
    with database.reading() as session:
        assert session.query(Attempt).count() == 0


def test_a_sitting_that_the_teacher_has_closed_starts_nothing(scene: Scene, database: Database) -> None:
    page = f"/my/sittings/{scene.sitting_id}"
    token = csrf(scene.client, page)
    with database.transaction() as session:
        session.get_one(Sitting, scene.sitting_id).closed_at = utcnow()

    answer = scene.client.post(f"{page}/start", data=token | {"language": "en"})

    assert answer.status_code == 409
    assert "Your teacher has closed this work" in answer.get_data(as_text=True)
    assert scene.client.get(page).headers["Location"] == "/my"


def test_every_line_of_a_plain_form_is_an_idea_and_pressing_twice_writes_each_once(
    scene: Scene, database: Database
) -> None:
    page = scene.start()
    form = idea_form("a kite\n\n  a lamp \r\na nest")

    for _ in range(2):
        assert scene.post(page, f"{page}/ideas", **form) == (303, page)

    assert ideas(database, scene, page) == ["a kite", "a lamp", "a nest"]


def test_an_idea_is_changed_and_removed_by_plain_forms(scene: Scene, database: Database) -> None:
    page = scene.start()
    form = idea_form("a kite")
    scene.post(page, f"{page}/ideas", **form)

    changed = form | {"operation": str(uuid4()), "revision": 1, "text": "a big kite"}
    assert scene.post(page, f"{page}/ideas", **changed)[0] == 303
    assert ideas(database, scene, page) == ["a big kite"]

    removed = {"operation": str(uuid4()), "idea": form["idea"], "revision": 2}
    assert scene.post(page, f"{page}/ideas/remove", **removed)[0] == 303
    assert ideas(database, scene, page) == []


def test_a_stale_form_is_answered_with_the_reason_and_keeps_what_was_typed(scene: Scene, database: Database) -> None:
    page = scene.start()
    form = idea_form("a kite")
    scene.post(page, f"{page}/ideas", **form)

    status, text = scene.post(page, f"{page}/ideas", **(form | {"operation": str(uuid4()), "text": "my own kite"}))

    assert status == 422
    assert "changed in another window" in text
    assert "my own kite" in text
    assert ideas(database, scene, page) == ["a kite"]


@pytest.mark.parametrize(
    "fields", [{}, {"operation": "x", "idea": str(uuid4()), "text": "y"}, idea_form("  "), idea_form("x" * 501)]
)
def test_a_bad_form_is_answered_with_the_page_and_writes_nothing(
    scene: Scene, database: Database, fields: dict[str, object]
) -> None:
    page = scene.start()

    status, _ = scene.post(page, f"{page}/ideas", **fields)

    assert status == 422
    assert ideas(database, scene, page) == []


def test_a_form_after_the_submission_leads_to_the_receipt_and_its_text_is_shown_there(scene: Scene) -> None:
    page = scene.start()
    token = csrf(scene.client, page)
    scene.client.post(f"{page}/submit", data=token)

    answer = scene.client.post(f"{page}/ideas", data=token | idea_form("a late kite"))

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{page}/submitted")
    assert "a late kite" in scene.client.get(f"{page}/submitted").get_data(as_text=True)


def test_nobody_else_finds_a_pupils_work(scene: Scene, database: Database, signed_in: Browser) -> None:
    page = scene.start()
    scene.post(page, f"{page}/submit")
    with database.transaction() as session:
        classmate = make_student(session, session.get_one(SchoolClass, scene.class_id))
        stranger = make_student(session, make_class(session))
        teacher = make_user(session, Role.TEACHER)
    places = [page, f"{page}/submitted"]

    for person in (classmate.user, stranger.user):
        client = signed_in(person)
        assert [client.get(place).status_code for place in places] == [404, 404]
        token = csrf(client, "/my")
        posts = [f"{page}/ideas", f"{page}/ideas/remove", f"{page}/submit"]
        assert [client.post(place, data=token | idea_form("x")).status_code for place in posts] == [404, 404, 404]
    assert signed_in(stranger.user).get(f"/my/sittings/{scene.sitting_id}").status_code == 404
    assert [signed_in(teacher).get(place).status_code for place in ["/my", *places]] == [403, 403, 403]


@pytest.mark.parametrize("size", [1, 3])
def test_my_tasks_cost_the_same_number_of_statements_whatever_their_number(
    database: Database, signed_in: Browser, size: int
) -> None:
    with database.transaction() as session:
        school_class = make_class(session)
        student, items = make_student(session, school_class), make_items(session, 2)
        session.flush()
        for _ in range(size):
            sitting = make_sitting(session, school_class, items)
            make_response(session, sitting, student, items[0], ["a kite"])
    client = signed_in(student.user)
    statements: list[str] = []
    engine = client.application.extensions["qiyal_database"].engine
    event.listen(engine, "before_cursor_execute", lambda *told: statements.append(told[2]))

    client.get("/my")

    reads = [statement for statement in statements if "FROM sitting" in statement or "FROM attempts" in statement]
    reads += [statement for statement in statements if "FROM responses" in statement]
    assert len(reads) == 4


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_ideas_after_the_end_are_named_on_the_receipt(database: Database, signed_in: Browser, language: str) -> None:
    with database.transaction() as session:
        school_class = make_class(session)
        student, items = make_student(session, school_class), make_items(session)
        session.flush()
        sitting = make_sitting(session, school_class, items)
        response = make_response(session, sitting, student, items[0], ["a kite"], now=utcnow() - timedelta(hours=1))
        add_idea(session, response, "a lamp", position=2, is_late=True)

    page = signed_in(student.user, language).get(f"/my/responses/{response.id}/submitted").get_data(as_text=True)

    words = {"kk": "уақыт біткен соң", "ru": "пришла после конца", "en": "came after the end"}
    assert words[language].split()[-1] in page
