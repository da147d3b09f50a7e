"""A teacher's sittings: the list, the form, watching and closing; and the item bank."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from factories import NOW, csrf, make_class, make_student, make_user
from flask.testing import FlaskClient
from markupsafe import escape
from sqlalchemy import select
from tasks.tasks_factories import BANK, make_item, make_items, make_sitting

from contest_app.accounts.models import SchoolClass, User
from contest_app.config import ROOT
from contest_app.db import Database
from contest_app.jobs.models import Job
from contest_app.roles import Role
from contest_app.tasks.form_bank import read_forms
from contest_app.tasks.models import Item, Sitting, SittingItem
from contest_app.tasks.services.bank import import_items

Browser = Callable[..., FlaskClient]


def sittings_in(database: Database) -> list[Sitting]:
    with database.reading() as session:
        return list(session.scalars(select(Sitting)))


def filled(classes: list[SchoolClass], items: list[Item], **more: object) -> dict[str, object]:
    """What a teacher sends who chooses classes and items and leaves the rest as it is."""
    return {
        "classes": [str(school_class.id) for school_class in classes],
        "items": [str(item.id) for item in items],
        "mode": "assessment",
        "shown": "at_once",
    } | more


def test_teacher_opens_a_sitting_for_several_own_classes_with_a_window_in_local_time(
    database: Database, signed_in: Browser
) -> None:
    with database.transaction() as session:
        school_class, items = make_class(session), make_items(session, 2)
        teacher = session.get_one(User, school_class.teacher_id)
        classes = [school_class, make_class(session, teacher)]
    client = signed_in(teacher)
    form = filled(
        classes,
        items,
        mode="practice",
        shown="after_closing",
        opens_at="2031-03-01T09:00",
        closes_at="2031-03-01T10:00",
        **{f"minutes_{items[0].id.hex}": "2"},
    )

    answer = client.post("/sittings/new", data=csrf(client, "/sittings/new") | form)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/sittings")
    opened = sittings_in(database)
    assert {sitting.class_id for sitting in opened} == {one.id for one in classes}
    assert {(each.mode, each.shown, each.opens_at, each.closes_at, each.closed_at) for each in opened} == {
        ("practice", "after_closing", datetime(2031, 3, 1, 4, tzinfo=UTC), datetime(2031, 3, 1, 5, tzinfo=UTC), None)
    }
    with database.reading() as session:
        rows = session.scalars(select(SittingItem).where(SittingItem.sitting_id == opened[0].id))
        assert [(row.item_id, row.seconds) for row in rows] == [
            (items[0].id, 120), (items[1].id, items[1].seconds),
        ]  # fmt: skip


def test_time_that_is_left_as_shown_stays_exact_to_the_second(database: Database, signed_in: Browser) -> None:
    with database.transaction() as session:
        school_class, item = make_class(session), make_item(session, "metaphor")
        item.seconds, item.grades = 150, [7]
        teacher = session.get_one(User, school_class.teacher_id)
    client = signed_in(teacher)
    form = filled([school_class], [item], **{f"minutes_{item.id.hex}": "3"})

    client.post("/sittings/new", data=csrf(client, "/sittings/new") | form)

    with database.reading() as session:
        assert [row.seconds for row in session.scalars(select(SittingItem))] == [150]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"items": []}, "Choose at least one task."),
        ({"classes": []}, "Choose at least one class."),
        ({"minutes": "10"}, "This is 30 minutes of work. Grade 7 may work at a screen for 25 minutes"),
        ({"classes": "00000000-0000-0000-0000-000000000001"}, "Please check the form"),
        ({"classes": "no key"}, "Please check the form"),
        ({"items": "00000000-0000-0000-0000-000000000001"}, "Please check the form"),
        ({"mode": "exam"}, "Please check the form"),
        ({"shown": "marks"}, "Please check the form"),
        ({"minutes": "-3"}, "Please check the form"),
        ({"closes_at": "2020-01-01T10:00"}, "The end must lie in the future and after the beginning."),
        ({"opens_at": "2031-01-02T10:00", "closes_at": "2031-01-01T10:00"}, "The end must lie in the future"),
        ({"opens_at": "tomorrow"}, "Please check the form"),
    ],
)
def test_form_that_cannot_be_is_shown_again_with_the_reason(
    database: Database, signed_in: Browser, wrong: dict[str, object], told: str
) -> None:
    with database.transaction() as session:
        school_class, items = make_class(session), [make_item(session, "metaphor") for _ in range(3)]
        for item in items:
            item.grades = [school_class.grade]
        teacher = session.get_one(User, school_class.teacher_id)
    client = signed_in(teacher)
    minutes = {f"minutes_{item.id.hex}": wrong.get("minutes", "") for item in items}
    form = filled([school_class], items) | minutes | wrong

    answer = client.post("/sittings/new", data=csrf(client, "/sittings/new") | form)

    assert answer.status_code == 422
    assert told in answer.get_data(as_text=True)
    assert sittings_in(database) == []


@pytest.fixture
def bank(database: Database) -> dict[str, Item]:
    """All items of the bank, by slug."""
    with database.transaction() as session:
        return {item.slug: item for item in import_items(session, BANK, now=NOW).added}


def test_ready_form_becomes_a_sitting_a_day_where_the_grade_may_not_do_it_in_one_go(
    database: Database, signed_in: Browser, bank: dict[str, Item]
) -> None:
    ready = next(form for form in read_forms(ROOT / "item_bank") if form.slug == "profile-5-7")
    with database.transaction() as session:
        school_class = make_class(session)
        teacher = session.get_one(User, school_class.teacher_id)
    client = signed_in(teacher)
    page = "/sittings/new/profile-5-7"
    form = filled([school_class], [], opens_at="2031-03-01T09:00", closes_at="2031-03-01T15:00")

    assert page in client.get("/sittings/new").get_data(as_text=True)
    answer = client.post(page, data=csrf(client, page) | form)

    assert answer.status_code == 303
    opened = sorted(sittings_in(database), key=lambda sitting: sitting.opens_at)
    assert [(each.form_slug, each.form_version, each.form_part) for each in opened] == [
        ("profile-5-7", ready.version, number) for number in (1, 2, 3)
    ]
    assert [(each.opens_at.day, each.opens_at.hour, each.closes_at and each.closes_at.hour) for each in opened] == [
        (1, 4, 10), (2, 4, 10), (3, 4, 10),
    ]  # fmt: skip
    with database.reading() as session:
        for each, places in zip(opened, ready.sittings, strict=True):
            rows = session.scalars(
                select(SittingItem).where(SittingItem.sitting_id == each.id).order_by(SittingItem.position)
            )
            expected = [(bank[place.item].id, place.seconds) for place in places]
            assert [(row.item_id, row.seconds) for row in rows] == expected


def test_ready_form_that_the_grade_may_do_in_one_go_is_one_sitting(
    database: Database, signed_in: Browser, bank: dict[str, Item]
) -> None:
    with database.transaction() as session:
        school_class = make_class(session)
        teacher = session.get_one(User, school_class.teacher_id)
    client = signed_in(teacher)
    page = "/sittings/new/screening-5-7"

    client.post(page, data=csrf(client, page) | filled([school_class], []))

    assert [(each.form_slug, each.form_part) for each in sittings_in(database)] == [("screening-5-7", 0)]
    assert len(bank) > 3


def test_ready_form_for_other_grades_or_without_its_items_is_not_there(
    database: Database, signed_in: Browser
) -> None:
    with database.transaction() as session:
        school_class = make_class(session)
        make_items(session, 3)
        teacher = session.get_one(User, school_class.teacher_id)
    client = signed_in(teacher)

    assert client.get("/sittings/new/screening-5-7").status_code == 404
    with database.transaction() as session:
        import_items(session, BANK, now=NOW)
    assert client.get("/sittings/new/screening-5-7").status_code == 200
    assert client.get("/sittings/new/screening-8-9").status_code == 404
    assert "screening-8-9" not in client.get("/sittings/new").get_data(as_text=True)


def test_another_teachers_class_cannot_be_chosen(database: Database, signed_in: Browser) -> None:
    with database.transaction() as session:
        others, own, [item] = make_class(session), make_class(session), make_items(session)
        teacher = session.get_one(User, own.teacher_id)
    client = signed_in(teacher)

    answer = client.post("/sittings/new", data=csrf(client, "/sittings/new") | filled([others], [item]))

    assert answer.status_code == 422
    assert sittings_in(database) == []


def test_window_is_moved_in_local_time_and_one_that_is_over_is_refused(
    database: Database, signed_in: Browser
) -> None:
    with database.transaction() as session:
        school_class, [item] = make_class(session), make_items(session)
        teacher = session.get_one(User, school_class.teacher_id)
        sitting = make_sitting(session, school_class, [item])
    client = signed_in(teacher)
    page = f"/sittings/{sitting.id}"
    token = csrf(client, page)

    moved = client.post(f"{page}/window", data=token | {"opens_at": "2031-01-01T08:00", "closes_at": ""})
    refused = client.post(f"{page}/window", data=token | {"opens_at": "", "closes_at": "2020-01-01T08:00"})

    assert (moved.status_code, refused.status_code) == (303, 422)
    assert "The end must lie in the future" in refused.get_data(as_text=True)
    [kept] = sittings_in(database)
    assert (kept.opens_at, kept.closes_at) == (datetime(2031, 1, 1, 3, tzinfo=UTC), None)
    assert "not open yet" in client.get(page).get_data(as_text=True)
    assert 'value="2031-01-01T08:00"' in client.get(page).get_data(as_text=True)


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


def test_link_with_tasks_ticks_them_first_for_practice_of_the_class(database: Database, signed_in: Browser) -> None:
    with database.transaction() as session:
        school_class, [first, second] = make_class(session), [make_item(session, "metaphor") for _ in range(2)]
        first.grades = second.grades = [7]
        first.slug, second.slug = "a-task", "b-task"
        teacher = session.get_one(User, school_class.teacher_id)
        make_class(session, teacher)
        stranger = make_class(session)

    def ticked(of_class: object) -> set[str]:
        page = signed_in(teacher).get(f"/sittings/new?task=b-task&task=none&class={of_class}").get_data(as_text=True)
        assert page.index(str(second.id)) < page.index(str(first.id))
        return {re.findall('value="([^"]+)"', each)[0] for each in re.findall("<input[^>]* checked[^>]*>", page)}

    assert ticked(school_class.id) == {str(second.id), str(school_class.id), "practice", "at_once"}
    assert ticked(stranger.id) == {str(second.id), "practice", "at_once"}
