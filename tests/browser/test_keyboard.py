"""By keyboard alone: Tab reaches every control, and one sees where one is. In the dark theme one can read, too."""

from __future__ import annotations

from typing import Final

import pytest
from browser.acting import DESK, PHONE
from browser.looks import contrast_faults, text_of
from browser.pages import PLACES, Place
from browser.readers import Demo

BY_KEYBOARD: Final = {
    "visitor/start",
    "visitor/contest-open",
    "pupil/instruction",
    "pupil/answer",
    "pupil/entry-draft",
    "teacher/new-sitting",
    "juror/sheet",
    "organizer/results",
}
IN_THE_DARK: Final = {
    "visitor/start",
    "visitor/results",
    "visitor/style-guide",
    "pupil/home-waiting",
    "pupil/answer",
    "pupil/result-final",
    "teacher/class-results",
    "juror/sheet",
    "organizer/round-judging",
}


def some(keys: set[str]) -> list[Place]:
    """Return the pages of these names."""
    return [place for place in PLACES if place.key in keys]


@pytest.mark.parametrize("place", some(BY_KEYBOARD), ids=lambda place: place.key)
def test_tab_reaches_every_control_and_shows_where_it_is(demo: Demo, place: Place) -> None:
    page = demo.reader(place, "en")
    page.set_viewport_size(DESK)
    page.goto(demo.address(place), wait_until="networkidle")
    page.evaluate(text_of("keyboard_probe.js"))
    count: int = page.evaluate("keyboard.reachable()")
    page.evaluate("document.activeElement.blur()")

    seen: dict[int, bool] = {}
    for _ in range(2 * count + 20):  # places to scroll take the focus, too
        page.keyboard.press("Tab")
        number, is_marked = page.evaluate("keyboard.focused()")
        seen[number] = is_marked

    names = {number: page.evaluate(f"keyboard.nameOf({number})") for number in range(count)}
    assert [names[number] for number in range(count) if number not in seen] == []
    assert [names[number] for number, is_marked in seen.items() if number >= 0 and not is_marked] == []


@pytest.mark.parametrize("place", some(IN_THE_DARK), ids=lambda place: place.key)
def test_words_can_be_read_in_the_dark_theme(demo: Demo, place: Place) -> None:
    page = demo.readers.open(demo.site, demo.person(place), "kk", viewport=PHONE, color_scheme="dark")

    page.goto(demo.address(place))

    assert contrast_faults(page) == []
