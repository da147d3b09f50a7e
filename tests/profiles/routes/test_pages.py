from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from uuid import uuid4

import pytest
from factories import csrf, make_class, make_student, make_user
from flask.testing import FlaskClient
from profiles.profiles_factories import (
    DAY,
    make_closed,
    make_items,
    open_case,
    rated_works,
    score_idea,
    score_of_record,
    sit,
)
from ratings.ratings_factories import FAIR
from sqlalchemy import delete, select
from sqlalchemy.exc import DatabaseError
from tasks.tasks_factories import add_idea, make_response

from contest_app.accounts.models import Guardianship, SchoolClass, Student, User
from contest_app.clock import utcnow
from contest_app.db import Database
from contest_app.profiles.models import CorrectionRequest
from contest_app.profiles.rules.corrections import MOST_WAITING
from contest_app.profiles.services.people import estimate_author
from contest_app.roles import Role
from contest_app.tasks.models import Response, Sitting

Browser = Callable[..., FlaskClient]
BETTER = {"flexibility": 8.625, "originality": 4.0}


@dataclass
class Scene:
    """A pupil who has sat twice, the teacher, and a guardian of the pupil."""

    database: Database
    school_class: SchoolClass
    teacher: User
    student: Student
    pupil: User
    guardian: User
    sitting: Sitting
    response: Response

    @property
    def student_page(self) -> str:
        return f"/classes/{self.school_class.id}/students/{self.student.user_id}/profile"

    @property
    def child_page(self) -> str:
        return f"/children/{self.student.user_id}"

    def work(self, response: Response | None = None) -> str:
        return f"{self.child_page}/works/{(response or self.response).id}"


@pytest.fixture
def scene(database: Database) -> Scene:
    """A scene with two closed sittings of two tasks each; in the second both numbers are one spread higher."""
    with database.transaction() as session:
        school_class = make_class(session)
        student = make_student(session, school_class)
        guardian = make_user(session, Role.GUARDIAN, name="Қасым Бауыржан")
        session.flush()
        session.add(Guardianship(guardian_id=guardian.id, student_id=student.user_id, created_at=utcnow()))
        sit(session, school_class, student, now=utcnow() - 2 * DAY)
        sitting = sit(session, school_class, student, now=utcnow() - DAY, values=BETTER)
        response = session.scalars(
            select(Response).join(Response.attempt).where(Response.attempt.has(sitting_id=sitting.id))
        ).first()
        assert response is not None
        teacher = session.get_one(User, school_class.teacher_id)
        pupil = session.get_one(User, student.user_id)
        return Scene(database, school_class, teacher, student, pupil, guardian, sitting, response)


def text_of(client: FlaskClient, page: str) -> str:
    answer = client.get(page)
    assert answer.status_code == HTTPStatus.OK
    return answer.get_data(as_text=True)


def test_pupil_reads_words_before_numbers_and_nobody_elses_name(signed_in: Browser, scene: Scene) -> None:
    page = text_of(signed_in(scene.pupil), "/my/path")

    assert page.index("About the same as in your other tasks.") < page.index('<svg class="plot__drawing"')
    assert "About the same as last time" in page
    assert "Making an idea better</b> <span>Not enough yet: 2 more tasks." in page
    assert scene.teacher.display_name not in page


def test_plot_and_table_hold_the_same_numbers(signed_in: Browser, scene: Scene) -> None:
    page = text_of(signed_in(scene.pupil), "/my/path")

    assert "Ideas in different directions: 55, from 47 to 63." in page
    assert '<td data-label="Could be" class="table__number"><span>from 47 to 63</span></td>' in page


def test_what_people_say_stands_apart_and_names_no_rater(
    signed_in: Browser, database: Database, scene: Scene
) -> None:
    with database.transaction() as session:
        school_class = session.get_one(SchoolClass, scene.school_class.id)
        student = session.get_one(Student, scene.student.user_id)
        works = rated_works(session, school_class, student, [FAIR, FAIR], now=utcnow() - DAY)
        estimate_author(session, works[0].id, now=utcnow())

    shown = [
        text_of(signed_in(person), page)
        for person, page in (
            (scene.pupil, "/my/path"),
            (scene.teacher, scene.student_page),
            (scene.guardian, scene.child_page),
        )
    ]

    assert "With pictures</b> <span>People look at such works: see below.</span>" in shown[0]
    assert "60 of 100 on average. With other works it could be from 40 to 80." in shown[0]
    assert [page.count('aria-labelledby="people-plot-title people-plot-desc"') for page in shown] == [1, 1, 1]
    assert [name for name in ("Марат", "Дина") for page in shown if name in page] == []


def test_pupil_without_any_work_is_told_where_the_path_begins(
    signed_in: Browser, database: Database, scene: Scene
) -> None:
    with database.transaction() as session:
        fresh = make_student(session, session.get_one(SchoolClass, scene.school_class.id), "Бек")
        session.flush()
        user = session.get_one(User, fresh.user_id)

    assert "Your path begins with the first task" in text_of(signed_in(user), "/my/path")


def test_best_idea_is_neither_a_doubtful_one_nor_one_that_somebody_cares_for(
    signed_in: Browser, database: Database, scene: Scene
) -> None:
    with database.transaction() as session:
        run = score_of_record(session, scene.response, scene.sitting, BETTER, at=utcnow())
        texts = {"common": 9, "flagged": 1, "cared for": 1, "late one": 1}
        ideas = {
            text: add_idea(session, scene.response, text, position=place, is_late=text == "late one")
            for place, text in enumerate(texts, start=2)
        }
        session.flush()
        for text in ("common", "flagged", "cared for"):
            score_idea(session, run, ideas[text], people=texts[text], flags=("copy",) if text == "flagged" else ())
        open_case(session, ideas["cared for"], scene.school_class.school_id)
    client = signed_in(scene.pupil)
    assert 'class="best"' not in text_of(client, "/my/path")

    with database.transaction() as session:
        rare = add_idea(session, scene.response, "күн сағаты", position=9)
        session.flush()
        score_idea(session, run, rare)

    assert '<blockquote class="best" lang="kk">күн сағаты</blockquote>' in text_of(client, "/my/path")


def test_practice_that_is_open_can_be_started_from_the_page(
    signed_in: Browser, database: Database, scene: Scene
) -> None:
    with database.transaction() as session:
        [item] = make_items(session, 1, facet="improve")
        practice = make_closed(session, session.get_one(SchoolClass, scene.school_class.id), [item], now=utcnow())
        practice.mode, practice.closed_at = "practice", None
    page = text_of(signed_in(scene.pupil), "/my/path")

    assert f'href="/my/sittings/{practice.id}"' in page
    assert "Ask your teacher to open" not in page


def test_teacher_reads_each_pupil_with_numbers(signed_in: Browser, scene: Scene) -> None:
    client = signed_in(scene.teacher)

    listed = text_of(client, f"/classes/{scene.school_class.id}/profiles")
    page = text_of(client, scene.student_page)

    assert f'href="{scene.student_page}">{scene.pupil.display_name}</a>' in listed
    assert '<td data-label="By how much" class="table__number"><span>+10</span></td>' in page
    assert '<td data-label="Reliability" class="table__number"><span>0.71</span></td>' in page
    assert "They are no marks" in page


@pytest.mark.parametrize("role", [Role.STUDENT, Role.GUARDIAN, Role.JUDGE, Role.METHODOLOGIST])
def test_pages_of_a_teacher_are_for_teachers(
    signed_in: Browser, database: Database, scene: Scene, role: Role
) -> None:
    with database.transaction() as session:
        user = make_user(session, role)

    assert signed_in(user).get(scene.student_page).status_code == HTTPStatus.FORBIDDEN


def test_another_teachers_pupils_are_not_there(signed_in: Browser, database: Database, scene: Scene) -> None:
    with database.transaction() as session:
        other = make_class(session)
        teacher = session.get_one(User, other.teacher_id)
    client = signed_in(teacher)

    pages = [
        f"/classes/{scene.school_class.id}/profiles",
        scene.student_page,
        f"/classes/{other.id}/students/{scene.student.user_id}/profile",
    ]

    assert [client.get(page).status_code for page in pages] == [HTTPStatus.NOT_FOUND] * 3


def test_guardian_reads_the_child_and_the_works(signed_in: Browser, scene: Scene) -> None:
    client = signed_in(scene.guardian)

    assert f'href="{scene.child_page}"' in text_of(client, "/children")
    assert f'href="{scene.work()}"' in text_of(client, scene.child_page)
    work = text_of(client, scene.work())
    assert '<span lang="kk">қайық</span>' in work
    assert "± 0.3" in work


def test_guardian_reads_the_advice_that_the_child_reads(signed_in: Browser, scene: Scene) -> None:
    own = text_of(signed_in(scene.pupil), f"/my/responses/{scene.response.id}/result")
    work = text_of(signed_in(scene.guardian), scene.work())

    advice = "Take the thing in your thoughts"
    assert advice in own
    assert advice in work


def test_a_stranger_and_a_guardian_who_is_one_no_more_find_nothing(
    signed_in: Browser, database: Database, scene: Scene
) -> None:
    with database.transaction() as session:
        stranger = make_user(session, Role.GUARDIAN)
        session.execute(delete(Guardianship))

    for user in (stranger, scene.guardian):
        client = signed_in(user)
        token = csrf(client, "/contests")
        pages = [scene.child_page, scene.work(), f"{scene.work()}/photo"]
        assert [client.get(page).status_code for page in pages] == [HTTPStatus.NOT_FOUND] * 3
        asked = client.post(f"{scene.child_page}/corrections", data=token | {"text": "Why?"})
        assert asked.status_code == HTTPStatus.NOT_FOUND


def test_guardian_finds_no_work_of_another_child_under_the_own_one(
    signed_in: Browser, database: Database, scene: Scene
) -> None:
    with database.transaction() as session:
        school_class = session.get_one(SchoolClass, scene.school_class.id)
        other = make_student(session, school_class, "Бек")
        session.flush()
        [item] = make_items(session, 1)
        sitting = make_closed(session, school_class, [item], now=utcnow())
        foreign = make_response(session, sitting, other, item, ["секрет"], now=utcnow())

    assert signed_in(scene.guardian).get(scene.work(foreign)).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(("shown", "closed"), [("never", True), ("after_closing", False)])
def test_what_the_teacher_hides_from_the_pupil_is_hidden_from_the_family(
    signed_in: Browser, database: Database, scene: Scene, shown: str, *, closed: bool
) -> None:
    with database.transaction() as session:
        sitting = session.get_one(Sitting, scene.sitting.id)
        sitting.shown = shown
        sitting.closed_at = utcnow() if closed else None
    client = signed_in(scene.guardian)

    assert scene.work() not in text_of(client, scene.child_page)
    assert client.get(scene.work()).status_code == HTTPStatus.NOT_FOUND


def test_family_reads_late_ideas_marked_and_no_words_that_somebody_cares_for(
    signed_in: Browser, database: Database, scene: Scene
) -> None:
    with database.transaction() as session:
        add_idea(session, scene.response, "late idea", position=2, is_late=True)
        cry = add_idea(session, scene.response, "a cry for help", position=3)
        flagged = add_idea(session, scene.response, "a sad word", position=4)
        session.flush()
        run = score_of_record(session, scene.response, scene.sitting, BETTER, at=utcnow())
        score_idea(session, run, flagged, flags=("distress",))
        open_case(session, cry, scene.school_class.school_id)

    work = text_of(signed_in(scene.guardian), scene.work())

    assert '<span lang="kk">late idea</span><span class="writings__note">came after the time was over</span>' in work
    assert [words in work for words in ("a cry for help", "a sad word")] == [False, False]
    for user, page in ((scene.teacher, scene.student_page), (scene.guardian, scene.child_page)):
        seen = text_of(signed_in(user), page)
        assert [words in seen for words in ("a cry for help", "a sad word")] == [False, False]


def ask(client: FlaskClient, scene: Scene, words: str) -> int:
    page = f"{scene.child_page}/corrections"
    return client.post(page, data=csrf(client, scene.child_page) | {"text": words}).status_code


def test_a_request_reaches_the_teacher_and_the_answer_the_family(signed_in: Browser, scene: Scene) -> None:
    guardian, teacher = signed_in(scene.guardian), signed_in(scene.teacher)

    assert ask(guardian, scene, "The boat is missing") == HTTPStatus.SEE_OTHER
    assert "waits for an answer" in text_of(teacher, f"/classes/{scene.school_class.id}/profiles")
    page = text_of(teacher, scene.student_page)
    action = page.partition(f'action="/classes/{scene.school_class.id}/students/{scene.student.user_id}/corrections/')
    key = action[2].partition('"')[0]
    send = f"/classes/{scene.school_class.id}/students/{scene.student.user_id}/corrections/{key}"
    token = csrf(teacher, scene.student_page)

    assert "The boat is missing" in page
    assert teacher.post(send, data=token | {"text": " "}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert teacher.post(send, data=token | {"text": "It counts now"}).status_code == HTTPStatus.SEE_OTHER
    assert teacher.post(send, data=token | {"text": "Again"}).status_code == HTTPStatus.CONFLICT
    read = text_of(guardian, scene.child_page)
    assert "It counts now" in read
    assert "waits for an answer" not in read


def test_empty_long_and_too_many_requests_are_refused_and_the_words_kept(signed_in: Browser, scene: Scene) -> None:
    client = signed_in(scene.guardian)

    assert ask(client, scene, "  ") == HTTPStatus.UNPROCESSABLE_ENTITY
    assert ask(client, scene, "x" * 1001) == HTTPStatus.UNPROCESSABLE_ENTITY
    sent = [ask(client, scene, f"Look {number}") for number in range(MOST_WAITING)]
    assert sent == [HTTPStatus.SEE_OTHER] * MOST_WAITING
    token = csrf(client, scene.child_page)
    refused = client.post(f"{scene.child_page}/corrections", data=token | {"text": "One more"})
    assert refused.status_code == HTTPStatus.CONFLICT
    assert ">One more</textarea>" in refused.get_data(as_text=True).replace("\r", "").replace(">\n", ">")


def test_no_request_is_answered_under_another_pupil(signed_in: Browser, database: Database, scene: Scene) -> None:
    with database.transaction() as session:
        request = CorrectionRequest(
            student_id=scene.student.user_id, asked_by_id=scene.guardian.id, text="Why?", asked_at=utcnow()
        )
        other = make_student(session, session.get_one(SchoolClass, scene.school_class.id), "Бек")
        session.add(request)
    teacher = signed_in(scene.teacher)
    token = csrf(teacher, scene.student_page)
    pages = [f"/classes/{scene.school_class.id}/students/{key}/corrections" for key in (other.user_id, uuid4())]

    for page in pages:
        answer = teacher.post(f"{page}/{request.id}", data=token | {"text": "So"})
        assert answer.status_code == HTTPStatus.NOT_FOUND


def test_requests_are_not_edited(database: Database, scene: Scene) -> None:
    with database.transaction() as session:
        request = CorrectionRequest(
            student_id=scene.student.user_id, asked_by_id=scene.guardian.id, text="Why?", asked_at=utcnow()
        )
        session.add(request)

    with pytest.raises(DatabaseError), database.transaction() as session:
        session.get_one(CorrectionRequest, request.id).text = "Never mind"
