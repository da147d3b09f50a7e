"""A teacher's sittings: the list, the form, watching and closing; and the item bank."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from factories import csrf, make_class, make_student, make_user
from flask.testing import FlaskClient
from markupsafe import escape
from sqlalchemy import select
from tasks.tasks_factories import make_items, make_response, make_sitting

from contest_app.accounts.models import User
from contest_app.clock import utcnow
from contest_app.db import Database
from contest_app.jobs.models import Job
from contest_app.roles import Role
from contest_app.tasks.models import Sitting, SittingItem

Browser = Callable[..., FlaskClient]


def sittings_in(database: Database) -> list[Sitting]:
    with database.reading() as session:
        return list(session.scalars(select(Sitting)))


def test_teacher_opens_a_sitting_for_the_own_class(database: Database, signed_in: Browser) -> None:
    with database.transaction() as session:
        school_class, items = make_class(session), make_items(session, 2)
        teacher = session.get_one(User, school_class.teacher_id)
    client = signed_in(teacher)
    form = csrf(client, "/sittings/new") | {
        "class_id": str(school_class.id),
        "items": [str(item.id) for item in items],
        "minutes": "2",
        "mode": "practice",
    }

    answer = client.post("/sittings/new", data=form)

    [sitting] = sittings_in(database)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/sittings/{sitting.id}")
    assert (sitting.class_id, sitting.mode, sitting.closed_at) == (school_class.id, "practice", None)
    with database.reading() as session:
        rows = session.scalars(select(SittingItem).order_by(SittingItem.position))
        assert [(row.item_id, row.seconds) for row in rows] == [(item.id, 120) for item in items]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"items": []}, "Choose at least one task."),
        (
            {"minutes": "10", "items": "all"},
            "This is 30 minutes of work. Grade 7 may work at a screen for 25 minutes",
        ),
        ({"class_id": "00000000-0000-0000-0000-000000000001"}, "Please check the form"),
        ({"class_id": "no key"}, "Please check the form"),
        ({"items": "stranger"}, "Please check the form"),
        ({"mode": "exam"}, "Please check the form"),
        ({"minutes": "-3"}, "Please check the form"),
    ],
)
def test_form_that_cannot_be_is_shown_again_with_the_reason(
    database: Database, signed_in: Browser, wrong: dict[str, object], told: str
) -> None:
    with database.transaction() as session:
        school_class, items = make_class(session), make_items(session, 3)
        teacher = session.get_one(User, school_class.teacher_id)
    client = signed_in(teacher)
    keys = [str(item.id) for item in items]
    chosen = {"items": keys[:1], "class_id": str(school_class.id), "minutes": "0", "mode": "assessment"} | wrong
    chosen["items"] = {"all": keys, "stranger": [str(school_class.id)]}.get(str(chosen["items"]), chosen["items"])

    answer = client.post("/sittings/new", data=csrf(client, "/sittings/new") | chosen)

    assert answer.status_code == 422
    assert told in answer.get_data(as_text=True)
    assert sittings_in(database) == []


def test_another_teachers_class_cannot_be_chosen(database: Database, signed_in: Browser) -> None:
    with database.transaction() as session:
        others, own, [item] = make_class(session), make_class(session), make_items(session)
        teacher = session.get_one(User, own.teacher_id)
    client = signed_in(teacher)
    form = csrf(client, "/sittings/new") | {
        "class_id": str(others.id), "items": [str(item.id)], "minutes": "0", "mode": "assessment",
    }  # fmt: skip

    assert client.post("/sittings/new", data=form).status_code == 422
    assert sittings_in(database) == []


def test_page_shows_who_is_where_and_counts_ideas_without_scores(database: Database, signed_in: Browser) -> None:
    now = utcnow()
    with database.transaction() as session:
        school_class, [item] = make_class(session), make_items(session)
        teacher = session.get_one(User, school_class.teacher_id)
        sitting = make_sitting(session, school_class, [item], now=now)
        names = ("Азат", "Бек", "Сара")
        azat, bek, _sara = [make_student(session, school_class, name) for name in names]
        session.flush()
        make_response(session, sitting, azat, item, ["a", "b"], now=now)
        make_response(session, sitting, bek, item, ["c"], submitted=False, now=now)
    client = signed_in(teacher)

    for page in (f"/sittings/{sitting.id}", f"/sittings/{sitting.id}/progress"):
        told = " ".join(client.get(page).get_data(as_text=True).split())
        assert "2 of 3" in told
        for name, state, ideas in (("Азат", "answer handed in", "2 ideas"), ("Бек", "writing", "1 idea")):
            row = told[told.index(name) :].partition("</tr>")[0]
            assert state in row
            assert ideas in row
        assert "not begun" in told[told.index("Сара") :]
    assert client.get(f"/sittings/{sitting.id}/progress").get_data(as_text=True).count("<html") == 0


def test_closing_needs_a_post_and_calls_for_the_final_scores(database: Database, signed_in: Browser) -> None:
    with database.transaction() as session:
        school_class, [item] = make_class(session), make_items(session)
        teacher = session.get_one(User, school_class.teacher_id)
        sitting = make_sitting(session, school_class, [item])
    client = signed_in(teacher)
    page = f"/sittings/{sitting.id}"

    assert client.get(f"{page}/close").status_code == 405
    assert sittings_in(database)[0].closed_at is None
    answers = [client.post(f"{page}/close", data=csrf(client, page)) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 409]
    assert sittings_in(database)[0].closed_at is not None
    with database.reading() as session:
        assert [job.name for job in session.scalars(select(Job))] == ["tasks.score_sitting"]


def test_another_teachers_sitting_is_not_there_and_pupils_have_no_such_pages(
    database: Database, signed_in: Browser
) -> None:
    with database.transaction() as session:
        school_class, [item] = make_class(session), make_items(session)
        sitting = make_sitting(session, school_class, [item])
        stranger = make_user(session, Role.TEACHER)
        student = make_student(session, school_class)
    pages = [f"/sittings/{sitting.id}", f"/sittings/{sitting.id}/progress"]
    other, pupil = signed_in(stranger), signed_in(student.user)

    assert [other.get(page).status_code for page in pages] == [404, 404]
    assert other.post(f"{pages[0]}/close", data=csrf(other, "/sittings/new")).status_code == 404
    assert "7 «А»" not in other.get("/sittings").get_data(as_text=True)
    assert [pupil.get(page).status_code for page in [*pages, "/sittings", "/sittings/new", "/items"]] == [403] * 5
    assert sittings_in(database)[0].closed_at is None


@pytest.mark.parametrize("role", [Role.TEACHER, Role.METHODOLOGIST])
def test_item_is_shown_as_the_pupil_sees_it_in_each_language(
    database: Database, signed_in: Browser, role: Role
) -> None:
    with database.transaction() as session:
        [item] = make_items(session)
        reader = make_user(session, role)
    client = signed_in(reader)

    assert item.title["en"] in client.get("/items").get_data(as_text=True)
    for language in ("kk", "ru", "en"):
        page = client.get(f"/items/{item.slug}?language={language}").get_data(as_text=True)
        assert str(escape(item.content["stimulus"][language])) in page
        assert f'<div class="task-sheet" lang="{language}">' in page
    assert client.get("/items/no-such-item").status_code == 404
