"""Setting the second factor up and signing in with it, on a phone; the pages in between are looked at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from browser.acting import PHONE
from browser.chromium import Watch, watched_context
from browser.looks import axe_faults, shown_faults
from factories import PASSWORD, make_user
from playwright.sync_api import Browser, Page, expect

from contest_app.accounts.models import User
from contest_app.accounts.second_factor import STEP_SECONDS
from contest_app.db import Database
from contest_app.roles import Role

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

#: What the console says when a code is refused.
PROVOKED = ["status of 422"]


@pytest.fixture
def organizer(database: Database) -> User:
    """Somebody whose duties need a second factor."""
    with database.transaction() as session:
        user = make_user(session, Role.ORGANIZER)
        user.language = "ru"
    return user


def look(page: Page, user: User) -> None:
    """Hold the page to what every page promises."""
    names = {user.display_name, *user.display_name.split(), str(user.login)}
    assert shown_faults(page, "ru", names) + axe_faults(page) == []


def give_password(page: Page, user: User) -> None:
    """Sign in up to the second step."""
    page.goto("/sign-in?next=/account")
    page.fill("main [name=login]", str(user.login))
    page.fill("main [name=password]", PASSWORD)
    with page.expect_navigation():
        page.click("main form.form button[type=submit]")


def give_code(page: Page, code: str) -> None:
    """Type a code and send it."""
    page.fill("main [name=code]", code)
    with page.expect_navigation():
        page.click("main form.form button[type=submit] >> nth=0")


def test_an_organizer_sets_it_up_on_a_phone_and_signs_in_by_app_and_by_paper(
    browser: Browser, address: str, organizer: User
) -> None:
    watch = Watch(address, expected=PROVOKED)
    page = watched_context(browser, watch, viewport=PHONE, locale="ru-RU").new_page()
    give_password(page, organizer)
    page.locator("main details summary").click()
    app = pyotp.TOTP(page.locator("main .code").inner_text().replace(" ", ""))
    look(page, organizer)
    give_code(page, app.now())
    codes = page.locator("main .code").all_inner_texts()
    assert len(codes) == 10
    look(page, organizer)
    with page.expect_navigation():
        page.click("main a.button--primary")
    expect(page).to_have_url(f"{address}/account")

    sign_out(page)
    give_password(page, organizer)
    look(page, organizer)
    give_code(page, "000000")
    expect(page.locator("main .field__errors")).to_be_visible()
    look(page, organizer)
    # The next code: this moment's may be used up, and a phone may be ahead.
    give_code(page, app.at(datetime.now(UTC) + timedelta(seconds=STEP_SECONDS)))
    expect(page).to_have_url(f"{address}/account")

    sign_out(page)
    give_password(page, organizer)
    give_code(page, codes[0].lower())
    expect(page).to_have_url(f"{address}/account")
    expect(page.locator("main")).to_contain_text("Осталось 9 кодов")
    assert watch.complaints == []


def sign_out(page: Page) -> None:
    """Sign out by the menu of the account."""
    page.click("details.popup:has(form[action='/sign-out']) summary")
    with page.expect_navigation():
        page.click("form[action='/sign-out'] button")
