"""A class at work, as its teacher sees and steers it, and as a pupil's page follows."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
from factories import SECRET, csrf, make_class, make_student, make_user
from flask.testing import FlaskClient
from tasks.tasks_factories import make_items, make_response, make_sitting

from contest_app.accounts.models import SchoolClass, Student, User
from contest_app.clock import utcnow
from contest_app.db import Database
from contest_app.oplog import tokens
from contest_app.roles import Role
from contest_app.tasks.models import Response, Sitting

Browser = Callable[..., FlaskClient]


@dataclass
class Scene:
    """Азат has handed in, Бек writes, Сара has not come."""

    database: Database
    teacher: User
    sitting: Sitting
    azat: Student
    bek: Student
    sara: Student
    writing: Response

    @property
    def page(self) -> str:
        return f"/sittings/{self.sitting.id}"

    def due_in(self) -> timedelta:
        """How long after its beginning the running task is due."""
        with self.database.reading() as session:
            response = session.get_one(Response, self.writing.id)
            return response.due_at - response.started_at

    def header(self, response_id: object = None, student: Student | None = None) -> dict[str, str]:
        """What a page of the pupil sends to say whose it is."""
        claim = tokens.Claim(response_id or self.writing.id, (student or self.bek).user_id)  # type: ignore[arg-type]
        return {"Authorization": f"Bearer {tokens.sign(SECRET, 'response', claim, now=utcnow())}"}


@pytest.fixture
def scene(database: Database) -> Scene:
    now = utcnow()
    with database.transaction() as session:
        school_class, [item] = make_class(session), make_items(session)
        teacher = session.get_one(User, school_class.teacher_id)
        sitting = make_sitting(session, school_class, [item], now=now)
        azat, bek, sara = [make_student(session, school_class, name) for name in ("Азат", "Бек", "Сара")]
        session.flush()
        make_response(session, sitting, azat, item, ["құпия ой", "b"], now=now)
        writing = make_response(session, sitting, bek, item, ["c"], submitted=False, now=now)
    return Scene(database, teacher, sitting, azat, bek, sara, writing)


def test_page_and_its_json_tell_the_same_of_everybody_without_words_and_scores(
    scene: Scene, signed_in: Browser
) -> None:
    client = signed_in(scene.teacher)

    page = " ".join(client.get(scene.page).get_data(as_text=True).split())
    found = client.get(f"{scene.page}/progress").get_json()

    states = {key: (one["doing"], one["submitted"], one["ideas"]) for key, one in found["pupils"].items()}
    assert states == {
        str(scene.azat.user_id): ("done", 1, 2),
        str(scene.bek.user_id): ("writing", 0, 1),
        str(scene.sara.user_id): ("absent", 0, 0),
    }
    assert found["totals"] == {"pupils": 3, "here": 2, "writing": 1, "done": 1, "ideas": 3}
    assert "2 of 3" in page
    for name, words, ideas in (("Азат", "all handed in", 2), ("Бек", "writing", 1), ("Сара", "not begun", 0)):
        row = page[page.index(f'<th scope="row">{name}') :].partition("</tr>")[0]
        assert words in row
        assert f'data-cell="ideas">{ideas}<' in row
    assert "құпия" not in page + json.dumps(found, ensure_ascii=False)


def test_json_of_forty_pupils_is_small(scene: Scene, signed_in: Browser, database: Database) -> None:
    with database.transaction() as session:
        school_class = session.get_one(SchoolClass, scene.sitting.class_id)
        for number in range(37):
            make_student(session, school_class, f"Оқушы {number}")
    client = signed_in(scene.teacher)

    answer = client.get(f"{scene.page}/progress")

    assert len(answer.get_json()["pupils"]) == 40
    assert len(answer.get_data()) < 8 * 1024


def test_teacher_pauses_lets_go_on_and_gives_more_time(scene: Scene, signed_in: Browser) -> None:
    client, pupil = signed_in(scene.teacher), signed_in(scene.bek.user)
    token = csrf(client, scene.page)
    answer_page = f"/my/responses/{scene.writing.id}"

    client.post(f"{scene.page}/pause", data=token)
    paused = client.get(f"{scene.page}/progress").get_json()
    resting = pupil.get(answer_page).get_data(as_text=True)
    client.post(f"{scene.page}/resume", data=token)
    going_on = client.get(f"{scene.page}/progress").get_json()
    before = scene.due_in()
    client.post(f"{scene.page}/extend", data=token | {"minutes": "5"})
    for_all = scene.due_in() - before
    client.post(f"{scene.page}/extend", data=token | {"minutes": "2", "pupil": str(scene.bek.user_id)})
    for_one = scene.due_in() - before - for_all

    assert (paused["is_paused"], paused["pupils"][str(scene.bek.user_id)]["doing"]) == (True, "resting")
    assert "Your teacher has paused the work" in resting
    assert "/go-on" not in resting
    assert (going_on["is_paused"], going_on["pupils"][str(scene.bek.user_id)]["doing"]) == (False, "writing")
    assert (for_all, for_one) == (timedelta(minutes=5), timedelta(minutes=2))


@pytest.mark.parametrize("wrong", [{"minutes": "60"}, {"minutes": "5", "pupil": "nobody"}, {"minutes": ""}])
def test_more_time_that_is_not_offered_is_refused(scene: Scene, signed_in: Browser, wrong: dict[str, str]) -> None:
    client, before = signed_in(scene.teacher), scene.due_in()

    answer = client.post(f"{scene.page}/extend", data=csrf(client, scene.page) | wrong)

    assert (answer.status_code, scene.due_in()) == (422, before)


def test_pupil_calls_without_scripts_and_the_teacher_answers(scene: Scene, signed_in: Browser) -> None:
    client, pupil = signed_in(scene.teacher), signed_in(scene.bek.user)
    answer_page, key = f"/my/responses/{scene.writing.id}", str(scene.bek.user_id)

    called = pupil.post(f"{answer_page}/help", data=csrf(pupil, answer_page))
    seen = client.get(f"{scene.page}/progress").get_json()["pupils"][key]["is_calling"]
    listed = client.get(scene.page).get_data(as_text=True)
    waiting = pupil.get(answer_page).get_data(as_text=True)
    client.post(f"{scene.page}/pupils/{key}/help", data=csrf(client, scene.page))
    answered = pupil.get(answer_page).get_data(as_text=True)

    assert (called.status_code, seen) == (303, True)
    assert f'<a href="#pupil-{key}">Бек</a>' in listed
    assert "Your teacher sees that you call." in waiting
    assert "Your teacher has seen your call." in answered
    assert not client.get(f"{scene.page}/progress").get_json()["pupils"][key]["is_calling"]


def test_page_of_a_pupil_says_that_it_is_there_and_learns_of_its_clock(scene: Scene, signed_in: Browser) -> None:
    client, address = signed_in(scene.teacher), f"/sync/responses/{scene.writing.id}/contact"
    anybody = client.application.test_client()

    first = anybody.post(address, headers=scene.header()).get_json()
    client.post(f"{scene.page}/extend", data=csrf(client, scene.page) | {"minutes": "5"})
    second = anybody.post(address, headers=scene.header()).get_json()

    assert (first["is_resting"], first["is_called"], first["seconds"]) == (False, False, 180)
    assert second["seconds"] == 480
    assert second["due_at"] > first["due_at"]
    found = client.get(f"{scene.page}/progress").get_json()["pupils"][str(scene.bek.user_id)]
    assert found["contact"] == "here"


def test_word_of_a_page_without_its_own_token_is_not_taken(scene: Scene, client: FlaskClient) -> None:
    address = f"/sync/responses/{scene.writing.id}/contact"

    assert client.post(address).status_code == 401
    assert client.post(address, headers=scene.header(uuid4())).status_code == 404
    assert client.post(address, headers=scene.header(student=scene.azat)).status_code == 404
    assert client.get(address).status_code == 405


def test_strangers_neither_see_nor_steer_a_class(scene: Scene, signed_in: Browser, database: Database) -> None:
    with database.transaction() as session:
        stranger = make_user(session, Role.TEACHER)
    other, pupil = signed_in(stranger), signed_in(scene.azat.user)
    token, own = csrf(other, "/classes/new"), csrf(pupil, "/my")
    acts = ["pause", "resume", "extend", f"pupils/{scene.bek.user_id}/help"]
    before = scene.due_in()

    assert other.get(f"{scene.page}/progress").status_code == 404
    assert [other.post(f"{scene.page}/{act}", data=token | {"minutes": "5"}).status_code for act in acts] == [404] * 4
    assert [pupil.post(f"{scene.page}/{act}", data=own).status_code for act in acts] == [403] * 4
    assert pupil.post(f"/my/responses/{scene.writing.id}/help", data=own).status_code == 404
    assert scene.due_in() == before
