from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from factories import csrf, make_class, make_student, make_user
from flask.testing import FlaskClient
from tasks.tasks_factories import make_items, make_response, make_sitting

from contest_app.accounts.models import SchoolClass, Student, User
from contest_app.clock import utcnow
from contest_app.db import Database
from contest_app.roles import Role
from contest_app.tasks.models import Response, Sitting
from contest_app.tasks.queries import accommodations as queries
from contest_app.tasks.rules.accommodations import Support
from contest_app.tasks.services import accommodations

Browser = Callable[..., FlaskClient]


@dataclass
class Scene:
    """A pupil who writes, the class, and its teacher."""

    database: Database
    school_class: SchoolClass
    teacher: User
    student: Student
    sitting: Sitting
    response: Response

    @property
    def page(self) -> str:
        return f"/classes/{self.school_class.id}/students/{self.student.user_id}/support"

    def grant(self, support: Support) -> None:
        with self.database.transaction() as session:
            student = session.get_one(Student, self.student.user_id)
            student.user = session.get_one(User, student.user_id)
            accommodations.grant(session, student, support, actor=self.teacher, now=utcnow())

    def granted(self) -> Support:
        with self.database.reading() as session:
            return queries.support_of(session, self.student.user_id)


@pytest.fixture
def scene(database: Database) -> Scene:
    with database.transaction() as session:
        school_class, items = make_class(session), make_items(session, 2)
        teacher = session.get_one(User, school_class.teacher_id)
        sitting = make_sitting(session, school_class, items, now=utcnow())
        student = make_student(session, school_class)
        session.flush()
        response = make_response(session, sitting, student, items[0], [], submitted=False, now=utcnow())
    return Scene(database, school_class, teacher, student, sitting, response)


def test_teacher_reaches_it_from_the_class_and_grants_support(scene: Scene, signed_in: Browser) -> None:
    client = signed_in(scene.teacher)
    list_page = f"/classes/{scene.school_class.id}/support"
    chosen = {"time": "25", "may_pause": "y", "is_calm": "y", "helper": "  the assistant   types "}

    assert list_page in client.get(f"/classes/{scene.school_class.id}").get_data(as_text=True)
    assert scene.page in client.get(list_page).get_data(as_text=True)
    answer = client.post(scene.page, data=csrf(client, scene.page) | chosen)

    assert (answer.status_code, answer.headers["Location"]) == (303, list_page)
    expected = Support(extra_percent=25, may_pause=True, is_calm=True, helper="the assistant types")
    assert scene.granted() == expected
    told = client.get(list_page).get_data(as_text=True)
    assert [words in told for words in ("time +25 %", "breaks", "calm pages", "helper: the assistant types")] == [
        True
    ] * 4
    form = client.get(scene.page).get_data(as_text=True)
    assert form.count("checked") == 3


@pytest.mark.parametrize(("chosen", "granted"), [("unlimited", Support(is_unlimited=True)), ("0", Support())])
def test_time_can_be_without_limit_and_taken_back(
    scene: Scene, signed_in: Browser, chosen: str, granted: Support
) -> None:
    scene.grant(Support(extra_percent=100))
    client = signed_in(scene.teacher)

    client.post(scene.page, data=csrf(client, scene.page) | {"time": chosen})

    assert scene.granted() == granted


@pytest.mark.parametrize("wrong", [{"time": "33"}, {"time": ""}, {"time": "0", "helper": "а" * 201}])
def test_form_that_cannot_be_is_shown_again(scene: Scene, signed_in: Browser, wrong: dict[str, str]) -> None:
    client = signed_in(scene.teacher)

    answer = client.post(scene.page, data=csrf(client, scene.page) | wrong)

    assert answer.status_code == 422
    assert scene.granted() == Support()


def test_it_is_for_the_teacher_of_the_class_alone(scene: Scene, signed_in: Browser, database: Database) -> None:
    with database.transaction() as session:
        stranger = make_user(session, Role.TEACHER)
    other, pupil = signed_in(stranger), signed_in(scene.student.user)
    pages = [f"/classes/{scene.school_class.id}/support", scene.page]

    assert [other.get(page).status_code for page in pages] == [404, 404]
    assert other.post(scene.page, data=csrf(other, "/classes/new") | {"time": "100"}).status_code == 404
    assert [pupil.get(page).status_code for page in pages] == [403, 403]
    assert scene.granted() == Support()


def test_pages_are_shown_as_the_pupil_needs_them(scene: Scene, signed_in: Browser) -> None:
    pupil = signed_in(scene.student.user)
    page = f"/my/responses/{scene.response.id}"
    marks = ("large-type.css", "calm.css", "aloud.js", "data-aloud", "/break", "<qy-timer")

    plain = pupil.get(page).get_data(as_text=True)
    scene.grant(Support(is_unlimited=True, may_pause=True, has_large_type=True, is_calm=True, is_read_aloud=True))
    shown = pupil.get(page).get_data(as_text=True)

    assert [mark in plain for mark in marks] == [False, False, False, False, False, True]
    assert [mark in shown for mark in marks] == [True, True, True, True, True, False]


def test_instruction_tells_the_pupil_the_own_time(scene: Scene, signed_in: Browser, database: Database) -> None:
    with database.transaction() as session:
        student = make_student(session, session.get_one(SchoolClass, scene.school_class.id))
    pupil, page = signed_in(student.user), f"/my/sittings/{scene.sitting.id}"

    usual = pupil.get(page).get_data(as_text=True)
    scene.student = student
    scene.grant(Support(extra_percent=100))
    doubled = pupil.get(page).get_data(as_text=True)

    assert "You have 3 minutes." in usual
    assert "You have 6 minutes." in doubled


def test_pupil_takes_a_break_and_goes_on_without_scripts(scene: Scene, signed_in: Browser) -> None:
    scene.grant(Support(may_pause=True))
    pupil = signed_in(scene.student.user)
    page = f"/my/responses/{scene.response.id}"

    taken = pupil.post(f"{page}/break", data=csrf(pupil, page))
    resting = pupil.get(page).get_data(as_text=True)
    ended = pupil.post(f"{page}/go-on", data=csrf(pupil, page))

    assert (taken.status_code, ended.status_code) == (303, 303)
    assert "A break" in resting
    assert 'http-equiv="refresh"' in resting
    assert 'id="answering"' not in resting
    assert 'id="answering"' in pupil.get(page).get_data(as_text=True)


def test_break_that_is_not_granted_or_anothers_is_refused(
    scene: Scene, signed_in: Browser, database: Database
) -> None:
    with database.transaction() as session:
        stranger = make_student(session, session.get_one(SchoolClass, scene.school_class.id))
    pupil, other = signed_in(scene.student.user), signed_in(stranger.user)
    page = f"/my/responses/{scene.response.id}/break"

    assert pupil.post(page, data=csrf(pupil, "/my")).status_code == 409
    assert other.post(page, data=csrf(other, "/my")).status_code == 404
