"""What the teacher of a class sees of people's ratings."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from factories import NOW, make_class, make_student
from flask.testing import FlaskClient
from ratings.ratings_factories import FAIR, STORY, look_at, make_rater, make_story, rate, sitting_of
from tasks.tasks_factories import make_items, make_response, make_sitting

from contest_app.accounts.models import User
from contest_app.db import Database
from contest_app.ratings.rules.queue import Sort
from contest_app.tasks.models import Sitting

Browser = Callable[..., FlaskClient]


class Scene:
    """A class whose story two teachers have rated."""

    def __init__(self, database: Database) -> None:
        with database.transaction() as session:
            school_class = make_class(session)
            response = make_story(session, school_class=school_class, pupil="Әлия Қ.")
            anna, bota = make_rater(session, "Анна Рейтер"), make_rater(session, "Бота")
            rate(session, anna, FAIR, "A fine ending <b>")
            rate(session, bota, FAIR)
            sitting = sitting_of(session, response)
            self.sitting_id = sitting.id
            self.teacher = session.get_one(User, school_class.teacher_id)
            session.refresh(self.teacher, ["grants"])
            self.stranger = anna
            session.refresh(anna, ["grants"])
        self.address = f"/sittings/{self.sitting_id}/people"

    def close(self, database: Database) -> None:
        with database.transaction() as session:
            session.get_one(Sitting, self.sitting_id).closed_at = NOW


@pytest.fixture
def scene(database: Database) -> Scene:
    return Scene(database)


def test_teacher_reads_what_people_say_of_the_own_class_after_closing(
    database: Database, signed_in: Browser, scene: Scene
) -> None:
    client = signed_in(scene.teacher)
    assert client.get(scene.address).status_code == 404
    scene.close(database)

    page = " ".join(client.get(scene.address).get_data(as_text=True).split())

    assert "Әлия Қ." in page
    assert STORY in page
    assert "60 ± 5" in page
    assert "A fine ending &lt;b&gt;" in page
    assert "Анна Рейтер" not in page
    assert scene.address in client.get("/ratings").get_data(as_text=True)


def test_class_of_another_teacher_is_not_found(database: Database, signed_in: Browser, scene: Scene) -> None:
    scene.close(database)

    assert signed_in(scene.stranger).get(scene.address).status_code == 404


def test_teacher_reads_what_people_say_of_ideas_that_the_program_did_not_count(
    database: Database, signed_in: Browser
) -> None:
    with database.transaction() as session:
        school_class = make_class(session)
        student, [item] = make_student(session, school_class), make_items(session)
        session.flush()
        sitting = make_sitting(session, school_class, [item])
        response = make_response(session, sitting, student, item, ["a hat <i>for ants"])
        look_at(session, response, is_valid=False, flags=["off_topic"])
        for name, marks in (
            ("Анна", {"originality": 4, "usefulness": 2}),
            ("Бота", {"originality": 5, "usefulness": 2}),
        ):
            rate(session, make_rater(session, name), marks, sort=Sort.IDEA)
        session.get_one(Sitting, sitting.id).closed_at = NOW
        teacher = session.get_one(User, school_class.teacher_id)
        session.refresh(teacher, ["grants"])
        address = f"/sittings/{sitting.id}/people"
    client = signed_in(teacher)

    page = " ".join(client.get(address).get_data(as_text=True).split())

    assert "a hat &lt;i&gt;for ants" in page
    assert "an answer" in page
    assert "4.5 ± 0.3" in page
    assert "2 ± 0.2" in page
    assert address in client.get("/ratings").get_data(as_text=True)
