"""What a pupil's device may keep of a page, and for whom."""

from __future__ import annotations

from conftest import SignedIn
from factories import make_class, make_student, make_user
from flask.testing import FlaskClient
from tasks.tasks_factories import make_items, make_response, make_sitting

from contest_app.accounts.models import User
from contest_app.clock import utcnow
from contest_app.db import Database
from contest_app.roles import Role


def writing_pupil(database: Database, *, submitted: bool = False) -> tuple[User, str]:
    """A pupil with one task, and the address of it."""
    with database.transaction() as session:
        school_class = make_class(session)
        student, items = make_student(session, school_class), make_items(session)
        session.flush()
        sitting = make_sitting(session, school_class, items, now=utcnow())
        response = make_response(session, sitting, student, items[0], [], submitted=submitted, now=utcnow())
    return student.user, f"/my/responses/{response.id}"


def test_only_the_page_of_an_open_task_asks_to_be_kept(database: Database, signed_in: SignedIn) -> None:
    pupil, task = writing_pupil(database)
    browser = signed_in(pupil)

    kept = {address: browser.get(address).headers.get("Qiyal-Keep") for address in (task, "/my", "/offline")}

    assert kept == {task: "yes", "/my": None, "/offline": None}


def test_the_page_of_a_task_that_is_handed_in_is_not_kept(database: Database, signed_in: SignedIn) -> None:
    pupil, task = writing_pupil(database, submitted=True)

    assert "Qiyal-Keep" not in signed_in(pupil).get(f"{task}/submitted").headers


def test_each_log_in_of_a_pupil_is_another_reader_and_nobody_else_is_named(
    database: Database, signed_in: SignedIn, client: FlaskClient
) -> None:
    pupil, _ = writing_pupil(database)
    with database.transaction() as session:
        teacher = make_user(session, Role.TEACHER)
    once, again = signed_in(pupil), signed_in(pupil)

    readers = [browser.get("/my").headers["Qiyal-Reader"] for browser in (once, once, again)]

    assert readers[0] == readers[1] != readers[2]
    assert signed_in(teacher).get("/classes").headers["Qiyal-Reader"] == "nobody"
    assert client.get("/").headers["Qiyal-Reader"] == "nobody"


def test_the_worker_is_a_script_that_looks_after_the_whole_site(client: FlaskClient) -> None:
    worker = client.get("/worker.js?version=1&language=kk")

    assert worker.status_code == 200
    assert worker.mimetype == "text/javascript"
    assert "immutable" not in worker.headers["Cache-Control"]
    assert "worker-src 'self'" in worker.headers["Content-Security-Policy"]
