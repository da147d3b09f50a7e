"""A pupil writes a text, or words into fixed places, in a real browser: nothing is lost here either."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from browser.desks import SYNC, Desk, expect_receipt, expect_state, hand_in
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

STORY: dict[str, object] = {"stimulus": {"en": "A camel came to school.", "ru": "…", "kk": "…"}}
TRIADS: dict[str, object] = {
    "triads": {
        "en": [
            {"cues": ["man", "ball", "flake"], "answers": ["snow"]},
            {"cues": ["shopping", "sill", "glass"], "answers": ["window"]},
        ]
    }
}
TEXT = "The camel sat down.\n\n– Who are you? asked Aliya."


def field(page: Page, place: int = 1) -> Locator:
    return page.locator(f"#field-{place}")


def test_a_text_is_kept_while_it_is_written_with_its_lines(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of("short_story", STORY)
    page = desk.open()

    field(page).press_sequentially(TEXT)
    expect_state(page, "saved")
    assert desk.saved() == [TEXT]
    expect(page.locator("[data-count]")).to_have_text("9 words")
    field(page).press_sequentially(" And left.")
    hand_in(page)

    expect_receipt(page)
    assert desk.saved() == [TEXT + " And left."]


def test_what_was_written_without_a_network_is_there_after_a_reload_and_arrives(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of("short_story", STORY)
    page = desk.open()
    desk.context.route(SYNC, lambda route: route.abort())
    field(page).fill(TEXT)
    expect_state(page, "local")
    field(page).press_sequentially("!")
    page.close()

    page = desk.open()
    expect(field(page)).to_have_value(TEXT + "!")
    desk.context.unroute(SYNC)

    expect_state(page, "saved")
    assert desk.saved() == [TEXT + "!"]


def test_a_text_that_another_tab_changed_first_stays_in_sight(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of("short_story", STORY)
    first = desk.open()
    field(first).fill("A camel.")
    expect_state(first, "saved")
    second = desk.open()
    desk.context.route(SYNC, lambda route: route.abort())
    for tab, text in ((first, "A camel came."), (second, "A camel sang.")):
        tab.bring_to_front()
        field(tab).fill(text)
        expect_state(tab, "local")
    desk.context.unroute(SYNC)

    expect(second.locator("[data-draft]")).to_contain_text("A camel sang.", timeout=30_000)
    expect(field(second)).to_have_value("A camel came.")
    assert desk.saved() == ["A camel came."]


def test_words_stand_in_their_places_and_can_be_taken_out_again(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of("remote_associates", TRIADS)
    page = desk.open()
    field(page, 2).fill("window")
    field(page, 2).press("Enter")
    field(page, 1).fill("storm")
    expect_state(page, "saved")
    expect(page.locator("[data-count]")).to_have_text("2 of 2")

    field(page, 1).fill("")
    expect_state(page, "saved")

    expect(page.locator("[data-count]")).to_have_text("1 of 2")
    assert [(idea.position, idea.text) for idea in desk.response().ideas if idea.removed_at is None] == [
        (2, "window")
    ]
    page.reload()
    expect(field(page, 1)).to_have_value("")
    expect(field(page, 2)).to_have_value("window")
    field(page, 1).fill("snow")
    hand_in(page)
    expect_receipt(page)
    assert desk.saved() == ["snow", "window"]


def test_without_scripts_each_place_is_saved_by_its_form(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of("remote_associates", TRIADS, java_script_enabled=False)
    page = desk.context.new_page()
    page.goto(f"/my/responses/{desk.response_id}")

    field(page, 1).fill("snow")
    page.get_by_role("button", name="Save").first.click()
    field(page, 2).fill("widow")
    page.get_by_role("button", name="Save").last.click()
    field(page, 2).fill("")
    page.get_by_role("button", name="Save").last.click()

    assert desk.saved() == ["snow"]
    expect(field(page, 1)).to_have_value("snow")
