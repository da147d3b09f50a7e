"""Pages on which drawings are looked at, and who may look."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from factories import NOW, make_class, make_student
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy.orm import Session
from tasks.tasks_factories import CANVAS, add_idea, add_stroke, make_item, make_response, make_sitting

from contest_app.accounts.models import User
from contest_app.config import Settings
from contest_app.db import Database
from contest_app.jobs.runner import run_due
from contest_app.jobs.services import enqueue
from contest_app.tasks.models import CareCase, Response, Sitting
from contest_app.tasks.queries import answering
from contest_app.tasks.services import photos, sittings

Browser = Callable[..., FlaskClient]
LINE: dict[str, object] = {"c": 4, "w": 2, "d": [100, 100, 3, 50, 50, 0]}
YURT: dict[str, object] = {"c": 1, "k": "triangle", "x": 500, "y": 500, "a": 15, "s": 120}


class Scene:
    """A pupil's drawing that was handed in, its teacher, and another teacher with another pupil."""

    def __init__(self, session: Session) -> None:
        school_class, other_class = make_class(session), make_class(session)
        student, stranger = make_student(session, school_class), make_student(session, other_class, "Бек")
        item = make_item(session, "drawing", **CANVAS)
        self.slug = item.slug
        self.sitting = make_sitting(session, school_class, [item])
        session.flush()
        self.response = make_response(session, self.sitting, student, item, [], submitted=False)
        photo = BytesIO()
        Image.new("RGB", (20, 30)).save(photo, "PNG")
        held = answering.response_to_change(session, student.user_id, self.response.id)
        assert held is not None
        photos.put_photo(session, held, photo.getvalue(), actor=student.user, now=NOW)
        self.response.submitted_at, self.response.receipt = NOW, "K7MT4H9X"
        add_stroke(session, self.response, LINE)
        add_stroke(session, self.response, YURT, kind="part", frame=2)
        add_stroke(session, self.response, {"c": 2, "w": 0, "d": [0, 0, 3]}, removed_at=NOW)
        add_idea(session, self.response, "a bridge for ants", position=1)
        self.pupil, self.stranger = student.user, stranger.user
        self.teacher = session.get_one(User, school_class.teacher_id)
        self.other_teacher = session.get_one(User, other_class.teacher_id)
        enqueue(session, "tasks.score_response", {"response_id": str(self.response.id)}, now=NOW)

    @property
    def own_pages(self) -> list[str]:
        return [f"/my/responses/{self.response.id}/result", f"/my/responses/{self.response.id}/photo"]

    @property
    def class_pages(self) -> list[str]:
        drawing = f"/sittings/{self.sitting.id}/drawings/{self.response.id}"
        return [f"/sittings/{self.sitting.id}/results", drawing, f"{drawing}/photo"]


@pytest.fixture
def scene(database: Database, settings: Settings) -> Scene:
    with database.transaction() as session:
        made = Scene(session)
    run_due(database, settings)
    return made


def close(database: Database, settings: Settings, scene: Scene) -> None:
    with database.transaction() as session:
        sittings.close_sitting(session, session.get_one(Sitting, scene.sitting.id), actor=scene.teacher, now=NOW)
    run_due(database, settings)


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.get_data(as_text=True).split())


def test_a_pupil_sees_the_own_drawing_again_with_words_and_photo(scene: Scene, signed_in: Browser) -> None:
    pupil = signed_in(scene.pupil)

    shown = page(pupil, scene.own_pages[0])

    assert "no program judges how good one is" in shown
    assert '<path d="M10 10L15 15" stroke-width="8"/>' in shown
    assert 'transform="translate(50 50) rotate(15) scale(1.2)"' in shown
    assert "stroke--grass" not in shown
    assert "a bridge for ants" in shown
    picture = pupil.get(scene.own_pages[1])
    assert (picture.status_code, picture.mimetype) == (200, "image/jpeg")
    assert picture.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in picture.headers["Content-Security-Policy"]


def test_a_teacher_sees_counts_as_counts_and_each_drawing_after_closing(
    database: Database, settings: Settings, scene: Scene, signed_in: Browser
) -> None:
    teacher = signed_in(scene.teacher)
    assert [teacher.get(address).status_code for address in scene.class_pages] == [404, 404, 404]
    close(database, settings, scene)

    results, drawing = (page(teacher, address) for address in scene.class_pages[:2])

    assert "more ink is not better" in results
    assert scene.class_pages[1] in results
    assert "a bridge for ants" in drawing
    assert '<path d="M10 10L15 15"' in drawing
    assert teacher.get(scene.class_pages[2]).mimetype == "image/jpeg"
    assert teacher.get(f"/sittings/{scene.sitting.id}/results.csv").status_code == 200


def test_words_that_somebody_takes_care_of_are_not_shown_to_the_class_teacher(
    database: Database, settings: Settings, scene: Scene, signed_in: Browser
) -> None:
    with database.transaction() as session:
        response = session.get_one(Response, scene.response.id)
        idea = add_idea(session, response, "a cry for help", position=2)
        session.flush()
        school_id = scene.teacher.school_id
        case = CareCase(school_id=school_id, response_id=response.id, idea_id=idea.id, text=idea.text, language="en")
        case.opened_at = NOW
        session.add(case)
    close(database, settings, scene)

    drawing = page(signed_in(scene.teacher), scene.class_pages[1])

    assert "a bridge for ants" in drawing
    assert "a cry for help" not in drawing


def test_nobody_else_sees_a_drawing_or_its_photo(
    database: Database, settings: Settings, scene: Scene, signed_in: Browser
) -> None:
    close(database, settings, scene)

    for address in scene.own_pages:
        assert signed_in(scene.stranger).get(address).status_code == 404
    for address in scene.class_pages:
        assert signed_in(scene.other_teacher).get(address).status_code == 404


def test_the_item_bank_shows_what_is_given_and_the_shapes(scene: Scene, signed_in: Browser) -> None:
    shown = page(signed_in(scene.teacher), f"/items/{scene.slug}")

    assert '<path d="M100 100L300 200"/>' in shown
    assert "Triangle" in shown
