"""The fault table: whatever befalls the link, the page, the server or the clock, each operation arrives once.

Each row is a fault; in each form of task something is written before it, in it and after it. The short version walks
every fault with one form; ``make soak`` walks the whole table. ``QIYAL_FAULT_TABLE`` names a file for the figures.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any, Final

import pytest
from browser.desks import Desk, expect_state
from browser.weak_link import (
    Fault,
    WeakLink,
    answer_with,
    cut_before_answer,
    cut_before_send,
    cut_in_answer,
    weak,
    weak_link,
)
from flask import Flask
from playwright.sync_api import Page, expect
from serving import served
from sqlalchemy import select
from tasks.tasks_factories import CANVAS

from contest_app.oplog.models import Operation
from contest_app.tasks.queries import strokes
from contest_app.tasks.services.answering import standing_ideas

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

TRUE_WITHIN_MS: Final = 3_000
DRAINED_WITHIN_MS: Final = 30_000
#: Long enough that what is changed in it goes alone.
OPENING: Final = " ".join(["Ертеде бір түйе қала мектебіне келіп, үшінші қатарға жайғасыпты."] * 24)
LONG_RUN: Final = [pytest.mark.slow, pytest.mark.skipif("QIYAL_SOAK" not in os.environ, reason="only in `make soak`")]

Content = dict[str, Any]
Step = Callable[[Desk, Page], Page]


@dataclass(frozen=True)
class Form:
    """A form of task: how something is written into it, and what then stands on the server after three times."""

    kind: str
    content: Content
    write: Callable[[Page, int], None]
    written: list[str]


def write_idea(page: Page, number: int) -> None:
    page.fill("#new-idea", f"idea {number}")
    page.press("#new-idea", "Enter")


def write_text(page: Page, number: int) -> None:
    if number == 1:
        page.fill("#field-1", OPENING)
    page.locator("#field-1").press("Control+End")
    page.locator("#field-1").press_sequentially(f" Part {number}.")
    page.locator("#field-1").blur()


def write_slot(page: Page, number: int) -> None:
    page.fill(f"#field-{number}", f"word {number}")
    page.locator(f"#field-{number}").blur()


def draw_line(page: Page, number: int) -> None:
    canvas = page.locator("[data-canvas='1']")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20 * number)
    page.mouse.down()
    page.mouse.move(box["x"] + 90, box["y"] + 20 * number, steps=4)
    page.mouse.up()
    page.fill("#field-1", f"line {number}")
    page.locator("#field-1").blur()


FORMS: Final = {
    "ideas": Form("alternative_uses", {}, write_idea, ["idea 1", "idea 2", "idea 3"]),
    "text": Form("short_story", {"stimulus": {"en": "A camel."}}, write_text, [f"{OPENING} Part 1. Part 2. Part 3."]),
    "slots": Form(
        "remote_associates",
        {"triads": {"en": [{"cues": [cue, "b", "c"], "answers": ["d"]} for cue in "xyz"]}},
        write_slot,
        ["word 1", "word 2", "word 3"],
    ),
    "drawing": Form("drawing", CANVAS, draw_line, ["line 3", "stroke", "stroke", "stroke"]),
}


def stay(_desk: Desk, page: Page) -> Page:
    page.wait_for_timeout(1_500)
    return page


def reload(_desk: Desk, page: Page) -> Page:
    page.reload()
    return page


def close_tab(desk: Desk, page: Page) -> Page:
    page.close()
    return desk.open()


def half_an_hour(_desk: Desk, page: Page) -> Page:
    page.clock.fast_forward("30:00")
    return page


@dataclass(frozen=True)
class Row:
    """A fault: what the link does, and what happens to the page meanwhile.

    ``is_lasting``: the link stays as it is, and all must arrive over it.
    """

    fault: Fault | None = None
    meanwhile: Step = stay
    is_offline: bool = False
    is_lasting: bool = False
    has_log_in: bool = True
    hours_wrong: int = 0


ROWS: Final = {
    "cut before the request": Row(cut_before_send),
    "cut before the answer": Row(cut_before_answer),
    "cut in the answer": Row(cut_in_answer),
    "50 kbit/s, 800 ms, 10 % lost": Row(weak(bytes_a_second=6250, delay=0.8, loss=0.1, seed=4), is_lasting=True),
    "error 500": Row(answer_with(500)),
    "error 413": Row(answer_with(413)),
    "page loaded again": Row(cut_before_answer, meanwhile=reload),
    "page loaded again offline": Row(is_offline=True, meanwhile=reload),
    "tab closed": Row(cut_before_send, meanwhile=close_tab),
    "tab closed offline": Row(is_offline=True, meanwhile=close_tab),
    "half an hour offline": Row(is_offline=True, meanwhile=half_an_hour),
    "log-in over": Row(cut_before_answer, has_log_in=False),
    "clock a day fast": Row(cut_before_send, hours_wrong=24),
    "clock a day slow": Row(cut_before_send, hours_wrong=-24),
}


@pytest.fixture
def link(app: Flask) -> Iterator[WeakLink]:
    """What stands between the browser and the server."""
    with served(app) as server, weak_link(server) as link:
        yield link


@pytest.fixture
def address(link: WeakLink) -> str:
    """Browsers know the link alone."""
    return link.address


def cells() -> Iterator[Any]:
    """The cells of the table; the short version has one form in each row."""
    for place, row in enumerate(ROWS):
        for form in FORMS:
            is_short = form == list(FORMS)[place % len(FORMS)]
            yield pytest.param(row, form, marks=() if is_short else LONG_RUN, id=f"{row}-{form}")


@pytest.mark.parametrize(("row_name", "form_name"), list(cells()))
def test_each_operation_arrives_once_and_the_page_tells_the_truth_meanwhile(
    desk_of: Callable[..., Desk], link: WeakLink, row_name: str, form_name: str
) -> None:
    row, form = ROWS[row_name], FORMS[form_name]
    desk = desk_of(form.kind, form.content, seconds_left=7200)
    page = _open(desk, row)
    form.write(page, 1)
    expect_state(page, "saved")
    _wait_until_kept(page)

    link.fault = row.fault
    desk.context.set_offline(row.is_offline)
    if not row.has_log_in:
        desk.context.clear_cookies()
    form.write(page, 2)
    expect(page.locator("qy-save-state")).to_have_attribute("state", "local", timeout=TRUE_WITHIN_MS)
    page = row.meanwhile(desk, page)
    form.write(page, 3)
    expect(page.locator("qy-save-state")).to_have_attribute("state", "local", timeout=TRUE_WITHIN_MS)

    link.fault = row.fault if row.is_lasting else None
    desk.context.set_offline(False)
    returned = monotonic()
    expect(page.locator("qy-save-state")).to_have_attribute("state", "saved", timeout=DRAINED_WITHIN_MS)
    _tell(row_name, form_name, monotonic() - returned, len(link.sent))
    assert _written(desk) == form.written
    assert _arrived(desk) == sorted(link.sent)


def _open(desk: Desk, row: Row) -> Page:
    page = desk.context.new_page()
    if row.meanwhile is half_an_hour:
        page.clock.install()
    if row.hours_wrong:
        shift = row.hours_wrong * 3_600_000
        page.add_init_script(f"const now = Date.now; Date.now = () => now() + {shift};")
    page.goto(f"/my/responses/{desk.response_id}")
    page.locator("qy-timer button").first.wait_for(state="attached")
    return page


def _wait_until_kept(page: Page) -> None:
    page.wait_for_function("async () => Boolean(await caches.match(`${location.href}?state`))")
    page.wait_for_timeout(500)


def _written(desk: Desk) -> list[str]:
    """Return what stands on the server: texts, and a word for each stroke."""
    with desk.database.reading() as session:
        drawn = strokes.strokes_of(session, desk.response_id)
    return [*(idea.text for idea in standing_ideas(desk.response())), *("stroke" for _ in drawn)]


def _arrived(desk: Desk) -> list[str]:
    with desk.database.reading() as session:
        keys = session.scalars(select(Operation.id).where(Operation.stream_id == desk.response_id))
        return sorted(str(key) for key in keys)


def _tell(row: str, form: str, seconds: float, operations: int) -> None:
    if table := os.environ.get("QIYAL_FAULT_TABLE"):
        with Path(table).open("a", encoding="utf-8") as file:
            file.write(f"{row}\t{form}\t{operations}\t{seconds:.1f}\n")
