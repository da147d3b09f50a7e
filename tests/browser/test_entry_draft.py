"""A pupil fills in an entry in a real browser while the link comes and goes: what is typed is never lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from browser.chromium import Watch, watched_context
from contests.contests_factories import make_contest, make_draft
from factories import make_class, make_student, make_user
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page, expect

from contest_app.clock import utcnow
from contest_app.contests.models import Entry
from contest_app.db import Database
from contest_app.roles import Role

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

AUDIENCE = "#field_audience"
#: What the console says when a link is cut or a save is refused, which these tests do on purpose.
PROVOKED = ["Failed to load resource"]


@dataclass
class Desk:
    """A pupil at the browser, with a draft."""

    context: BrowserContext
    database: Database
    entry_id: UUID

    def open(self) -> Page:
        """Open the form of the draft in a tab."""
        page = self.context.new_page()
        page.goto(f"/my/entries/{self.entry_id}/edit", wait_until="networkidle")
        return page

    def audience(self) -> str:
        """Return what the server has in the field that these tests fill."""
        with self.database.reading() as session:
            return str(session.get_one(Entry, self.entry_id).fields.get("audience", ""))


@pytest.fixture
def desk(browser: Browser, address: str, database: Database, signed_in: Callable[..., FlaskClient]) -> Iterator[Desk]:
    """A pupil at a browser before a real socket; nothing unexpected may happen there."""
    with database.transaction() as session:
        contest = make_contest(session, make_user(session, Role.ORGANIZER), now=utcnow())
        student = make_student(session, make_class(session))
        entry = make_draft(session, contest, student)
    watch = Watch(address, expected=PROVOKED)
    context = watched_context(browser, watch)
    cookie = signed_in(student.user).get_cookie("qiyal")
    assert cookie is not None
    context.add_cookies([{"name": "qiyal", "value": cookie.value, "url": watch.address}])
    yield Desk(context, database, entry.id)
    context.close()
    assert watch.complaints == []


def expect_state(page: Page, state: str) -> None:
    expect(page.locator("qy-save-state")).to_have_attribute("state", state)


def kept_on_device(page: Page) -> int:
    return int(page.evaluate("localStorage.length"))


def test_what_was_typed_without_a_link_survives_a_closed_tab_and_then_reaches_the_server(desk: Desk) -> None:
    page = desk.open()
    desk.context.set_offline(offline=True)
    page.fill(AUDIENCE, "Көрші балаларға")
    expect_state(page, "local")
    page.close()
    desk.context.set_offline(offline=False)

    again = desk.open()

    expect(again.locator(AUDIENCE)).to_have_value("Көрші балаларға")
    expect_state(again, "saved")
    assert (desk.audience(), kept_on_device(again)) == ("Көрші балаларға", 0)


def test_what_the_server_refuses_stays_on_the_device_and_in_the_form(desk: Desk) -> None:
    page = desk.open()

    page.fill("#field_link", "javascript:alert(1)")
    page.fill(AUDIENCE, "Көрші балаларға")
    with page.expect_response("**/draft") as refused:
        pass
    page.click("button[value=save]")

    expect(page.locator("#field_link-errors")).to_be_visible()
    expect(page.locator(AUDIENCE)).to_have_value("Көрші балаларға")
    assert (refused.value.status, kept_on_device(page), desk.audience()) == (422, 1, "")


def test_saving_by_the_button_leaves_nothing_on_the_device(desk: Desk) -> None:
    page = desk.open()
    page.fill(AUDIENCE, "Көрші балаларға")

    page.click("button[value=save]")

    expect_state(page, "saved")
    assert (desk.audience(), kept_on_device(page)) == ("Көрші балаларға", 0)


def test_an_older_text_on_the_device_never_covers_a_newer_one_of_the_server(desk: Desk) -> None:
    page = desk.open()
    stale = f"""localStorage.setItem("draft:{desk.entry_id}", JSON.stringify(
        {{ revision: 0, values: [["field_audience", "Ескі"]] }}))"""
    page.fill(AUDIENCE, "Жаңа")
    page.click("button[value=save]")
    expect_state(page, "saved")

    page.evaluate(stale)
    page.reload(wait_until="networkidle")

    expect(page.locator(AUDIENCE)).to_have_value("Жаңа")
    assert kept_on_device(page) == 0
