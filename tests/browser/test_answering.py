"""A pupil answers in a real browser while the network, the server and the tabs do their worst: nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from browser.desks import SYNC, Desk, expect_receipt, expect_state, hand_in
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from contest_app.clock import utcnow
from contest_app.tasks.models import Idea, Response
from contest_app.tasks.services.answering import standing_ideas

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def write(page: Page, *texts: str) -> None:
    for text in texts:
        page.fill("#new-idea", text)
        page.press("#new-idea", "Enter")


def shown(page: Page) -> list[str]:
    """Return the ideas on the page, oldest first."""
    return page.locator("[data-ideas] .ideas__text").all_inner_texts()[::-1]


def left_on_device(page: Page) -> int:
    """Return how many operations the browser still keeps, of whatever task."""
    return int(
        page.evaluate(
            """() => new Promise((resolve, reject) => {
              const opening = indexedDB.open("qiyal-operations", 1);
              opening.onerror = reject;
              opening.onsuccess = () => {
                const count = opening.result.transaction("operations").objectStore("operations").count();
                count.onsuccess = () => resolve(count.result);
              };
            })"""
        )
    )


def test_ideas_written_without_a_network_survive_a_reload_and_arrive_when_it_returns(
    desk_of: Callable[..., Desk],
) -> None:
    desk = desk_of()
    page = desk.open()
    write(page, "тент для кота", "флюгер")
    expect_state(page, "saved")

    desk.context.set_offline(True)
    write(page, "люстра", "абажур")
    expect_state(page, "local")
    assert desk.saved() == ["тент для кота", "флюгер"]
    page.close()
    desk.context.set_offline(False)
    desk.context.route(SYNC, lambda route: route.abort())
    page = desk.open()
    expect_state(page, "local")
    assert shown(page) == ["тент для кота", "флюгер", "люстра", "абажур"]

    desk.context.unroute(SYNC)
    write(page, "сумка")
    expect_state(page, "saved")
    assert desk.saved() == ["тент для кота", "флюгер", "люстра", "абажур", "сумка"]
    hand_in(page)
    expect_receipt(page)
    assert desk.response().submitted_at is not None
    assert left_on_device(page) == 0


def test_a_task_handed_in_without_a_network_is_delivered_when_it_returns(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of()
    page = desk.open()
    desk.context.set_offline(True)
    write(page, "тент для кота")

    hand_in(page)
    expect(page.locator("[data-handing-in]")).to_be_visible()
    assert desk.response().submitted_at is None
    desk.context.set_offline(False)

    expect_receipt(page)
    assert desk.saved() == ["тент для кота"]


def test_what_a_closed_tab_left_behind_is_delivered_from_the_list_of_tasks(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of()
    page = desk.open()
    desk.context.route(SYNC, lambda route: route.abort())
    write(page, "тент для кота")
    hand_in(page)
    expect(page.locator("[data-handing-in]")).to_be_visible()
    page.close()
    desk.context.unroute(SYNC)

    page = desk.context.new_page()
    page.goto("/my")

    expect(page.get_by_role("heading", name="Handed in")).to_be_visible()
    assert desk.saved() == ["тент для кота"]
    assert desk.response().submitted_at is not None


def fail_with(status: int) -> Callable[[Route], None]:
    return lambda route: route.fulfill(status=status, body="no")


def lose_the_answer(route: Route) -> None:
    """The server takes the batch; what it answers never arrives."""
    route.fetch()
    route.abort()


@pytest.mark.parametrize(
    "trouble",
    [fail_with(500), fail_with(413), fail_with(401), fail_with(200), lose_the_answer],
    ids=["error 500", "too large", "token refused", "an answer that is not ours", "the answer is lost"],
)
def test_whatever_the_server_answers_only_what_it_acknowledged_leaves_the_device(
    desk_of: Callable[..., Desk], trouble: Callable[[Route], None]
) -> None:
    desk = desk_of()
    page = desk.open()
    desk.context.route(SYNC, trouble)
    write(page, "тент для кота", "флюгер")
    page.wait_for_timeout(800)
    expect_state(page, "local")
    assert left_on_device(page) == 2

    desk.context.unroute(SYNC)

    expect_state(page, "saved")
    assert desk.saved() == ["тент для кота", "флюгер"]
    assert left_on_device(page) == 0


def test_ideas_are_taken_after_the_log_in_has_ended(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of()
    page = desk.open()
    desk.context.clear_cookies()

    write(page, "тент для кота")

    expect_state(page, "saved")
    assert desk.saved() == ["тент для кота"]


def test_ideas_are_changed_removed_and_brought_back(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of()
    page = desk.open()
    write(page, "тент", "флюгер")

    row = page.locator("[data-ideas] > li").last
    row.locator("summary").click()
    row.locator("textarea").fill("тент для кота")
    row.locator("textarea").press("Enter")
    page.locator("[data-ideas] > li").first.get_by_role("button", name="Remove").click()
    expect(page.locator("[data-count]")).to_have_text("1 idea")
    page.click("[data-undo]")

    expect_state(page, "saved")
    assert shown(page) == ["тент для кота", "флюгер"] == desk.saved()


def test_a_paste_is_counted_and_its_content_goes_no_further_than_the_idea(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of()
    page = desk.open()
    field = page.locator("#new-idea")
    field.fill("typed by hand")
    field.press("Enter")
    field.evaluate(
        """(field) => {
          const data = new DataTransfer();
          data.setData("text/plain", "a secret of the clipboard");
          field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
        }"""
    )
    field.fill("a lamp, as I had it in my notes")
    field.press("Enter")
    expect_state(page, "saved")

    pastes = {idea.text: idea.pastes for idea in standing_ideas(desk.response())}

    assert pastes == {"typed by hand": 0, "a lamp, as I had it in my notes": 1}


def test_a_change_that_another_tab_made_first_keeps_both_texts(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of()
    first = desk.open()
    write(first, "тент")
    expect_state(first, "saved")
    second = desk.open()
    desk.context.route(SYNC, lambda route: route.abort())

    for tab, text in ((first, "тент для кота"), (second, "тент для собаки")):
        tab.bring_to_front()
        tab.locator("[data-ideas] summary").click()
        tab.locator("[data-ideas] textarea").fill(text)
        tab.locator("[data-ideas] textarea").press("Enter")
    desk.context.unroute(SYNC)

    draft = second.locator("[data-draft]")
    expect(draft).to_contain_text("тент для собаки")
    expect(second.locator("[data-ideas] .ideas__text")).to_have_text("тент для кота")
    draft.get_by_role("button", name="Keep as an idea").click()
    expect_state(second, "saved")
    expect(first.locator("[data-ideas] .ideas__text")).to_have_count(2)
    assert desk.saved() == ["тент для кота", "тент для собаки"]


#: A device whose storage takes its time to open, as phones do.
SLOW_STORAGE = """
  const listen = IDBOpenDBRequest.prototype.addEventListener;
  IDBOpenDBRequest.prototype.addEventListener = function (kind, act, ...more) {
    const late = (event) => setTimeout(() => act.call(this, event), 1500);
    listen.call(this, kind, kind === "success" ? late : act, ...more);
  };
"""


def test_what_is_written_before_the_device_storage_is_open_is_kept(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of()
    desk.context.add_init_script(SLOW_STORAGE)
    page = desk.open()

    write(page, "тент для кота", "крыша для муравьёв")
    expect_state(page, "unsaved")
    assert desk.saved() == []
    expect_state(page, "saved")

    assert shown(page) == ["тент для кота", "крыша для муравьёв"]
    assert desk.saved() == ["тент для кота", "крыша для муравьёв"]


def test_an_empty_task_is_handed_in_only_after_a_question(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of()
    page = desk.open()

    page.click(".dock summary")
    expect(page.locator("dialog")).to_contain_text("There is not a single idea yet")
    page.get_by_role("button", name="Cancel").click()
    assert desk.response().submitted_at is None
    hand_in(page)

    expect_receipt(page)


def test_when_the_time_is_over_what_is_written_and_what_is_being_written_is_handed_in(
    desk_of: Callable[..., Desk],
) -> None:
    desk = desk_of(seconds_left=3)
    page = desk.open()
    write(page, "тент")
    page.fill("#new-idea", "флюгер на кры")

    page.wait_for_url("**/submitted")

    assert [(idea.text, idea.is_late) for idea in standing_ideas(desk.response())] == [
        ("тент", False), ("флюгер на кры", False),
    ]  # fmt: skip


def test_a_task_that_is_opened_again_after_its_time_is_handed_in_with_what_waited_on_the_device(
    desk_of: Callable[..., Desk],
) -> None:
    desk = desk_of()
    desk.context.route(SYNC, lambda route: route.abort())
    page = desk.open()
    write(page, "тент для кота")
    expect_state(page, "local")
    # Before the tab closes: its farewell may outlive it, and would come in time.
    with desk.database.transaction() as session:
        session.get_one(Response, desk.response_id).due_at = utcnow() - timedelta(minutes=5)
    page.close()
    desk.context.unroute(SYNC)

    # The page hands itself in and goes on to the receipt, maybe before its timer could be seen.
    page = desk.context.new_page()
    page.goto(f"/my/responses/{desk.response_id}", wait_until="commit")

    expect_receipt(page)
    assert [(idea.text, idea.is_late) for idea in standing_ideas(desk.response())] == [("тент для кота", True)]


def test_what_was_being_typed_is_there_again_after_the_tab_was_closed(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of()
    page = desk.open()
    page.locator("#new-idea").press_sequentially("флюгер на кры")
    page.close()

    page = desk.open()

    expect(page.locator("#new-idea")).to_have_value("флюгер на кры")


def test_what_the_server_turns_out_to_lack_is_sent_again_before_the_task_is_taken(
    desk_of: Callable[..., Desk],
) -> None:
    desk = desk_of()
    page = desk.open()
    write(page, "тент", "флюгер", "абажур")
    expect_state(page, "saved")
    with desk.database.transaction() as session:
        lost, garbled = session.scalars(select(Idea).order_by(Idea.position).limit(2))
        session.delete(lost)
        garbled.text = "фл"

    hand_in(page)

    expect_receipt(page)
    assert desk.saved() == ["тент", "флюгер", "абажур"]


def test_a_browser_that_neither_stores_nor_hashes_says_so_and_still_delivers(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of()
    desk.context.add_init_script("Object.defineProperty(window, 'indexedDB', { get() { throw new Error('none'); } })")
    desk.context.add_init_script("Object.defineProperty(crypto, 'subtle', { value: undefined })")
    page = desk.open()
    desk.context.set_offline(True)
    write(page, "тент для кота")
    expect_state(page, "unsaved")
    expect(page.locator("[data-unsafe]")).to_be_visible(timeout=10_000)

    desk.context.set_offline(False)
    expect_state(page, "saved")
    hand_in(page)

    expect_receipt(page)
    assert desk.saved() == ["тент для кота"]


def test_what_a_full_task_has_no_room_for_is_neither_lost_in_the_line_nor_at_the_end(
    desk_of: Callable[..., Desk],
) -> None:
    desk = desk_of("consequences", {"most": 1, "stimulus": {"en": "Snow is warm."}})
    page = desk.open()
    write(page, "nobody skis", "the bears do not sleep")
    expect(page.locator("#new-idea")).to_have_value("the bears do not sleep")
    expect(page.locator("#new-idea-help")).to_contain_text("this task holds no more")
    expect_state(page, "saved")
    assert desk.saved() == ["nobody skis"]

    hand_in(page)

    expect_receipt(page)
    assert desk.saved() == ["nobody skis"]
    expect(page.locator("main")).to_contain_text("the bears do not sleep")


def test_the_file_of_last_resort_holds_what_no_server_has(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of()
    page = desk.open()
    desk.context.set_offline(True)
    write(page, "тент для кота")
    button = page.locator("[data-trouble] [data-save-file]")
    expect(button).to_be_visible(timeout=10_000)

    with page.expect_download() as download:
        button.click()

    text = download.value.path().read_text(encoding="utf-8")
    assert text.count("тент для кота") == 2  # in the list, and in the operation that waits
    desk.context.set_offline(False)


def test_without_scripts_the_same_page_works_by_forms(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of(java_script_enabled=False)
    page = desk.context.new_page()
    page.goto(f"/my/responses/{desk.response_id}")

    page.fill("#new-idea", "тент\nфлюгер")
    page.get_by_role("button", name="Add").click()
    page.locator("[data-ideas] > li").first.get_by_role("button", name="Remove").click()
    page.locator("[data-ideas] summary").click()
    page.locator("[data-ideas] textarea").fill("тент для кота")
    page.get_by_role("button", name="Done").click()
    assert desk.saved() == ["тент для кота"]
    page.click(".dock summary")
    page.get_by_role("button", name="Hand in").click()

    expect_receipt(page)
