"""A class's report on paper and by keyboard: what is folded on the screen is printed, and buttons are not."""

from __future__ import annotations

import re
from typing import Final

from browser.pages import PLACES
from browser.readers import Demo
from playwright.sync_api import Page, expect

#: What A4 leaves between margins of 12 mm, in CSS pixels.
PAPER = {"width": 703, "height": 1032}
#: Sheets of A4 of the demo's class: two tasks, one of them in two languages.
MOST_SHEETS: Final = 9
PLACE = next(place for place in PLACES if place.key == "teacher/class-results")


def opened(demo: Demo) -> Page:
    page = demo.reader(PLACE, "kk")
    page.goto(demo.address(PLACE))
    return page


def test_printed_report_holds_what_is_folded_and_fits_the_paper(demo: Demo) -> None:
    page = opened(demo)
    rows = page.locator("details:not([open]) .map-table tbody tr")
    expect(page.locator("[data-print]")).to_be_visible()
    expect(rows.first).to_be_hidden()

    page.set_viewport_size(PAPER)  # type: ignore[arg-type]  # a viewport as Playwright takes it
    page.emulate_media(media="print")

    assert rows.evaluate_all("rows => rows.every(row => row.getBoundingClientRect().height > 8)")
    for hidden in ("[data-print]", "form[action$='/hide']", ".site-header"):
        expect(page.locator(hidden).first).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER["width"]
    page.emulate_media(media="screen")


def test_on_paper_a_class_takes_few_sheets_and_no_row_is_torn(demo: Demo) -> None:
    page = opened(demo)
    page.emulate_media(media="print")

    pdf = page.pdf(prefer_css_page_size=True)

    sheets = len(re.findall(rb"/Type\s*/Page\b", pdf))
    assert 1 < sheets <= MOST_SHEETS
    rows = page.locator(".table tbody tr, .map-table tbody tr, .idea-map__figure, .look-at__idea, .unusual__idea")
    kept = rows.evaluate_all("rows => rows.map(row => getComputedStyle(row).breakInside)")
    assert set(kept) == {"avoid"}
    page.emulate_media(media="screen")


def test_circles_of_the_map_have_the_numbers_of_the_table(demo: Demo) -> None:
    page = opened(demo)

    drawn = page.locator(".idea-map").first.locator(".idea-map__number").all_text_contents()
    listed = page.locator(".idea-map").first.locator(".map-table__key").all_text_contents()

    assert sorted(drawn, key=int) == sorted(listed, key=int) == [str(number + 1) for number in range(len(listed))]
