"""A juror marks in a real browser on a phone while the network and the server do their worst: no mark is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from browser.chromium import CHROMIUM, MISSING, Watch, chromium, watched_context
from judging.judging_factories import make_assignment, make_contest, make_entry, make_judge, make_round
from playwright.sync_api import Browser, BrowserContext, Page, expect

from contest_app.clock import utcnow
from contest_app.db import Database
from contest_app.judging.models import Assignment
from contest_app.judging.queries import sheets
from contest_app.judging.rules import Given
from contest_app.judging.services.scoresheets import save_draft

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=MISSING),
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]

SYNC = "**/sync/scoresheets/*"
#: What the console says when a link is cut or a server fails, which these tests do on purpose.
PROVOKED = ["Failed to load resource"]
PHONE = {"width": 360, "height": 740}


@pytest.fixture(autouse=True)
def _in_judging() -> None:
    """A browser has a clock of its own, so these tests live in the present."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for these tests."""
    with chromium() as running:
        yield running


@dataclass
class Desk:
    """A juror at the browser, with one entry to mark."""

    context: BrowserContext
    database: Database
    assignment: Assignment

    def open(self) -> Page:
        """Open the sheet in a tab and wait until its script works."""
        page = self.context.new_page()
        page.goto(f"/judging/assignments/{self.assignment.id}")
        page.wait_for_selector("[data-saving]:not([hidden])")
        return page

    def given(self) -> dict[str, Given]:
        """Return what the server has."""
        with self.database.reading() as session:
            found = sheets.assignment(session, self.assignment.judge_id, self.assignment.id)
            assert found is not None
            return found.sheet

    @property
    def is_submitted(self) -> bool:
        """Whether the server has the sheet as submitted."""
        with self.database.reading() as session:
            return session.get_one(Assignment, self.assignment.id).submitted_at is not None


@pytest.fixture
def desk(browser: Browser, address: str, database: Database, signed_in: Any) -> Iterator[Desk]:
    """A juror who sits down; at the end nothing unexpected may have happened in the browser."""
    with database.transaction() as session:
        contest = make_contest(session)
        contest.closes_at, contest.judging_closes_at = utcnow() - timedelta(days=1), utcnow() + timedelta(days=1)
        contest.opens_at = utcnow() - timedelta(days=2)
        round_ = make_round(session, contest)
        judge = make_judge(session, round_)
        assignment = make_assignment(session, round_, judge, make_entry(session, contest, "K7Q2"))
    watch = Watch(address, expected=PROVOKED)
    context = watched_context(browser, watch, viewport=PHONE)
    cookie = signed_in(judge).get_cookie("qiyal")
    context.add_cookies([{"name": "qiyal", "value": cookie.value, "url": address}])
    yield Desk(context, database, assignment)
    context.close()
    assert watch.complaints == []


def mark(page: Page, criterion: str, value: int) -> None:
    page.locator(f'input[name="mark-{criterion}"][value="{value}"]').check()


def expect_state(page: Page, state: str) -> None:
    expect(page.locator("qy-save-state")).to_have_attribute("state", state)


def submit(page: Page) -> None:
    page.locator('.dock button[value="submit"]').click()


def test_a_mark_is_on_the_server_as_soon_as_it_is_given_and_the_sheet_is_then_submitted(desk: Desk) -> None:
    page = desk.open()

    mark(page, "idea", 4)
    expect_state(page, "saved")
    page.wait_for_timeout(600)
    drafted = desk.given()
    mark(page, "value", 2)
    page.fill("#comment-general", "Well told.")
    submit(page)
    page.wait_for_url("**/judging")

    assert drafted == {"idea": Given(4, "", 1)}
    assert desk.given() == {
        "idea": Given(4, "", 1),
        "value": Given(2, "", 1),
        "general": Given(None, "Well told.", 1),
    }
    assert desk.is_submitted


def test_marks_given_without_a_network_survive_a_closed_tab_and_arrive_when_it_is_back(desk: Desk) -> None:
    page = desk.open()
    desk.context.route(SYNC, lambda route: route.abort())

    mark(page, "idea", 3)
    mark(page, "idea", 5)
    page.fill("#comment-general", "Жақсы!")
    expect_state(page, "local")
    submit(page)
    expect(page.locator("[data-offline]")).to_be_visible()
    page.close()
    lost_so_far = desk.given()
    again = desk.open()
    expect(again.locator('input[name="mark-idea"][value="5"]')).to_be_checked()
    desk.context.unroute(SYNC)
    again.reload()
    again.wait_for_selector("[data-saving]:not([hidden])")
    expect_state(again, "saved")

    assert lost_so_far == {}
    assert desk.given() == {"idea": Given(5, "", 2), "general": Given(None, "Жақсы!", 1)}
    assert not desk.is_submitted


def test_a_failing_server_loses_nothing(desk: Desk) -> None:
    page = desk.open()
    desk.context.route(SYNC, lambda route: route.fulfill(status=500, body="broken"))

    mark(page, "idea", 1)
    expect_state(page, "local")
    desk.context.unroute(SYNC)
    expect_state(page, "saved")

    assert desk.given() == {"idea": Given(1, "", 1)}


def test_a_mark_given_in_one_tab_is_shown_in_the_other(desk: Desk) -> None:
    one, other = desk.open(), desk.open()

    mark(one, "idea", 5)
    expect(other.locator('input[name="mark-idea"][value="5"]')).to_be_checked()
    mark(other, "idea", 2)

    expect(one.locator('input[name="mark-idea"][value="2"]')).to_be_checked()
    assert desk.given() == {"idea": Given(2, "", 2)}


def test_a_mark_changed_on_another_device_is_told_and_not_overwritten(desk: Desk) -> None:
    page = desk.open()
    with desk.database.transaction() as session:
        held = sheets.locked_assignment(session, desk.assignment.judge_id, desk.assignment.id)
        assert held is not None
        save_draft(session, held, {"idea": Given(5)}, now=utcnow())

    mark(page, "idea", 2)

    expect(page.locator('[data-criterion="idea"] [data-stale]')).to_contain_text("the mark there is 5")
    assert desk.given() == {"idea": Given(5, "", 1)}


def test_the_sheet_fits_a_small_phone_and_its_marks_a_thumb(desk: Desk) -> None:
    page = desk.open()

    width = page.evaluate("document.documentElement.scrollWidth")
    boxes = [box for box in (each.bounding_box() for each in page.locator(".choice--level").all()) if box]

    assert width == PHONE["width"]
    assert min(box["height"] for box in boxes) >= 44
    assert len(boxes) == 12
