"""A methodologist changes an item in a real browser: what is typed outlives a log-out, a phone shows one language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from browser.chromium import Watch, watched_context
from factories import make_user
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import update
from tasks.tasks_factories import make_items

from contest_app.accounts.models import LoginSession, User
from contest_app.clock import utcnow
from contest_app.db import Database
from contest_app.roles import Role
from contest_app.tasks.models import ItemProposal

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

TYPED = "Жаңа, түсініктірек нұсқау."
#: What the console says when a form comes back, which these tests do on purpose.
PROVOKED = ["status of 422"]


@dataclass
class Desk:
    """A methodologist at the browser, before the form of an item."""

    context: BrowserContext
    database: Database
    author: User
    address: str

    def open(self) -> Page:
        page = self.context.new_page()
        page.goto(self.address, wait_until="networkidle")
        return page

    def proposals(self) -> list[str]:
        with self.database.reading() as session:
            return [str(row.said["instruction"]["kk"]) for row in session.query(ItemProposal)]


@pytest.fixture
def desk(
    browser: Browser, address: str, database: Database, signed_in: Callable[..., FlaskClient]
) -> Iterator[Callable[..., Desk]]:
    with database.transaction() as session:
        item = make_items(session)[0]
        author = make_user(session, Role.METHODOLOGIST)
    watch = Watch(address, expected=PROVOKED)
    contexts: list[BrowserContext] = []

    def sit_down(**options: object) -> Desk:
        context = watched_context(browser, watch, **options)
        _sign_in(context, signed_in, author, address)
        contexts.append(context)
        return Desk(context, database, author, f"/items/{item.slug}/edit")

    yield sit_down
    for context in contexts:
        context.close()
    assert watch.complaints == []


def _sign_in(context: BrowserContext, signed_in: Callable[..., FlaskClient], user: User, address: str) -> None:
    cookie = signed_in(user).get_cookie("qiyal")
    assert cookie is not None
    context.add_cookies([{"name": "qiyal", "value": cookie.value, "url": address}])


def kept(page: Page) -> int:
    return int(page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('item:')).length"))


def test_what_was_typed_outlives_a_log_out_and_is_forgotten_once_it_is_saved(
    desk: Callable[..., Desk], signed_in: Callable[..., FlaskClient], address: str
) -> None:
    seat = desk()
    page = seat.open()
    page.fill("#instruction-kk", TYPED)
    page.fill("#note", "Түсініктірек")
    with seat.database.transaction() as session:
        session.execute(update(LoginSession).values(ended_at=utcnow()))
    page.click("button[type=submit]:has-text('second look')")
    expect(page.locator("input[name=password]")).to_be_visible()
    _sign_in(seat.context, signed_in, seat.author, address)

    again = seat.open()

    expect(again.locator("#instruction-kk")).to_have_value(TYPED)
    expect(again.locator("[data-item-restored]")).to_be_visible()
    assert (seat.proposals(), kept(again)) == ([], 1)
    again.click("button[type=submit]:has-text('second look')")
    expect(again.locator("h1")).to_contain_text("Change of")
    again.wait_for_load_state("networkidle")
    assert (seat.proposals(), kept(again)) == ([TYPED], 0)


def test_what_was_typed_can_be_thrown_away(desk: Callable[..., Desk]) -> None:
    page = desk().open()
    before = page.input_value("#instruction-kk")
    page.fill("#instruction-kk", TYPED)
    page.reload(wait_until="networkidle")
    expect(page.locator("#instruction-kk")).to_have_value(TYPED)

    page.click("[data-item-discard]")

    expect(page.locator("#instruction-kk")).to_have_value(before)
    assert kept(page) == 0


def test_a_phone_shows_one_language_and_a_fault_leads_to_its_own(desk: Callable[..., Desk]) -> None:
    page = desk(viewport={"width": 360, "height": 800}).open()
    page.get_by_role("radio", name="Русский").check()
    expect(page.locator("#title-ru")).to_be_visible()
    expect(page.locator("#title-kk")).to_be_hidden()
    page.fill("#title-ru", "")
    page.fill("#seconds", "5")
    page.fill("#note", "x")
    page.get_by_role("radio", name="Қазақша").check()

    page.click("button[type=submit]:has-text('second look')")

    expect(page.locator("#title-ru-errors")).to_be_visible()
    page.get_by_role("radio", name="English").check()
    expect(page.locator("#title-ru")).to_be_hidden()
    page.click("a[href='#title-ru']")
    expect(page.locator("#title-ru")).to_be_visible()


def test_the_form_works_without_scripts(desk: Callable[..., Desk]) -> None:
    seat = desk(java_script_enabled=False)
    page = seat.open()
    page.fill("#instruction-kk", TYPED)
    page.fill("#note", "Түсініктірек")

    page.click("button[type=submit]:has-text('second look')")

    expect(page.locator("h1")).to_contain_text("Change of")
    assert seat.proposals() == [TYPED]
