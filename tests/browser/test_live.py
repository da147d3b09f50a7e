"""A class at work in real browsers: a pupil's page follows the teacher, the teacher's page the class."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from browser.chromium import Watch, watched_context
from browser.desks import Desk, expect_receipt, expect_state, hand_in
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy.orm import Session

from contest_app.accounts.models import SchoolClass, User
from contest_app.clock import utcnow
from contest_app.tasks.models import Attempt, Sitting
from contest_app.tasks.services import live

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def act(desk: Desk, what: Callable[[Session, Sitting, User], object]) -> None:
    """Let the teacher of the class do something."""
    with desk.database.transaction() as session:
        attempt = session.get_one(Attempt, desk.response().attempt_id)
        sitting = session.get_one(Sitting, attempt.sitting_id)
        school_class = session.get_one(SchoolClass, sitting.class_id)
        what(session, sitting, session.get_one(User, school_class.teacher_id))


def ask(page: Page) -> None:
    """Make a page ask at once how its clock stands, which it does every 20 to 25 seconds."""
    expect(page.locator("[data-is-followed]")).to_be_attached()
    page.evaluate("() => dispatchEvent(new Event('online'))")


def deadline(page: Page) -> str:
    return page.get_attribute("qy-timer", "deadline") or ""


def test_more_time_reaches_the_timer_of_an_open_page(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of()
    page = desk.open()
    before = deadline(page)

    act(desk, lambda s, sitting, teacher: live.extend(s, sitting, 5, student_id=None, actor=teacher, now=utcnow()))
    ask(page)

    expect(page.locator("qy-timer")).not_to_have_attribute("deadline", before)
    expect(page.locator("qy-timer button")).to_contain_text("8 min left")


def test_time_that_is_added_at_the_last_moment_still_comes_in_time(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of(seconds_left=18)
    page = desk.open()

    act(desk, lambda s, sitting, teacher: live.extend(s, sitting, 5, student_id=None, actor=teacher, now=utcnow()))

    expect(page.locator("qy-timer button")).to_contain_text("6 min left")
    page.wait_for_timeout(8_000)
    assert desk.response().submitted_at is None


def test_time_that_is_added_after_the_page_last_asked_is_not_lost_to_the_end(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of(seconds_left=4)
    page = desk.open()
    page.fill("#new-idea", "a boat")

    act(desk, lambda s, sitting, teacher: live.extend(s, sitting, 5, student_id=None, actor=teacher, now=utcnow()))

    expect(page.locator("qy-timer button")).to_contain_text("5 min left")
    expect_state(page, "saved")
    assert desk.saved() == ["a boat"]
    assert desk.response().submitted_at is None
    page.fill("#new-idea", "a second boat")
    page.press("#new-idea", "Enter")
    expect_state(page, "saved")
    hand_in(page)
    expect_receipt(page)
    assert desk.saved() == ["a boat", "a second boat"]


def test_pause_and_its_end_reach_an_open_page_and_nothing_typed_is_lost(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of()
    page = desk.open()
    page.fill("#new-idea", "a boat")
    page.press("#new-idea", "Enter")
    expect_state(page, "saved")
    page.fill("#new-idea", "half a tho")

    act(desk, lambda s, sitting, teacher: live.pause(s, sitting, actor=teacher, now=utcnow()))
    ask(page)
    expect(page.locator("h1")).to_have_text("A break")
    act(desk, lambda s, sitting, teacher: live.resume(s, sitting, actor=teacher, now=utcnow()))

    expect(page.locator("#new-idea")).to_have_value("half a tho")
    assert page.locator("[data-ideas] .ideas__text").all_inner_texts() == ["a boat"]


def test_call_is_shown_at_once_and_the_answer_comes_to_the_page(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of()
    page = desk.open()
    page.fill("#new-idea", "still here")

    expect(page.locator("[data-is-followed]")).to_be_attached()
    with page.expect_response("**/help"):
        page.click("[data-call-teacher] button")
    expect(page.locator("[data-call-state]")).to_contain_text("Your teacher sees that you call.")
    expect(page.locator("[data-call-teacher]")).to_be_hidden()
    assert page.input_value("#new-idea") == "still here"

    def answer(session: Session, _sitting: Sitting, teacher: User) -> None:
        attempt = session.get_one(Attempt, desk.response().attempt_id)
        assert attempt.help.is_called
        live.answer_call(session, attempt, actor=teacher, now=utcnow())

    act(desk, answer)
    ask(page)
    expect(page.locator("[data-call-state]")).to_have_text("Your teacher has seen your call.")
    expect(page.locator("[data-call-teacher]")).to_be_visible()


def test_call_without_a_network_says_to_raise_a_hand(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of()
    page = desk.open()
    expect(page.locator("[data-is-followed]")).to_be_attached()
    desk.context.set_offline(True)

    page.click("[data-call-teacher] button")

    expect(page.locator("[data-call-state]")).to_have_text("The network is away: raise your hand.")
    expect(page.locator("[data-call-teacher]")).to_be_visible()
    desk.context.set_offline(False)


@pytest.fixture
def teacher_page(
    browser: Browser, address: str, signed_in: Callable[..., FlaskClient]
) -> Iterator[Callable[[Desk], Page]]:
    """A function that opens the teacher's page of the sitting in which a pupil writes, on a phone."""
    contexts: list[BrowserContext] = []
    watch = Watch(address)

    def opened(desk: Desk) -> Page:
        found: list[tuple[User, Sitting]] = []
        act(desk, lambda _session, sitting, teacher: found.append((teacher, sitting)))
        [(teacher, sitting)] = found
        context = watched_context(browser, watch, viewport={"width": 360, "height": 740})
        contexts.append(context)
        cookie = signed_in(teacher).get_cookie("qiyal")
        assert cookie is not None
        context.add_cookies([{"name": "qiyal", "value": cookie.value, "url": address}])
        page = context.new_page()
        page.goto(f"/sittings/{sitting.id}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert watch.complaints == []


def test_teachers_page_follows_the_class_without_being_loaded_anew(
    desk_of: Callable[..., Desk], teacher_page: Callable[[Desk], Page]
) -> None:
    desk = desk_of()
    page, pupil = teacher_page(desk), desk.open()
    expect(pupil.locator("[data-is-followed]")).to_be_attached()
    page.evaluate("window.isTheSame = true")
    row = page.locator("[data-pupil]")
    expect(row.locator("[data-cell=ideas]")).to_have_text("0")

    pupil.fill("#new-idea", "a boat")
    pupil.press("#new-idea", "Enter")
    pupil.click("[data-call-teacher] button")

    expect(row.locator("[data-cell=ideas]")).to_have_text("1")
    expect(row.locator("[data-cell=doing]")).to_have_text("writing")
    expect(row.locator("[data-cell=contact]")).to_have_text("connected")
    expect(row.locator(".live__calls")).to_be_visible()
    expect(page.locator("[data-calls] a")).to_have_text(row.locator("th").inner_text().split("\n")[0].strip())
    expect(page.locator("[data-total=ideas]")).to_have_text("1")
    assert page.evaluate("window.isTheSame")
    page.click("[data-calls] a")
    row.locator(".more summary").click()
    row.get_by_role("button", name="I am coming").click()
    expect(page.locator("[data-calls]")).to_be_empty()


def test_teacher_pauses_the_class_with_one_press_and_the_page_says_so(
    desk_of: Callable[..., Desk], teacher_page: Callable[[Desk], Page]
) -> None:
    desk = desk_of()
    page = teacher_page(desk)

    page.get_by_role("button", name="Pause all").click()
    expect(page.locator("[data-pupil] [data-cell=doing]")).to_have_text("clock stands still")
    page.get_by_role("button", name="Let all go on").click()

    expect(page.locator("[data-pupil] [data-cell=doing]")).to_have_text("writing")
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
