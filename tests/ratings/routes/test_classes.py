"""What the teacher of a class sees of people's ratings."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from factories import NOW, make_class
from flask.testing import FlaskClient
from ratings.ratings_factories import FAIR, STORY, make_rater, make_story, rate, sitting_of

from contest_app.accounts.models import User
from contest_app.db import Database
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
