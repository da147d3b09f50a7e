"""The page of a task opens again without a network, with everything in it; and for nobody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from browser.desks import Desk, expect_receipt, expect_state, hand_in
from playwright.sync_api import Page, expect
from tasks.tasks_factories import CANVAS

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Sit = Callable[..., Desk]

#: The addresses of pages that this device keeps, without what belongs to them.
KEPT = """async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("pages-"));
  const lists = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return lists.flat().map(({ url }) => url).filter((url) => !url.includes("?"));
}"""


def kept(page: Page) -> list[str]:
    found: list[str] = page.evaluate(KEPT)
    return found


def wait_until_kept(page: Page) -> None:
    """Wait until the worker keeps this page and what is acknowledged on it."""
    page.wait_for_function(f"async () => (await ({KEPT})()).length > 0")
    page.wait_for_function("async () => Boolean(await caches.match(`${location.href}?state`))")
    page.wait_for_timeout(600)


def opened(desk: Desk) -> Page:
    page = desk.open()
    wait_until_kept(page)
    return page


def write(page: Page, *texts: str) -> None:
    for text in texts:
        page.fill("#new-idea", text)
        page.press("#new-idea", "Enter")


def shown(page: Page) -> list[str]:
    return page.locator("[data-ideas] .ideas__text").all_inner_texts()[::-1]


def test_a_task_opens_again_without_a_network_with_all_that_was_written(desk_of: Sit) -> None:
    desk = desk_of()
    page = opened(desk)
    write(page, "a boat", "a kite")
    expect_state(page, "saved")
    page.wait_for_timeout(600)
    desk.context.set_offline(True)
    write(page, "a drum")
    expect_state(page, "local")
    page.fill("#new-idea", "half a tho")

    page.reload()
    expect_state(page, "local")
    assert shown(page) == ["a boat", "a kite", "a drum"]
    expect(page.locator("#new-idea")).to_have_value("half a tho")
    page.close()
    page = desk.open()
    assert shown(page) == ["a boat", "a kite", "a drum"]
    write(page, "a hat")

    desk.context.set_offline(False)
    expect_state(page, "saved")
    hand_in(page)
    expect_receipt(page)
    assert desk.saved() == ["a boat", "a kite", "a drum", "a hat"]


def test_what_was_changed_and_removed_before_the_cut_is_so_after_it(desk_of: Sit) -> None:
    desk = desk_of()
    page = opened(desk)
    write(page, "a boat", "a kite")
    expect_state(page, "saved")
    row = page.locator("[data-ideas] > li").last
    row.locator("summary").click()
    row.locator("textarea").fill("a large boat")
    row.locator("textarea").press("Enter")
    page.locator("[data-ideas] > li").first.get_by_role("button", name="Remove").click()
    expect_state(page, "saved")
    page.wait_for_timeout(600)

    desk.context.set_offline(True)
    page.reload()

    expect(page.locator("[data-ideas] .ideas__text")).to_have_text("a large boat")
    desk.context.set_offline(False)
    hand_in(page)
    expect_receipt(page)
    assert desk.saved() == ["a large boat"]


def test_a_drawing_opens_again_without_a_network(desk_of: Sit) -> None:
    desk = desk_of("drawing", CANVAS)
    page = opened(desk)
    draw(page)
    page.fill("#field-1", "a bridge")
    expect_state(page, "saved")
    page.wait_for_timeout(600)

    desk.context.set_offline(True)
    page.reload()

    expect(page.locator("[data-canvas='1'] [data-strokes] > *")).to_have_count(1)
    expect(page.locator("#field-1")).to_have_value("a bridge")
    desk.context.set_offline(False)


def draw(page: Page) -> None:
    box = page.locator("[data-canvas='1']").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 130, box["y"] + 90, steps=6)
    page.mouse.up()


def test_half_an_hour_without_a_network_loses_nothing_and_the_timer_goes_on(desk_of: Sit) -> None:
    desk = desk_of(seconds_left=3600)
    page = desk.context.new_page()
    page.clock.install()
    page.goto(f"/my/responses/{desk.response_id}")
    wait_until_kept(page)
    write(page, "a boat")
    expect_state(page, "saved")
    desk.context.set_offline(True)

    for minute in range(0, 30, 10):
        write(page, f"an idea of minute {minute}")
        page.clock.fast_forward("10:00")
    expect_state(page, "local")
    expect(page.locator("qy-timer button")).to_contain_text("30 min left")
    desk.context.set_offline(False)

    expect_state(page, "saved")
    assert desk.saved() == ["a boat", "an idea of minute 0", "an idea of minute 10", "an idea of minute 20"]


@pytest.mark.parametrize("hours", [-24, 24])
def test_a_device_clock_that_is_a_day_wrong_ends_nothing(desk_of: Sit, hours: int) -> None:
    desk = desk_of()
    page = opened(desk)
    write(page, "a boat")
    expect_state(page, "saved")
    page.wait_for_timeout(600)
    desk.context.add_init_script(f"const now = Date.now; Date.now = () => now() + {hours * 3_600_000};")
    desk.context.set_offline(True)

    page.reload()
    write(page, "a kite")
    page.wait_for_timeout(10_000)
    expect(page.locator("[data-handing-in]")).to_be_hidden()
    desk.context.set_offline(False)

    expect_state(page, "saved")
    assert desk.saved() == ["a boat", "a kite"]
    assert desk.response().submitted_at is None
    expect(page.locator("qy-timer button")).to_contain_text("3 min left")


def test_any_other_page_says_calmly_that_the_network_is_away_and_leads_to_the_task(desk_of: Sit) -> None:
    desk = desk_of()
    page = opened(desk)
    desk.context.set_offline(True)

    page.goto("/my")
    expect(page.locator("h1")).to_have_text("The network is away")
    page.get_by_role("link", name="Go on with the task").click()

    expect(page.locator("#new-idea")).to_be_visible()
    desk.context.set_offline(False)


def test_handing_in_throws_the_kept_page_away(desk_of: Sit) -> None:
    desk = desk_of()
    page = opened(desk)
    write(page, "a boat")

    hand_in(page)
    expect_receipt(page)

    assert kept(page) == []
    desk.context.set_offline(True)
    page.goto(f"/my/responses/{desk.response_id}")
    expect(page.locator("h1")).to_have_text("The network is away")
    expect(page.get_by_role("link", name="Go on with the task")).to_be_hidden()
    assert "boat" not in page.content()
    desk.context.set_offline(False)


def test_signing_out_throws_the_kept_page_away(desk_of: Sit) -> None:
    desk = desk_of()
    page = opened(desk)
    page.goto("/my")
    assert len(kept(page)) == 1

    page.evaluate("() => { document.querySelector('form[action$=\"/sign-out\"]').submit(); }")
    page.wait_for_url("**/")

    assert kept(page) == []


def test_the_next_pupil_on_the_device_finds_nothing_of_the_one_before(desk_of: Sit) -> None:
    first, second = desk_of(), desk_of("short_story", {"stimulus": {"en": "A camel."}})
    page = opened(first)
    write(page, "a boat")
    expect_state(page, "saved")
    page.close()

    take_seat(first, second)
    page = first.context.new_page()
    page.goto(f"/my/responses/{second.response_id}")
    wait_until_kept(page)

    assert [address.rpartition("/")[2] for address in kept(page)] == [str(second.response_id)]
    first.context.set_offline(True)
    page.goto(f"/my/responses/{first.response_id}")
    expect(page.locator("h1")).to_have_text("The network is away")
    first.context.set_offline(False)


def take_seat(first: Desk, second: Desk) -> None:
    """Let the second pupil sign in on the first one's device."""
    cookies: Any = [cookie for cookie in second.context.cookies() if cookie["name"] == "qiyal"]
    first.context.clear_cookies()
    first.context.add_cookies(cookies)
