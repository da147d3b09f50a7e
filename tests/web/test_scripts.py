"""The scripts that every page shares, walked in a real browser on the style guide."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright
from serving import served

from contest_app import create_app
from contest_app.config import Settings

pytestmark = pytest.mark.browser

PHONE: ViewportSize = {"width": 360, "height": 740}
#: Of the style guide's timer: ten minutes in all, 7 minutes 10 seconds left when the page comes.
HALF_WAY_MS, LAST_MINUTE_MS, OVER_MS = 135_000, 375_000, 435_000

OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo, served on a free port; one for all, as nothing here writes."""
    folder = tmp_path_factory.mktemp("demo")
    shutil.copy(sqlite_template, folder / "qiyal.db")
    app = create_app(Settings(data_dir=folder, database_url=f"sqlite:///{folder / 'qiyal.db'}", demo=True))
    with served(app) as site:
        yield f"{site}/style-guide"
    app.extensions["qiyal_database"].dispose()


@pytest.fixture
def open_page(chromium: Browser, address: str) -> Iterator[OpenPage]:
    """A function that opens the style guide on a phone; no script may fail and no policy may be broken."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(*, scripts: bool = True, colours: str = "light", frozen_clock: bool = False) -> Page:
        context = chromium.new_context(
            viewport=PHONE,
            locale="kk-KZ",
            java_script_enabled=scripts,
            color_scheme=colours,  # type: ignore[arg-type]
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        if frozen_clock:
            page.clock.install()
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def theme(page: Page) -> str | None:
    found: str | None = page.get_attribute("html", "data-theme")
    return found


def test_the_chosen_colours_stay_after_a_reload(open_page: OpenPage) -> None:
    page = open_page()

    page.click("[data-theme-switch]")
    page.reload()

    assert theme(page) == "dark"
    assert page.get_attribute("[data-theme-switch]", "aria-pressed") == "true"


def test_the_switch_begins_from_the_colours_that_the_device_wishes(open_page: OpenPage) -> None:
    page = open_page(colours="dark")

    page.click("[data-theme-switch]")

    assert theme(page) == "light"


def test_what_is_typed_survives_a_change_of_language_and_is_then_forgotten(open_page: OpenPage) -> None:
    page = open_page()
    page.fill("#sample-code", "Қиял-1")
    page.fill("#sample-text", "бір\nекі")
    page.check("input[name=sample-mark][value='5']")
    page.select_option("#sample-language", "en")

    page.click("[data-language] summary")
    page.click("button[name=language][value=ru]")
    page.wait_for_selector("html[lang=ru]")
    page.wait_for_function("document.querySelector('#sample-code').value !== ''")

    assert page.input_value("#sample-text") == "бір\nекі"
    assert page.input_value("#sample-code") == "Қиял-1"
    assert page.is_checked("input[name=sample-mark][value='5']")
    assert page.input_value("#sample-language") == "en"
    assert page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('typed:'))") == []


def test_escape_closes_an_open_list_and_gives_the_focus_back(open_page: OpenPage) -> None:
    page = open_page()
    page.click("[data-language] summary")

    page.keyboard.press("Escape")

    assert page.locator("[data-popup][open]").count() == 0
    assert page.evaluate("document.activeElement.closest('[data-language]') !== null")


def test_a_question_opens_as_a_dialog_that_escape_closes_unanswered(open_page: OpenPage) -> None:
    page = open_page()
    page.click("[data-confirm] summary")
    assert page.locator("dialog[open]").count() == 1

    page.keyboard.press("Escape")

    assert page.locator("dialog[open]").count() == 0


def test_a_question_opens_in_place_without_scripts(open_page: OpenPage) -> None:
    page = open_page(scripts=False)

    page.click("[data-confirm] summary")

    assert page.locator("[data-confirm] form").is_visible()
    assert not page.locator("[data-theme-switch]").is_visible()


def test_the_timer_speaks_at_half_at_the_last_minute_and_at_the_end_once_each(open_page: OpenPage) -> None:
    page = open_page(frozen_clock=True)
    page.evaluate(
        "window.said = []; for (const name of ['half', 'last-minute', 'over'])"
        " document.addEventListener(`timer:${name}`, () => said.push(name))"
    )

    heard = []
    for moment in (HALF_WAY_MS, LAST_MINUTE_MS - HALF_WAY_MS, OVER_MS - LAST_MINUTE_MS, 60_000):
        page.clock.run_for(moment)
        heard.append(page.evaluate("[...said]"))

    assert heard == [
        ["half"],
        ["half", "last-minute"],
        ["half", "last-minute", "over"],
        ["half", "last-minute", "over"],
    ]


def test_a_device_whose_clock_jumps_an_hour_shows_the_same_time_left(open_page: OpenPage) -> None:
    page = open_page(frozen_clock=True)
    before = page.inner_text("qy-timer button")

    page.clock.set_system_time(datetime.now(UTC) + timedelta(hours=1))
    page.clock.run_for(3000)

    assert page.inner_text("qy-timer button") == before


def test_a_hidden_timer_stays_hidden_on_the_next_page(open_page: OpenPage) -> None:
    page = open_page()
    page.click("qy-timer button")

    page.reload()

    assert page.get_attribute("qy-timer button", "aria-pressed") == "false"
    assert "мин" not in page.inner_text("qy-timer button")


def test_the_save_badge_is_seen_at_once_and_heard_only_when_it_lasts(open_page: OpenPage) -> None:
    page = open_page(frozen_clock=True)
    badge = page.locator("qy-save-state").first

    badge.evaluate("(badge) => { badge.state = 'local'; }")
    seen = badge.locator(".save-state__words--local").is_visible()
    page.clock.run_for(1000)
    early = badge.locator("[role=status]").inner_text()
    page.clock.run_for(1500)

    assert (seen, early) == (True, "")
    assert badge.locator("[role=status]").inner_text() == badge.locator(".save-state__words--local").inner_text()


def test_a_short_message_goes_by_itself_and_one_to_answer_waits(open_page: OpenPage) -> None:
    page = open_page(frozen_clock=True)
    module = page.get_attribute("script[src$='theme.js']", "src") or ""
    page.evaluate(
        "async (address) => { const { toast } = await import(address); toast('Жіберілді');"
        " toast('Өшірілді', { undo: 'Қайтару', undone() { window.back = true; } }); }",
        module.replace("theme.js", "toast.js"),
    )
    assert page.locator(".toast").count() == 2

    page.clock.run_for(9000)
    left = page.locator(".toast").all_inner_texts()
    page.click(".toast button >> nth=0")

    assert len(left) == 1
    assert page.evaluate("window.back")
    assert page.locator(".toast").count() == 0
