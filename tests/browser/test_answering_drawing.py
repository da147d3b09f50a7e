"""A pupil draws in a real browser: with the mouse, a pen, or keys alone; nothing is lost here either."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser.desks import SYNC, Desk, expect_receipt, expect_state, hand_in
from browser.looks import axe_faults, shown_faults
from PIL import Image
from playwright.sync_api import Page, Request, expect
from tasks.tasks_factories import CANVAS

from contest_app.config import Settings
from contest_app.db import Database
from contest_app.jobs.runner import run_due
from contest_app.tasks.models import Stroke
from contest_app.tasks.queries import strokes as queries

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Sit = Callable[..., Desk]


def drawn(desk: Desk) -> list[Stroke]:
    with desk.database.reading() as session:
        return list(queries.strokes_of(session, desk.response_id))


def draw_line(page: Page, *places: tuple[float, float], frame: int = 1) -> None:
    """Draw through places of the sheet, given in units, with the mouse."""
    box = page.locator(f"[data-canvas='{frame}']").bounding_box()
    assert box is not None
    on_page = [(box["x"] + x * box["width"] / 400, box["y"] + y * box["height"] / 300) for x, y in places]
    page.mouse.move(*on_page[0])
    page.mouse.down()
    for place in on_page[1:]:
        page.mouse.move(*place, steps=6)
    page.mouse.up()


def lines(page: Page) -> list[tuple[str, str]]:
    """Return the lines that are seen, with their widths."""
    found: list[tuple[str, str]] = page.locator("[data-strokes] path").evaluate_all(
        "(all) => all.filter((line) => line.checkVisibility())"
        ".map((line) => [line.getAttribute('d'), line.getAttribute('stroke-width')])"
    )
    return found


def ink(page: Page, frame: int = 1) -> int:
    """Return how many strokes are seen on a sheet."""
    return page.locator(f"[data-canvas='{frame}'] [data-strokes] > *").count()


def test_what_is_drawn_is_kept_and_shown_again_as_it_was(desk_of: Sit) -> None:
    desk = desk_of("drawing", CANVAS)
    page = desk.open()

    draw_line(page, (50, 50), (200, 60), (210, 250))
    page.get_by_role("radio", name="Red").check()
    page.get_by_role("radio", name="Thick").check()
    draw_line(page, (20, 280), (380, 280))
    expect_state(page, "saved")

    first, second = drawn(desk)
    assert (first.frame, first.kind, first.data["c"], first.data["w"]) == (1, "pen", 0, 1)
    assert (second.data["c"], second.data["w"]) == (4, 2)
    assert len(first.data["d"]) < 30
    paths = lines(page)
    page.reload()
    expect(page.locator("[data-count]")).to_have_text("1 of 2")
    assert lines(page) == paths


def test_undo_and_redo_go_back_and_forth_and_clearing_can_be_undone(desk_of: Sit) -> None:
    desk = desk_of("drawing", CANVAS)
    page = desk.open()
    draw_line(page, (50, 50), (200, 60))
    draw_line(page, (50, 90), (200, 100))

    page.get_by_role("button", name="Undo").click()
    assert ink(page) == 1
    page.get_by_role("button", name="Redo").click()
    assert ink(page) == 2
    page.get_by_role("button", name="Clear").click()
    assert ink(page) == 0
    expect(page.locator("[data-voice]")).to_have_text("The sheet is cleared. Undo brings everything back.")
    page.keyboard.press("Enter")
    assert ink(page) == 2
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Undo").click()
    assert ink(page) == 0
    page.get_by_role("button", name="Redo").click()
    expect_state(page, "saved")

    assert len(drawn(desk)) == ink(page) == 1
    page.reload()
    page.get_by_role("button", name="Undo").click()
    expect_state(page, "saved")
    assert drawn(desk) == []


def test_what_is_drawn_without_a_network_is_there_after_a_reload_and_arrives(desk_of: Sit) -> None:
    desk = desk_of("drawing", CANVAS)
    page = desk.open()
    desk.context.route(SYNC, lambda route: route.abort())
    draw_line(page, (50, 50), (200, 60))
    draw_line(page, (50, 90), (200, 100))
    page.get_by_role("button", name="Undo").click()
    page.locator("#field-1").fill("a bridge")
    expect_state(page, "local")
    assert drawn(desk) == []
    page.close()

    page = desk.open()
    expect(page.locator("#field-1")).to_have_value("a bridge")
    expect(page.locator("[data-canvas='1'] [data-strokes] > *")).to_have_count(1)
    desk.context.unroute(SYNC)

    expect_state(page, "saved")
    assert (len(drawn(desk)), desk.saved()) == (1, ["a bridge"])
    hand_in(page)
    expect_receipt(page)


def test_two_tabs_draw_on_one_sheet_and_see_each_other(desk_of: Sit) -> None:
    desk = desk_of("drawing", CANVAS)
    first, second = desk.open(), desk.open()

    first.bring_to_front()
    draw_line(first, (50, 50), (200, 60))
    expect_state(first, "saved")
    second.bring_to_front()
    draw_line(second, (50, 90), (200, 100))
    expect_state(second, "saved")

    expect(first.locator("[data-strokes] > *")).to_have_count(2)
    expect(second.locator("[data-strokes] > *")).to_have_count(2)
    first.bring_to_front()
    first.get_by_role("button", name="Clear").click()
    expect_state(first, "saved")
    expect(second.locator("[data-strokes] > *")).to_have_count(0)
    second.bring_to_front()
    hand_in(second)
    expect_receipt(second)
    assert drawn(desk) == []


def test_a_stroke_that_got_lost_on_the_way_is_sent_again_before_the_receipt(desk_of: Sit) -> None:
    desk = desk_of("drawing", CANVAS)
    page = desk.open()
    draw_line(page, (50, 50), (200, 60))
    draw_line(page, (50, 90), (200, 100))
    expect_state(page, "saved")
    with desk.database.transaction() as session:
        lost, _ = queries.strokes_of(session, desk.response_id)
        session.delete(lost)

    hand_in(page)

    expect_receipt(page)
    assert {stroke.id for stroke in drawn(desk)} >= {lost.id}
    assert len(drawn(desk)) == 2


def test_a_drawing_is_made_with_keys_alone(desk_of: Sit) -> None:
    desk = desk_of("drawing", CANVAS)
    page = desk.open()
    press = page.keyboard.press
    voice = page.locator("[data-voice]")

    page.get_by_role("button", name="Circle").focus()
    press("Enter")
    expect(voice).to_contain_text("Circle is in your hand")
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "Shift+ArrowLeft", "+", "r", "Enter"):
        press(key)
    expect(voice).to_have_text("Circle is placed.")
    page.get_by_role("button", name="Triangle").focus()
    press("Space")
    press("Enter")
    expect_state(page, "saved")
    circle, triangle = drawn(desk)
    assert circle.data == {"c": 0, "k": "circle", "x": 2090, "y": 1450, "a": 15, "s": 120}
    assert triangle.data == {"c": 0, "k": "triangle", "x": 2000, "y": 1500, "a": 0, "s": 100}

    press("ArrowLeft")
    expect(voice).to_have_text("Triangle is chosen. Enter takes it, Delete removes it. 2/2")
    press("ArrowLeft")
    press("Enter")
    press("ArrowDown")
    press("Enter")
    press("ArrowLeft")
    press("Delete")
    expect_state(page, "saved")

    [left] = drawn(desk)
    assert ink(page) == 1
    assert left.data["k"] in {"circle", "triangle"}
    press("Control+z")
    expect_state(page, "saved")
    assert len(drawn(desk)) == 2


def test_a_shape_is_put_with_a_finger_and_what_is_in_the_hand_is_handed_in(desk_of: Sit) -> None:
    desk = desk_of("drawing", CANVAS, has_touch=True, is_mobile=True, viewport={"width": 360, "height": 740})
    page = desk.open()
    page.get_by_role("button", name="Sheet 2 of 2").tap()
    page.get_by_role("button", name="Square").tap()
    box = page.locator("[data-canvas='2']").bounding_box()
    assert box is not None
    page.touchscreen.tap(box["x"] + box["width"] / 4, box["y"] + box["height"] / 4)
    page.get_by_role("button", name="Bigger").tap()
    expect_state(page, "unsaved")

    hand_in(page)

    expect_receipt(page)
    [square] = drawn(desk)
    assert (square.frame, square.data["k"], square.data["s"]) == (2, "square", 120)
    assert abs(square.data["x"] - 1000) < 40
    assert abs(square.data["y"] - 750) < 40


def test_a_pen_presses_and_a_palm_beside_it_leaves_no_mark(desk_of: Sit) -> None:
    desk = desk_of("drawing", CANVAS)
    page = desk.open()

    page.locator("[data-canvas='1']").evaluate(
        """(sheet) => {
          const { left, top, width } = sheet.getBoundingClientRect();
          sheet.setPointerCapture = () => {};
          const send = (type, pointerId, pointerType, x, y, pressure) => sheet.dispatchEvent(new PointerEvent(type, {
            pointerId, pointerType, pressure, bubbles: true, cancelable: true,
            clientX: left + x * width / 400, clientY: top + y * width / 400,
          }));
          send("pointerdown", 1, "pen", 50, 50, 0.1);
          send("pointerdown", 2, "touch", 300, 250, 0.5);
          send("pointermove", 2, "touch", 310, 250, 0.5);
          send("pointermove", 1, "pen", 100, 50, 0.1);
          send("pointermove", 1, "pen", 150, 50, 1);
          send("pointerup", 2, "touch", 310, 250, 0);
          send("pointerup", 1, "pen", 150, 50, 0);
        }"""
    )
    expect_state(page, "saved")

    [stroke] = drawn(desk)
    assert stroke.data["d"] == [500, 500, 1, 500, 0, 0, 500, 0, 4]
    assert page.locator("[data-strokes] path").count() == 2


def test_a_long_line_travels_as_several_small_operations(desk_of: Sit) -> None:
    desk = desk_of("drawing", CANVAS)
    page = desk.open()
    sizes: list[int] = []
    page.on("request", lambda request: sizes.extend(_sizes(request)))

    draw_line(page, *[(20 + (number % 2) * 360, 10 + number) for number in range(220)])
    expect_state(page, "saved")

    strokes = drawn(desk)
    assert len(strokes) > 1
    assert max(sizes) < 2000
    ends = [_end(stroke.data["d"]) for stroke in strokes]
    assert [tuple(stroke.data["d"][:3]) for stroke in strokes[1:]] == ends[:-1]


def _sizes(request: Request) -> list[int]:
    """Return how many characters each operation of a batch has; other requests bring none."""
    batch: dict[str, Any] = json.loads(request.post_data or "{}") if "/sync/" in request.url else {}
    return [len(json.dumps(operation, separators=(",", ":"))) for operation in batch.get("operations", [])]


def _end(numbers: list[int]) -> tuple[int, int, int]:
    return sum(numbers[::3]), sum(numbers[1::3]), sum(numbers[2::3])


def test_the_page_does_not_move_under_a_finger_that_draws(desk_of: Sit) -> None:
    desk = desk_of("drawing", CANVAS, has_touch=True, is_mobile=True, viewport={"width": 320, "height": 568})
    page = desk.open()
    sheet = page.locator("[data-canvas='1']")
    sheet.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    box = sheet.bounding_box()
    assert box is not None
    wire = desk.context.new_cdp_session(page)
    x, y = box["x"] + 40, box["y"] + box["height"] - 60

    wire.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 12):
        places = [{"x": x + step, "y": y - step * 12}]
        wire.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": places})
    wire.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect_state(page, "saved")

    assert page.evaluate("scrollY") == before
    assert len(drawn(desk)) == 1


@pytest.mark.parametrize("viewport", [{"width": 320, "height": 1500}, {"width": 1280, "height": 1500}], ids=str)
def test_nothing_on_the_page_stands_in_the_way_of_anybody(desk_of: Sit, viewport: dict[str, int]) -> None:
    desk = desk_of("drawing", CANVAS, viewport=viewport)
    page = desk.open()
    assert axe_faults(page) + shown_faults(page, "en", {"First", "Second"}) == []

    page.get_by_role("button", name="Circle").click()
    page.get_by_text("I drew on paper").click()

    assert axe_faults(page) + shown_faults(page, "en", {"First", "Second"}) == []
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(600)  # colours change softly
    assert axe_faults(page) == []


def test_a_finished_drawing_is_shown_once_more_but_not_to_who_wants_no_motion(
    desk_of: Sit, database: Database, settings: Settings
) -> None:
    desk = desk_of("drawing", CANVAS)
    page = desk.open()
    for down in (20, 50, 80, 110):
        draw_line(page, (50, down), (200, down + 10))
    hand_in(page)
    expect_receipt(page)
    run_due(database, settings)
    page.goto(f"/my/responses/{desk.response_id}/result")
    button, waiting = page.get_by_role("button", name="Watch how it was drawn"), page.locator(".stroke--waiting")

    button.click()
    assert waiting.count() > 0
    expect(waiting).to_have_count(0)
    expect(page.locator("[data-stroke]")).to_have_count(4)
    assert axe_faults(page) == []

    page.emulate_media(reduced_motion="reduce")
    page.reload()
    expect(page.locator("[data-stroke]")).to_have_count(4)
    expect(button).to_be_hidden()


def test_without_scripts_there_are_words_and_a_photo(desk_of: Sit, tmp_path: Path) -> None:
    desk = desk_of("drawing", CANVAS, java_script_enabled=False)
    page = desk.context.new_page()
    page.goto(f"/my/responses/{desk.response_id}")
    path = tmp_path / "sheet.jpg"
    Image.new("RGB", (300, 400), (250, 250, 240)).save(path)

    page.locator("#field-2").fill("a camel with wings")
    page.get_by_role("button", name="Save").nth(1).click()
    page.get_by_text("I drew on paper").click()
    page.set_input_files("#photo", path)
    page.get_by_role("button", name="Send the photo").click()
    expect(page.get_by_alt_text("Your photo")).to_be_visible()
    page.wait_for_load_state()
    assert page.get_by_alt_text("Your photo").evaluate("(image) => image.complete && image.naturalWidth") == 300

    assert desk.saved() == ["a camel with wings"]
    page.get_by_role("button", name="Remove the photo").click()
    expect(page.get_by_alt_text("Your photo")).to_have_count(0)
