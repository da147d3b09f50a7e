"""However long a text is, each operation on it is small; and all of them together are the text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from browser.desks import SYNC, Desk, expect_receipt, expect_state, hand_in
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, Request, expect

from contest_app.tasks.rules.answering import clean_lines
from contest_app.tasks.rules.splices import read_splice
from contest_app.web.assets import STATIC_PREFIX

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

MOST_BYTES: Final = 2_048
STORY: Final[dict[str, object]] = {"stimulus": {"en": "A camel came to school.", "ru": "…", "kk": "…"}}
SENTENCE: Final = "Ертеде бір түйе қала мектебіне келіп, үшінші қатарға жайғасыпты.\n"
LONG: Final = (SENTENCE * 62)[:3999] + "."

#: Letters that take one, two, three and four bytes, those that combine, and what JSON and cleaning change.
LETTERS: Final = st.sampled_from('aқү–🐪"\\\n \u0301\u0323и\u0306\ue000')
PIECES: Final = st.builds(str.__mul__, st.text(LETTERS, max_size=40), st.sampled_from([1, 3, 60]))
EDITS: Final = st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 3000), PIECES), min_size=1, max_size=6)

#: Writes text after text into one idea; tells for each the text as it is kept and its operations, as they are sent.
WRITE: Final = """async ([module, texts]) => {
  const { cleanLines, Ideas } = await import(module);
  const ideas = new Ideas([], cleanLines);
  const at = new Date().toISOString();
  return texts.map(cleanLines).filter(Boolean).map((text) => {
    const sent = ideas.put(text, "0b5f6b1e-0000-4000-8000-000000000001", { pastes: 1000 });
    return [text, sent.map((operation) => JSON.stringify({ at, ...operation }))];
  });
}"""


@pytest.fixture
def scripts(browser: Browser, address: str) -> Iterator[Page]:
    """A page in which the scripts of the site can be called."""
    with browser.new_context(bypass_csp=True) as context:
        page = context.new_page()
        page.goto(f"{address}/login")
        yield page


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(EDITS)
def test_any_changes_are_cut_into_small_operations_that_make_the_same_text(
    scripts: Page, edits: list[tuple[int, int, str]]
) -> None:
    texts, text = [], ""
    for start, gone, piece in edits:
        text = text[:start] + piece + text[start + gone :]
        texts.append(text)

    there = ""
    for kept, sent in scripts.evaluate(WRITE, [f"{STATIC_PREFIX}/tasks/ideas.js", texts]):
        assert max(len(operation.encode()) for operation in sent) < MOST_BYTES
        for operation in sent:
            there = applied(there, json.loads(operation))
        assert there == kept == clean_lines(kept)


def applied(before: str, operation: dict[str, Any]) -> str:
    """Return what the server makes of a text."""
    if operation["kind"] == "put_idea":
        return clean_lines(operation["text"])
    splice = read_splice(operation)
    assert splice.fits(before)
    return clean_lines(splice.on(before))


def test_a_long_text_is_typed_pasted_and_handed_in_by_small_operations(desk_of: Callable[..., Desk]) -> None:
    desk = desk_of("short_story", STORY)
    page = desk.open()
    sizes = sizes_of_operations(page)
    field = page.locator("#field-1")

    field.focus()
    page.keyboard.insert_text(LONG)
    expect_state(page, "saved")
    assert desk.saved() == [LONG]
    pasted = sizes.copy()
    field.press("Control+End")
    for _ in range(6):  # the field counts an emoji twice
        field.press("Backspace")
    field.press_sequentially("🐪 еді")
    expect_state(page, "saved")
    field.press("Control+Home")
    field.press("Delete")
    expect_state(page, "saved")
    written = LONG[1:-6] + "🐪 еді"
    assert desk.saved() == [written]
    hand_in(page)

    expect_receipt(page)
    assert desk.saved() == [written]
    assert len(pasted) > 4
    assert max(sizes) < MOST_BYTES
    assert max(sizes[len(pasted) :]) < 500


def test_a_long_text_written_without_a_network_survives_a_reload_and_arrives_once(
    desk_of: Callable[..., Desk],
) -> None:
    desk = desk_of("short_story", STORY)
    page = desk.open()
    field = page.locator("#field-1")
    field.fill(LONG[:3000])
    expect_state(page, "saved")
    # The server takes this change, and its answer never arrives; the next one it does not even hear of.
    desk.context.route(SYNC, lambda route: (route.fetch(), route.abort()))
    field.press("Control+End")
    field.press_sequentially(" Бірінші.")
    expect_state(page, "local")
    page.wait_for_timeout(500)
    desk.context.unroute(SYNC)
    desk.context.route(SYNC, lambda route: route.abort())
    field.press_sequentially(" Екінші.")
    expect_state(page, "local")
    assert desk.saved() == [LONG[:3000] + " Бірінші."]
    page.close()

    page = desk.open()
    expect(page.locator("#field-1")).to_have_value(LONG[:3000] + " Бірінші. Екінші.")
    desk.context.unroute(SYNC)

    expect_state(page, "saved")
    hand_in(page)
    expect_receipt(page)
    assert desk.saved() == [LONG[:3000] + " Бірінші. Екінші."]


def test_two_tabs_follow_each_other_in_a_long_text_and_what_collides_stays_in_sight_whole(
    desk_of: Callable[..., Desk],
) -> None:
    desk = desk_of("short_story", STORY)
    first = desk.open()
    first.locator("#field-1").fill(LONG[:3000])
    expect_state(first, "saved")
    second = desk.open()

    first.bring_to_front()
    first.locator("#field-1").press("Control+Home")
    first.locator("#field-1").press_sequentially("1. ")
    expect(second.locator("#field-1")).to_have_value("1. " + LONG[:3000])
    desk.context.route(SYNC, lambda route: route.abort())
    for tab, mark in ((first, "2. "), (second, "3. ")):
        tab.bring_to_front()
        tab.locator("#field-1").press("Control+Home")
        tab.locator("#field-1").press_sequentially(mark)
        expect_state(tab, "local")
    desk.context.unroute(SYNC)

    draft = second.locator("[data-draft] .ideas__text")
    expect(draft).to_have_text("3. 1. " + LONG[:3000], timeout=30_000)
    expect(second.locator("#field-1")).to_have_value("2. 1. " + LONG[:3000])
    assert desk.saved() == ["2. 1. " + LONG[:3000]]
    second.reload()
    expect(draft).to_have_text("3. 1. " + LONG[:3000])


def sizes_of_operations(page: Page) -> list[int]:
    """Return a list that grows by the bytes of each operation that the page sends."""
    sizes: list[int] = []

    def measure(request: Request) -> None:
        if "/sync/responses/" in request.url:
            operations = json.loads(request.post_data or "")["operations"]
            sizes.extend(len(as_sent(each)) for each in operations)

    page.on("request", measure)
    return sizes


def as_sent(operation: dict[str, Any]) -> bytes:
    return json.dumps(operation, ensure_ascii=False, separators=(",", ":")).encode()
