"""The rater's pages: one answer after another, by code alone, and only what is one's own."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from factories import NOW, csrf, make_class, make_student, make_user
from flask.testing import FlaskClient
from PIL import Image
from ratings.ratings_factories import (
    FAIR,
    HIGH,
    LOW,
    STORY,
    look_at,
    make_rater,
    make_story,
    make_story_item,
    next_turn,
)
from sqlalchemy import event, select
from sqlalchemy.orm import Session
from tasks.tasks_factories import CANVAS, add_stroke, make_item, make_response, make_sitting

from contest_app.accounts.models import SchoolClass, User
from contest_app.db import Database
from contest_app.ratings.models import RatedAnswer, RaterProfile, RatingSheet, RatingTurn
from contest_app.ratings.rules.queue import Sort
from contest_app.roles import Role
from contest_app.tasks.models import CareCase, Idea
from contest_app.tasks.queries import answering
from contest_app.tasks.services import photos

Browser = Callable[..., FlaskClient]


def sheet(marks: dict[str, int], **fields: str) -> dict[str, str]:
    return {f"mark-{key}": str(value) for key, value in marks.items()} | fields


def take(client: FlaskClient, sort: str = "text") -> str:
    """Press the button for the next answer and return where it leads."""
    answer = client.post("/ratings/next", data={"sort": sort, **csrf(client, "/ratings")})
    assert answer.status_code == 303
    return str(answer.headers["Location"])


def text_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.get_data(as_text=True).split())


@pytest.fixture
def raters(database: Database) -> list[User]:
    """Three raters, and a story that waits."""
    with database.transaction() as session:
        make_story(session)
        return [make_rater(session, name) for name in ("Анна", "Бота", "Дина")]


def test_story_goes_through_two_raters_and_a_third_on_plain_pages(
    database: Database, raters: list[User], signed_in: Browser
) -> None:
    for rater, marks in zip(raters, (LOW, HIGH, HIGH), strict=True):
        client = signed_in(rater)
        page = take(client)
        assert STORY in text_of(client, page)
        answer = client.post(page, data=sheet(marks, comment="Well told", **csrf(client, page)))
        assert (answer.status_code, answer.headers["Location"]) == (303, "/ratings")

    with database.reading() as session:
        assert session.scalars(select(RatedAnswer)).one().settled_at is not None
        assert {sheet.comment for sheet in session.scalars(select(RatingSheet))} == {"Well told"}


def test_rating_leads_on_to_the_next_answer(database: Database, raters: list[User], signed_in: Browser) -> None:
    with database.transaction() as session:
        make_story(session, "Another story")
    client = signed_in(raters[0])
    page = take(client)

    answer = client.post(page, data=sheet(FAIR, **csrf(client, page)))

    assert answer.status_code == 303
    assert answer.headers["Location"] != page
    assert answer.headers["Location"].startswith("/ratings/turns/")


def test_sheet_with_a_gap_comes_back_with_all_that_was_given(
    database: Database, raters: list[User], signed_in: Browser
) -> None:
    client = signed_in(raters[0])
    page = take(client)

    gap = {key: value for key, value in HIGH.items() if key != "wholeness"}
    answer = client.post(page, data=sheet(gap, comment="Keep <this>", **csrf(client, page)))

    shown = " ".join(answer.get_data(as_text=True).split())
    assert answer.status_code == 422
    assert "Choose a level for every question." in shown
    assert shown.count(" checked") == 3
    assert 'id="mark-wholeness-error"' in shown
    assert "Keep &lt;this&gt;" in shown
    with database.reading() as session:
        assert session.scalars(select(RatingSheet)).all() == []


def test_answer_left_to_others_needs_a_reason(raters: list[User], signed_in: Browser) -> None:
    client = signed_in(raters[0])
    page = take(client)

    refused = client.post(f"{page}/skip", data=csrf(client, page))
    taken = client.post(f"{page}/skip", data={"reason": "known", **csrf(client, page)})

    assert "Say why you leave this answer to others." in refused.get_data(as_text=True)
    assert (refused.status_code, taken.status_code, taken.headers["Location"]) == (422, 303, "/ratings")
    assert 'name="sort"' not in text_of(client, "/ratings")


def test_change_after_all_have_rated_is_refused_and_the_page_says_so(raters: list[User], signed_in: Browser) -> None:
    pages = []
    for rater in raters[:2]:
        client = signed_in(rater)
        pages.append(take(client))
        client.post(pages[-1], data=sheet(FAIR, **csrf(client, pages[-1])))
    first = signed_in(raters[0])

    again = first.post(pages[0], data=sheet(LOW, **csrf(first, "/ratings")))

    assert again.status_code == 409
    assert "This answer is finished" in text_of(first, pages[0])
    assert 'id="rating"' not in text_of(first, pages[0])


def test_turns_of_others_are_found_by_nobody_else(raters: list[User], signed_in: Browser) -> None:
    page = take(signed_in(raters[0]))
    other = signed_in(raters[1])
    token = csrf(other, "/ratings")

    answers = [
        other.get(page),
        other.get(f"{page}/photo"),
        other.post(page, data=sheet(FAIR, **token)),
        other.post(f"{page}/skip", data={"reason": "known", **token}),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4


@pytest.mark.parametrize(
    "role", [Role.STUDENT, Role.JUDGE, Role.ORGANIZER, Role.ADMINISTRATOR, Role.GUARDIAN, Role.CARER]
)
def test_pages_are_for_teachers_and_methodologists_alone(database: Database, signed_in: Browser, role: Role) -> None:
    with database.transaction() as session:
        user = make_user(session, role)

    assert signed_in(user).get("/ratings").status_code == 403


def test_overview_and_training_table_are_for_methodologists_alone(
    database: Database, raters: list[User], signed_in: Browser
) -> None:
    with database.transaction() as session:
        methodologist = make_user(session, Role.METHODOLOGIST)

    for page in ("/ratings/overview", "/ratings/training.csv"):
        assert signed_in(raters[0]).get(page).status_code == 403
        assert signed_in(methodologist).get(page).status_code == 200


def test_nobody_rates_before_saying_which_languages_one_reads(database: Database, signed_in: Browser) -> None:
    with database.transaction() as session:
        make_story(session)
        user = make_user(session, Role.METHODOLOGIST)
    client = signed_in(user)
    token = csrf(client, "/ratings")

    assert client.post("/ratings/next", data={"sort": "text", **token}).status_code == 404
    assert client.post("/ratings/languages", data=token).status_code == 422
    joined = client.post("/ratings/languages", data={"languages": ["en", "xx"], **token})

    assert joined.status_code == 303
    with database.reading() as session:
        assert session.get_one(RaterProfile, user.id).languages == ["en"]
    assert "1 answer waits for you" in text_of(client, "/ratings")


def test_own_class_has_no_button_for_its_teacher(database: Database, signed_in: Browser) -> None:
    with database.transaction() as session:
        school_class = make_class(session)
        make_story(session, school_class=school_class)
        teacher = session.get_one(User, school_class.teacher_id)
        session.refresh(teacher, ["grants"])
        session.add(RaterProfile(user_id=teacher.id, languages=["en"], joined_at=NOW))
    client = signed_in(teacher)

    assert 'name="sort"' not in text_of(client, "/ratings")
    answer = client.post("/ratings/next", data={"sort": "text", **csrf(client, "/ratings")})
    assert answer.headers["Location"] == "/ratings"


def anonymous(page: str) -> str:
    """A page without what differs by chance: tokens, nonces, keys and codes."""
    page = re.sub(r'name="csrf_token" value="[^"]*"', "", page)
    page = re.sub(r'nonce="[^"]*"', "", page)
    page = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "KEY", page)
    return re.sub(r"Answer [2-9A-Z]{5}", "CODE", page)


@pytest.mark.parametrize("sort", [Sort.TEXT, Sort.DRAWING])
def test_pages_tell_nothing_of_the_pupil_the_class_and_the_school(
    database: Database, signed_in: Browser, sort: Sort
) -> None:
    """Two worlds that differ in nothing but whose work it is look the same."""
    pages = []
    for pupil, grade, letter in (("Айсұлу Бектемір", 7, "А"), ("Пётр Кузнецов", 9, "Ю")):
        with database.transaction() as session:
            school_class = make_class(session)
            school_class.grade, school_class.letter = grade, letter
            work(session, sort, school_class.id, pupil)
            rater = make_rater(session)
        client = signed_in(rater)
        page = client.get(take(client, sort)).get_data(as_text=True)
        assert not any(word in page for word in (pupil, pupil.split()[0], f"{grade} «{letter}»", "School 1"))
        pages.append(anonymous(page))
        with database.transaction() as session:
            session.query(RatedAnswer).update({"settled_at": NOW})

    assert pages[0] == pages[1]


def work(session: Session, sort: Sort, class_id: object, pupil: str) -> None:
    school_class = session.get_one(SchoolClass, class_id)
    if sort is Sort.TEXT:
        make_story(session, school_class=school_class, pupil=pupil)
        return
    student, item = make_student(session, school_class, pupil), make_item(session, "drawing", **CANVAS)
    session.flush()
    response = make_response(session, make_sitting(session, school_class, [item]), student, item, ["a whale"])
    add_stroke(session, response, {"c": 4, "w": 2, "d": [100, 100, 3, 50, 50, 0]})
    look_at(session, response)


def test_second_rater_sees_nothing_of_the_first(raters: list[User], signed_in: Browser) -> None:
    first = signed_in(raters[0])
    page = take(first)
    first.post(page, data=sheet(HIGH, comment="A voice of its own", **csrf(first, page)))

    second = signed_in(raters[1])
    shown = text_of(second, take(second))

    assert "A voice of its own" not in shown
    assert " checked" not in shown
    assert "Анна" not in shown


def test_photo_is_handed_out_nameless_and_runs_nothing(database: Database, signed_in: Browser) -> None:
    with database.transaction() as session:
        school_class = make_class(session)
        student, item = make_student(session, school_class), make_item(session, "drawing", **CANVAS)
        session.flush()
        sitting = make_sitting(session, school_class, [item])
        response = make_response(session, sitting, student, item, [], submitted=False)
        held = answering.response_to_change(session, student.user_id, response.id)
        assert held is not None
        picture = BytesIO()
        Image.new("RGB", (20, 30)).save(picture, "PNG")
        photos.put_photo(session, held, picture.getvalue(), actor=student.user, now=NOW)
        held.submitted_at, held.receipt = NOW, "K7MT4H9X"
        look_at(session, response)
        rater = make_rater(session)
    client = signed_in(rater)
    page = take(client, "drawing")

    answer = client.get(f"{page}/photo")

    assert f"{page}/photo" in text_of(client, page)
    assert answer.headers["Content-Disposition"] == "attachment; filename=photo.jpg"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_page_of_an_answer_that_somebody_takes_care_of_is_gone(
    database: Database, raters: list[User], signed_in: Browser
) -> None:
    client = signed_in(raters[0])
    page = take(client)
    with database.transaction() as session:
        idea = session.scalars(select(Idea)).one()
        school_id = make_class(session).school_id
        case = CareCase(school_id=school_id, response_id=idea.response_id, idea_id=idea.id, text="x", language="en")
        case.opened_at = NOW
        session.add(case)

    assert client.get(page).status_code == 404
    assert client.post(page, data=sheet(FAIR, **csrf(client, "/ratings"))).status_code == 404


@pytest.mark.parametrize("size", [1, 3])
def test_list_of_the_last_answers_runs_as_many_statements_whatever_its_length(
    database: Database, signed_in: Browser, size: int
) -> None:
    with database.transaction() as session:
        rater, item = make_rater(session), make_story_item(session)
        for number in range(size):
            make_story(session, item=item, pupil=f"Ан {number}")
    with database.transaction() as session:
        for _ in range(size):
            turn = next_turn(session, session.get_one(User, rater.id))
            assert turn is not None
            session.get_one(RatingTurn, turn.id).done_at = NOW
            session.flush()
    client = signed_in(rater)
    client.get("/ratings")
    statements: list[str] = []
    engine = client.application.extensions["qiyal_database"].engine
    event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))

    assert text_of(client, "/ratings").count("you can still change it") == size

    assert len([each for each in statements if each.startswith("SELECT")]) <= 12
