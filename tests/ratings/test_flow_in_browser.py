"""Raters in a real browser on a phone: two who differ, a third, by thumb and by keys; a drawing shown again."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from browser.chromium import CHROMIUM, MISSING, Watch, chromium, watched_context
from browser.looks import axe_faults
from factories import make_class, make_student
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page, expect
from ratings.ratings_factories import STORY, look_at, make_rater, make_story
from sqlalchemy import select
from tasks.tasks_factories import CANVAS, add_stroke, make_item, make_response, make_sitting

from contest_app.accounts.models import User
from contest_app.db import Database
from contest_app.ratings.models import RatedAnswer
from contest_app.ratings.queries.people import people_scores
from contest_app.ratings.rules.agreeing import State

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=MISSING),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]

PHONE = {"width": 360, "height": 740}
THUMB = 44
Phone = Callable[[User], Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for these tests."""
    with chromium() as running:
        yield running


@pytest.fixture
def phone(browser: Browser, address: str, signed_in: Callable[..., FlaskClient]) -> Iterator[Phone]:
    """A function that hands a phone to a person; at the end nothing unexpected may have happened on it."""
    contexts: list[BrowserContext] = []
    watch = Watch(address, expected=["Failed to load resource"])

    def handed_to(user: User) -> Page:
        context = watched_context(browser, watch, viewport=PHONE)
        contexts.append(context)
        cookie = signed_in(user).get_cookie("qiyal")
        assert cookie is not None
        context.add_cookies([{"name": "qiyal", "value": cookie.value, "url": address}])
        page = context.new_page()
        page.goto("/ratings")
        return page

    yield handed_to
    for context in contexts:
        context.close()
    assert watch.complaints == []


def take(page: Page, sort: str) -> None:
    page.click(f"form:has(input[name=sort][value={sort}]) button")
    expect(page.locator("#rating")).to_be_visible()


def choose(page: Page, *levels: int) -> None:
    """Press the level of each question in turn, as a thumb does: on the words."""
    questions = page.locator("fieldset.rating-question")
    for place, level in enumerate(levels):
        questions.nth(place).locator(f"label:has(input[value='{level}'])").click()


def keep(page: Page) -> None:
    page.get_by_role("button", name="Keep and go on").click()
    expect(page).to_have_url("/ratings")


def test_two_raters_differ_and_a_third_settles_it_on_phones(database: Database, phone: Phone) -> None:
    with database.transaction() as session:
        response = make_story(session)
        raters = [make_rater(session, name) for name in ("Анна", "Бота", "Дина")]

    for rater, levels in zip(raters, ((1, 2, 2, 2), (5, 5, 4, 4), (5, 4, 4, 4)), strict=True):
        page = phone(rater)
        take(page, "text")
        expect(page.locator("main")).to_contain_text(STORY)
        choose(page, *levels)
        keep(page)
        expect(page.locator("main")).to_contain_text("Nothing waits for you here.")

    with database.reading() as session:
        score = people_scores(session, [response.id])[response.id]
    assert (score.state, score.raters) == (State.SCORED, 3)
    assert score.total == pytest.approx((28 / 30 + 26 / 30) / 2)


def test_gap_comes_back_with_the_rest_and_focus_on_what_is_missing(database: Database, phone: Phone) -> None:
    with database.transaction() as session:
        make_story(session)
        rater = make_rater(session)
    page = phone(rater)
    take(page, "text")
    choose(page, 4, 4, 3)
    page.fill("#comment", "A voice of its own")

    page.get_by_role("button", name="Keep and go on").click()

    expect(page.get_by_role("alert")).to_contain_text("Choose a level for every question.")
    expect(page.get_by_role("alert")).to_be_focused()
    assert page.locator("#rating input:checked").count() == 3
    assert page.input_value("#comment") == "A voice of its own"
    assert axe_faults(page) == []
    choose(page, 4, 4, 3, 3)
    keep(page)


def test_levels_are_chosen_by_keys_alone(database: Database, phone: Phone) -> None:
    with database.transaction() as session:
        make_story(session)
        rater = make_rater(session)
    page = phone(rater)
    take(page, "text")

    page.locator("input[name='mark-originality']").first.focus()
    for _ in range(4):
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Tab")
    page.keyboard.type("By keys")

    assert page.locator("#rating input:checked").count() == 4
    assert page.input_value("#comment") == "By keys"


def test_every_level_is_large_enough_for_a_thumb_and_fits_the_narrowest_phone(
    database: Database, phone: Phone
) -> None:
    with database.transaction() as session:
        make_story(session)
        rater = make_rater(session)
    page = phone(rater)
    page.set_viewport_size({"width": 320, "height": 640})
    take(page, "text")

    heights = page.evaluate(
        "[...document.querySelectorAll('label.choice')].map(e => e.getBoundingClientRect().height)"
    )

    assert len(heights) >= 20
    assert min(height for height in heights if height) >= THUMB
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_drawing_is_shown_again_stroke_by_stroke(database: Database, phone: Phone) -> None:
    with database.transaction() as session:
        school_class = make_class(session)
        student, item = make_student(session, school_class), make_item(session, "drawing", **CANVAS)
        session.flush()
        response = make_response(session, make_sitting(session, school_class, [item]), student, item, ["a whale"])
        for number in range(6):
            add_stroke(session, response, {"c": 4, "w": 2, "d": [100 * number, 100, 3, 50, 50, 0]})
        look_at(session, response)
        rater = make_rater(session)
    page = phone(rater)
    take(page, "drawing")
    page.emulate_media(reduced_motion="no-preference")
    page.reload()

    page.get_by_role("button", name="Watch how it was drawn").click()

    expect(page.locator(".stroke--waiting").first).to_be_attached()
    expect(page.locator(".stroke--waiting")).to_have_count(0)
    assert axe_faults(page) == []
    choose(page, 4, 4, 4, 4)
    keep(page)
    with database.reading() as session:
        assert session.scalars(select(RatedAnswer)).one().rubric == "drawing"
